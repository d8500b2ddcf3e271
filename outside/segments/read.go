package segments

import (
	"errors"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"

	"writ/records"
	"writ/retention"
)

// A reader answers questions from one opened segment.
type reader struct {
	file *parquet.File
	l    layout
}

func newReader(plain io.ReaderAt, size int64, seg retention.Segment) (_ *reader, err error) {
	defer guard(&err)
	f, err := parquet.OpenFile(plain, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, ErrDamaged
	}
	kind, _ := kindOf(seg.Day.Class)
	v, _ := f.Lookup(versionKey)
	k, _ := f.Lookup(kindKey)
	switch {
	case v != version:
		return nil, ErrVersion
	case k != string(kind) || f.NumRows() != seg.Rows:
		return nil, ErrDamaged
	}
	l, err := readLayout(kind, f.Schema())
	if err != nil {
		return nil, err
	}
	return &reader{f, l}, nil
}

// readLayout finds the columns of a file; one that this version does not know is an error, since its meaning is not known.
func readLayout(k records.Kind, s *parquet.Schema) (layout, error) {
	used := map[records.Field]bool{}
	for _, path := range s.Columns() {
		if len(path) != 1 {
			return layout{}, ErrVersion
		}
		if _, ok := records.SpecOf(k, records.Field(path[0])); ok {
			used[records.Field(path[0])] = true
		}
	}
	l := newLayout(k, used)
	if !slices.EqualFunc(l.schema.Columns(), s.Columns(), func(a, b []string) bool { return a[0] == b[0] }) {
		return layout{}, ErrVersion
	}
	return l, nil
}

// rows yields the rows that answer. more is false when yield said so.
func (r *reader) rows(live *pulse, q question, yield func(records.Row) bool) (more bool, err error) {
	for _, g := range r.file.RowGroups() {
		places, err := r.find(live, g, q)
		if err != nil {
			return false, err
		}
		for some := range slices.Chunk(places, batch) {
			rows, err := r.take(live, g, some)
			if err != nil {
				return false, err
			}
			for _, row := range rows {
				if q.answered(row) && !yield(row) {
					return false, nil
				}
			}
		}
	}
	return true, nil
}

// find gives the places of the rows that bear a name sought, in order, once each.
func (r *reader) find(live *pulse, g parquet.RowGroup, q question) (places []int64, err error) {
	defer guard(&err)
	for field, texts := range q.columns() {
		i, ok := r.l.at[string(field)]
		if !ok {
			continue
		}
		found, err := search(live, g.ColumnChunks()[i], texts)
		if err != nil {
			return nil, err
		}
		places = append(places, found...)
	}
	slices.Sort(places)
	return slices.Compact(places), nil
}

// search reads the pages of a column that may hold one of the texts, by their bounds in the index.
func search(live *pulse, c parquet.ColumnChunk, texts []string) ([]int64, error) {
	at, err := c.OffsetIndex() // without it, seeking walks the column from its first page
	if err != nil {
		return nil, ErrDamaged
	}
	bounds, err := c.ColumnIndex()
	if err != nil {
		return nil, ErrDamaged
	}
	pages := c.Pages()
	defer pages.Close() //nolint:errcheck // only read
	sought := make(map[string]bool, len(texts))
	for _, t := range texts {
		sought[t] = true
	}
	var places []int64
	next := -1
	for p := range at.NumPages() {
		if bounds.NullPage(p) || !anyWithin(texts, bounds.MinValue(p).ByteArray(), bounds.MaxValue(p).ByteArray()) {
			continue
		}
		if err := live.beat(); err != nil {
			return nil, err
		}
		if p != next {
			if err := pages.SeekToRow(at.FirstRowIndex(p)); err != nil {
				return nil, ErrDamaged
			}
		}
		next = p + 1
		if places, err = scan(pages, at.FirstRowIndex(p), sought, places); err != nil {
			return nil, err
		}
	}
	return places, nil
}

// anyWithin reports whether one of the sorted texts lies between least and most. Most may be cut short in the index.
func anyWithin(texts []string, least, most []byte) bool {
	i, _ := slices.BinarySearch(texts, string(least))
	return i < len(texts) && texts[i] <= string(most)
}

func scan(pages parquet.Pages, first int64, sought map[string]bool, places []int64) ([]int64, error) {
	page, err := pages.ReadPage()
	if err != nil {
		return nil, ErrDamaged
	}
	defer parquet.Release(page)
	values, err := valuesOf(page)
	if err != nil {
		return nil, err
	}
	for i, v := range values {
		if !v.IsNull() && sought[string(v.ByteArray())] {
			places = append(places, first+int64(i))
		}
	}
	return places, nil
}

// valuesOf reads a page whole; they are good until the page is released.
func valuesOf(page parquet.Page) ([]parquet.Value, error) {
	out := make([]parquet.Value, page.NumValues())
	n, err := page.Values().ReadValues(out)
	if err != nil && !errors.Is(err, io.EOF) || n != len(out) {
		return nil, ErrDamaged
	}
	return out, nil
}

// guard turns a panic of the Parquet reader into ErrDamaged: on octets that nobody writes it does not always err.
func guard(err *error) {
	if recover() != nil {
		*err = ErrDamaged
	}
}
