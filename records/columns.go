package records

import (
	"bytes"
	"strings"
)

// CommaOf finds what stands between the fields of a header line: a comma, a semicolon, a tab or a bar.
func CommaOf(header []byte) byte {
	best, most := byte(','), 0
	for _, c := range []byte(",;\t|") {
		if n := bytes.Count(header, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}

// Columns says where each named column stands in a header. Case and blanks around a name don't count.
type Columns map[string]int

// NewColumns reads a header. A name that stands twice has no column: twice tells nothing.
func NewColumns(header []string) Columns {
	at, twice := Columns{}, map[string]bool{}
	for i, name := range header {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, ok := at[name]; ok {
			twice[name] = true
		}
		at[name] = i
	}
	for name := range twice {
		delete(at, name)
	}
	return at
}

// Has reports whether all the names are columns.
func (c Columns) Has(names ...string) bool {
	for _, n := range names {
		if _, ok := c[n]; !ok {
			return false
		}
	}
	return true
}

// Of gives the text of a column, "" where there is no such column.
func (c Columns) Of(fields []string, name string) string {
	if i, ok := c[name]; ok && i < len(fields) {
		return fields[i]
	}
	return ""
}
