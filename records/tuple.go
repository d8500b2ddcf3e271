package records

import (
	"bytes"
	"strings"
)

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
