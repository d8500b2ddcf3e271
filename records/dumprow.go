package records

import (
	"bytes"
	"strings"
)

// inserted reads one parenthesised row of an INSERT, or the end of the statement.
func (d *Dump) inserted() (row DumpRow, ok, end bool) {
	p, more := d.in.Next(d.cutTuple)
	if !more {
		d.table = ""
		return row, false, true
	}
	lead := p.Data[:blanks(p.Data, 0)]
	row = DumpRow{Line: p.Line + int64(bytes.Count(lead, newline)), Table: d.table, Columns: d.cols, Raw: p.Data[len(lead):]}
	if row.Refusal = RefusePiece(p); row.Refusal != nil {
		d.table = ""
		return row, true, false
	}
	switch {
	case len(row.Raw) == 0:
		return row, false, false
	case d.tuple.what == between:
		return row, false, false
	case d.tuple.what == statementEnd:
		d.table = ""
		return row, false, false
	case d.tuple.what != wholeTuple:
		d.table = ""
		row.Refusal = Refuse(p.Data, "is no whole row of an INSERT", "the line is cut or damaged; make the dump again. What follows on the same line was not read")
		return row, true, false
	}
	row.Values = d.tuple.values
	return row, true, false
}

// cutTuple ends at the parenthesis that closes a row. When the row breaks the grammar, or is not closed within
// [MaxRecord] or the file, its first line is cut off alone, and inserted refuses it.
func (d *Dump) cutTuple(data []byte) int {
	n := d.tuple.scan(data, d.mysql)
	switch {
	case n > 0 && d.tuple.what != badTuple:
		return n
	case d.tuple.what == openTuple && len(data) < MaxRecord && d.in.mayGoOn():
		return 0
	}
	return Lines(data)
}

// copied reads one line of COPY.
func (d *Dump) copied() (row DumpRow, ok, end bool) {
	p, more := d.in.Next(Lines)
	if !more {
		d.table = ""
		return row, false, true
	}
	line := bytes.TrimRight(p.Data, "\r\n")
	if string(line) == `\.` {
		d.table = ""
		return row, false, false
	}
	row = DumpRow{Line: p.Line, Table: d.table, Columns: d.cols, Raw: p.Data}
	if row.Refusal = RefusePiece(p); row.Refusal != nil {
		return row, true, false
	}
	if p.Open {
		row.Refusal = Refuse(p.Data, "is no whole line of COPY", "the file is cut; make the dump again")
		return row, true, false
	}
	d.tuple.values = d.tuple.values[:0]
	for f := range strings.SplitSeq(string(line), "\t") {
		d.tuple.values = append(d.tuple.values, uncopy(f))
	}
	row.Values = d.tuple.values
	return row, true, false
}

// uncopy reads the escapes of COPY.
func uncopy(s string) string {
	switch {
	case s == `\N`:
		return ""
	case strings.IndexByte(s, '\\') < 0:
		return s
	}
	return unescape(s)
}

func unescape(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\\' && i+1 < len(s) {
			i++
			if c = s[i]; escapes[c] != 0 {
				c = escapes[c]
			}
		}
		out = append(out, c)
	}
	return string(out)
}

var escapes = [256]byte{'n': '\n', 't': '\t', 'r': '\r', 'b': '\b', 'f': '\f', 'v': '\v', 'Z': 26}
