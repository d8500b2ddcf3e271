package law

import (
	"bytes"
	"errors"
	"io"
	"regexp"
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

// A sheet is one YAML file being read.
type sheet struct {
	file   string
	quiet  bool // never quote a value: it may be protected
	errors []error
}

const (
	deepest  = 40     // levels of nesting that any of our files needs, with room
	mostNode = 400000 // values in one file
)

var lineOf = regexp.MustCompile(`line (\d+)`)

// open parses one YAML document. Aliases and tags are refused: a reader of law should not have to chase them.
func (s *sheet) open(data []byte) (cursor, error) {
	var doc, second yaml.Node
	r := yaml.NewDecoder(bytes.NewReader(data))
	if err := r.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return cursor{}, s.syntax(err)
	}
	if err := r.Decode(&second); !errors.Is(err, io.EOF) {
		return cursor{}, &PackError{File: s.file, Line: 1, Col: 1, Problem: "holds more than one document, or something after it", Fix: "write one YAML document"}
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return cursor{}, &PackError{File: s.file, Line: 1, Col: 1, Problem: "holds nothing", Fix: "write one YAML document"}
	}
	count := 0
	if bad := s.plain(doc.Content[0], 0, &count); bad != nil {
		return cursor{}, bad
	}
	return cursor{sheet: s, node: doc.Content[0]}, nil
}

// syntax keeps the line of a parser's error and drops its words, which quote the file.
func (s *sheet) syntax(err error) error {
	e := &PackError{File: s.file, Problem: "is not YAML", Fix: "check indentation, quotes and brackets there"}
	if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Col = 1
	}
	return e
}

func (s *sheet) plain(n *yaml.Node, depth int, count *int) error {
	fail := func(problem, fix string) error {
		return &PackError{File: s.file, Line: n.Line, Col: n.Column, Problem: problem, Fix: fix}
	}
	switch *count++; {
	case depth > deepest:
		return fail("is nested too deep", "write it flatter")
	case *count > mostNode:
		return fail("the file holds too many values", "split it")
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return fail("has an anchor or alias", "write the value out")
	}
	for _, c := range n.Content {
		if bad := s.plain(c, depth+1, count); bad != nil {
			return bad
		}
	}
	return nil
}

// err joins what was found, in the order of the file.
func (s *sheet) err() error { return errors.Join(s.errors...) }

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
