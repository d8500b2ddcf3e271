package page

import (
	"slices"
	"strings"

	"writ/render"
	"writ/strategy"
)

// spaced writes a duty's name as words, so that it can be broken into lines.
func spaced(d strategy.Duty) string { return strings.ReplaceAll(string(d), "-", " ") }

// title names a country, or a union, for a reader, with its code.
func title(a strategy.Assessment, country string) string {
	if t := a.Title(country); t != country {
		return country + " " + t
	}
	return country
}

// findings shows each country's findings; services of which the same is said stand in one row.
func findings(a strategy.Assessment) []render.Block {
	out := []render.Block{}
	var countries []string
	for _, f := range a.Findings {
		if !slices.Contains(countries, f.Country) {
			countries = append(countries, f.Country)
		}
	}
	for _, c := range countries {
		t := render.Table{ID: "findings-" + strings.ToLower(c), Caption: "Findings: " + title(a, c), Wide: true,
			Columns: titled("Duty", "Services", "Status", "Provision", "Why, and what is missing", "Certainty and source")}
		for _, g := range grouped(a.Findings, c) {
			t.Rows = append(t.Rows, g.row())
			t.Tones = append(t.Tones, []render.Tone{"", "", toneOf(g.Status), "", "", certaintyTone(g.Certainty)})
		}
		if c == countries[0] {
			out = append(out, render.Heading{Level: 1, Text: "Findings, country by country"})
		}
		out = append(out, t)
	}
	return out
}

func certaintyTone(certainty string) render.Tone {
	if certainty == "uncertain" {
		return render.Warn
	}
	return render.Plain
}

// A group is a finding with all the services of which the same is said.
type group struct {
	strategy.Finding
	services []string
}

func grouped(all []strategy.Finding, country string) []group {
	var out []group
	for _, f := range all {
		if f.Country != country {
			continue
		}
		alike := func(g group) bool {
			x := g.Finding
			x.Service = f.Service
			return x == f
		}
		i := slices.IndexFunc(out, alike)
		if i < 0 {
			i, out = len(out), append(out, group{Finding: f})
		}
		if f.Service != "" {
			out[i].services = append(out[i].services, string(f.Service))
		}
	}
	return out
}

func (g group) row() []string {
	services := strings.Join(g.services, ", ")
	if services == "" {
		services = "the provider"
	}
	status := string(g.Status)
	switch g.Status {
	case strategy.Uncertain:
		status = "uncertain: ask counsel"
	case strategy.Upcoming:
		status = "upcoming"
		if !g.Day.IsZero() {
			status += ": " + day(g.Day)
		}
	case strategy.Gap:
		if !g.Day.IsZero() {
			status += ", due " + day(g.Day)
		}
	default:
	}
	if g.Standard != strategy.NoneDelivered {
		status += " (" + string(g.Standard) + ")"
	}
	why := upper(g.Because) + "."
	if g.Missing != "" {
		why += "\nMissing: " + g.Missing + "."
	}
	return []string{spaced(g.Duty), services, status, g.Provision, why, g.Certainty + "; " + g.Source}
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
