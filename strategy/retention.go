package strategy

import (
	"slices"
	"strings"

	"writ"
)

// decideKeep compares what is kept with what must be, as far as the service makes it.
func (o *rule) decideKeep(s *situation, f *Finding, a *Assessment) bool {
	f.Status = Met
	var missing []string
	lines := 0
	for _, k := range o.named(s) {
		if !slices.Contains(s.rules.makes[s.service.Class], k.category) {
			continue
		}
		lines++
		held, ok := s.keeps(k.category)
		line := Kept{Country: s.here, Service: s.service.Class, Category: k.category, Least: k.period, Held: held, Status: Met, Purpose: o.purpose, Provision: o.Provision, Certainty: o.Certainty}
		if !ok || s.longer(k.period, held) {
			f.Status, line.Status = Gap, Gap
			missing = append(missing, lack(k, held, ok))
		}
		if o.Certainty == "uncertain" {
			line.Status = Uncertain
		}
		a.Retention = append(a.Retention, line)
	}
	f.Missing = strings.Join(missing, "; ")
	return lines > 0
}

// named gives the spans of a rule, or those of the notice that orders them.
func (o *rule) named(s *situation) []span {
	if o.answer.notice == "" {
		return o.answer.keep
	}
	l, ok := s.holding([]string{o.answer.notice}, []string{"in-force"})
	if !ok || l.Categories == nil {
		return o.answer.keep
	}
	var out []span
	for _, c := range l.Categories {
		out = append(out, span{c, o.answer.keep[0].period})
	}
	return out
}

func lack(k span, held writ.Period, kept bool) string {
	if !kept {
		return string(k.category) + " must be kept " + Words(k.period) + " and is not kept"
	}
	return string(k.category) + " must be kept " + Words(k.period) + " and is kept " + Words(held)
}

// erasure looks at what may not be kept longer, once all duties to keep are known.
func (r *Rules) erasure(a *Assessment) {
	for _, c := range a.Countries {
		for _, service := range a.Profile.in(c, a.At) {
			own := false
			for _, general := range []bool{false, true} {
				for _, o := range r.byCountry[c] {
					if o.answer.limit == nil || o.general != general || general && own || !slices.Contains(o.services, service.Class) {
						continue
					}
					s := &situation{profile: &a.Profile, rules: r, here: c, service: &service, at: a.At}
					if o.speaks(s) && o.inForce(a.At) {
						own = own || !general
						o.limit(s, a)
					}
				}
			}
		}
	}
}

// limit compares what is kept with the longest that it may be: what the rule says, or what a duty to keep asks.
func (o *rule) limit(s *situation, a *Assessment) {
	f := o.finding(s)
	f.Status = Met
	var over, asked []string
	lines := 0
	for _, k := range slices.Concat(o.answer.limit, o.answer.doubt) {
		if !slices.Contains(s.rules.makes[s.service.Class], k.category) {
			continue
		}
		lines++
		sure, maybe := s.allowed(a, k)
		held, ok := s.keeps(k.category)
		excess := string(k.category) + " is kept " + Words(held) + " and has a ground for " + Words(sure) + " only"
		status := Met
		switch {
		case !ok || !s.longer(held, sure):
		case !s.longer(held, maybe), slices.Contains(o.answer.doubt, k):
			status, asked = Uncertain, append(asked, excess)
		default:
			status, over = Gap, append(over, excess)
		}
		a.setMost(s, Kept{Country: s.here, Service: s.service.Class, Category: k.category, Most: sure, Held: held, Status: status, Provision: o.Provision, Certainty: o.Certainty})
	}
	switch {
	case len(over) > 0:
		f.Status, f.Missing = Gap, strings.Join(append(over, asked...), "; ")
	case len(asked) > 0:
		f.Status = Uncertain
		f.Because += "; " + strings.Join(asked, "; ") + ", unless another purpose covers it"
	}
	if o.Certainty == "uncertain" {
		f.Status = Uncertain
	}
	if lines > 0 {
		a.Findings = append(a.Findings, f)
	}
}

// allowed gives how long a category may surely, and perhaps, be kept here.
func (s *situation) allowed(a *Assessment, k span) (sure, maybe writ.Period) {
	sure, maybe = k.period, k.period
	for _, line := range a.Retention {
		if line.Country != s.here || line.Category != k.category {
			continue
		}
		if line.Certainty != "uncertain" && s.longer(line.Least, sure) {
			sure = line.Least
		}
		if s.longer(line.Least, maybe) {
			maybe = line.Least
		}
	}
	return sure, maybe
}

// setMost writes a limit into the table of retention: into the lines of the duties to keep, else as a line of its own.
func (a *Assessment) setMost(s *situation, limit Kept) {
	found := false
	for i := range a.Retention {
		l := &a.Retention[i]
		if l.Country != limit.Country || l.Service != limit.Service || l.Category != limit.Category {
			continue
		}
		found = true
		if l.Most.IsZero() || s.longer(l.Most, limit.Most) {
			l.Most = limit.Most
		}
		if slices.Index(Statuses(), limit.Status) < slices.Index(Statuses(), l.Status) {
			l.Status = limit.Status
		}
	}
	if !found && !limit.Held.IsZero() {
		a.Retention = append(a.Retention, limit)
	}
}
