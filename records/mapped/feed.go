package mapped

import (
	"bytes"
	"io"
	"iter"
	"slices"

	"writ/records"
)

const name = "csv"

type feed struct{ m *plan }

// New gives the feed that reads as the map says.
func New(m Map) records.Feed { return feed(m) }

func (feed) Name() string { return name }

// Settings names the map: the same file read by another map is another reading of it, and is taken in anew.
func (f feed) Settings() []byte {
	if f.m == nil {
		return nil
	}
	return f.m.sum[:]
}

// Read reads a file. A header that lacks a column of the map is an error of the file.
func (f feed) Read(r io.Reader, o records.Options) iter.Seq2[records.Result, error] {
	return records.Reading(name, r, func(in *records.Input, out func(records.Result) bool) error {
		if f.m == nil {
			return &records.FileError{Feed: name, Problem: "no map says how to read the file", Fix: "give one (--map MAP.yaml)"}
		}
		return f.read(in, out, o)
	})
}

func (f feed) read(in *records.Input, out func(records.Result) bool, o records.Options) error {
	if len(bytes.TrimSpace(in.Head())) == 0 {
		return nil
	}
	t := records.NewTable(in, f.m.comma)
	rd := newReader(f.m, o)
	if err := f.header(t, rd); err != nil {
		return err
	}
	for l, ok := t.Next(); ok; l, ok = t.Next() {
		res := records.Result{Line: l.Line, Refusal: l.Refusal}
		if res.Refusal == nil {
			rd.line(&res, l.Fields, l.Raw)
		}
		if !out(res) {
			return nil
		}
	}
	return nil
}

// header finds the columns that the map names.
func (f feed) header(t *records.Table, rd *reader) error {
	if !f.m.header {
		return nil
	}
	first, _ := t.Next()
	cols := records.NewColumns(slices.Clone(first.Fields))
	for _, p := range f.m.places() {
		if !cols.Has(p.name) {
			return &records.FileError{Feed: name, Problem: "the header has no column \"" + p.name + "\", or has it twice", Fix: "name in the map the columns that the first line of the file has"}
		}
	}
	rd.cols, rd.want = cols, len(first.Fields)
	return nil
}

// places lists every column that the map reads.
func (m *plan) places() []place {
	out := slices.Clone(m.key)
	for _, c := range m.columns {
		out = append(out, c.place)
	}
	for _, w := range []*words{m.answered, m.events} {
		if w != nil {
			out = append(out, w.place)
		}
	}
	return out
}
