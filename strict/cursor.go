package strict

import (
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// A Cursor is a place in a sheet.
type Cursor struct {
	Sheet *Sheet
	Node  *yaml.Node
	Of    string // the rule or case in which it stands, named in errors
}

// Fail notes that something here is wrong.
func (c Cursor) Fail(problem, fix string) { c.Here().Fail(c.Of, problem, fix) }

// longest is the most octets of a value that an error quotes.
const longest = 40

// Quoted gives a short value for an error, unless it may be protected.
func (c Cursor) Quoted() string {
	if c.Sheet.Quiet || c.Node.Kind != yaml.ScalarNode || len(c.Node.Value) > longest {
		return "the value"
	}
	return strconv.Quote(c.Node.Value)
}

// At gives a child, which bears the same name in errors.
func (c Cursor) At(n *yaml.Node) Cursor { return Cursor{c.Sheet, n, c.Of} }

// Here is where it stands, for what is found wrong only when all is read.
func (c Cursor) Here() Place {
	p := Place{sheet: c.Sheet}
	if c.Node != nil {
		p.Line, p.col = c.Node.Line, c.Node.Column
	}
	return p
}

// A Place is a line of a sheet.
type Place struct {
	sheet *Sheet
	Line  int // from 1
	col   int
}

// File is the name of the sheet.
func (p Place) File() string { return p.sheet.File }

// Fail notes that something there is wrong.
func (p Place) Fail(of, problem, fix string) { p.sheet.Fail(p.Line, p.col, of, problem, fix) }

// An Entry is one pair of a mapping.
type Entry struct {
	Key       string
	At, Value Cursor
}

// Entries reads any mapping, each key once.
func (c Cursor) Entries() []Entry {
	if c.Node.Kind != yaml.MappingNode {
		c.Fail("is no mapping", "write key: value pairs")
		return nil
	}
	var out []Entry
	seen := map[string]bool{}
	for i := 0; i+1 < len(c.Node.Content); i += 2 {
		k := c.Node.Content[i]
		switch {
		case k.Kind != yaml.ScalarNode:
			c.At(k).Fail("a key is no plain word", "write key: value pairs")
		case seen[k.Value]:
			c.At(k).Fail("the key stands twice", "keep one of them")
		default:
			seen[k.Value] = true
			out = append(out, Entry{k.Value, c.At(k), c.At(c.Node.Content[i+1])})
		}
	}
	return out
}

// List reads a sequence.
func (c Cursor) List() []Cursor {
	if c.Node.Kind != yaml.SequenceNode {
		c.Fail("is no list", "write - before each, or [a, b]")
		return nil
	}
	out := make([]Cursor, len(c.Node.Content))
	for i, n := range c.Node.Content {
		out[i] = c.At(n)
	}
	return out
}

// OneOrMore reads a value or a list of them.
func (c Cursor) OneOrMore() []Cursor {
	if c.Node.Kind == yaml.SequenceNode {
		return c.List()
	}
	return []Cursor{c}
}

// A Table is a mapping whose keys are known.
type Table struct {
	Cursor
	keys map[string]Cursor
}

// Table reads a mapping that may have these keys and no others.
func (c Cursor) Table(allowed ...string) Table {
	t := Table{c, map[string]Cursor{}}
	for _, e := range c.Entries() {
		if !slices.Contains(allowed, e.Key) {
			e.At.Fail(c.unknown(e.Key), Nearest(e.Key, allowed))
			continue
		}
		t.keys[e.Key] = e.Value
	}
	return t
}

func (c Cursor) unknown(key string) string {
	if c.Sheet.Quiet {
		return "unknown key"
	}
	return "unknown key " + strconv.Quote(key)
}

// Named gives the table with a name for its errors.
func (t Table) Named(of string) Table {
	t.Of = of
	for k, v := range t.keys {
		v.Of = of
		t.keys[k] = v
	}
	return t
}

// Has gives the value of a key, and reports whether it stands.
func (t Table) Has(key string) (Cursor, bool) {
	c, ok := t.keys[key]
	return c, ok
}

// Must gives the value of a key that may not lack.
func (t Table) Must(key, fix string) (Cursor, bool) {
	c, ok := t.keys[key]
	if !ok {
		t.Fail("has no "+key, fix)
	}
	return c, ok
}

// Empty reports whether nothing stands in it.
func (t Table) Empty() bool { return len(t.keys) == 0 }

// TextOf gives the text of a key, or "".
func (t Table) TextOf(key string) string {
	if c, ok := t.keys[key]; ok {
		return c.Text()
	}
	return ""
}
