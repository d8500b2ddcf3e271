package strategy

import (
	"slices"
	"strings"
	"time"

	"writ"
	"writ/strict"
)

// A Case is a worked profile: what an assessment on a day must find (docs/formats/strategy.md).
type Case struct {
	ID      string
	Title   string
	At      time.Time
	Profile Profile
	Expect  Expect
}

// Expect is what a [Case] must give.
type Expect struct {
	Findings []Mark // each must be found
	Absent   []Mark // none may be found
	Advice   []Advice
	Kept     []KeptMark // each must stand in the table of retention; optional
}

// A KeptMark describes a line of the table of retention.
type KeptMark struct {
	Country  string
	Service  writ.Service
	Category writ.Category
	Least    writ.Period
	Most     writ.Period // zero: not compared
}

// A Mark describes a finding by what is given of it.
type Mark struct {
	Country   string
	Service   writ.Service
	Duty      Duty
	Status    Status
	Standard  Standard
	Provision string
}

// ReadCases reads a file of cases strictly, as [ReadProfile] does.
func ReadCases(data []byte, file string) ([]Case, error) {
	s := &strict.Sheet{File: file}
	root, err := s.Open(data)
	if err != nil {
		return nil, err
	}
	t := root.Table("strategies")
	list, ok := t.Must("strategies", "write strategies: and a list")
	if !ok {
		return nil, s.Err()
	}
	var out []Case
	ids := map[string]bool{}
	for _, c := range list.List() {
		k := readCase(c)
		if ids[k.ID] {
			c.Fail("two cases have this id", "number each its own")
		}
		ids[k.ID] = true
		out = append(out, k)
	}
	return out, s.Err()
}

func readCase(c strict.Cursor) Case {
	t := c.Table("id", "title", "at", "provider", "expect", "notes")
	var k Case
	if v, ok := t.Must("id", "write s- and a number"); ok {
		k.ID = v.Text()
		t = t.Named("case " + k.ID)
	}
	k.Title = t.TextOf("title")
	if v, ok := t.Must("at", "write the day of the assessment"); ok {
		k.At = v.Day()
	}
	if v, ok := t.Must("provider", "describe the provider"); ok {
		k.Profile = readProvider(v.Table(providerKeys...))
	}
	v, ok := t.Must("expect", "write what must be found")
	if !ok {
		return k
	}
	e := v.Table("findings", "absent", "advice", "kept")
	for key, into := range map[string]*[]Mark{"findings": &k.Expect.Findings, "absent": &k.Expect.Absent} {
		if v, ok := e.Has(key); ok {
			for _, m := range v.List() {
				*into = append(*into, readMark(m))
			}
		}
	}
	if v, ok := e.Has("advice"); ok {
		for _, a := range v.List() {
			k.Expect.Advice = append(k.Expect.Advice, strict.One(a, "advice", ParseAdvice))
		}
	}
	if v, ok := e.Has("kept"); ok {
		for _, m := range v.List() {
			k.Expect.Kept = append(k.Expect.Kept, readKeptMark(m))
		}
	}
	return k
}

func readKeptMark(c strict.Cursor) KeptMark {
	t := c.Table("country", "service", "category", "least", "most")
	m := KeptMark{Country: t.TextOf("country")}
	if v, ok := t.Has("service"); ok {
		m.Service = strict.One(v, "class of service", writ.ParseService)
	}
	if v, ok := t.Must("category", "name the category"); ok {
		m.Category = strict.One(v, "category", writ.ParseCategory)
	}
	if v, ok := t.Has("least"); ok {
		m.Least = v.Period()
	}
	if v, ok := t.Has("most"); ok {
		m.Most = v.Period()
	}
	return m
}

func (m KeptMark) fits(k Kept) bool {
	return (m.Country == "" || m.Country == k.Country) && (m.Service == "" || m.Service == k.Service) && m.Category == k.Category && m.Least == k.Least &&
		(m.Most.IsZero() || m.Most == k.Most)
}

func readMark(c strict.Cursor) Mark {
	t := c.Table("country", "service", "duty", "status", "standard", "provision")
	m := Mark{Country: t.TextOf("country"), Provision: t.TextOf("provision")}
	if v, ok := t.Has("service"); ok {
		m.Service = strict.One(v, "class of service", writ.ParseService)
	}
	if v, ok := t.Has("duty"); ok {
		m.Duty = strict.One(v, "duty", ParseDuty)
	}
	if v, ok := t.Has("status"); ok {
		m.Status = strict.One(v, "status", ParseStatus)
	}
	if v, ok := t.Has("standard"); ok {
		m.Standard = strict.One(v, "standard", ParseStandard)
	}
	if t.Empty() {
		t.Fail("describes nothing", "write at least a duty")
	}
	return m
}

// Fits reports whether a finding is what the mark describes. What the mark leaves out may be anything.
func (m Mark) Fits(f Finding) bool {
	return (m.Country == "" || m.Country == f.Country) && (m.Service == "" || m.Service == f.Service) && (m.Duty == "" || m.Duty == f.Duty) &&
		(m.Status == "" || m.Status == f.Status) && (m.Standard == "" || m.Standard == f.Standard) && (m.Provision == "" || Agree(m.Provision, f.Provision))
}

func (m Mark) String() string {
	return joined(m.Country, string(m.Service), string(m.Duty), string(m.Status), string(m.Standard), m.Provision)
}

func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// Check assesses a case and says what was wanted and what came; both are "" where it holds.
func (r *Rules) Check(k Case) (ok bool, want, got string) {
	a := r.Assess(k.Profile, k.At)
	var wanted, came []string
	for _, m := range k.Expect.Findings {
		if !slices.ContainsFunc(a.Findings, m.Fits) {
			wanted = append(wanted, m.String())
			came = append(came, near(a.Findings, m))
		}
	}
	for _, m := range k.Expect.Absent {
		if i := slices.IndexFunc(a.Findings, m.Fits); i >= 0 {
			wanted = append(wanted, "no "+m.String())
			came = append(came, a.Findings[i].String())
		}
	}
	for _, v := range k.Expect.Advice {
		if !slices.ContainsFunc(a.Advice, func(g Given) bool { return g.Advice == v }) {
			wanted = append(wanted, "advice "+string(v))
			came = append(came, "no advice "+string(v))
		}
	}
	for _, m := range k.Expect.Kept {
		if !slices.ContainsFunc(a.Retention, m.fits) {
			wanted = append(wanted, joined("kept:", m.Country, string(m.Service), string(m.Category), periodText(m.Least), periodText(m.Most)))
			came = append(came, "no such line")
		}
	}
	return len(wanted) == 0, strings.Join(wanted, "; "), strings.Join(came, "; ")
}

// near gives the findings of the same country and duty, for a reader who asks why.
func near(all []Finding, m Mark) string {
	var out []string
	for _, f := range all {
		loose := Mark{Country: m.Country, Duty: m.Duty, Service: m.Service}
		if loose.Fits(f) {
			out = append(out, f.String())
		}
	}
	if len(out) == 0 {
		return "no finding of " + joined(m.Country, string(m.Service), string(m.Duty))
	}
	return strings.Join(out, ", ")
}

// String writes a finding as a case does.
func (f Finding) String() string {
	return Mark{f.Country, f.Service, f.Duty, f.Status, f.Standard, f.Provision}.String()
}
