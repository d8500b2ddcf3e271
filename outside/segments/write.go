package segments

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"

	"writ/records"
	"writ/retention"
)

// A Sealer seals what is written, as one age file on w to the recipient. It is whole only after Close, which leaves w open.
type Sealer func(w io.Writer, to string) (io.WriteCloser, error)

// The settings of the files, as measured (docs/decisions/0004-segments.md).
const (
	rowsPerGroup = 1 << 20
	pageBytes    = 16 << 10
	boundBytes   = 64 // of a page's least and greatest value that stand in the index
	batch        = 1 << 10
)

// Write makes a day's next generation durable: when it returns, the object survives power loss under its final name,
// or none is there. The rows are all of the day. The segment counts only once the catalogue
// has its row.
func (f *Folder) Write(key retention.DayKey, generation int64, rows []records.Row, seal Sealer) (retention.Segment, error) {
	s, err := describe(key.Day, generation, rows)
	if err != nil {
		return retention.Segment{}, err
	}
	err = f.Put(s.Object, func(w io.Writer) error {
		count := &counter{w: w, sum: sha256.New()}
		if err := writeSealed(count, key, rows, seal); err != nil {
			return err
		}
		s.Bytes, s.SHA256 = count.n, [32]byte(count.sum.Sum(nil))
		return nil
	})
	if err != nil {
		return retention.Segment{}, fmt.Errorf("segments: write a segment of %s, %s: %w", key.Day.Class, key.Day.Date, err)
	}
	return s, nil
}

func describe(d retention.Day, generation int64, rows []records.Row) (retention.Segment, error) {
	kind, ok := kindOf(d.Class)
	switch {
	case !ok:
		return retention.Segment{}, fmt.Errorf("segments: class %q is kept in no segment", d.Class)
	case len(rows) == 0:
		return retention.Segment{}, errors.New("segments: a segment without rows")
	case generation < 1:
		return retention.Segment{}, errors.New("segments: generations begin at 1")
	}
	s := retention.Segment{Day: d, Generation: generation, Object: objectName(d, generation), Rows: int64(len(rows)), First: rows[0].At, Last: rows[0].At}
	for _, r := range rows {
		if r.Kind != kind || r.Class() != d.Class || r.Day() != d.Date {
			return retention.Segment{}, fmt.Errorf("segments: a row of another class or day was put into %s, %s", d.Class, d.Date)
		}
		if r.At.Before(s.First) {
			s.First = r.At
		}
		if r.At.After(s.Last) {
			s.Last = r.At
		}
	}
	return s, nil
}

func writeSealed(w io.Writer, key retention.DayKey, rows []records.Row, seal Sealer) error {
	sealed, err := seal(w, key.To)
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(sealed, 1<<16)
	if err := writeParquet(buffered, rows); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	return sealed.Close()
}

func writeParquet(w io.Writer, rows []records.Row) error {
	l := layoutOf(rows)
	out := parquet.NewGenericWriter[any](w, l.schema, parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(rowsPerGroup),
		parquet.PageBufferSize(pageBytes), parquet.DataPageStatistics(false), parquet.ColumnIndexSizeLimit(func([]string) int { return boundBytes }),
		parquet.KeyValueMetadata(versionKey, version), parquet.KeyValueMetadata(kindKey, string(l.kind)), parquet.CreatedBy("writ", "", ""), l.sorting())
	if err := l.writeRows(out, sorted(rows)); err != nil {
		return err
	}
	return out.Close()
}

func layoutOf(rows []records.Row) layout {
	used := map[records.Field]bool{}
	for _, r := range rows {
		for _, v := range r.Values {
			used[v.Field] = true
		}
	}
	return newLayout(rows[0].Kind, used)
}

// sorted gives the rows by main name, then instant, then key, so that the same rows give the same plain bytes.
func sorted(rows []records.Row) []*records.Row {
	type place struct {
		name string
		row  *records.Row
	}
	main := mainName(rows[0].Kind)
	places := make([]place, len(rows))
	for i := range rows {
		places[i] = place{rows[i].Get(main), &rows[i]}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(strings.Compare(a.name, b.name), a.row.At.Compare(b.row.At), bytes.Compare(a.row.Key[:], b.row.Key[:]))
	})
	out := make([]*records.Row, len(rows))
	for i, p := range places {
		out[i] = p.row
	}
	return out
}

func (l layout) sorting() parquet.WriterOption {
	by := []parquet.SortingColumn{parquet.Ascending(colAt)}
	if _, ok := l.at[string(mainName(l.kind))]; ok {
		by = slices.Insert(by, 0, parquet.NullsFirst(parquet.Ascending(string(mainName(l.kind)))))
	}
	return parquet.SortingWriterConfig(parquet.SortingColumns(by...))
}

// A counter counts and hashes what passes.
type counter struct {
	w   io.Writer
	n   int64
	sum hash.Hash
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	c.sum.Write(p[:n])
	return n, err
}
