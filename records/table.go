package records

import (
	"bytes"
	"strings"
)

// A Table reads delimited text (RFC 4180): quotes around a field are optional, a quote inside one is doubled, a
// line end inside one is part of it. Empty lines are no records. A record that can't be read costs one line only:
// reading goes on at the next.
type Table struct {
	in    *Input
	comma byte
	texts []string
	spans []fieldSpan
	state scanned // of the last scan
	usual uint64  // a bit for each number of fields that good records had, 63 standing for all above
	lost  bool    // a record was too long; what follows is its rest until a record as usual begins
}

// A Line is one record of a Table.
type Line struct {
	Line    int64
	Fields  []string // valid until the next is asked for; nil where Refusal is set
	Raw     []byte   // as it stood; valid until the next is asked for
	Open    bool     // the file ended without a line end after it
	Refusal *Refusal
}

// NewTable reads the rest of in, with comma between fields.
func NewTable(in *Input, comma byte) *Table { return &Table{in: in, comma: comma} }

// Next gives the next record. ok is false at the end.
func (t *Table) Next() (l Line, ok bool) {
	for {
		cut := t.cut
		if t.lost {
			cut = Lines
		}
		p, ok := t.in.Next(cut)
		if !ok {
			return Line{}, false
		}
		if len(bytes.Trim(p.Data, "\r\n")) == 0 || t.lost && !t.goesOn(p.Data) {
			continue
		}
		t.lost = false
		l := t.line(p)
		t.lost = len(p.Data) >= MaxRecord && l.Refusal != nil
		return l, true
	}
}

// cut ends a record at the line end that stands in no quotes. When a quote is wrongly placed, the record is its
// first line alone, and line refuses it. When a quote is not closed within [MaxRecord] or the file, the same, unless
// no later line is a record by itself: then all that is left is one broken record.
func (t *Table) cut(data []byte) int {
	n, state := t.scan(data)
	defer func() { t.state = state }() // goesOn scans other lines
	switch {
	case state == whole:
		return n
	case state == unclosed && len(data) < MaxRecord && t.in.mayGoOn():
		return 0
	case state == more:
		return 0
	case state == unclosed && !t.goesOn(data[Lines(data):]):
		return len(data)
	}
	return Lines(data)
}

func bit(n int) uint64 { return 1 << min(n, 63) }

// goesOn reports whether a record as usual begins on one of the lines.
func (t *Table) goesOn(data []byte) bool {
	for len(data) > 0 {
		n := Lines(data)
		if n == 0 {
			n = len(data)
		}
		if _, state := t.scan(data[:n]); (state == whole || state == more) && len(t.spans) > 1 && (t.usual == 0 || t.usual&bit(len(t.spans)) != 0) {
			return true
		}
		data = data[n:]
	}
	return false
}

func (t *Table) line(p Piece) Line {
	l := Line{Line: p.Line, Raw: p.Data, Open: p.Open}
	if l.Refusal = RefusePiece(p); l.Refusal != nil {
		return l
	}
	_, t.state = t.scan(p.Data)
	switch t.state {
	case unclosed:
		l.Refusal = Refuse(p.Data, "opens a quote that is never closed", "the line is cut, or a quote inside a field is not doubled")
	case misplaced:
		l.Refusal = Refuse(p.Data, "has text after a closing quote", "a quote inside a field must be doubled")
	default:
		l.Fields = t.fields(p.Data)
		t.usual |= bit(len(l.Fields))
	}
	return l
}

type scanned int

const (
	whole     scanned = iota // a record with its line end
	more                     // no line end yet, and no quote is open
	unclosed                 // a quote is open
	misplaced                // text after a closing quote
)

type fieldSpan struct {
	from, to int
	doubled  bool // holds doubled quotes
}

// scan walks one record and notes where its fields stand.
func (t *Table) scan(data []byte) (n int, state scanned) {
	t.spans = t.spans[:0]
	for i := 0; ; {
		if i < len(data) && data[i] == '"' {
			end, doubled := closing(data, i+1)
			if end < 0 {
				return 0, unclosed
			}
			t.spans = append(t.spans, fieldSpan{i + 1, end, doubled})
			i = end + 1
			if i < len(data) && data[i] == '\r' && (i+1 == len(data) || data[i+1] == '\n') {
				i++
			}
			if i < len(data) && data[i] != t.comma && data[i] != '\n' {
				return 0, misplaced
			}
		} else {
			end := t.plain(data, i)
			t.spans = append(t.spans, fieldSpan{i, end, false})
			i = end
		}
		switch {
		case i >= len(data):
			t.trim(data)
			return 0, more
		case data[i] == '\n':
			t.trim(data)
			return i + 1, whole
		}
		i++
	}
}

// plain finds the end of a field without quotes.
func (t *Table) plain(data []byte, from int) int {
	for i := from; i < len(data); i++ {
		if data[i] == t.comma || data[i] == '\n' {
			return i
		}
	}
	return len(data)
}

// trim takes the carriage return off the last field.
func (t *Table) trim(data []byte) {
	last := &t.spans[len(t.spans)-1]
	if last.to > last.from && data[last.to-1] == '\r' && (last.to == len(data) || data[last.to] == '\n') {
		last.to--
	}
}

// closing finds the quote that closes a field, and whether doubled ones stand before it.
func closing(data []byte, from int) (end int, doubled bool) {
	for i := from; ; {
		n := bytes.IndexByte(data[i:], '"')
		if n < 0 {
			return -1, doubled
		}
		i += n
		if i+1 >= len(data) || data[i+1] != '"' {
			return i, doubled
		}
		doubled, i = true, i+2
	}
}

// fields gives the texts of the record that was scanned last. They share one allocation.
func (t *Table) fields(data []byte) []string {
	text := string(data)
	t.texts = t.texts[:0]
	for _, s := range t.spans {
		f := text[s.from:s.to]
		if s.doubled {
			f = strings.ReplaceAll(f, `""`, `"`)
		}
		if strings.IndexByte(f, '\n') >= 0 {
			f = strings.ReplaceAll(f, "\r\n", "\n")
		}
		t.texts = append(t.texts, f)
	}
	return t.texts
}
