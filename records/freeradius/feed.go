package freeradius

import (
	"bytes"
	"io"
	"iter"
	"slices"

	"writ/records"
)

const name = "freeradius"

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
	head := bytes.TrimLeft(in.Head(), "\r\n")
	first, _, _ := bytes.Cut(bytes.ToLower(head), []byte("\n"))
	switch {
	case len(head) == 0:
		return nil
	case records.LooksLikeDump(head):
		return readDump(in, rd, out)
	case bytes.Contains(first, []byte("acctsessionid")):
		return readTable(in, records.CommaOf(first), rd, out)
	case bytes.Contains(first, []byte("authdate")):
		return postAuth()
	case looksLikeDetail(head):
		return readDetail(in, rd, out)
	}
	return noVariant()
}

func postAuth() error {
	return &records.FileError{Feed: name, Problem: "the file is the table radpostauth: log-ins, no sessions", Fix: "give radacct, or the detail files of accounting"}
}

func noVariant() error {
	return &records.FileError{Feed: name, Problem: "the file is no detail file, no CSV with a header of radacct and no SQL dump that holds radacct",
		Fix: "export the table with its column names, or give the detail file as it is"}
}

// readTable reads radacct as CSV.
func readTable(in *records.Input, comma byte, rd *reader, out outFunc) error {
	t := records.NewTable(in, comma)
	first, ok := t.Next()
	if !ok || first.Refusal != nil {
		return noVariant()
	}
	cols, want := records.NewColumns(slices.Clone(first.Fields)), len(first.Fields)
	for l, ok := t.Next(); ok; l, ok = t.Next() {
		res := records.Result{Line: l.Line, Refusal: l.Refusal}
		if res.Refusal == nil {
			rd.session(&res, cols, l.Fields, want, l.Raw)
		}
		if !out(res) {
			return nil
		}
	}
	return nil
}

// radacct lists the columns of the table as FreeRADIUS 3.2 creates it, for dumps that don't name them.
var radacct = []string{"radacctid", "acctsessionid", "acctuniqueid", "username", "realm", "nasipaddress", "nasportid", "nasporttype",
	"acctstarttime", "acctupdatetime", "acctstoptime", "acctinterval", "acctsessiontime", "acctauthentic", "connectinfo_start",
	"connectinfo_stop", "acctinputoctets", "acctoutputoctets", "calledstationid", "callingstationid", "acctterminatecause",
	"servicetype", "framedprotocol", "framedipaddress", "framedipv6address", "framedipv6prefix", "framedinterfaceid",
	"delegatedipv6prefix", "class"}

func readDump(in *records.Input, rd *reader, out outFunc) error {
	isPostAuth := bytes.Contains(in.Head(), []byte("radpostauth"))
	d := records.NewDump(in, func(table string) bool { return table == "radacct" })
	var cols records.Columns
	var of []string
	rows := 0
	for row, ok := d.Next(); ok; row, ok = d.Next() {
		rows++
		res := records.Result{Line: row.Line, Refusal: row.Refusal}
		if row.Refusal == nil {
			if row.Columns == nil {
				row.Columns = radacct
			}
			if cols == nil || !slices.Equal(of, row.Columns) {
				cols, of = records.NewColumns(row.Columns), row.Columns
			}
			rd.session(&res, cols, row.Values, len(row.Columns), row.Raw)
		}
		if !out(res) {
			return nil
		}
	}
	switch {
	case rows > 0 || d.Saw():
		return nil
	case isPostAuth:
		return postAuth()
	}
	return noVariant()
}
