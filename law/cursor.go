package law

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"writ"
)

// A cursor is a place in a YAML file. It reads strictly: an unknown key, a key twice, a value of another kind are
// errors with line and column. Errors gather in the sheet, so that an author sees all of them at once.
type cursor struct {
	sheet *sheet
	node  *yaml.Node
	rule  string // named in errors
}

// fail notes that something here is wrong.
func (c cursor) fail(problem, fix string) {
	e := &PackError{File: c.sheet.file, Rule: c.rule, Problem: problem, Fix: fix}
	if c.node != nil {
		e.Line, e.Col = c.node.Line, c.node.Column
	}
	c.sheet.errors = append(c.sheet.errors, e)
}

// quoted gives the value for an error, unless it may be protected.
func (c cursor) quoted() string {
	if c.sheet.quiet || c.node.Kind != yaml.ScalarNode {
		return "the value"
	}
	return strconv.Quote(c.node.Value)
}

// at gives a child that inherits the name of the rule.
func (c cursor) at(n *yaml.Node) cursor { return cursor{c.sheet, n, c.rule} }

// here is where a rule stands, for what is found wrong only when all is read.
func (c cursor) here() place { return place{c.sheet, c.node.Line, c.node.Column} }

// A place is a line of a sheet.
type place struct {
	sheet     *sheet
	line, col int
}

func (p place) fail(rule, problem, fix string) {
	p.sheet.errors = append(p.sheet.errors, &PackError{File: p.sheet.file, Line: p.line, Col: p.col, Rule: rule, Problem: problem, Fix: fix})
}

// A table is a mapping whose keys are known.
type table struct {
	cursor
	keys map[string]cursor
}

// table reads a mapping that may have these keys and no others.
func (c cursor) table(allowed ...string) table {
	t := table{c, map[string]cursor{}}
	for _, e := range c.entries() {
		if !slices.Contains(allowed, e.key) {
			e.at.fail(c.unknown(e.key), nearest(e.key, allowed))
			continue
		}
		t.keys[e.key] = e.value
	}
	return t
}

func (c cursor) unknown(key string) string {
	if c.sheet.quiet {
		return "unknown key"
	}
	return "unknown key " + strconv.Quote(key)
}

// nearest suggests the key that was meant.
func nearest(key string, allowed []string) string {
	best, at := 4, ""
	for _, a := range allowed {
		if d := distance(key, a); d < best {
			best, at = d, a
		}
	}
	if at != "" {
		return "did you mean " + at + "?"
	}
	return "write one of " + strings.Join(allowed, ", ")
}

// distance counts the letters to change, add or drop (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

// An entry is one pair of a mapping.
type entry struct {
	key       string
	at, value cursor
}

// entries reads any mapping, each key once.
func (c cursor) entries() []entry {
	if c.node.Kind != yaml.MappingNode {
		c.fail("is no mapping", "write key: value pairs")
		return nil
	}
	var out []entry
	seen := map[string]bool{}
	for i := 0; i+1 < len(c.node.Content); i += 2 {
		k := c.node.Content[i]
		if k.Kind != yaml.ScalarNode {
			c.at(k).fail("a key is no plain word", "write key: value pairs")
			continue
		}
		if seen[k.Value] {
			c.at(k).fail("the key stands twice", "keep one of them")
			continue
		}
		seen[k.Value] = true
		out = append(out, entry{k.Value, c.at(k), c.at(c.node.Content[i+1])})
	}
	return out
}

// list reads a sequence.
func (c cursor) list() []cursor {
	if c.node.Kind != yaml.SequenceNode {
		c.fail("is no list", "write - before each, or [a, b]")
		return nil
	}
	out := make([]cursor, len(c.node.Content))
	for i, n := range c.node.Content {
		out[i] = c.at(n)
	}
	return out
}

// text reads a scalar as it stands in the file.
func (c cursor) text() string {
	if c.node.Kind != yaml.ScalarNode || c.node.Tag == "!!null" {
		c.fail("has no value", "write one value")
		return ""
	}
	return c.node.Value
}

// words reads one scalar or a list of them.
func (c cursor) words() []string {
	if c.node.Kind != yaml.SequenceNode {
		return []string{c.text()}
	}
	var out []string
	for _, e := range c.list() {
		out = append(out, e.text())
	}
	return out
}

// some complains of a list that names nothing.
func (c cursor) some() {
	if c.node.Kind == yaml.SequenceNode && len(c.node.Content) == 0 {
		c.fail("is an empty list", "name at least one, or leave the key out")
	}
}

// named reads words, at least one.
func (c cursor) named() []string {
	c.some()
	return c.words()
}

func (c cursor) truth() bool {
	if c.node.Kind != yaml.ScalarNode || c.node.Tag != "!!bool" {
		c.fail(c.quoted()+" is neither true nor false", "write true or false")
		return false
	}
	return strings.EqualFold(c.node.Value, "true")
}

func (c cursor) number() int {
	n, err := strconv.Atoi(c.text())
	if err != nil {
		c.fail(c.quoted()+" is no whole number", "write digits only")
	}
	return n
}

func (c cursor) period() writ.Period {
	p, err := writ.ParsePeriod(c.text())
	if err != nil {
		c.fail(c.quoted()+" is no period", "write for example P18M, P5Y, P30D or PT72H")
	}
	return p
}

// day reads a date as 00:00 UTC of that day.
func (c cursor) day() time.Time {
	t, err := time.Parse(time.DateOnly, c.text())
	if err != nil {
		c.fail(c.quoted()+" is not a date", "write YYYY-MM-DD")
	}
	return t
}

// has gives the value of a key, and reports whether it stands.
func (t table) has(key string) (cursor, bool) {
	c, ok := t.keys[key]
	return c, ok
}

// must gives the value of a key that may not lack.
func (t table) must(key, fix string) (cursor, bool) {
	c, ok := t.keys[key]
	if !ok {
		t.fail("has no "+key, fix)
	}
	return c, ok
}

// textOf gives the text of a key, or "".
func (t table) textOf(key string) string {
	if c, ok := t.keys[key]; ok {
		return c.text()
	}
	return ""
}

// one reads a word of a closed list.
func one[T any](c cursor, what string, parse func(string) (T, error)) T {
	v, err := parse(c.text())
	if err != nil {
		c.fail(c.quoted()+" is no "+what, err.Error())
	}
	return v
}

// all reads one word or a list of words of a closed list.
func all[T any](c cursor, what string, parse func(string) (T, error)) []T {
	if c.node.Kind != yaml.SequenceNode {
		return []T{one(c, what, parse)}
	}
	var out []T
	for _, e := range c.list() {
		out = append(out, one(e, what, parse))
	}
	return out
}
