package segments

import (
	"bytes"
	"cmp"
	"slices"

	"writ/records"
)

// mostDaily is the most rows of a day that are put in order together. What goes beyond is in order among itself, so
// that memory does not grow with a day.
const mostDaily = 50_000

// daily gathers the rows of one day and yields them in the order of time; records of one instant in that of their keys.
type daily struct {
	rows  []records.Row
	yield func(records.Row) bool
}

func (d *daily) take(r records.Row) bool {
	d.rows = append(d.rows, r)
	return len(d.rows) < mostDaily || d.flush()
}

// flush yields what was gathered. It reports whether more is wanted.
func (d *daily) flush() bool {
	slices.SortFunc(d.rows, func(a, b records.Row) int {
		return cmp.Or(a.At.Compare(b.At), bytes.Compare(a.Key[:], b.Key[:]))
	})
	for _, r := range d.rows {
		if !d.yield(r) {
			return false
		}
	}
	clear(d.rows)
	d.rows = d.rows[:0]
	return true
}
