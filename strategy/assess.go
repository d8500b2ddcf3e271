package strategy

import (
	"cmp"
	"slices"
	"time"

	"writ"
)

// Assess finds every duty of a provider on a day. Only the day counts, not the hour.
func (r *Rules) Assess(p Profile, at time.Time) Assessment {
	y, m, d := at.Date()
	at = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	a := &Assessment{At: at, Profile: p, Rules: r.hash, Countries: p.Countries(at), WithoutUsers: p.WithoutUsers(at), names: r.names}
	for _, c := range a.Countries {
		if len(r.byCountry[c]) == 0 {
			a.Unknown = append(a.Unknown, c)
		}
		for _, s := range a.Profile.in(c, at) {
			r.assessService(a, c, s)
		}
	}
	r.assessProvider(a)
	r.erasure(a)
	slices.SortStableFunc(a.Findings, byPlace)
	r.gather(a)
	r.advise(a)
	r.plan(a)
	return *a
}

func byPlace(a, b Finding) int {
	return cmp.Or(cmp.Compare(a.Country, b.Country), cmp.Compare(slices.Index(Duties(), a.Duty), slices.Index(Duties(), b.Duty)),
		cmp.Compare(slices.Index(writ.Services(), a.Service), slices.Index(writ.Services(), b.Service)), cmp.Compare(a.Rule, b.Rule))
}

// assessService looks at every rule for one service in one country. Where the country's own rules speak of a duty, the
// general ones don't.
func (r *Rules) assessService(a *Assessment, country string, service Service) {
	spoken := map[Duty]bool{}
	for _, general := range []bool{false, true} {
		for _, o := range r.byCountry[country] {
			if o.general != general || general && spoken[o.duty] || !slices.Contains(o.services, service.Class) {
				continue
			}
			s := &situation{profile: &a.Profile, rules: r, here: country, service: &service, at: a.At}
			if !general && !o.beside && o.speaks(s) {
				spoken[o.duty] = true
			}
			o.find(s, a)
		}
	}
}

// speaks reports whether a rule is law on the day, or announced, and concerns this provider.
func (o *rule) speaks(s *situation) bool {
	return (o.inForce(s.at) || o.announced && s.at.Before(o.From)) && o.when.holds(s)
}

// assessProvider looks at the rules for a provider as a whole, once for each country or union.
func (r *Rules) assessProvider(a *Assessment) {
	for _, o := range r.ofProvider {
		if o.union != "" {
			s := &situation{profile: &a.Profile, rules: r, here: o.union, union: o.countries, at: a.At}
			if slices.ContainsFunc(o.countries, func(c string) bool { return r.offered(a, o, c) }) {
				o.find(s, a)
			}
			continue
		}
		for _, c := range o.countries {
			if o.anywhere || r.offered(a, o, c) {
				o.find(&situation{profile: &a.Profile, rules: r, here: c, at: a.At}, a)
			}
		}
	}
}

// offered reports whether one of the rule's services is looked at in a country.
func (r *Rules) offered(a *Assessment, o *rule, country string) bool {
	return slices.ContainsFunc(a.Profile.in(country, a.At), func(s Service) bool { return slices.Contains(o.services, s.Class) })
}

// find adds the rule's finding, if it has one.
func (o *rule) find(s *situation, a *Assessment) {
	if !o.speaks(s) || o.answer.limit != nil {
		return // what may not be kept longer is looked at when all duties to keep are known
	}
	f := o.finding(s)
	switch {
	case s.at.Before(o.From):
		f.Status, f.Day = Upcoming, o.From
	case o.due != nil && s.at.Before(o.due.day(s.launched(o.services))):
		f.Status, f.Day = Upcoming, o.due.day(s.launched(o.services))
	default:
		if !o.decide(s, &f, a) {
			return
		}
		if o.due != nil {
			f.Day = o.due.day(s.launched(o.services))
		}
	}
	if o.Certainty == "uncertain" {
		f.Status = Uncertain
	}
	if !o.silent {
		a.Findings = append(a.Findings, f)
	}
}

func (o *rule) finding(s *situation) Finding {
	f := Finding{Country: s.here, Duty: o.duty, Standard: o.standard, Provision: o.Provision, Because: o.because, Certainty: o.Certainty, Source: o.Read, Rule: o.id, Since: o.From}
	if s.service != nil {
		f.Service = s.service.Class
	}
	return f
}

// decide settles the status. false: the rule has nothing to say of this service.
func (o *rule) decide(s *situation, f *Finding, a *Assessment) bool {
	switch {
	case o.answer.keep != nil:
		return o.decideKeep(s, f, a)
	case o.answer.test != nil:
		for _, b := range o.answer.test {
			if b.when.holds(s) {
				f.take(b, o)
				break
			}
		}
	default:
		f.Status = o.answer.fixed
	}
	return true
}

func (f *Finding) take(b branch, o *rule) {
	f.Status = b.status
	if b.because != "" {
		f.Because += "; " + b.because
	}
	if f.Status == Gap {
		f.Missing = cmp.Or(b.missing, o.missing)
	}
}
