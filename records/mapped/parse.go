package mapped

import (
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
