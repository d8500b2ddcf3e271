package page

import (
	"fmt"
	"slices"

	"writ/render"
	"writ/strategy"
)

// A cell gathers the findings of one country and duty.
type cell struct{ counts map[strategy.Status]int }

func (c cell) worst() strategy.Status {
	for _, s := range strategy.Statuses() {
		if c.counts[s] > 0 {
			return s
		}
	}
	return ""
}

// words says the status that asks for most, and of how many it is true.
func (c cell) words() string {
	n := 0
	for _, v := range c.counts {
		n += v
	}
	s := c.worst()
	if n == 0 {
		return "–"
	}
	if c.counts[s] == n {
		return string(s)
	}
	return fmt.Sprintf("%s (%d of %d)", s, c.counts[s], n)
}

// matrix shows country by duty: the status that asks for most. What only informs (secrecy, cost) is left out.
func matrix(a strategy.Assessment) []render.Block {
	cells := map[string]map[strategy.Duty]cell{}
	var rows []string
	used := map[strategy.Duty]bool{}
	for _, f := range a.Findings {
		if f.Duty == "secrecy" || f.Duty == "cost-rules" {
			continue
		}
		if cells[f.Country] == nil {
			cells[f.Country] = map[strategy.Duty]cell{}
			rows = append(rows, f.Country)
		}
		if cells[f.Country][f.Duty].counts == nil {
			cells[f.Country][f.Duty] = cell{map[strategy.Status]int{}}
		}
		cells[f.Country][f.Duty].counts[f.Status]++
		used[f.Duty] = true
	}
	if len(rows) == 0 {
		return nil
	}
	t := render.Table{ID: "matrix", Caption: "Each cell names the status that asks for most; “2 of 5” counts findings", Wide: true, Columns: titled("Country")}
	duties := slices.DeleteFunc(strategy.Duties(), func(d strategy.Duty) bool { return !used[d] })
	for _, d := range duties {
		t.Columns = append(t.Columns, render.Column{Title: spaced(d)})
	}
	for _, country := range rows {
		line, tones := []string{title(a, country)}, []render.Tone{render.Plain}
		for _, d := range duties {
			c := cells[country][d]
			line = append(line, c.words())
			tone := render.Plain
			if c.counts != nil {
				tone = toneOf(c.worst())
			}
			tones = append(tones, tone)
		}
		t.Rows, t.Tones = append(t.Rows, line), append(t.Tones, tones)
	}
	return []render.Block{render.Heading{Level: 1, Text: "Country by duty"}, t}
}
