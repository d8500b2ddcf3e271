package page

import (
	"strconv"

	"writ"
	"writ/law/written"
)

// A Duty is what had to be kept, how long, and for what.
type Duty struct {
	Cite
	Categories []string
	Services   string
	Period     string
	RunsFrom   string
	When       []Clause
	Purpose    []Clause
	Because    string
	Collected  bool
	Alone      []Rule // of records held only because of it
	Past       []Rule // of records held past its period
}

func duty(v written.Value, base inherited, owner, id string) Duty {
	d := Duty{Cite: cite(v, base, owner, id), Categories: each(categoryWords, v.Get("categories").Words()), Services: services(v.Get("services").Words()),
		Period: period(v.Get("period").Text()), When: conditions(v.Get("when")), Purpose: conditions(v.Get("purpose")), Because: sentence(v.Get("because").Text()),
		Collected: v.Get("only-collected").Text() == "true"}
	d.ByAt = true
	if f := v.Get("period-of"); !f.Absent() {
		d.Period = "as long as " + about(f.Text()).name + " says, at most " + d.Period
	}
	if f := v.Get("runs-from"); !f.Absent() {
		d.RunsFrom = about(f.Text()).name
	}
	if v.Get("round").Text() == "year-end" {
		d.Period += ", and on to the end of that calendar year"
	}
	edge := base.over(v)
	if edge.certainty == "uncertain" {
		edge.certainty = "known"
	}
	for key, into := range map[string]*[]Rule{"alone": &d.Alone, "past": &d.Past} {
		for n, e := range v.Get(key).List() {
			*into = append(*into, rule(e, edge, d.ID, key+"-"+strconv.Itoa(n+1)))
		}
	}
	return d
}

// services writes the services that are bound, all of them in a word.
func services(names []string) string {
	if len(names) == len(writ.Services()) {
		return "every service"
	}
	return list(each(serviceWords, names), "and")
}
