package records

import "strings"

// begin notes table and columns of "INSERT INTO name (a, b) VALUES" or "COPY name (a, b) FROM stdin;".
func (d *Dump) begin(s, before string) bool {
	n := len(s) - len(before)
	for n >= 0 && !equalWord([]byte(s[n:n+len(before)]), before) {
		n--
	}
	if n < 0 {
		return false
	}
	s = s[:n]
	name, list, listed := strings.Cut(s, "(")
	words := strings.Fields(name)
	if len(words) < 2 {
		return false
	}
	d.table = tableName(words[len(words)-1])
	d.seen[d.table] = true
	d.cols = d.columns[d.table]
	if listed {
		d.cols = nil
		for c := range strings.SplitSeq(strings.TrimRight(list, ") \r\n"), ",") {
			d.cols = append(d.cols, tableName(c))
		}
	}
	return d.table != ""
}

// create notes the columns of CREATE TABLE.
func (d *Dump) create(s string) {
	name, body, ok := strings.Cut(strings.TrimRight(s, ")"), "(")
	words := strings.Fields(name)
	if !ok || len(words) < 3 {
		return
	}
	d.seen[tableName(words[len(words)-1])] = true
	var cols []string
	for _, part := range topLevel(body) {
		words := strings.Fields(part)
		if len(words) > 1 && !notColumns[strings.ToUpper(words[0])] {
			cols = append(cols, tableName(words[0]))
		}
	}
	if len(cols) > 0 {
		d.columns[tableName(words[len(words)-1])] = cols
	}
}

var notColumns = map[string]bool{"PRIMARY": true, "KEY": true, "UNIQUE": true, "CONSTRAINT": true, "INDEX": true, "FULLTEXT": true,
	"SPATIAL": true, "FOREIGN": true, "CHECK": true, "EXCLUDE": true}

// topLevel splits at the commas that stand in no parentheses.
func topLevel(s string) []string {
	var out []string
	depth, from := 0, 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				out = append(out, s[from:i])
				from = i + 1
			}
		}
	}
	return append(out, s[from:])
}

// tableName takes quotes and schema off a name.
func tableName(s string) string {
	s = strings.TrimSpace(s)
	if n := strings.LastIndexByte(s, '.'); n >= 0 {
		s = s[n+1:]
	}
	return strings.ToLower(strings.Trim(s, "`\"[]"))
}
