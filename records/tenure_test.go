package records_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
	"writ/records"
)

func identifier(t interface{ Fatal(...any) }, k writ.Kind, text string) writ.Identifier {
	id, err := writ.ParseIdentifier(k, text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func customer(t interface{ Fatal(...any) }, from, until int, values ...records.Value) records.Row {
	end := time.Time{}
	if until > 0 {
		end = at(until)
	}
	r, err := records.New(records.Customer, records.Key{1}, at(from), end, values...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatALineOfTheRegisterSaysAboutWhoHeldWhat(t *testing.T) {
	r := customer(t, 0, 9, records.V(records.Account, "C-1"), records.V(records.FullName, "Ann"), records.V(records.Number, "+12025551965"), records.V(records.Station, "02:00:5e:20:00:01"))
	var kinds []writ.Kind
	for _, x := range r.Tenures() {
		if x.Holder != "C-1" || !x.From.Equal(at(0)) || !x.Until.Equal(at(9)) {
			t.Errorf("tenure of a %s is wrong", x.ID.Kind())
		}
		kinds = append(kinds, x.ID.Kind())
	}
	if want := []writ.Kind{writ.Account, writ.E164, writ.MAC}; !slices.Equal(kinds, want) {
		t.Errorf("got %v, want %v: a person's name is held by nobody", kinds, want)
	}
	if got := customer(t, 0, 9, records.V(records.Number, "+12025551965")).Tenures(); got != nil {
		t.Error("a line without an account says who held a number")
	}
	if got := (records.Row{Kind: records.Call}).Tenures(); got != nil {
		t.Error("an event says who held a number")
	}
}

// TestHolderAtIsTheOneWhoHoldsItThen compares with a count over all tenures.
func TestHolderAtIsTheOneWhoHoldsItThen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := []writ.Identifier{identifier(t, writ.E164, "+12025551965"), identifier(t, writ.E164, "+12025551966")}
		var all []records.Tenure
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			from := rapid.IntRange(0, 20).Draw(t, "from")
			x := records.Tenure{ID: rapid.SampledFrom(ids).Draw(t, "id"), Holder: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "holder"), From: at(from), Until: at(from + rapid.IntRange(1, 10).Draw(t, "long"))}
			all = append(all, x)
		}
		now := rapid.IntRange(0, 30).Draw(t, "now")
		want := map[string]bool{}
		for _, x := range all {
			if x.ID == ids[0] && !x.From.After(at(now)) && x.Until.After(at(now)) {
				want[x.Holder] = true
			}
		}
		got := records.HolderAt(all, ids[0], at(now))
		if len(want) == 1 && !want[got] || len(want) != 1 && got != "" {
			t.Fatalf("got %q, want one of %v if it is alone", got, want)
		}
		if in := records.Holders(all, ids[0], window(t, now, now+1)); len(in) != len(want) || !slices.IsSorted(in) {
			t.Fatalf("holders in that second: %v, want %v", in, want)
		}
	})
}

func TestALineThatEndedSupersedesItsOpenSelf(t *testing.T) {
	number := identifier(t, writ.E164, "+12025551965")
	all := []records.Tenure{
		{ID: number, Holder: "A", From: at(0)}, // as exported while it lasted
		{ID: number, Holder: "A", From: at(0), Until: at(10)},
		{ID: number, Holder: "B", From: at(10)},
	}
	for _, tc := range []struct {
		at   int
		want string
	}{{0, "A"}, {9, "A"}, {10, "B"}, {100, "B"}} {
		if got := records.HolderAt(all, number, at(tc.at)); got != tc.want {
			t.Errorf("at %d: got %q, want %q", tc.at, got, tc.want)
		}
	}
	if got := records.Holders(all, number, window(t, 10, 20)); !slices.Equal(got, []string{"B"}) {
		t.Errorf("got %v", got)
	}
}

func TestWhichFieldsNameAnIdentifier(t *testing.T) {
	r, err := records.New(records.Call, records.Key{1}, t0, time.Time{}, records.V(records.Caller, "+12025551965"), records.V(records.Dialled, "+12025551965"),
		records.V(records.Callee, "2025551965"), records.V(records.CallerName, "+12025551965"), records.V(records.CallerURI, "sip:+12025551965@voip.example.net"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		kind writ.Kind
		text string
		want []records.Field
	}{
		{"a number", writ.E164, "+12025551965", []records.Field{records.Caller, records.Dialled}},
		{"a tel URI is its number", writ.TELURI, "tel:+1-202-555-1965", []records.Field{records.Caller, records.Dialled}},
		{"a SIP URI", writ.SIPURI, "SIP:+12025551965@VOIP.example.net", []records.Field{records.CallerURI}},
		{"a name names no field of a call", writ.Name, "+12025551965", nil},
		{"an account of the same text", writ.Account, "+12025551965", nil},
	} {
		if got := r.Naming(identifier(t, tc.kind, tc.text)); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %v, want %v", tc.name, got, tc.want)
		}
	}
	if got := r.Naming(writ.Identifier{}); got != nil {
		t.Errorf("nobody is named by %v", got)
	}
}

func TestAnAddressWithPortAndTimeIsLookedForByItsAddress(t *testing.T) {
	id := identifier(t, writ.IPPortTime, "[2001:DB8::7]:40512@2026-02-03T18:22:05+01:00")
	address, port, when, ok := records.SplitIPPortTime(id)
	if !ok || address != "2001:db8::7" || port != 40512 || !when.Equal(time.Date(2026, 2, 3, 17, 22, 5, 0, time.UTC)) {
		t.Errorf("got %s %d %s %v", address, port, when, ok)
	}
	if kind, text := records.LookFor(id); kind != writ.IP || text != "2001:db8::7" {
		t.Errorf("looked for as %s", kind)
	}
	if _, _, _, ok := records.SplitIPPortTime(identifier(t, writ.IP, "198.51.100.7")); ok {
		t.Error("an address alone has a port")
	}
}
