package page

import (
	"writ/render"
	"writ/strategy"
)

// law shows deadlines, penalties and law to come, country by country.
func law(a strategy.Assessment) []render.Block {
	var out []render.Block
	for _, part := range []struct {
		id, title, empty string
		notes            func(strategy.PlaceFacts) []strategy.Note
	}{
		{"deadlines", "Deadlines", "No deadline is in our rules for these countries.", func(p strategy.PlaceFacts) []strategy.Note { return p.Deadlines }},
		{"penalties", "Penalties", "No penalty is in our rules for these countries.", func(p strategy.PlaceFacts) []strategy.Note { return p.Penalties }},
		{"watch", "What to watch", "Nothing to come is in our rules for these countries.", func(p strategy.PlaceFacts) []strategy.Note { return p.Watch }},
	} {
		t := render.Table{ID: part.id, Columns: titled("Where", "What", "Provision", "Certainty"), Empty: part.empty}
		seen := map[string]int{}
		for _, p := range a.Places {
			for _, n := range part.notes(p) {
				key := n.Text + "\n" + n.Provision
				if at, ok := seen[key]; ok {
					t.Rows[at][0] += ", " + p.Country
					continue
				}
				seen[key] = len(t.Rows)
				t.Rows = append(t.Rows, []string{p.Country, n.Text, n.Provision, n.Certainty})
				t.Tones = append(t.Tones, []render.Tone{"", "", "", certaintyTone(n.Certainty)})
			}
		}
		out = append(out, render.Heading{Level: 1, Text: part.title}, t)
	}
	return out
}
