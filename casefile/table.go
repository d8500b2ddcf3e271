package casefile

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"writ"
	"writ/law"
)

// Limits of a table of identifiers.
const (
	MostTable = 1 << 20 // octets
	mostLines = 5000
	mostField = 600 // octets
)

// A Table is a table of identifiers that a demand came with, answered line by line.
type Table struct {
	File   string   `json:"file"`
	SHA256 [32]byte `json:"sha256"`
	Lines  []Line   `json:"lines"`
}

// A Line says what became of one line of a table: the asks that answer it, or why it could not be read. Its number is
// that in the file; the heading is line 1.
type Line struct {
	Number  int    `json:"number"`
	Asks    []int  `json:"asks,omitempty"`    // places in the demand, from 0
	Problem string `json:"problem,omitempty"` // never quotes the line
	Fix     string `json:"fix,omitempty"`
}

// An expansion turns the tables of one request into asks.
type expansion struct {
	plan   writ.NumberPlan
	tables []Table
}

func newExpansion(plan writ.NumberPlan) *expansion { return &expansion{plan: plan} }

// expand gives one ask for each good line, numbered from first on. A line that says the same as an earlier one is
// answered by the same ask. A line that can't be read is refused with its number and the reason, and stands in the
// table for the answer. The same file under two asks is one table.
func (x *expansion) expand(a law.Ask, data []byte, first int) ([]law.Ask, error) {
	rows, err := readTable(a.File, data)
	if err != nil {
		return nil, err
	}
	seen, lines := map[string]int{}, make([]Line, 0, len(rows))
	var asks []law.Ask
	for _, row := range rows {
		ask, line := row.ask(a, x.plan)
		if line.Problem == "" {
			key := marshalled(plainAsks([]law.Ask{ask}))
			at, had := seen[key]
			if !had {
				at = first + len(asks)
				seen[key], asks = at, append(asks, ask)
			}
			line.Asks = []int{at}
		}
		lines = append(lines, line)
	}
	x.join(Table{a.File, sha256.Sum256(data), lines})
	return asks, nil
}

// join adds the lines to the table of the same file, if it was named before.
func (x *expansion) join(t Table) {
	i := slices.IndexFunc(x.tables, func(o Table) bool { return o.File == t.File && o.SHA256 == t.SHA256 })
	if i < 0 {
		x.tables = append(x.tables, t)
		return
	}
	for k, l := range t.Lines {
		x.tables[i].Lines[k].Asks = append(x.tables[i].Lines[k].Asks, l.Asks...)
	}
}

// A row is one line of a table before it is understood.
type row struct {
	line           int
	kind           writ.Kind
	text, from, to string
	problem, fix   string
}

// readTable reads CSV with a heading: kind,value or the name of a kind alone, then from and to if each line has a window
// of its own. Commas or semicolons.
func readTable(file string, data []byte) ([]row, error) {
	fail := func(line int, problem, fix string) ([]row, error) {
		return nil, &FileError{File: file, Line: line, Problem: problem, Fix: fix}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case len(data) > MostTable:
		return fail(0, fmt.Sprintf("is larger than %d octets", MostTable), "split the demand")
	case bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data):
		return fail(lineAt(data), "is not UTF-8 text", "save it as CSV in UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	if first, _, _ := bytes.Cut(data, []byte("\n")); bytes.ContainsRune(first, ';') {
		r.Comma = ';'
	}
	heading, err := r.Read()
	if err != nil {
		return fail(1, "has no heading", "write the names of the columns into the first line: e164,from,to")
	}
	h, problem := readHeading(heading)
	if problem != "" {
		return fail(1, problem, "write kind,value or one kind of identifier, and from,to where each line has its own window")
	}
	var out []row
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if len(out) >= mostLines {
			return fail(0, fmt.Sprintf("has more than %d lines", mostLines), "split the demand")
		}
		out = append(out, h.row(r, rec, err))
	}
}

// A heading says which column holds what; -1: none does.
type heading struct {
	kind                writ.Kind // of every line; "" where a column says it
	kinds, at, from, to int
	width               int
}

func readHeading(cols []string) (h heading, problem string) {
	h = heading{kinds: -1, at: -1, from: -1, to: -1, width: len(cols)}
	for i, c := range cols {
		c = strings.ToLower(strings.TrimSpace(c))
		into := map[string]*int{"kind": &h.kinds, "value": &h.at, "from": &h.from, "to": &h.to}[c]
		if kind, err := writ.ParseKind(c); err == nil {
			h.kind, into = kind, &h.at
		}
		switch {
		case into == nil:
			return h, "has a column of an unknown name"
		case *into >= 0:
			return h, "has a column twice"
		}
		*into = i
	}
	if h.at < 0 || (h.kind == "") != (h.kinds >= 0) {
		return h, "does not say where the identifiers are and of what kind"
	}
	return h, ""
}

func (h heading) row(r *csv.Reader, rec []string, err error) row {
	var bad *csv.ParseError
	switch {
	case errors.As(err, &bad):
		return row{line: bad.StartLine, problem: "is not a line of CSV", fix: "close each quote, and double those inside"}
	case err != nil:
		return row{problem: "is not a line of CSV", fix: "save it again as CSV"}
	}
	n, _ := r.FieldPos(0)
	if len(rec) != h.width {
		return row{line: n, problem: fmt.Sprintf("has %d columns, not %d", len(rec), h.width), fix: "fill in the columns of the heading and no others"}
	}
	out := row{line: n, kind: h.kind, text: rec[h.at]}
	for _, c := range []struct {
		at   int
		into *string
	}{{h.from, &out.from}, {h.to, &out.to}} {
		if c.at >= 0 {
			*c.into = strings.TrimSpace(rec[c.at])
		}
	}
	if h.kinds >= 0 {
		if out.kind, err = writ.ParseKind(strings.TrimSpace(rec[h.kinds])); err != nil {
			out.problem, out.fix = "is of no known kind of identifier", "write one of the kinds of docs/formats/cases.md"
		}
	}
	if slices.ContainsFunc(rec, func(f string) bool { return len(f) > mostField }) {
		out.problem, out.fix = "has a column that is longer than any identifier", "write one identifier a line"
	}
	return out
}

// ask understands the row: the ask of the request with this identifier and, where it has one, its own window.
func (w row) ask(a law.Ask, plan writ.NumberPlan) (law.Ask, Line) {
	l := Line{Number: w.line, Problem: w.problem, Fix: w.fix}
	if l.Problem != "" {
		return law.Ask{}, l
	}
	id, err := plan.ParseIdentifier(w.kind, w.text)
	if err != nil {
		l.Problem, l.Fix = "its identifier can't be read", "correct it"
		var ie *writ.IdentifierError
		if errors.As(err, &ie) {
			l.Problem, l.Fix = "its identifier "+ie.Problem, ie.Fix
		}
		return law.Ask{}, l
	}
	out := law.Ask{Category: a.Category, Identifiers: []law.Stated{{Kind: id.Kind(), Text: id.Reveal()}}, Window: a.Window}
	if w.from == "" && w.to == "" {
		return out, l
	}
	out.Window = &law.StatedWindow{}
	for _, c := range []struct {
		name, text string
		into       **law.Stamp
	}{{"beginning", w.from, &out.Window.From}, {"end", w.to, &out.Window.To}} {
		if c.text == "" {
			continue
		}
		s, err := law.ParseStamp(c.text)
		if err != nil {
			l.Problem, l.Fix = "its window's "+c.name+" is neither a date nor an instant", "write 2026-03-02T10:00:00+01:00"
			return law.Ask{}, l
		}
		*c.into = &s
	}
	return out, l
}
