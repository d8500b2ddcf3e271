package strategy

import (
	"slices"
	"time"

	"writ"
	"writ/strict"
)

// A condition is tests that must all hold. nil always holds.
type condition struct{ tests []func(*situation) bool }

func (c *condition) holds(s *situation) bool {
	return c == nil || !slices.ContainsFunc(c.tests, func(t func(*situation) bool) bool { return !t(s) })
}

// looks lists what a condition may look at.
var looks = map[string]func(strict.Cursor) func(*situation) bool{
	"staffed":         truthful(func(s *situation) bool { return s.profile.Staffed() }),
	"ttp":             truthful(func(s *situation) bool { return s.profile.Staff.TTP != "" }),
	"citizen-contact": truthful(func(s *situation) bool { return s.profile.Staff.CitizenContact }),
	"office-24x7":     truthful(func(s *situation) bool { return s.profile.Staff.Office24x7 }),
	"cloud":           truthful(func(s *situation) bool { return s.profile.Network.Cloud }),
	"virtual":         truthful((*situation).virtual),
	"hosting-here":    truthful(func(s *situation) bool { return s.anyHere(s.profile.Network.Hosting) }),
	"element-here": truthful(func(s *situation) bool {
		return slices.ContainsFunc(s.profile.Network.Elements, func(e Element) bool { return slices.Contains(s.place(), e.Country) })
	}),
	"established-here": truthful(func(s *situation) bool { return s.anyHere(s.profile.Established) }),
	"cleared-here":     truthful(func(s *situation) bool { return s.anyHere(s.profile.Staff.Cleared) }),
	"toll":             truthful(func(s *situation) bool { return s.service != nil && !s.service.NoToll }),
	"li":               worded("delivery standard", deliveries, func(s *situation) string { return s.profile.Network.LI }),
	"encryption":       worded("encryption", func() []string { return append(encryptions(), "unsaid") }, encrypted),
	"users-over":       counted(func(n int, s *situation) bool { return s.profile.Users[s.here] > n }),
	"users-up-to":      counted(func(n int, s *situation) bool { return s.profile.Users[s.here] <= n }),
	"foreign-owner":    shared(func(n float64, s *situation) bool { return s.foreign() >= n }),
	"no-foreign-from":  shared(func(n float64, s *situation) bool { return s.foreign() < n }),
	"at-from":          dated(func(d time.Time, s *situation) bool { return !s.at.Before(d) }),
	"at-before":        dated(func(d time.Time, s *situation) bool { return s.at.Before(d) }),
}

func encrypted(s *situation) string {
	if s.profile.Network.Encryption == "" {
		return "unsaid"
	}
	return s.profile.Network.Encryption
}

func truthful(look func(*situation) bool) func(strict.Cursor) func(*situation) bool {
	return func(c strict.Cursor) func(*situation) bool {
		want := c.Truth()
		return func(s *situation) bool { return look(s) == want }
	}
}

func worded(what string, known func() []string, look func(*situation) string) func(strict.Cursor) func(*situation) bool {
	return func(c strict.Cursor) func(*situation) bool {
		want := strict.All(c, what, wordOf(what, known()))
		return func(s *situation) bool { return slices.Contains(want, look(s)) }
	}
}

func counted(look func(int, *situation) bool) func(strict.Cursor) func(*situation) bool {
	return func(c strict.Cursor) func(*situation) bool {
		n := c.Number()
		return func(s *situation) bool { return look(n, s) }
	}
}

func shared(look func(float64, *situation) bool) func(strict.Cursor) func(*situation) bool {
	return func(c strict.Cursor) func(*situation) bool {
		n := readShare(c)
		return func(s *situation) bool { return look(n, s) }
	}
}

func dated(look func(time.Time, *situation) bool) func(strict.Cursor) func(*situation) bool {
	return func(c strict.Cursor) func(*situation) bool {
		d := c.Day()
		return func(s *situation) bool { return look(d, s) }
	}
}

// readCondition reads what a rule looks at. All of it must hold; of any: one; of none: nothing.
func (r *Rules) readCondition(c strict.Cursor) *condition {
	out := &condition{}
	for _, e := range c.Entries() {
		switch e.Key {
		case "any", "none":
			out.tests = append(out.tests, r.alternatives(e))
		case "holds":
			out.tests = append(out.tests, readHolding(e.Value))
		case "also-offers":
			classes := strict.All(e.Value, "class of service", writ.ParseService)
			out.tests = append(out.tests, func(s *situation) bool {
				return slices.ContainsFunc(s.profile.in(s.here, s.at), func(v Service) bool { return slices.Contains(classes, v.Class) })
			})
		case "offers-in":
			countries := readCountries(e.Value)
			out.tests = append(out.tests, func(s *situation) bool {
				return slices.ContainsFunc(s.profile.Countries(s.at), func(c string) bool { return slices.Contains(countries, c) })
			})
		case "homebound-in", "not-homebound-in", "offers-outside":
			out.tests = append(out.tests, r.readUnion(e))
		case "keeps-any":
			categories := strict.All(e.Value, "category", writ.ParseCategory)
			out.tests = append(out.tests, func(s *situation) bool {
				return slices.ContainsFunc(categories, func(k writ.Category) bool { _, ok := s.keeps(k); return ok })
			})
		default:
			read, ok := looks[e.Key]
			if !ok {
				e.At.Fail("unknown test "+e.At.Quoted(), strict.Nearest(e.Key, lookNames()))
				continue
			}
			out.tests = append(out.tests, read(e.Value))
		}
	}
	return out
}

func lookNames() []string {
	out := []string{"any", "none", "holds", "also-offers", "offers-in", "keeps-any", "homebound-in", "not-homebound-in", "offers-outside"}
	for k := range looks {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// readUnion reads a test on where in a union the provider is at home.
func (r *Rules) readUnion(e strict.Entry) func(*situation) bool {
	union, ok := r.groups[e.Value.Text()]
	if !ok {
		e.Value.Fail("there is no group "+e.Value.Quoted(), "name a group of the rules")
	}
	return func(s *situation) bool {
		home, outside := s.homebound(union)
		switch e.Key {
		case "homebound-in":
			return home
		case "not-homebound-in":
			return !home
		default:
			return outside
		}
	}
}

func (r *Rules) alternatives(e strict.Entry) func(*situation) bool {
	var all []*condition
	for _, a := range e.Value.List() {
		all = append(all, r.readCondition(a))
	}
	want := e.Key == "any"
	return func(s *situation) bool {
		return slices.ContainsFunc(all, func(c *condition) bool { return c.holds(s) }) == want
	}
}

func readHolding(c strict.Cursor) func(*situation) bool {
	t := c.Table("kind", "state")
	var kinds, states []string
	if v, ok := t.Must("kind", "name kinds of licence"); ok {
		kinds = strict.All(v, "kind of licence", wordOf("kind of licence", licenceKinds()))
	}
	if v, ok := t.Must("state", "name the states that count"); ok {
		states = strict.All(v, "state of a licence", wordOf("state", licenceStates()))
	}
	return func(s *situation) bool {
		_, ok := s.holding(kinds, states)
		return ok
	}
}
