package verify

import (
	"encoding/hex"
	"strconv"
	"strings"
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
	b  string
	at int
	ok bool
}

// parseRow reads a line without its end. Any other form of the same values is refused.
// The texts of r are parts of b where they can be.
func parseRow(b string, r *row) bool {
	c := &cursor{b: b, ok: utf8.ValidString(b)}
	*r = row{fields: r.fields[:0]}
	c.lit(`{"ask":`)
	r.ask = c.number()
	if c.try(`,"at":`) {
		r.at = c.str()
	}
	c.lit(`,"category":`)
	r.category = writ.Category(c.str())
	c.lit(`,"fields":{`)
	c.fields(r)
	c.lit(`,"kind":`)
	r.kind = records.Kind(c.str())
	c.lit(`,"record":`)
	r.record = c.number()
	c.lit(`,"why":{"asked":{"kind":`)
	r.askedAs = writ.Kind(c.str())
	c.lit(`,"value":`)
	r.asked = c.str()
	c.lit(`},"field":`)
	r.named = records.Field(c.str())
	if c.try(`,"holder":`) {
		r.holder = c.text()
		c.ok = c.ok && r.holder != ""
	}
	c.lit(`,"provision":`)
	r.law = c.str()
	c.lit(`,"rule":`)
	r.rule = c.str()
	c.lit(`}}`)
	return c.ok && c.at == len(b)
}

// fields reads the members of "fields" and its closing brace; there is at least one.
func (c *cursor) fields(r *row) {
	for c.ok {
		n := len(r.fields)
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
	if !strings.HasPrefix(c.b[c.at:], s) {
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
	n, err := strconv.ParseInt(c.b[start:c.at], 10, 64)
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

// str reads a string.
func (c *cursor) str() string {
	if !c.try(`"`) {
		c.ok = false
		return ""
	}
	rest := c.b[c.at:]
	end := strings.IndexByte(rest, '"')
	if end < 0 || !plain(rest[:end]) {
		return c.escaped()
	}
	c.at += end + 1
	return rest[:end]
}

func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] == '\\' {
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
	written := c.b[c.at : c.at+2]
	v, err := strconv.ParseUint(written, 16, 8)
	y := byte(v)
	c.at += 2
	named := y == '\b' || y == '\f' || y == '\n' || y == '\r' || y == '\t'
	return y, err == nil && y < 0x20 && !named && hex.EncodeToString([]byte{y}) == written
}
