package strategy

import (
	"fmt"
	"slices"
	"strings"

	"writ"
	"writ/strict"
)

// A counsel says when an advice is given, and what to do then.
type counsel struct {
	advice Advice
	found  []sign
	when   *condition
	differ bool // bound to intercept in different standards
	text   string
}

// A sign is a finding that calls for an advice.
type sign struct {
	duties    []Duty
	statuses  []Status
	countries []string // nil: any
	provision string   // "": any
}

func (g sign) is(f Finding) bool {
	return (g.duties == nil || slices.Contains(g.duties, f.Duty)) && slices.Contains(g.statuses, f.Status) &&
		(g.countries == nil || slices.Contains(g.countries, f.Country)) && (g.provision == "" || Agree(g.provision, f.Provision))
}

func (r *Rules) readCounsel(c strict.Cursor) {
	t := c.Table("advice", "found", "when", "standards", "text")
	var k counsel
	if v, ok := t.Must("advice", "name the advice"); ok {
		k.advice = strict.One(v, "advice", ParseAdvice)
	}
	if v, ok := t.Must("text", "say what to do"); ok {
		k.text = v.Text()
	}
	if v, ok := t.Has("when"); ok {
		k.when = r.readCondition(v)
	}
	if v, ok := t.Has("standards"); ok {
		if k.differ = v.Text() == "differ"; !k.differ {
			v.Fail(v.Quoted()+" is no test", "write standards: differ")
		}
	}
	if v, ok := t.Has("found"); ok {
		for _, e := range v.List() {
			k.found = append(k.found, readSign(e))
		}
	}
	if !k.differ && k.found == nil {
		t.Fail("is never given", "add found: or standards: differ")
	}
	if slices.ContainsFunc(r.counsel, func(o counsel) bool { return o.advice == k.advice }) {
		t.Fail("the advice stands twice", "write all of its signs under one found:")
	}
	r.counsel = append(r.counsel, k)
}

func readSign(c strict.Cursor) sign {
	t := c.Table("duty", "status", "country", "provision")
	g := sign{provision: t.TextOf("provision")}
	if v, ok := t.Has("duty"); ok {
		g.duties = strict.All(v, "duty", ParseDuty)
	}
	if v, ok := t.Must("status", "name the statuses that call for it"); ok {
		g.statuses = strict.All(v, "status", ParseStatus)
	}
	if v, ok := t.Has("country"); ok {
		for _, e := range v.OneOrMore() {
			g.countries = append(g.countries, e.Text())
		}
	}
	return g
}

// advise gives each advice that a finding calls for.
func (r *Rules) advise(a *Assessment) {
	for _, name := range Advices() {
		for _, k := range r.counsel {
			if k.advice != name {
				continue
			}
			if why := k.reasons(r, a); why != "" {
				a.Advice = append(a.Advice, Given{name, k.text, why})
			}
		}
	}
}

func (k *counsel) reasons(r *Rules, a *Assessment) string {
	if !k.when.holds(&situation{profile: &a.Profile, rules: r, at: a.At}) {
		return ""
	}
	if k.differ {
		return differing(a.Findings)
	}
	var out []string
	seen := map[string]int{}
	for _, f := range a.Findings {
		if !slices.ContainsFunc(k.found, func(g sign) bool { return g.is(f) }) {
			continue
		}
		key := f.Country + ": " + string(f.Duty) + " " + string(f.Status)
		if seen[key]++; seen[key] == 1 {
			out = append(out, key)
		}
	}
	if len(out) > 6 {
		out = append(out[:6], fmt.Sprintf("and %d more", len(out)-6))
	}
	return strings.Join(out, "; ")
}

// differing says which countries want intercepted traffic in different standards, or "".
func differing(all []Finding) string {
	by := map[Standard][]string{}
	for _, f := range all {
		if f.Duty == InterceptionCapability && (f.Status == Met || f.Status == Gap) && f.Standard != NoneDelivered && !slices.Contains(by[f.Standard], f.Country) {
			by[f.Standard] = append(by[f.Standard], f.Country)
		}
	}
	if len(by) < 2 {
		return ""
	}
	var out []string
	for _, s := range Standards() {
		if len(by[s]) > 0 {
			out = append(out, string(s)+" in "+strings.Join(by[s], ", "))
		}
	}
	return strings.Join(out, "; ")
}

// services lists the classes of the services that are looked at.
func (a *Assessment) services() []writ.Service {
	var out []writ.Service
	for _, s := range a.Profile.Services {
		out = append(out, s.Class)
	}
	return out
}
