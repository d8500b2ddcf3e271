package subscribers

import (
	"bytes"
	"io"
	"iter"
	"slices"
	"strings"

	"writ/records"
)

const name = "subscribers"

type feed struct{}

// New gives the feed.
func New() records.Feed { return feed{} }

func (feed) Name() string { return name }

// Read reads a register. A header with an unknown column, or without account and from, is an error of the file.
func (feed) Read(r io.Reader, o records.Options) iter.Seq2[records.Result, error] {
	return records.Reading(name, r, func(in *records.Input, out func(records.Result) bool) error { return read(in, newReader(o), out) })
}

// columns maps the header's names to fields, in the order of the documentation.
var columns = []struct {
	name  string
	field records.Field
}{
	{"account", records.Account}, {"name", records.FullName}, {"postal-address", records.PostalAddr}, {"billing-address", records.BillingAddr},
	{"service-address", records.ServiceAddr}, {"email", records.Email}, {"number", records.Number}, {"imsi", records.IMSI},
	{"imei", records.IMEI}, {"iccid", records.ICCID}, {"sip-uri", records.SIPURI}, {"user", records.User}, {"mac", records.Station},
	{"ip", records.Address}, {"ipv6-prefix", records.Prefix}, {"service-type", records.ServiceType}, {"from", records.From},
	{"until", records.Until}, {"payment-means", records.PaymentMeans}, {"bank-account", records.BankAccount},
}

func fieldOf(column string) records.Field {
	for _, c := range columns {
		if c.name == column {
			return c.field
		}
	}
	return ""
}

func read(in *records.Input, rd *reader, out func(records.Result) bool) error {
	if len(bytes.TrimSpace(in.Head())) == 0 {
		return nil
	}
	header, _, _ := bytes.Cut(bytes.TrimLeft(in.Head(), "\r\n"), []byte("\n"))
	t := records.NewTable(in, records.CommaOf(header))
	first, _ := t.Next()
	if err := rd.header(first.Fields); err != nil {
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

// header reads the names of the columns. A name is shown in an error only in a line that is surely a header.
func (rd *reader) header(names []string) error {
	for _, n := range names {
		rd.fields = append(rd.fields, fieldOf(strings.ToLower(strings.TrimSpace(n))))
	}
	if !slices.Contains(rd.fields, records.Account) || !slices.Contains(rd.fields, records.From) {
		return &records.FileError{Feed: name, Problem: "the first line does not name the columns account and from", Fix: "write a header as docs/formats/subscribers.md shows"}
	}
	for i, f := range rd.fields {
		if f == "" {
			return &records.FileError{Feed: name, Problem: "the column \"" + shown(names[i]) + "\" is not known", Fix: "name it as docs/formats/subscribers.md does, or leave it out"}
		}
		if slices.Index(rd.fields, f) != i {
			return &records.FileError{Feed: name, Problem: "the column " + string(f) + " stands twice", Fix: "leave one out"}
		}
	}
	return nil
}

// shown cuts a name to what fits a line.
func shown(s string) string {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == 0x7f {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if r := []rune(clean); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return clean
}
