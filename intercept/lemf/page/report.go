package page

import (
	"fmt"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/check"
	"writ/intercept/lemf/rebuild"
	"writ/render"
)

// MaxSessions is how many sessions are drawn; all are in the tables.
const MaxSessions = 200

// A Report gathers what is shown.
type Report struct {
	made     time.Time
	files    []string
	findings []check.Finding
	index    *rebuild.Index
	blocks   []render.Block
	drawn    int
}

// A File is what was written of a session, and what it is in plain words.
type File struct{ Name, What string }

// New begins a report of files, judged and indexed.
func New(made time.Time, files []string, findings []check.Finding, index *rebuild.Index) *Report {
	return &Report{made: made, files: files, findings: findings, index: index}
}

// Document gives the report as it is shown.
func (r *Report) Document() render.Document {
	d := render.Document{Title: "Delivery report", Subtitle: r.subtitle(), Language: "en", Made: r.made, Footer: "Delivery report"}
	d.Blocks = append(d.Blocks, r.summary()...)
	d.Blocks = append(d.Blocks, r.overview()...)
	d.Blocks = append(d.Blocks, r.completeness()...)
	d.Blocks = append(d.Blocks, r.judged()...)
	d.Blocks = append(d.Blocks, r.blocks...)
	return d
}

func (r *Report) subtitle() string {
	from, to := r.span()
	if from.IsZero() {
		return "no product came"
	}
	return instant(from) + " to " + instant(to)
}

// span gives the first and the last instant of product.
func (r *Report) span() (from, to time.Time) {
	for _, s := range r.index.Sessions() {
		if from.IsZero() || s.From.Before(from) {
			from = s.From
		}
		if s.To.After(to) {
			to = s.To
		}
	}
	return from, to
}

func (r *Report) summary() []render.Block {
	var iri, cc, missing uint64
	for _, c := range r.index.Book.Counts() {
		switch c.Kind {
		case lemf.KindIRI:
			iri += c.Received()
		case lemf.KindCC:
			cc += c.Received()
		default: // counted as missing only
		}
		missing += c.Missing() + c.Before()
	}
	counts := map[check.Severity]int{}
	for _, f := range r.findings {
		counts[f.Severity]++
	}
	f := render.Facts{Items: []render.Fact{
		{Name: "Sessions", Value: fmt.Sprint(len(r.index.Sessions())), ID: "sessions"},
		{Name: "IRI received", Value: fmt.Sprint(iri), ID: "iri"},
		{Name: "CC received", Value: fmt.Sprint(cc), ID: "cc"},
		{Name: "PDUs missing by number", Value: fmt.Sprint(missing), ID: "missing"},
		{Name: "Findings", Value: fmt.Sprintf("errors: %d, warnings: %d, notes: %d", counts[check.Error], counts[check.Warning], counts[check.Note]), ID: "findings"},
	}}
	if r.index.Sealed > 0 {
		f.Items = append(f.Items, render.Fact{Name: "Encrypted and not shown", Value: fmt.Sprint(r.index.Sealed)})
	}
	if r.index.Unread > 0 {
		f.Items = append(f.Items, render.Fact{Name: "Can't be decoded", Value: fmt.Sprint(r.index.Unread)})
	}
	for _, name := range r.files {
		f.Items = append(f.Items, render.Fact{Name: "File", Value: name})
	}
	return []render.Block{render.Notice{Text: r.verdict(missing, counts[check.Error])}, f}
}

func (r *Report) verdict(missing uint64, errors int) string {
	switch {
	case missing > 0:
		return fmt.Sprintf("This delivery is not complete: by the numbers, %d PDUs did not come. Numbers can't show what was lost after the last PDU of a session.", missing)
	case errors > 0:
		return "Every numbered PDU came. The delivery departs from the standard in places: see the findings. Numbers can't show what was lost after the last PDU of a session."
	default:
		return "Every numbered PDU came. Numbers can't show what was lost after the last PDU of a session."
	}
}

func (r *Report) completeness() []render.Block {
	t := render.Table{ID: "completeness", Caption: "What was expected by its numbers, and what came", Empty: "Nothing came.",
		Columns: []render.Column{{Title: "LIID"}, {Title: "CIN", Number: true}, {Title: "Kind"}, {Title: "Expected", Number: true}, {Title: "Received", Number: true},
			{Title: "Missing", Number: true}, {Title: "Twice", Number: true}, {Title: "From"}, {Title: "To"}}}
	for _, c := range r.index.Book.Counts() {
		if c.Kind == lemf.KindTRI {
			continue
		}
		gone := c.Missing() + c.Before()
		tone := render.Good
		if gone > 0 {
			tone = render.Bad
		}
		t.Rows = append(t.Rows, []string{c.LIID.Reveal(), cin(c.Session), c.Kind.String(), fmt.Sprint(c.Expected()), fmt.Sprint(c.Received()), fmt.Sprint(gone),
			fmt.Sprint(c.Twice), clock(c.From), clock(c.To)})
		t.Tones = append(t.Tones, []render.Tone{"", "", "", "", "", tone})
	}
	out := []render.Block{render.Heading{Level: 1, Text: "Completeness"}, t}
	lacks := render.Table{ID: "belonging", Caption: "IRI and CC that don't belong together", Columns: []render.Column{{Title: "LIID"}, {Title: "CIN", Number: true}, {Title: "What"}},
		Empty: "In every session IRI and CC belong together."}
	for _, s := range r.index.Book.Sessions() {
		for _, what := range s.Lacks() {
			lacks.Rows = append(lacks.Rows, []string{s.LIID.Reveal(), cin(s.Session), what})
		}
	}
	return append(out, lacks)
}

func (r *Report) judged() []render.Block {
	t := render.Table{ID: "judged", Caption: "Departures from the standard, the worst first", Empty: "Nothing was found.", Wide: true,
		Columns: []render.Column{{Title: "Severity"}, {Title: "What"}, {Title: "Times", Number: true}, {Title: "Where"}, {Title: "Field or clause"}, {Title: "What to do"}}}
	for _, f := range r.findings {
		t.Rows = append(t.Rows, []string{string(f.Severity), f.What, fmt.Sprint(f.Count), fmt.Sprintf("%s, octet %d (PDU %d)", f.File, f.Offset, f.PDU), f.Clause, f.Do})
		t.Tones = append(t.Tones, []render.Tone{map[check.Severity]render.Tone{check.Error: render.Bad, check.Warning: render.Warn, check.Note: render.Calm}[f.Severity]})
	}
	return []render.Block{render.Heading{Level: 1, Text: "Findings"}, t}
}

func cin(s lemf.Session) string {
	if s.NoCIN {
		return "none"
	}
	return fmt.Sprint(s.CIN)
}

func instant(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.000 UTC") }

func clock(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.UTC().Format("15:04:05.000")
}

// size writes octets for people.
func size(n int) string {
	if n < 10000 {
		return fmt.Sprintf("%d octets", n)
	}
	return fmt.Sprintf("%d kB", n/1000)
}
