package law_test

import (
	"slices"
	"testing"

	"writ/law"
)

// weaker are papers that say less than the one that came. None of them may open more, whatever the country.
var weaker = map[string]func(i *law.Instrument) bool{
	"it is not signed":                   func(i *law.Instrument) bool { i.Signed = ptr(false); return true },
	"nobody says whether it is signed":   func(i *law.Instrument) bool { i.Signed = nil; return true },
	"it is for another":                  func(i *law.Instrument) bool { i.Addressee = "other-entity"; return true },
	"it has no date":                     func(i *law.Instrument) bool { i.Issued = nil; return true },
	"it is of a type that no pack knows": func(i *law.Instrument) bool { i.Type = "whim"; return true },
	"nobody knows who issued it":         func(i *law.Instrument) bool { i.Issuer = law.Issuer{}; return true },
	"no emergency is stated": func(i *law.Instrument) bool {
		was := i.Emergency != nil && *i.Emergency
		i.Emergency = ptr(false)
		return was
	},
	"the offence is a year less": func(i *law.Instrument) bool {
		if i.Offence == nil || i.Offence.MaxYears == nil || *i.Offence.MaxYears == 0 {
			return false
		}
		o := *i.Offence
		o.MaxYears = ptr(*o.MaxYears - 1)
		i.Offence = &o
		return true
	},
	"the offence is on no list": func(i *law.Instrument) bool {
		if i.Offence == nil || i.Offence.Listed == nil || !*i.Offence.Listed {
			return false
		}
		o := *i.Offence
		o.Listed = ptr(false)
		i.Offence = &o
		return true
	},
	"the user is a lawyer": func(i *law.Instrument) bool {
		u := law.User{}
		if i.User != nil {
			u = *i.User
		}
		was := u.Role
		u.Role = "lawyer"
		i.User = &u
		return was == "" || was == "none"
	},
}

// TestAWeakerPaperNeverOpensMore tries every case that stands beside a pack.
func TestAWeakerPaperNeverOpensMore(t *testing.T) {
	s, tried := packs(t), map[string]int{}
	for _, c := range allCases(t) {
		strong := decide(t, c.Demand, s)
		for name, weaken := range weaker {
			d := c.Demand
			if !weaken(&d.Instrument) {
				continue
			}
			less := slices.Collect(decide(t, d, s).Outcomes())
			for o := range strong.Outcomes() {
				if opens(o) {
					tried[name]++
				}
				if !within(less[o.Ask], o) {
					t.Errorf("%s: %s, and ask %d opens more: %T, now %T", c.ID, name, o.Ask+1, o.Answer, less[o.Ask].Answer)
				}
			}
		}
	}
	for name := range weaker {
		if t.Logf("%d answers that opened something, and then: %s", tried[name], name); tried[name] < 50 {
			t.Errorf("hardly tried: %s", name)
		}
	}
}
