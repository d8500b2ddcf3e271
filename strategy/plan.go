package strategy

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"writ"
	"writ/strict"
)

// A Step is one thing to do, by whom and by when; it may close gaps in several duties of several countries.
type Step struct {
	Countries  []string
	Duties     []Duty
	Services   []writ.Service
	Provisions []string
	Do         string
	Who        string
	By         time.Time
	Fixed      bool // By is a day of law or of a launch, not of our plan
	Overdue    bool // the day of law is past
	Launch     bool // before a service begins
}

// A way says who closes a gap in a duty, and within which time after the assessment.
type way struct {
	who    string
	within writ.Period
}

// readWays reads who does what, by duty.
func (r *Rules) readWays(c strict.Cursor) {
	for _, e := range c.Entries() {
		t := e.Value.Table("who", "within")
		w := way{who: t.TextOf("who")}
		if v, ok := t.Must("within", "write a period"); ok {
			w.within = v.Period()
		}
		if e.Key == string(Uncertain) {
			r.asks = w
			continue
		}
		r.ways[strict.One(e.At, "duty", ParseDuty)] = w
	}
}

// plan makes steps of gaps and of days to come, and one for counsel in each country. What one act closes is one step.
func (r *Rules) plan(a *Assessment) {
	steps := map[string]*Step{}
	var order []string
	for _, f := range a.Findings {
		if f.Status != Gap && f.Status != Upcoming && f.Status != Uncertain {
			continue
		}
		s := r.step(a, f)
		key := strings.Join([]string{s.Do, s.Who, s.By.String()}, "\n")
		if steps[key] == nil {
			steps[key] = &s
			order = append(order, key)
		}
		steps[key].join(f)
	}
	for _, k := range order {
		a.Steps = append(a.Steps, *steps[k])
	}
	a.Steps = append(a.Steps, Step{Do: "Look at this strategy again: a new country, a new class of service, calls to and from the telephone network, a threshold passed, a change of owners, " +
		"a licence applied for, a merger, a move to the cloud, a notice served, or a law in force; and once a year in any case", Who: "compliance", By: a.At.AddDate(1, 0, 0)})
	slices.SortStableFunc(a.Steps, func(x, y Step) int {
		return cmp.Or(x.By.Compare(y.By), cmp.Compare(len(y.Countries), len(x.Countries)))
	})
}

// join adds what a finding says of where, for what and why.
func (s *Step) join(f Finding) {
	s.Countries, s.Duties, s.Provisions = with(s.Countries, f.Country), with(s.Duties, f.Duty), with(s.Provisions, f.Provision)
	if f.Service != "" {
		s.Services = with(s.Services, f.Service)
	}
}

// with adds what is not yet there.
func with[T comparable](all []T, v T) []T {
	if slices.Contains(all, v) {
		return all
	}
	return append(all, v)
}

func (r *Rules) step(a *Assessment, f Finding) Step {
	if f.Status == Uncertain {
		return Step{Do: "Ask counsel about what is uncertain in " + f.Country, Who: r.asks.who, By: r.asks.within.After(a.At)}
	}
	w := r.ways[f.Duty]
	s := Step{Do: cmp.Or(f.Missing, f.Because), Who: w.who, By: w.within.After(a.At)}
	switch launch := a.launch(f); {
	case f.Status == Upcoming:
		s.Fixed, s.By = true, f.Day
	case launch.After(a.At):
		s.By, s.Fixed, s.Launch = launch.AddDate(0, 0, -1), true, true
	case !f.Day.IsZero():
		s.By, s.Fixed, s.Overdue = f.Day, true, true
	}
	return s
}

// launch gives the day on which the finding's service begins.
func (a *Assessment) launch(f Finding) time.Time {
	for _, s := range a.Profile.Services {
		if s.Class == f.Service {
			return s.Launched
		}
	}
	return time.Time{}
}
