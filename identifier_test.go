package writ_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"writ"
)

func TestIdentifiersHaveOneCanonicalForm(t *testing.T) {
	for _, tc := range []struct {
		kind       writ.Kind
		text, want string
	}{
		{writ.E164, "+1 (202) 555-1965", "+12025551965"},
		{writ.E164, "+39.06/1234 5678", "+390612345678"},
		{writ.IMSI, "001010123456789", "001010123456789"},
		{writ.IMEI, "49-015420-323751-8", "49015420323751"},
		{writ.IMEI, "490154203237518", "49015420323751"},
		{writ.IMEI, "49015420323751", "49015420323751"},
		{writ.IMEI, "4901542032375101", "49015420323751"}, // with software version
		{writ.ICCID, "8988211000000000003", "8988211000000000003"},
		{writ.SIPURI, "SIP:Ann@VoIP.Example.NET;user=phone", "sip:Ann@voip.example.net"},
		{writ.SIPURI, "sips:+12025551965@[2001:DB8::7]:5061", "sips:+12025551965@[2001:db8::7]:5061"},
		{writ.TELURI, "TEL:+1-202-555-1965;ext=5", "tel:+12025551965"},
		{writ.Email, "Ann@Example.NET", "Ann@example.net"},
		{writ.NAI, "Ann@ISP.Example", "Ann@isp.example"},
		{writ.NAI, "line7", "line7"},
		{writ.Account, " C-1001 ", "C-1001"},
		{writ.UserName, "müller36", "müller36"},
		{writ.MAC, "02-00-5E-20-00-01", "02:00:5e:20:00:01"},
		{writ.MAC, "0200.5e20.0001", "02:00:5e:20:00:01"},
		{writ.IP, "::ffff:198.51.100.7", "198.51.100.7"},
		{writ.IP, "2001:DB8:0:0::7", "2001:db8::7"},
		{writ.IPPortTime, "203.0.113.7:40512@2026-02-03T18:22:05+01:00", "203.0.113.7:40512@2026-02-03T17:22:05Z"},
		{writ.IPv6Prefix, "2001:db8:1:2:3::/64", "2001:db8:1:2::/64"},
		{writ.Cell, "222-01-4711-12345", "222-01-4711-12345"},
		{writ.Name, "  Ann   B.\u00a0Müller ", "Ann B. Müller"},
		{writ.Name, "ليلى حسن", "ليلى حسن"},
		{writ.Name, strings.Repeat("x", 200), strings.Repeat("x", 200)},
	} {
		id, err := writ.ParseIdentifier(tc.kind, tc.text)
		if err != nil || id.Reveal() != tc.want || id.Kind() != tc.kind || id.IsZero() {
			t.Errorf("%s: got %q, %v; want %q", tc.kind, id.Reveal(), err, tc.want)
		}
		again, err := writ.ParseIdentifier(tc.kind, id.Reveal())
		if err != nil || again != id {
			t.Errorf("%s: its canonical form is another identifier", tc.kind)
		}
	}
}

