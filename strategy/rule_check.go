package strategy

import (
	"slices"

	"writ"
	"writ/strict"
)

// compile sorts the rules by where they are looked up.
func (r *Rules) compile() {
	r.byCountry, r.ofProvider = map[string][]*rule{}, nil
	for i := range r.rules {
		o := &r.rules[i]
		if o.provider {
			r.ofProvider = append(r.ofProvider, o)
			continue
		}
		for _, c := range o.countries {
			r.byCountry[c] = append(r.byCountry[c], o)
		}
	}
}

// check finds rules that contradict each other: two that always hold, for one duty of one service in one country, on
// one provision, on the same day.
func (r *Rules) check(sheets []*strict.Sheet) {
	for i := range r.rules {
		for j := range i {
			a, b := &r.rules[j], &r.rules[i]
			if !contradict(a, b) {
				continue
			}
			for _, s := range sheets {
				if s.File == b.file {
					s.Fail(b.line, 1, b.id, "says the same of the same services as "+a.id+", or the contrary", "end one with to:, part their services, or give each a when:")
				}
			}
		}
	}
}

func contradict(a, b *rule) bool {
	if a.duty != b.duty || a.Provision != b.Provision || a.general != b.general || a.provider != b.provider || a.union != b.union || a.when != nil || b.when != nil {
		return false
	}
	if a.answer.keep != nil && b.answer.keep != nil && apart(a.answer.keep, b.answer.keep) {
		return false
	}
	shared := slices.ContainsFunc(a.services, func(s writ.Service) bool { return slices.Contains(b.services, s) })
	same := slices.ContainsFunc(a.countries, func(c string) bool { return slices.Contains(b.countries, c) })
	return shared && same && (a.To.IsZero() || !a.To.Before(b.From)) && (b.To.IsZero() || !b.To.Before(a.From))
}

// apart reports whether two lists have no category in common.
func apart(a, b []span) bool {
	return !slices.ContainsFunc(a, func(x span) bool {
		return slices.ContainsFunc(b, func(y span) bool { return x.category == y.category })
	})
}
