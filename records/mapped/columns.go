package mapped

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"writ/records"
)

// columns reads "field: column", or "field: {column: …, time: …}".
func (p *parser) columns(m *plan, n *yaml.Node) {
	p.each(n, "columns", func(key string, k, v *yaml.Node) {
		c := column{field: p.field(m, key, k)}
		if c.field == records.Event || c.field == records.Answered {
			p.fail(k, key+" is not copied from a column", "write "+key+": beside columns:, with the words of the column and what they mean")
		}
		if v.Kind != yaml.MappingNode {
			c.place = p.place(v)
			m.columns = append(m.columns, c)
			return
		}
		p.each(v, key, func(inner string, k, v *yaml.Node) {
			switch inner {
			case "column":
				c.place = p.place(v)
			case "time":
				if c.form = p.form(v); !isInstant(m.kind, c.field) {
					p.fail(v, string(c.field)+" is no time", "leave time: out")
				}
			default:
				p.fail(k, "the key "+strconv.Quote(inner)+" is not known", "write column and time")
			}
		})
		if c.place == (place{}) && p.err == nil && !slices.ContainsFunc(v.Content, func(n *yaml.Node) bool { return n.Value == "column" }) {
			p.fail(v, "names no column", "write column:")
		}
		m.columns = append(m.columns, c)
	})
}

func isInstant(k records.Kind, f records.Field) bool {
	s, _ := records.SpecOf(k, f)
	return s.Form == records.Instant
}

func (p *parser) constants(m *plan, n *yaml.Node) {
	p.each(n, "constants", func(key string, k, v *yaml.Node) {
		f := p.field(m, key, k)
		if isInstant(m.kind, f) {
			p.fail(k, string(f)+" can't be the same for all records", "name its column")
		}
		if f == records.Event && !slices.Contains(events, p.text(v)) || f == records.Answered && !slices.Contains(yesNo, p.text(v)) {
			p.fail(v, "is no "+key, "write one of "+strings.Join(map[records.Field][]string{records.Event: events, records.Answered: yesNo}[f], ", "))
		}
		m.constants = append(m.constants, constant{f, p.text(v)})
	})
}

// words reads "{column: …, yes: […], no: […]}". "*" stands for any text that no list holds, "" for an empty one.
func (p *parser) words(n *yaml.Node, what string, meanings []string) *words {
	w := &words{means: map[string]string{}, place: place{at: -1}}
	p.each(n, what, func(key string, k, v *yaml.Node) {
		switch {
		case key == "column":
			w.place = p.place(v)
		case slices.Contains(meanings, key):
			for _, word := range p.list(v) {
				text := p.text(word)
				if _, ok := w.means[text]; ok {
					p.fail(word, "the word "+strconv.Quote(text)+" has two meanings", "list it once")
				}
				w.means[text] = key
			}
		default:
			p.fail(k, "the key "+strconv.Quote(key)+" is not known", "write column, "+strings.Join(meanings, ", "))
		}
	})
	if w.place == (place{at: -1}) {
		p.fail(n, what+" names no column", "write column:")
	}
	return w
}
