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

// A tuple scans "(1,'a',NULL)".
type tuple struct {
	values []string
	what   tupleKind
}

type tupleKind int

const (
	openTuple    tupleKind = iota // more is needed
	wholeTuple                    // a row
	between                       // a comma between rows
	statementEnd                  // the semicolon, or what comes after the rows
	badTuple                      // breaks the grammar
)

// scan reads one row, or what stands between rows, from the front of data, and gives its length.
func (t *tuple) scan(data []byte, mysql bool) int {
	t.values, t.what = t.values[:0], openTuple
	i := blanks(data, 0)
	switch {
	case i == len(data):
		return 0
	case data[i] == ',':
		t.what = between
		return i + 1
	case data[i] != '(':
		t.what = statementEnd
		if n := bytes.IndexByte(data[i:], ';'); n >= 0 && n < MaxRaw {
			return i + n + 1
		}
		return Lines(data)
	}
	for i++; ; i++ {
		i = blanks(data, i)
		next, text, ok := sqlValue(data, i, mysql)
		if next < 0 {
			return 0
		}
		if !ok {
			t.what = badTuple
			return 0
		}
		t.values = append(t.values, text)
		if i = blanks(data, next); i == len(data) {
			return 0
		}
		switch data[i] {
		case ',':
		case ')':
			t.what = wholeTuple
			return i + 1
		default:
			t.what = badTuple
			return 0
		}
	}
}

func blanks(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t') {
		i++
	}
	return i
}

// sqlValue reads one value: a string, a number, NULL. next is -1 when more is needed.
func sqlValue(data []byte, i int, mysql bool) (next int, text string, ok bool) {
	from := i
	for i < len(data) && data[i] != ',' && data[i] != ')' && data[i] != '\'' && data[i] != '\n' {
		i++
	}
	if i == len(data) {
		return -1, "", false
	}
	word := strings.TrimSpace(string(data[from:i]))
	if data[i] != '\'' {
		if strings.EqualFold(word, "NULL") || word == "None" {
			return i, "", true
		}
		return i, word, word != "" && strings.Trim(word, "0123456789.+-eExXabcdfABCDF") == "" || strings.EqualFold(word, "true") || strings.EqualFold(word, "false")
	}
	escaped := mysql
	switch strings.ToUpper(word) {
	case "", "N", "_BINARY", "_UTF8MB4":
	case "E":
		escaped = true
	default:
		return i, "", false
	}
	return sqlString(data, i+1, escaped)
}

// sqlString reads a string whose opening quote stands before from.
func sqlString(data []byte, from int, escaped bool) (next int, text string, ok bool) {
	doubled, slashed := false, false
	for i := from; i < len(data); i++ {
		switch {
		case escaped && data[i] == '\\':
			slashed = true
			i++
		case data[i] != '\'':
		case i+1 == len(data):
			return -1, "", false
		case data[i+1] == '\'':
			doubled = true
			i++
		default:
			text = string(data[from:i])
			if doubled {
				text = strings.ReplaceAll(text, "''", "'")
			}
			if slashed {
				text = unescape(text)
			}
			return i + 1, text, true
		}
	}
	return -1, "", false
}
