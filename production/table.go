package production

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"writ"
	"writ/production/format"
	"writ/records"
	"writ/scope"
)

// A tableKey says which rows a table holds: those of one kind of record that leave with one category.
type tableKey struct {
	category writ.Category
	kind     records.Kind
}

// tableName is the table's place in the package; n counts from 1.
func tableName(k tableKey, n int) string {
	name := format.TableFolder + string(k.category) + "." + string(k.kind)
	if n > 1 {
		name += "." + strconv.Itoa(n)
	}
	return name + ".csv"
}

// columns lists the fields of a table, in the order in which they are shown.
func columns(k tableKey) []records.Spec {
	var out []records.Spec
	for _, s := range records.Fields(k.kind) {
		if s.Category == k.category {
			out = append(out, s)
		}
	}
	return out
}

// A table writes one CSV after the other: RFC 4180, UTF-8 with its mark, the names of the columns first.
type table struct {
	key    tableKey
	specs  []records.Spec
	place  map[records.Field]int
	part   *part
	n      int   // of the file, from 1
	rows   int64 // in this file
	all    int64
	texts  []string // of the row at hand, in the order of specs
	byName []int    // the places of specs, by name
	buf    []byte
	done   []staged
	st     Staging
	last   scope.Reason // most rows leave for the same reason as the one before
	why    []byte       // its cells
}

func newTable(st Staging, k tableKey) *table {
	t := &table{key: k, specs: columns(k), st: st, place: map[records.Field]int{}}
	for i, s := range t.specs {
		t.place[s.Field] = i
	}
	t.texts = make([]string, len(t.specs))
	for i := range t.specs {
		t.byName = append(t.byName, i)
	}
	slices.SortFunc(t.byName, func(a, b int) int { return cmp.Compare(t.specs[a].Field, t.specs[b].Field) })
	return t
}

// The columns that stand beside the fields.
var (
	columnsBefore = []string{"ask", "record", "at"}
	columnsAfter  = []string{"asked", "named in", "held by", "provision", "rule"}
)

// spread puts the row's texts in the table's order.
func (t *table) spread(l line) ([]string, error) {
	clear(t.texts)
	for _, v := range l.Values {
		i, ok := t.place[v.Field]
		if !ok {
			return nil, fmt.Errorf("%w: a row bears a field of another category", ErrRejected)
		}
		t.texts[i] = v.Text()
	}
	return t.texts, nil
}

// write adds the row whose texts were spread.
func (t *table) write(l line) error {
	if t.part == nil || t.rows == format.TableRows {
		if err := t.next(); err != nil {
			return err
		}
	}
	b := t.buf[:0]
	b = append(number64(b, int64(l.Ask)+1), ',')
	b = append(number64(b, l.record), ',')
	if !l.at.IsZero() {
		b = appendCell(b, cell(records.Spec{Form: records.Instant}, stamp(l.at)))
	}
	for i, text := range t.texts {
		b = append(b, ',')
		if text != "" {
			b = appendCell(b, cell(t.specs[i], text))
		}
	}
	if t.why == nil || l.Why != t.last {
		t.last, t.why = l.Why, t.why[:0]
		for _, c := range why(l) {
			t.why = appendCell(append(t.why, ','), c)
		}
	}
	t.buf = append(append(b, t.why...), '\r', '\n')
	t.rows++
	t.all++
	_, err := t.part.Write(t.buf)
	return err
}

func number64(b []byte, n int64) []byte { return strconv.AppendInt(b, n, 10) }

// why gives the reason's cells, in the order of columnsAfter.
func why(l line) [5]string {
	w := l.Why
	party := records.Spec{Form: records.Party}
	asked := cell(records.Spec{Form: records.Text, Names: w.Asked.Kind()}, w.Asked.Reveal())
	if w.Asked.Kind() == writ.E164 {
		asked = cell(party, w.Asked.Reveal())
	}
	holder := ""
	if w.Holder != "" {
		holder = cell(records.Spec{Form: records.Text, Names: writ.Account}, w.Holder)
	}
	text := records.Spec{Form: records.Text}
	return [5]string{asked, cell(text, string(w.Field)), holder, cell(text, w.Provision), cell(text, w.Rule)}
}

// appendCell quotes a cell that needs it.
func appendCell(dst []byte, c string) []byte {
	if !strings.ContainsAny(c, ",\"\r\n") {
		return append(dst, c...)
	}
	dst = append(dst, '"')
	for i := range len(c) {
		if c[i] == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, c[i])
	}
	return append(dst, '"')
}

// next ends the file and begins another.
func (t *table) next() error {
	if err := t.close(); err != nil {
		return err
	}
	t.n++
	p, err := create(t.st, tableName(t.key, t.n))
	if err != nil {
		return err
	}
	t.part, t.rows = p, 0
	head := append([]string{}, columnsBefore...)
	for _, s := range t.specs {
		head = append(head, string(s.Field))
	}
	_, err = p.Write([]byte("\ufeff" + strings.Join(append(head, columnsAfter...), ",") + "\r\n"))
	return err
}

func (t *table) close() error {
	if t.part == nil {
		return nil
	}
	about, err := t.part.close()
	t.part = nil
	if err == nil {
		t.done = append(t.done, about)
	}
	return err
}
