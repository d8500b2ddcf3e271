package segments

import (
	"github.com/parquet-go/parquet-go"

	"writ/records"
)

// take reads the rows at the places, which are in order: column by column, each page once.
func (r *reader) take(live *pulse, g parquet.RowGroup, places []int64) (_ []records.Row, err error) {
	defer guard(&err)
	values := make([][]parquet.Value, len(places))
	for i := range values {
		values[i] = make([]parquet.Value, r.l.width)
	}
	for i, c := range g.ColumnChunks() {
		if err := live.beat(); err != nil {
			return nil, err
		}
		if err := pick(c, places, func(n int, v parquet.Value) { values[n][i] = v }); err != nil {
			return nil, err
		}
	}
	rows := make([]records.Row, len(places))
	for i := range rows {
		rows[i] = r.l.decode(values[i])
	}
	return rows, nil
}

// pick hands out a column's values at the places.
func pick(c parquet.ColumnChunk, places []int64, put func(n int, v parquet.Value)) error {
	if _, err := c.OffsetIndex(); err != nil { // without it, seeking walks the column from its first page
		return ErrDamaged
	}
	pages := c.Pages()
	defer pages.Close() //nolint:errcheck // only read
	for n := 0; n < len(places); {
		read, err := pickPage(pages, places, n, put)
		if err != nil {
			return err
		}
		n += read
	}
	return nil
}

// pickPage reads the page in which places[n] lies, and hands out all that lie in it.
func pickPage(pages parquet.Pages, places []int64, n int, put func(n int, v parquet.Value)) (read int, err error) {
	if err := pages.SeekToRow(places[n]); err != nil {
		return 0, ErrDamaged
	}
	page, err := pages.ReadPage()
	if err != nil || page.NumValues() == 0 {
		return 0, ErrDamaged
	}
	defer parquet.Release(page)
	values, err := valuesOf(page)
	if err != nil {
		return 0, err
	}
	for n+read < len(places) && places[n+read]-places[n] < int64(len(values)) {
		put(n+read, values[places[n+read]-places[n]].Clone())
		read++
	}
	return read, nil
}
