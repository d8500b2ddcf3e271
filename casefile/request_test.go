package casefile_test

import (
	"strings"
	"testing"

	"writ/casefile"
	. "writ/casefile/casefiletest"
)

func TestARequestThatIsWrongIsRefusedWithoutQuotingIt(t *testing.T) {
	good := func(old, new string) string { return strings.Replace(tabled, old, new, 1) }
	for _, tc := range []struct{ name, text string }{
		{"not YAML", "asks: [" + Marked},
		{"an unknown key", good("reference: NP-1", "reference: NP-1\n\""+Marked+"\": 1")},
		{"a key twice", good("reference: NP-1", "reference: NP-1\nreference: "+Marked)},
		{"an unknown kind of identifier", good("kind: e164", "kind: \""+Marked+"\"")},
		{"a date that is none", good("from: 2025-10-01T00:00:00Z", "from: \""+Marked+"\"")},
		{"a number where a list belongs", good(`[{kind: e164, value: "+12025550150"}]`, `"`+Marked+`"`)},
		{"an alias", "a: &x " + Marked + "\nb: *x\n"},
		{"no asks", "reference: a\nagency: b\ninstrument: {type: x, issuer: {kind: judge}}\nasks: []\n"},
		{"UTF-16", "\xff\xfea\x00"},
		{"NUL", "reference: \x00"},
		{"too large", "reference: " + strings.Repeat("a", 1<<20)},
		{"a reference of 1001 octets", good("reference: NP-1", "reference: "+strings.Repeat("a", 1001))},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := casefile.ReadRequest("R.yaml", []byte(tc.text), map[string][]byte{"numbers.csv": []byte("e164\n+12025550101\n")}, plan, 0)
			if err == nil {
				t.Fatal("it was taken")
			}
			if strings.Contains(err.Error(), "2025550173") || strings.Contains(err.Error(), Marked) {
				t.Errorf("the error quotes the request")
			}
		})
	}
}

func TestWhatCannotBeReadStaysAsWritten(t *testing.T) {
	r := newHouse(t).Request(t, order{Number: "55 01 73?"})
	if got := r.Asks[0].Identifiers[0].Text; got != "55 01 73?" {
		t.Errorf("it became %q: the issuer could not be asked about what he wrote", got)
	}
}

func FuzzRequest(f *testing.F) {
	f.Add(tabled)
	f.Add("reference: a\nagency: b\ninstrument: {type: x, issuer: {kind: judge}}\nasks: [{category: content}]\n")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := casefile.ReadRequest("R.yaml", []byte(text), map[string][]byte{"numbers.csv": []byte("e164\n+12025550101\n")}, plan, 0)
		if err == nil && (len(r.Asks) == 0 || r.Reference == "") {
			t.Fatal("a request that asks for nothing was taken")
		}
	})
}
