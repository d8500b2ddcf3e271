package verify

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"unicode/utf8"

	"writ"
	"writ/records"
)

// A row is one line of rows.jsonl.
type row struct {
	ask      int64
	at       string
	category writ.Category
	fields   []field // in the order of their names
	kind     records.Kind
	record   int64
	askedAs  writ.Kind
	asked    string
	named    records.Field
	holder   string
	law      string
	rule     string
}

type field struct {
	name records.Field
	text string
}

func (r *row) get(f records.Field) string {
	for _, x := range r.fields {
		if x.name == f {
			return x.text
		}
	}
	return ""
}

// A cursor reads the one form of a row: members in their order, no space, the shortest escapes.
type cursor struct {
	b    []byte
	at   int
	ok   bool
	hint string // what the next text may well be: it is then not made again
}

// parseRow reads a line without its end. Any other form of the same values is refused.
func parseRow(b []byte, r *row) bool {
	c := &cursor{b: b, ok: utf8.Valid(b)}
	last := *r
	*r = row{fields: r.fields[:0]}
	c.lit(`{"ask":`)
	r.ask = c.number()
	if c.try(`,"at":`) {
		r.at = c.str()
	}
	c.lit(`,"category":`)
	r.category = writ.Category(c.like(string(last.category)))
	c.lit(`,"fields":{`)
	c.fields(r)
	c.lit(`,"kind":`)
	r.kind = records.Kind(c.like(string(last.kind)))
	c.lit(`,"record":`)
	r.record = c.number()
	c.lit(`,"why":{"asked":{"kind":`)
	r.askedAs = writ.Kind(c.like(string(last.askedAs)))
	c.lit(`,"value":`)
	r.asked = c.like(last.asked)
	c.lit(`},"field":`)
	r.named = records.Field(c.like(string(last.named)))
	if c.try(`,"holder":`) {
		c.hint = last.holder
		r.holder = c.text()
		c.ok = c.ok && r.holder != ""
	}
	c.lit(`,"provision":`)
	r.law = c.like(last.law)
	c.lit(`,"rule":`)
	r.rule = c.like(last.rule)
	c.lit(`}}`)
	return c.ok && c.at == len(b)
}

// fields reads the members of "fields" and its closing brace; there is at least one.
func (c *cursor) fields(r *row) {
	for c.ok {
		n := len(r.fields)
		if n < cap(r.fields) {
			last := r.fields[:n+1][n] // the field that stood here in the row before
			c.hint = string(last.name)
		}
		name := records.Field(c.str())
		c.lit(":")
		text := c.text()
		if text == "" || n > 0 && r.fields[n-1].name >= name {
			c.ok = false
		}
		r.fields = append(r.fields, field{name, text})
		if c.try("}") {
			return
		}
		c.lit(",")
	}
}

func (c *cursor) lit(s string) { c.ok = c.try(s) && c.ok }

func (c *cursor) try(s string) bool {
	if len(c.b)-c.at < len(s) || string(c.b[c.at:c.at+len(s)]) != s {
		return false
	}
	c.at += len(s)
	return true
}

// number reads a whole number from 1, below 2^53.
func (c *cursor) number() int64 {
	start := c.at
	for c.at < len(c.b) && c.b[c.at] >= '0' && c.b[c.at] <= '9' {
		c.at++
	}
	n, err := strconv.ParseInt(string(c.b[start:c.at]), 10, 64)
	if err != nil || n < 1 || n >= 1<<53 || c.b[start] == '0' {
		c.ok = false
	}
	return n
}

// text reads a record's text: a string, or {"hex":…} for octets that are no UTF-8.
func (c *cursor) text() string {
	if !c.try(`{"hex":`) {
		return c.str()
	}
	written := c.str()
	c.lit("}")
	raw, err := hex.DecodeString(written)
	if err != nil || utf8.Valid(raw) || hex.EncodeToString(raw) != written {
		c.ok = false
	}
	return string(raw)
}

// like reads a string that may well be the one that is given.
func (c *cursor) like(s string) string {
	c.hint = s
	return c.str()
}

// str reads a string.
func (c *cursor) str() string {
	hint := c.hint
	c.hint = ""
	if !c.try(`"`) {
		c.ok = false
		return ""
	}
	rest := c.b[c.at:]
	end := bytes.IndexByte(rest, '"')
	switch {
	case end < 0 || !plain(rest[:end]):
		return c.escaped()
	case string(rest[:end]) == hint:
		c.at += end + 1
		return hint
	default:
		c.at += end + 1
		return string(rest[:end])
	}
}

func plain(b []byte) bool {
	for _, x := range b {
		if x < 0x20 || x == '\\' {
			return false
		}
	}
	return true
}

// escaped reads a string that holds escapes: \" \\ \b \f \n \r \t, and \u00xx for the other controls.
func (c *cursor) escaped() string {
	var out []byte
	for c.at < len(c.b) {
		x := c.b[c.at]
		c.at++
		switch {
		case x == '"':
			return string(out)
		case x < 0x20:
			c.ok = false
			return ""
		case x != '\\':
			out = append(out, x)
		default:
			y, ok := c.escape()
			if !ok {
				c.ok = false
				return ""
			}
			out = append(out, y)
		}
	}
	c.ok = false
	return ""
}

var short1 = map[byte]byte{'"': '"', '\\': '\\', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (c *cursor) escape() (byte, bool) {
	if c.at >= len(c.b) {
		return 0, false
	}
	if y, ok := short1[c.b[c.at]]; ok {
		c.at++
		return y, true
	}
	if !c.try("u00") || len(c.b)-c.at < 2 {
		return 0, false
	}
	written := string(c.b[c.at : c.at+2])
	v, err := strconv.ParseUint(written, 16, 8)
	y := byte(v)
	c.at += 2
	named := y == '\b' || y == '\f' || y == '\n' || y == '\r' || y == '\t'
	return y, err == nil && y < 0x20 && !named && hex.EncodeToString([]byte{y}) == written
}
