package asterisk

import (
	"bytes"
	"io"
	"iter"
	"strings"

	"writ/records"
)

const name = "asterisk"

type feed struct{}

// New gives the feed.
func New() records.Feed { return feed{} }

func (feed) Name() string { return name }

// Read reads Master.csv. A file that is none is an error as a whole.
func (feed) Read(r io.Reader, o records.Options) iter.Seq2[records.Result, error] {
	return records.Reading(name, r, func(in *records.Input, out outFunc) error { return read(in, newReader(o), out) })
}

// check looks at the first lines: is it Master.csv, or CEL, or neither?
func check(head []byte) error {
	if len(bytes.TrimSpace(head)) == 0 {
		return nil
	}
	n := 0
	for line := range bytes.Lines(head) {
		switch {
		case isCEL(line):
			return &records.FileError{Feed: name, Problem: "the file is CEL (channel events), not Master.csv (calls)", Fix: "give the files of cdr-csv"}
		case bytes.Count(line, []byte(",")) >= base-1:
			return nil
		}
		if n++; n == 100 {
			break
		}
	}
	return &records.FileError{Feed: name, Problem: "the file is not Master.csv: no line has 16 columns or more", Fix: "give the files of cdr-csv, or describe the columns in a map (--feed csv)"}
}

// isCEL reports whether a line begins with the type of a channel event and an epoch.
func isCEL(line []byte) bool {
	f := strings.SplitN(string(line), ",", 3)
	if len(f) < 3 {
		return false
	}
	what, when := strings.Trim(f[0], `"`), strings.Trim(f[1], `"`)
	return what != "" && strings.Trim(what, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" && len(when) > 10 && strings.Trim(when, "0123456789.") == "" && strings.IndexByte(when, '.') == 10
}

type outFunc = func(records.Result) bool

func read(in *records.Input, rd *reader, out outFunc) error {
	if err := check(in.Head()); err != nil {
		return err
	}
	t := records.NewTable(in, ',')
	first := true
	for l, ok := t.Next(); ok; l, ok = t.Next() {
		if first && len(l.Fields) >= base && l.Fields[1] == "src" && l.Fields[2] == "dst" {
			first = false
			continue // someone put a header before it; the columns keep their places
		}
		first = false
		res := records.Result{Line: l.Line, Refusal: l.Refusal}
		if res.Refusal == nil {
			rd.call(&res, l.Fields, l.Raw)
		}
		if !out(res) {
			return nil
		}
	}
	return nil
}
