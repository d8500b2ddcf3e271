package strategy

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"writ"
)

// A situation is what a rule looks at: a provider, a place, a service in it (nil: the provider as a whole), a day.
type situation struct {
	profile *Profile
	rules   *Rules
	here    string
	union   []string // the countries of a union that asks as one; nil: none
	service *Service
	at      time.Time
}

// ours reports whether a licence counts here: by its country, by its kind, else by what is known of its authority. Of an
// authority that nobody knows what binds counts everywhere, and what was filed only where no other country is looked at.
func (s *situation) ours(l Licence) bool {
	if s.union != nil {
		return true
	}
	country := cmp.Or(l.Country, s.rules.kinds[l.Kind], s.rules.countryOf(l.Authority))
	switch {
	case country != "":
		return country == s.here
	case l.Kind == "spectrum" || l.Kind == "licence":
		return true
	default:
		return len(s.profile.Countries(s.at)) <= 1
	}
}

// holding finds a licence of the kinds in one of the states.
func (s *situation) holding(kinds, states []string) (Licence, bool) {
	for _, l := range s.profile.Licences {
		if slices.Contains(kinds, l.Kind) && slices.Contains(states, l.State) && s.ours(l) {
			return l, true
		}
	}
	return Licence{}, false
}

// place lists the countries that count as here.
func (s *situation) place() []string {
	if s.union != nil {
		return s.union
	}
	return []string{s.here}
}

func (s *situation) anyHere(countries []string) bool {
	return slices.ContainsFunc(countries, func(c string) bool { return slices.Contains(s.place(), c) })
}

// homebound reports whether the provider is established in one country of a union and offers in no other of it.
// outside says that it offers outside the union as well.
func (s *situation) homebound(union []string) (home, outside bool) {
	var in []string
	for _, c := range s.profile.Established {
		if slices.Contains(union, c) {
			in = append(in, c)
		}
	}
	if len(in) != 1 {
		return false, false
	}
	for _, c := range s.profile.Countries(s.at) {
		switch {
		case c == in[0]:
			home = true
		case slices.Contains(union, c):
			return false, false
		default:
			outside = true
		}
	}
	return home, outside
}

// keeps gives how long a category is kept here.
func (s *situation) keeps(c writ.Category) (writ.Period, bool) {
	p, ok := s.profile.Keeps[s.here][c]
	return p, ok
}

// foreign gives the largest share of an owner from elsewhere.
func (s *situation) foreign() float64 {
	most := 0.0
	for _, o := range s.profile.Owners {
		if !slices.Contains(s.place(), o.Country) {
			most = max(most, o.Share)
		}
	}
	return most
}

// virtual reports whether parts of the network are software on rented or shared machines.
func (s *situation) virtual() bool {
	return s.profile.Network.Cloud || slices.ContainsFunc(s.profile.Network.Elements, func(e Element) bool { return e.Virtual })
}

// launched gives the first day on which one of the services was offered in the place.
func (s *situation) launched(classes []writ.Service) time.Time {
	var first time.Time
	for _, v := range s.profile.Services {
		if !slices.Contains(classes, v.Class) || !s.anyHere(v.Offers) {
			continue
		}
		if first.IsZero() || v.Launched.Before(first) {
			first = v.Launched
		}
	}
	return first
}

// longer compares two periods by where they end, counted from the day.
func (s *situation) longer(a, b writ.Period) bool { return a.After(s.at).After(b.After(s.at)) }

// countryOf says where an authority sits, or "".
func (r *Rules) countryOf(authority string) string {
	for _, word := range strings.FieldsFunc(authority, func(r rune) bool { return r == ' ' || r == '/' || r == ',' || r == '(' || r == ')' || r == '-' }) {
		if c := r.authorities[strings.ToLower(word)]; c != "" {
			return c
		}
	}
	return r.authorities[strings.ToLower(authority)]
}
