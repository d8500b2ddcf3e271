package mapped

import (
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"writ/records"
)

// A parser walks the nodes of a map and keeps the first error.
type parser struct {
	file string
	err  error
}

func (p *parser) fail(n *yaml.Node, problem, fix string) {
	if p.err == nil {
		p.err = &MapError{p.file, n.Line, n.Column, problem, fix}
	}
}

// each calls f for each pair of a mapping. A key that stands twice is an error.
func (p *parser) each(n *yaml.Node, what string, f func(key string, k, v *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		p.fail(n, what+" is no mapping", "write key: value lines")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content) && p.err == nil; i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if seen[k.Value] {
			p.fail(k, "the key "+strconv.Quote(k.Value)+" stands twice", "leave one out")
			return
		}
		seen[k.Value] = true
		f(k.Value, k, v)
	}
}

// text gives the text of a scalar.
func (p *parser) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		p.fail(n, "holds more than one value", "write one text or number here")
		return ""
	}
	return n.Value
}

// list gives the scalars of a sequence, or the one scalar.
func (p *parser) list(n *yaml.Node) []*yaml.Node {
	if n.Kind == yaml.SequenceNode {
		return n.Content
	}
	return []*yaml.Node{n}
}

// What a map may make of a column's words.
var (
	yesNo  = []string{"yes", "no"}
	events = []string{"start", "interim", "stop", "answered", "missed", "ended", "call"}
)

func (p *parser) root(m *plan, n *yaml.Node) {
	version, kind := false, false
	p.each(n, "the map", func(key string, k, v *yaml.Node) {
		if key != "writ" && !version {
			p.fail(k, "does not begin with its version", "write writ: "+Version+" first")
			return
		}
		if key != "writ" && key != "kind" && !kind && (key == "columns" || key == "constants") {
			p.fail(k, "names fields before their kind", "write kind: before columns: and constants:")
			return
		}
		switch key {
		case "writ":
			if version = p.text(v) == Version; !version {
				p.fail(v, "is of another version", "write writ: "+Version)
			}
		case "kind":
			kind = true
			p.kind(m, v)
		case "delimiter":
			p.delimiter(m, v)
		case "header":
			p.header(m, v)
		case "width":
			m.width = p.place(v).at + 1
		case "zone":
			m.zone = p.text(v)
		case "numbers":
			m.numbers = p.text(v)
		case "time":
			m.times = p.forms(v)
		case "columns":
			p.columns(m, v)
		case "constants":
			p.constants(m, v)
		case "key":
			for _, c := range p.list(v) {
				m.key = append(m.key, p.place(c))
			}
		case "answered":
			m.answered = p.words(v, "answered", yesNo)
		case "event":
			m.events = p.words(v, "event", events)
		default:
			p.fail(k, "the key "+strconv.Quote(key)+" is not known", "see docs/formats/map.md")
		}
	})
}

func (p *parser) kind(m *plan, n *yaml.Node) {
	m.kind = records.Kind(p.text(n))
	if _, ok := needed[m.kind]; !ok {
		p.fail(n, "is no kind of record that a map can make", "write call, session or customer")
	}
}

func (p *parser) delimiter(m *plan, n *yaml.Node) {
	switch s := p.text(n); {
	case s == "tab":
		m.comma = '\t'
	case len(s) == 1 && strings.ContainsAny(s, ",;|\t:~^"):
		m.comma = s[0]
	default:
		p.fail(n, "is no delimiter", `write one of "," ";" "|" ":" "~" "^" or tab`)
	}
}

func (p *parser) header(m *plan, n *yaml.Node) {
	switch p.text(n) {
	case "yes", "true":
		m.header = true
	case "no", "false":
		m.header = false
	default:
		p.fail(n, "is neither yes nor no", "write header: yes or header: no")
	}
}

// place reads a column: a number is its position from 1, all else its name.
func (p *parser) place(n *yaml.Node) place {
	s := p.text(n)
	if at, err := strconv.Atoi(s); err == nil && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 {
		if at < 1 || at > 1000 {
			p.fail(n, "is no position of a column", "count columns from 1")
		}
		return place{at: at - 1}
	}
	if s == "" {
		p.fail(n, "names no column", "write its name or its position")
	}
	return place{name: strings.ToLower(strings.TrimSpace(s)), at: -1}
}

func (p *parser) field(m *plan, name string, n *yaml.Node) records.Field {
	f := records.Field(name)
	if _, ok := records.SpecOf(m.kind, f); !ok {
		var known []string
		for _, s := range records.Fields(m.kind) {
			known = append(known, string(s.Field))
		}
		p.fail(n, strconv.Quote(name)+" is no field of a "+string(m.kind), "write one of "+strings.Join(known, ", "))
	}
	return f
}

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
