package strategy

import (
	"slices"
	"time"
)

// ReviewFacts is how a provider stands to a review of its application.
type ReviewFacts struct {
	Review  Review
	Country string
	Status  Status
	Owners  []Owner // from elsewhere
	Bring   []Brought
	Begins  time.Time // of the clock: the day of the application, or of complete answers; zero: not said
	Known   bool      // whether Begins is the day of complete answers
}

// A Brought is one thing to bring, and whether the profile has it.
type Brought struct {
	Text, Provision string
	Has             string // "yes", "no" or "not in the profile"
}

// review adds the reviews that a finding says are likely.
func (r *Rules) review(a *Assessment) {
	for _, p := range r.places {
		for _, v := range p.Reviews {
			if !v.inForce(a.At) {
				continue
			}
			for _, f := range a.Findings {
				if f.Duty == v.Duty && slices.Contains(p.Countries, f.Country) {
					a.Reviews = append(a.Reviews, r.reviewOf(a, v, f))
				}
			}
		}
	}
}

func (r *Rules) reviewOf(a *Assessment, v Review, f Finding) ReviewFacts {
	s := &situation{profile: &a.Profile, rules: r, here: f.Country, at: a.At}
	out := ReviewFacts{Review: v, Country: f.Country, Status: f.Status}
	for _, o := range a.Profile.Owners {
		if o.Country != f.Country {
			out.Owners = append(out.Owners, o)
		}
	}
	for _, b := range v.Bring {
		has := "not in the profile"
		if b.has != nil {
			if has = "no"; b.has.holds(s) {
				has = "yes"
			}
		}
		out.Bring = append(out.Bring, Brought{b.Text, b.Provision, has})
	}
	for _, l := range a.Profile.Licences {
		if l.State != "applied" || !s.ours(l) {
			continue
		}
		if !l.Complete.IsZero() {
			out.Begins, out.Known = l.Complete, true
		} else if out.Begins.IsZero() {
			out.Begins = l.Since
		}
	}
	return out
}
