package strategy

import (
	"cmp"
	"slices"
)

// gather collects what holds in each country beside the findings: delivery, penalties, deadlines, law to come.
func (r *Rules) gather(a *Assessment) {
	for _, c := range a.Countries {
		facts := PlaceFacts{Country: c, Title: cmp.Or(r.names[c], c), Standards: standardsOf(a, c)}
		named := false
		for _, own := range []bool{true, false} {
			for _, p := range r.places {
				if p.General == own || !slices.Contains(p.Countries, c) {
					continue
				}
				if own && !named {
					facts.Title, named = p.Title, true
				}
				facts.Deliver = cmp.Or(facts.Deliver, p.Deliver)
				facts.Penalties = append(facts.Penalties, inForceOn(p.Penalties, a.At, a.services())...)
				facts.Deadlines = append(facts.Deadlines, inForceOn(p.Deadlines, a.At, a.services())...)
				facts.Watch = append(facts.Watch, inForceOn(p.Watch, a.At, a.services())...)
			}
		}
		a.Places = append(a.Places, facts)
	}
	r.review(a)
}

func standardsOf(a *Assessment, country string) []Standard {
	var out []Standard
	for _, f := range a.Findings {
		if f.Country == country && f.Duty == InterceptionCapability && f.Standard != NoneDelivered && !slices.Contains(out, f.Standard) {
			out = append(out, f.Standard)
		}
	}
	return out
}

// PacksOf lists the law packs that hold the instruments of a country.
func (r *Rules) PacksOf(country string) []string {
	var out []string
	for _, p := range r.places {
		if slices.Contains(p.Countries, country) {
			for _, name := range p.Packs {
				if !slices.Contains(out, name) {
					out = append(out, name)
				}
			}
		}
	}
	return out
}
