package production

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"writ"
	"writ/production/format"
	"writ/records"
	"writ/scope"
)

// liveEvery is after how many rows the ledger is asked again whether the work may go on.
const liveEvery = 4096

// written is what one pass over the rows left.
type written struct {
	rows, records int64
	asks          map[int]int64
	tables        []*table
	parts         []staged
	shown         []line // the first rows, for the report
}

// writeRows writes every row, once, as JSON Lines and into the table of its category and kind.
func writeRows(st Staging, w scope.Work, h scope.Harvest) (*written, error) {
	lines, err := create(st, format.Rows)
	if err != nil {
		return nil, err
	}
	out := &written{asks: map[int]int64{}}
	tables := map[tableKey]*table{}
	err = out.each(w, h, func(l line) *table {
		k := tableKey{l.category, l.Kind}
		if tables[k] == nil {
			tables[k] = newTable(st, k)
		}
		return tables[k]
	}, lines)
	for _, k := range slices.SortedFunc(maps.Keys(tables), byName) {
		err = errors.Join(err, tables[k].close())
		out.tables = append(out.tables, tables[k])
		out.parts = append(out.parts, tables[k].done...)
	}
	about, closed := lines.close()
	out.parts = append(out.parts, about)
	return out, errors.Join(err, closed)
}

func byName(a, b tableKey) int {
	return cmp.Or(cmp.Compare(a.category, b.category), cmp.Compare(a.kind, b.kind))
}

func (o *written) each(w scope.Work, h scope.Harvest, table func(line) *table, lines *part) error {
	categories := map[int]writ.Category{}
	for _, t := range h.Totals() {
		categories[t.Ask] = t.Category
	}
	var last records.Key
	var buf []byte
	for j, err := range h.Rows() {
		if err != nil {
			return err
		}
		if o.rows%liveEvery == 0 {
			if err := w.Live(); err != nil {
				return err
			}
		}
		if o.rows == 0 || j.Key != last {
			o.records++
			last = j.Key
		}
		l := line{Judged: j, category: categories[j.Ask], record: o.records, at: instant(j)}
		t := table(l)
		texts, err := t.spread(l)
		if err != nil {
			return err
		}
		buf = append(appendRow(buf[:0], l, t, texts), '\n')
		if _, err := lines.Write(buf); err != nil {
			return err
		}
		if err := t.write(l); err != nil {
			return err
		}
		o.rows++
		o.asks[j.Ask]++
		if len(o.shown) < format.Shown {
			o.shown = append(o.shown, l)
		}
	}
	return nil
}

// check compares what was written with what the sieve counted.
func (o *written) check(h scope.Harvest) error {
	_, out, _ := h.Tally()
	if o.records != out {
		return scope.ErrConservation
	}
	n := int64(0)
	for _, t := range h.Totals() {
		if o.asks[t.Ask] != t.Rows {
			return scope.ErrConservation
		}
		n += t.Rows
	}
	if n != o.rows {
		return scope.ErrConservation
	}
	return nil
}
