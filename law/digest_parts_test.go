package law_test

import (
	"testing"

	"writ"
	"writ/law"
)

// TestADigestBindsFactsOfEveryKind: no two of these are the same paper.
func TestADigestBindsFactsOfEveryKind(t *testing.T) {
	s := invented(t, ruritania)
	type list = []any
	type table = map[string]any
	seen := map[[32]byte]int{}
	for i, v := range []any{
		1, 2, -1, true, false, "1", "2", "true", "", nil,
		list{}, list{""}, list{"x"}, list{"x", "y"}, list{"y", "x"}, list{list{"x"}, "y"}, list{list{"x", "y"}}, list{"x", list{"y"}}, list{1}, list{true},
		table{}, table{"x": "y"}, table{"y": "x"}, table{"x": 1}, table{"x": "y", "z": 1}, table{"x": table{"y": "z"}}, table{"x": list{"y"}}, list{table{"x": "y"}},
		list{table{"x": "y"}, table{"x": "y"}}, list{"s", "x"}, "[", "{",
	} {
		d := inventedDemand(t, "CATEGORY", "subscriber")
		d.Instrument.Facts = table{"a": v}
		digest := decide(t, d, s).Digest()
		if before, twice := seen[digest]; twice {
			t.Errorf("fact %d has the digest of fact %d", i, before)
		}
		seen[digest] = i
	}
	many, fewer := table{}, table{}
	for _, k := range "abcdefghijklmnopqrstuvwxyz" {
		many[string(k)] = 1
		if k != 'z' {
			fewer[string(k)] = 1
		}
	}
	d, e := inventedDemand(t, "CATEGORY", "subscriber"), inventedDemand(t, "CATEGORY", "subscriber")
	d.Instrument.Facts, e.Instrument.Facts = many, fewer
	if one := decide(t, d, s).Digest(); one != decide(t, d, s).Digest() || one == decide(t, e, s).Digest() {
		t.Error("many facts have no digest of their own")
	}
}

// TestADigestBindsWhatIsHeldAndWhoIsAsked: every part that a case may lack, against the case without it.
func TestADigestBindsWhatIsHeldAndWhoIsAsked(t *testing.T) {
	s := invented(t, ruritania)
	seen := map[[32]byte]string{}
	for name, change := range map[string]func(*law.Demand){
		"nothing changed":                    func(*law.Demand) {},
		"keeps nothing":                      func(d *law.Demand) { clear(d.Provider.Keeps) },
		"keeps one less":                     func(d *law.Demand) { delete(d.Provider.Keeps, writ.Traffic) },
		"keeps one for longer":               func(d *law.Demand) { d.Provider.Keeps[writ.Traffic] = d.Provider.Keeps[writ.Subscriber] },
		"an offence":                         func(d *law.Demand) { d.Instrument.Offence = &law.Offence{} },
		"a named one":                        func(d *law.Demand) { d.Instrument.Offence = &law.Offence{Name: "theft"} },
		"of four years":                      func(d *law.Demand) { d.Instrument.Offence = &law.Offence{Name: "theft", MaxYears: ptr(4)} },
		"of five":                            func(d *law.Demand) { d.Instrument.Offence = &law.Offence{Name: "theft", MaxYears: ptr(5)} },
		"listed":                             func(d *law.Demand) { d.Instrument.Offence = &law.Offence{Name: "theft", Listed: ptr(true)} },
		"not listed":                         func(d *law.Demand) { d.Instrument.Offence = &law.Offence{Name: "theft", Listed: ptr(false)} },
		"secrecy":                            func(d *law.Demand) { d.Instrument.Secrecy = &law.Secrecy{} },
		"secrecy until":                      func(d *law.Demand) { d.Instrument.Secrecy = &law.Secrecy{Until: ptr(stamp(t, "2026-04-01"))} },
		"secrecy until a day on":             func(d *law.Demand) { d.Instrument.Secrecy = &law.Secrecy{Until: ptr(stamp(t, "2026-04-02"))} },
		"a user":                             func(d *law.Demand) { d.Instrument.User = &law.User{} },
		"a user who lives there":             func(d *law.Demand) { d.Instrument.User = &law.User{Residence: "XR"} },
		"a user who is of there":             func(d *law.Demand) { d.Instrument.User = &law.User{Nationality: "XR"} },
		"a lawyer":                           func(d *law.Demand) { d.Instrument.User = &law.User{Role: "lawyer"} },
		"an emergency":                       func(d *law.Demand) { d.Instrument.Emergency = ptr(true) },
		"none":                               func(d *law.Demand) { d.Instrument.Emergency = ptr(false) },
		"a last day":                         func(d *law.Demand) { d.Instrument.Expires = ptr(stamp(t, "2026-04-01")) },
		"never served":                       func(d *law.Demand) { d.Instrument.Served = nil },
		"the same instant written otherwise": func(d *law.Demand) { d.Instrument.Served = ptr(stamp(t, "2026-02-28T09:00:00Z")) },
		"no window":                          func(d *law.Demand) { d.Asks[0].Window = nil },
		"a window of nothing":                func(d *law.Demand) { d.Asks[0].Window = &law.StatedWindow{} },
		"no end":                             func(d *law.Demand) { d.Asks[0].Window.To = nil },
		"no beginning":                       func(d *law.Demand) { d.Asks[0].Window.From = nil },
		"a table of names":                   func(d *law.Demand) { d.Asks[0].File = "names.csv" },
		"one asked twice":                    func(d *law.Demand) { d.Asks = append(d.Asks, d.Asks[0]) },
		"one name more":                      func(d *law.Demand) { d.Asks[0].Identifiers = append(d.Asks[0].Identifiers, d.Asks[0].Identifiers...) },
		"a name of another kind":             func(d *law.Demand) { d.Asks[0].Identifiers[0].Kind = writ.Account },
		"a later instant":                    func(d *law.Demand) { d.At = d.At.Add(1) },
	} {
		d := inventedDemand(t, "CATEGORY", "subscriber")
		change(&d)
		digest := decide(t, d, s).Digest()
		if before, twice := seen[digest]; twice {
			t.Errorf("%s has the digest of %s", name, before)
		}
		seen[digest] = name
	}
}
