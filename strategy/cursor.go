package strategy

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"writ"
)

// A cursor is a place in a YAML file. It reads strictly: an unknown key, a key twice, a value of another kind are
// errors with line and column.
type cursor struct {
	sheet *sheet
	node  *yaml.Node
	of    string // the rule or case, named in errors
}

func (c cursor) fail(problem, fix string) {
	c.sheet.errors = append(c.sheet.errors, &FileError{File: c.sheet.file, Line: c.node.Line, Col: c.node.Column, Of: c.of, Problem: problem, Fix: fix})
}

func (c cursor) at(n *yaml.Node) cursor { return cursor{c.sheet, n, c.of} }

// quoted gives a short scalar for an error. A name or an address is never read by what quotes.
func (c cursor) quoted() string {
	if c.node.Kind != yaml.ScalarNode || len(c.node.Value) > 40 {
		return "the value"
	}
	return strconv.Quote(c.node.Value)
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
		switch {
		case k.Kind != yaml.ScalarNode:
			c.at(k).fail("a key is no plain word", "write key: value pairs")
		case seen[k.Value]:
			c.at(k).fail("the key "+strconv.Quote(k.Value)+" stands twice", "keep one of them")
		default:
			seen[k.Value] = true
			out = append(out, entry{k.Value, c.at(k), c.at(c.node.Content[i+1])})
		}
	}
	return out
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
			e.at.fail("unknown key "+e.at.quoted(), nearest(e.key, allowed))
			continue
		}
		t.keys[e.key] = e.value
	}
	return t
}

// named gives the table with a name for its errors.
func (t table) named(of string) table {
	t.of = of
	for k, v := range t.keys {
		v.of = of
		t.keys[k] = v
	}
	return t
}

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

// nearest suggests the key that was meant.
func nearest(key string, allowed []string) string {
	best := slices.MinFunc(allowed, func(a, b string) int { return cmp.Compare(distance(key, a), distance(key, b)) })
	if distance(key, best) < 4 {
		return "did you mean " + best + "?"
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
			change := diagonal
			if a[i] != b[j] {
				change = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], change
		}
	}
	return row[len(b)]
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

// oneOrMore reads a value or a list of them.
func (c cursor) oneOrMore() []cursor {
	if c.node.Kind == yaml.SequenceNode {
		return c.list()
	}
	return []cursor{c}
}

// text reads a scalar as it stands in the file.
func (c cursor) text() string {
	if c.node.Kind != yaml.ScalarNode || c.node.Tag == "!!null" || c.node.Value == "" {
		c.fail("has no value", "write one value, or leave the key out")
		return ""
	}
	return c.node.Value
}

func (t table) textOf(key string) string {
	if c, ok := t.keys[key]; ok {
		return c.text()
	}
	return ""
}

func (c cursor) truth() bool {
	if c.node.Kind != yaml.ScalarNode || c.node.Tag != "!!bool" {
		c.fail(c.quoted()+" is neither true nor false", "write true or false")
		return false
	}
	return strings.EqualFold(c.node.Value, "true")
}

// number reads a whole number that is not negative.
func (c cursor) number() int {
	n, err := strconv.Atoi(c.text())
	if err != nil || n < 0 {
		c.fail(c.quoted()+" is no whole number from 0", "write digits only")
		return 0
	}
	return n
}

// share reads a share in per cent.
func (c cursor) share() float64 {
	f, err := strconv.ParseFloat(c.text(), 64)
	if err != nil || !(f >= 0 && f <= 100) {
		c.fail(c.quoted()+" is no share from 0 to 100", "write per cent, for example 12.5")
		return 0
	}
	return f
}

func (c cursor) period() writ.Period {
	p, err := writ.ParsePeriod(c.text())
	if err != nil {
		c.fail(c.quoted()+" is no period", "write for example P18M, P5Y or P30D")
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

// country reads an ISO 3166-1 code. GB is the United Kingdom, GR is Greece.
func (c cursor) country() string {
	code := c.text()
	if code != "" && !isCountry(code) {
		fix := "write two capital letters of ISO 3166-1, for example IT"
		if right, ok := mistaken[strings.ToUpper(code)]; ok {
			fix = "write " + right
		} else if isCountry(strings.ToUpper(code)) {
			fix = "write " + strings.ToUpper(code)
		}
		c.fail(c.quoted()+" is no country code", fix)
	}
	return code
}

func (c cursor) countries() []string {
	var out []string
	for _, e := range c.list() {
		code := e.country()
		if slices.Contains(out, code) {
			e.fail("the country stands twice", "keep one of them")
			continue
		}
		out = append(out, code)
	}
	return out
}

// one reads a word of a closed list.
func one[T any](c cursor, what string, parse func(string) (T, error)) T {
	v, err := parse(c.text())
	if err != nil {
		c.fail(c.quoted()+" is no "+what, err.Error())
	}
	return v
}

// some reads a word or a list of words of a closed list.
func some[T any](c cursor, what string, parse func(string) (T, error)) []T {
	var out []T
	for _, e := range c.oneOrMore() {
		out = append(out, one(e, what, parse))
	}
	return out
}