func TestWhatNamesNobody(t *testing.T) {
	for _, tc := range []struct {
		name string
		kind writ.Kind
		text string
		want string
	}{
		{"a number without a country", writ.E164, "2025551965", "has no country"},
		{"a number with a letter", writ.E164, "+1202555196O", "no digit"},
		{"a number that is too short", writ.E164, "+12025", "digits with its country"},
		{"a number that is too long", writ.E164, "+1234567890123456", "digits with its country"},
		{"a country code of 0", writ.E164, "+0202555196", "begins with 0"},
		{"two plus signs", writ.E164, "++12025551965", "no digit"},
		{"a sign alone", writ.E164, "+", "no digit"},
		{"digits of another script", writ.E164, "+١٢٠٢٥٥٥١٩٦٥", "no digit"},
		{"a wildcard", writ.E164, "+1202555*", "wildcard"},
		{"a wildcard in an account", writ.Account, "C-%", "wildcard"},
		{"a wildcard in a user name", writ.UserName, "a?n", "wildcard"},
		{"an IMSI of five digits", writ.IMSI, "00101", "not 6 to 15"},
		{"an IMSI of sixteen digits", writ.IMSI, "0010101234567890", "not 6 to 15"},
		{"an IMEI with a digit off", writ.IMEI, "490154203237519", "Luhn"},
		{"an IMEI of thirteen digits", writ.IMEI, "4901542032375", "not 14 to 16"},
		{"an ICCID with a digit off", writ.ICCID, "8988211000000000004", "Luhn"},
		{"a SIP URI without user", writ.SIPURI, "sip:example.net", "no user"},
		{"a SIP URI without scheme", writ.SIPURI, "ann@example.net", "no sip:"},
		{"a tel URI with a local number", writ.TELURI, "tel:7042;phone-context=x", "has no country"},
		{"two addresses", writ.Email, "a@b.example,c@d.example", "not an address"},
		{"a realm that is missing", writ.NAI, "ann@", "no user or no realm"},
		{"a MAC of five octets", writ.MAC, "02:00:5e:20:77", "six octets"},
		{"a range of addresses", writ.IP, "198.51.100.0/24", "not one IP address"},
		{"an address with a zone", writ.IP, "fe80::1%eth0", "wildcard"},
		{"an instant without an offset", writ.IPPortTime, "203.0.113.9:40512@2026-02-03T18:22:06", "offset"},
		{"an address without a port", writ.IPPortTime, "203.0.113.7@2026-02-03T18:22:05Z", "port"},
		{"no instant", writ.IPPortTime, "203.0.113.9:40513", "no instant"},
		{"a prefix for more than one customer", writ.IPv6Prefix, "2001:db8::/32", "wider"},
		{"an IPv4 prefix", writ.IPv6Prefix, "198.51.100.0/24", "not an IPv6 prefix"},
		{"a cell of three parts", writ.Cell, "222-01-4711", "four parts"},
		{"nothing", writ.Account, " ", "is empty"},
		{"a tab", writ.Account, "C\t1", "control character"},
		{"a NUL", writ.Name, "A\x00B", "control character"},
		{"octets that are not UTF-8", writ.Name, "\xff", "UTF-8"},
		{"far too much", writ.Name, strings.Repeat("x", 513), "longer"},
		{"a kind that is none", writ.Kind("shoe-size"), "42", "no known kind"},
	} {
		id, err := writ.ParseIdentifier(tc.kind, tc.text)
		var why *writ.IdentifierError
		switch {
		case !errors.As(err, &why) || !strings.Contains(why.Problem, tc.want) || why.Fix == "":
			t.Errorf("%s: got %v, want it because it %s", tc.name, err, tc.want)
		case !id.IsZero() || id.Reveal() != "":
			t.Errorf("%s: an identifier came with the error", tc.name)
		case len(tc.text) > 4 && strings.Contains(err.Error(), strings.TrimSpace(tc.text)):
			t.Errorf("%s: the error quotes the text", tc.name)
		}
	}
}

// TestOneDigitOffIsFound changes a digit of a right IMEI: Luhn finds each.
func TestOneDigitOffIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := []byte("490154203237518")
		i := rapid.IntRange(0, len(b)-1).Draw(t, "digit")
		b[i] = '0' + (b[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
		if _, err := writ.ParseIdentifier(writ.IMEI, string(b)); err == nil {
			t.Fatalf("a wrong digit at %d passes", i)
		}
	})
}

func TestEveryKindHasAParser(t *testing.T) {
	for _, k := range writ.Kinds() {
		var why *writ.IdentifierError
		if _, err := writ.ParseIdentifier(k, "\u0001"); errors.As(err, &why) && strings.Contains(why.Problem, "kind") {
			t.Errorf("%s has none", k)
		}
		if got, err := writ.ParseKind(string(k)); err != nil || got != k {
			t.Errorf("%s is not read back: %v", k, err)
		}
	}
	var list *writ.ListError
	if _, err := writ.ParseKind("+12025551965"); !errors.As(err, &list) || strings.Contains(err.Error(), "2025551965") {
		t.Errorf("got %v", err)
	}
}

func FuzzParseIdentifier(f *testing.F) {
	for _, s := range []string{"+12025551965", "490154203237518", "sip:a@b", "tel:+1-2-3-4-5-6-7", "2001:db8::/48", "1.2.3.4:5@2026-01-01T00:00:00Z", "*"} {
		for i := range writ.Kinds() {
			f.Add(i, s)
		}
	}
	kinds := writ.Kinds()
	plan := writ.NumberPlan{Calling: "39", International: "00", Least: 6, Most: 11}
	f.Fuzz(func(t *testing.T, i int, s string) {
		kind := kinds[((i%len(kinds))+len(kinds))%len(kinds)]
		id, err := plan.ParseIdentifier(kind, s)
		if err != nil {
			if len(s) > 12 && strings.Contains(err.Error(), s) {
				t.Error("the error quotes the text")
			}
			return
		}
		if again, err := writ.ParseIdentifier(kind, id.Reveal()); err != nil || again != id {
			t.Errorf("the canonical form of a %s is not read back: %v", kind, err)
		}
		if kind != writ.Name && strings.ContainsAny(id.Reveal(), "*?%") {
			t.Errorf("a %s holds a wildcard", kind)
		}
	})
}
