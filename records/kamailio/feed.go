package kamailio

import (
	"bytes"
	"io"
	"iter"
	"slices"

	"writ/records"
)

const name = "kamailio"

type feed struct{}

// New gives the feed.
func New() records.Feed { return feed{} }

func (feed) Name() string { return name }

// Read finds the variant and reads it. A file that is none is an error as a whole.
func (feed) Read(r io.Reader, o records.Options) iter.Seq2[records.Result, error] {
	return records.Reading(name, r, func(in *records.Input, out outFunc) error { return read(in, newReader(o), out) })
}

type outFunc = func(records.Result) bool

func read(in *records.Input, rd *reader, out outFunc) error {
	head := bytes.TrimLeft(in.Head(), "\r\n \t")
	switch {
	case len(head) == 0:
		return nil
	case records.LooksLikeDump(head):
		return readDump(in, rd, out)
	case isSyslog(head):
		return readSyslog(in, rd, out)
	}
	return readTable(in, rd, out)
}

// readTable reads CSV with a header.
func readTable(in *records.Input, rd *reader, out outFunc) error {
	header, _, _ := bytes.Cut(bytes.TrimLeft(in.Head(), "\r\n"), []byte("\n"))
	t := records.NewTable(in, records.CommaOf(header))
	first, ok := t.Next()
	if !ok || first.Refusal != nil {
		return noVariant()
	}
	cols := records.NewColumns(slices.Clone(first.Fields))
	want := len(first.Fields)
	s := shapeOf(cols)
	if s == none {
		return noVariant()
	}
	for l, ok := t.Next(); ok; l, ok = t.Next() {
		res := records.Result{Line: l.Line, Refusal: l.Refusal}
		if res.Refusal == nil {
			rd.row(&res, s, cols, l.Fields, want, l.Raw)
		}
		if !out(res) {
			return nil
		}
	}
	return nil
}

func noVariant() error {
	return &records.FileError{Feed: name, Problem: "the file is no CSV with a header of acc, missed_calls or acc_cdrs, no SQL dump and no syslog of Kamailio",
		Fix: "export the tables with their column names, or give the syslog file as it is"}
}

// readDump reads INSERT and COPY of the three tables.
func readDump(in *records.Input, rd *reader, out outFunc) error {
	d := records.NewDump(in, func(table string) bool { return table == "acc" || table == "missed_calls" || table == "acc_cdrs" })
	var cols records.Columns
	var of []string
	rows := 0
	for row, ok := d.Next(); ok; row, ok = d.Next() {
		rows++
		res := records.Result{Line: row.Line, Refusal: row.Refusal}
		if row.Refusal == nil {
			if cols == nil || !slices.Equal(of, row.Columns) {
				cols, of = records.NewColumns(row.Columns), row.Columns
			}
			rd.row(&res, shapeOf(cols), cols, row.Values, len(row.Columns), row.Raw)
		}
		if !out(res) {
			return nil
		}
	}
	if rows == 0 && !d.Saw() {
		return noVariant()
	}
	return nil
}
