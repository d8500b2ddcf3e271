package freeswitch

import (
	"bytes"
	"io"
	"iter"

	"writ/records"
)

const name = "freeswitch"

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
	head := bytes.TrimSpace(in.Head())
	switch {
	case len(head) == 0:
		return nil
	case head[0] == '{' || head[0] == '[' && bytes.HasPrefix(bytes.TrimSpace(head[1:]), []byte("{")):
		return readJSON(in, rd, out)
	case looksLikeTable(head):
		return readTable(in, rd, out)
	}
	return &records.FileError{Feed: name, Problem: "the file is neither Master.csv with the 15 columns of the template \"example\" nor JSON of mod_json_cdr",
		Fix: "give one of those, or describe the columns in a map (--feed csv)"}
}

// looksLikeTable reports whether one of the first lines has as many commas as the template.
func looksLikeTable(head []byte) bool {
	n := 0
	for line := range bytes.Lines(head) {
		if bytes.Count(line, []byte(",")) >= columns-1 {
			return true
		}
		if n++; n == 100 {
			break
		}
	}
	return false
}

// readTable reads Master.csv.
func readTable(in *records.Input, rd *reader, out outFunc) error {
	t := records.NewTable(in, ',')
	for l, ok := t.Next(); ok; l, ok = t.Next() {
		if len(l.Fields) > 0 && l.Fields[0] == "caller_id_name" {
			continue // someone put a header before it; the columns keep their places
		}
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
