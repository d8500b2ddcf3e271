package strategy

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"writ"
)

// A Step is one thing to do, by whom and by when.
type Step struct {
	Country   string
	Duty      Duty
	Services  []writ.Service
	Do        string
	Who       string
	By        time.Time
	Fixed     bool // By is a day of law or of a launch, not of our plan
	Overdue   bool // the day of law is past
	Provision string
	Launch    bool // before a service begins
}

// A way says who closes a gap in a duty, and within which time after the assessment.
type way struct {
	who    string
	within writ.Period
}

// readWays reads who does what, by duty.
func (r *Rules) readWays(c cursor) {
	for _, e := range c.entries() {
		t := e.value.table("who", "within")
		w := way{who: t.textOf("who")}
		if v, ok := t.must("within", "write a period"); ok {
			w.within = v.period()
		}
		if e.key == string(Uncertain) {
			r.asks = w
			continue
		}
		r.ways[one(e.at, "duty", ParseDuty)] = w
	}
}

// plan makes a step of each gap and of each day to come, and one for counsel in each country.
func (r *Rules) plan(a *Assessment) {
	steps := map[string]*Step{}
	var order []string
	for _, f := range a.Findings {
		if f.Status != Gap && f.Status != Upcoming && f.Status != Uncertain {
			continue
		}
		s := r.step(a, f)
		key := strings.Join([]string{s.Country, string(s.Duty), s.Provision, s.Do, s.By.String()}, "\n")
		if f.Status == Uncertain {
			key = f.Country + "\nuncertain"
		}
		if had := steps[key]; had != nil {
			had.join(f)
			continue
		}
		steps[key] = &s
		order = append(order, key)
	}
	for _, k := range order {
		a.Steps = append(a.Steps, *steps[k])
	}
	a.Steps = append(a.Steps, Step{Do: "Look at this strategy again: a new country, a new class of service, calls to and from the telephone network, a threshold passed, a change of owners, " +
		"a licence applied for, a merger, a move to the cloud, a notice served, or a law in force; and once a year in any case", Who: "compliance", By: a.At.AddDate(1, 0, 0)})
	slices.SortStableFunc(a.Steps, func(x, y Step) int {
		return cmp.Or(x.By.Compare(y.By), cmp.Compare(slices.Index(Duties(), x.Duty), slices.Index(Duties(), y.Duty)), cmp.Compare(x.Country, y.Country))
	})
}

func (s *Step) join(f Finding) {
	if f.Service != "" && !slices.Contains(s.Services, f.Service) {
		s.Services = append(s.Services, f.Service)
	}
	if s.Who == "counsel" && !strings.Contains(s.Do, string(f.Duty)) {
		s.Do += ", " + string(f.Duty)
	}
}

func (r *Rules) step(a *Assessment, f Finding) Step {
	s := Step{Country: f.Country, Duty: f.Duty, Provision: f.Provision}
	if f.Service != "" {
		s.Services = []writ.Service{f.Service}
	}
	if f.Status == Uncertain {
		s.Do, s.Who, s.By = "Ask counsel about what is uncertain here: "+string(f.Duty), "counsel", r.asks.within.After(a.At)
		s.Provision = "see the findings"
		return s
	}
	w := r.ways[f.Duty]
	s.Do, s.Who, s.By = f.Missing, w.who, w.within.After(a.At)
	if s.Do == "" {
		s.Do = f.Because
	}
	switch launch := a.launch(f); {
	case f.Status == Upcoming:
		if s.Fixed = !f.Day.IsZero(); s.Fixed {
			s.By = f.Day
		}
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
