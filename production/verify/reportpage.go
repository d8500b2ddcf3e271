package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"writ/law"
	"writ/production/format"
	"writ/records"
)

// report compares report.html with what was read elsewhere, and finds its hash in report.pdf.
func (c *checker) report() *fault {
	html := c.small[format.ReportHTML]
	p, ok := readPage(html)
	if !ok {
		return broken("report.html is not in its one form")
	}
	if f := c.facts(p); f != nil {
		return f
	}
	for _, x := range []struct {
		id   string
		want [][]string
		what string
	}{
		{"asked", c.askedRows(), "report.html says otherwise what was asked"},
		{"law", c.lawRows(), "report.html says otherwise which law applied"},
		{"given", c.givenRows(), "report.html gives other totals"},
		{"stays", c.staysRows(), "report.html says otherwise what does not leave"},
	} {
		g := p.tables[x.id]
		if g == nil || !sameGrid(g.rows, x.want) {
			return broken(x.what)
		}
		delete(p.tables, x.id)
	}
	if f := c.shownRows(p); f != nil {
		return f
	}
	if len(p.tables) > 0 {
		return broken("report.html holds a table that no report has")
	}
	if !twin(c.small[format.ReportPDF], format.ReportHTML, html) {
		return broken("report.pdf is not the twin of report.html")
	}
	return nil
}

// twin finds the hash of the HTML in the PDF's keywords.
func twin(pdf []byte, name string, html []byte) bool {
	return bytes.HasPrefix(pdf, []byte("%PDF-")) && bytes.Contains(pdf, []byte("/Keywords ("+name+" sha256:"+hashText(html)+")"))
}

func hashText(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func sameGrid(a, b [][]string) bool {
	return slices.EqualFunc(a, b, func(x, y []string) bool { return slices.Equal(x, y) })
}

func (c *checker) facts(p *page) *fault {
	want := map[string]string{"case": c.caseShown(), "decision": c.m.Decision, "total-rows": strconv.FormatInt(c.m.Rows, 10)}
	if len(p.facts) != len(want) {
		return broken("report.html marks other facts than a report has")
	}
	for id, text := range want {
		if p.facts[id] != visible(text) {
			return broken("report.html is of another case, decision or total")
		}
	}
	return nil
}

func (c *checker) caseShown() string { return fmt.Sprintf("%s, version %d", c.m.Case, c.m.Version) }

func (c *checker) askedRows() [][]string {
	var out [][]string
	for i, a := range c.sc.Demand.Asks {
		var names []string
		for _, s := range a.Identifiers {
			names = append(names, s.Value+" ("+string(s.Kind)+")")
		}
		from, to := "no window", ""
		if a.Window != nil {
			from, to = stampText(a.Window.From), stampText(a.Window.To)
		}
		out = append(out, visibles(strconv.Itoa(i+1), string(a.Category), strings.Join(names, ", "), from, to))
	}
	return out
}

func stampText(s *stamp) string {
	if s == nil {
		return "not stated"
	}
	return s.Text
}

func (c *checker) lawRows() [][]string {
	var out [][]string
	for _, o := range c.outcomes {
		name, _ := law.AnswerName(o.Answer)
		for _, g := range o.Grounds {
			out = append(out, visibles(strconv.Itoa(o.Ask+1), name, g.Provision, g.Because, g.Certainty))
			name = ""
		}
	}
	return out
}

func (c *checker) givenRows() [][]string {
	var out [][]string
	for _, o := range c.outcomes {
		if !o.Opens() {
			continue
		}
		window, fields := "as the records stood at the decision", "all of the category"
		if !o.Window.IsZero() {
			window = readable(instantText(o.Window.From())) + " until, not including, " + readable(instantText(o.Window.To()))
		}
		var parts []string
		for _, f := range o.Fields {
			parts = append(parts, string(f))
		}
		if len(parts) > 0 {
			fields = strings.Join(parts, ", ")
		}
		out = append(out, visibles(strconv.Itoa(o.Ask+1), string(o.Category), window, fields, strconv.FormatInt(c.tally.asks[int64(o.Ask)+1], 10)))
	}
	return out
}

func (c *checker) staysRows() [][]string {
	words := map[string]string{"whole": "all of it", "part": "a part", "found": "what more than one holder fits"}
	var out [][]string
	for _, s := range c.stays {
		out = append(out, visibles(strconv.Itoa(s.Ask), s.Category, words[s.Kind], s.Answer, s.Ground, s.Provision, s.Repair))
	}
	return out
}

// shownRows compares the first rows, table by table, and the legends.
func (c *checker) shownRows(p *page) *fault {
	for _, t := range c.m.Tables {
		id := string(t.Category) + "-" + string(t.Kind)
		var rows []row
		for _, r := range c.shown {
			if r.category == t.Category && r.kind == t.Kind {
				rows = append(rows, r)
			}
		}
		g := p.tables["rows-"+id]
		switch {
		case (g == nil) != (len(rows) == 0):
			return broken("report.html shows other rows than rows.jsonl holds")
		case g != nil && !sameGrid(append([][]string{g.head}, g.rows...), shownGrid(t, rows)):
			return broken("report.html shows other rows than rows.jsonl holds")
		}
		legend := p.tables["legend-"+id]
		if legend == nil || !sameGrid(legend.rows, legendRows(t)) {
			return broken("report.html explains the columns otherwise")
		}
		delete(p.tables, "rows-"+id)
		delete(p.tables, "legend-"+id)
	}
	return nil
}

func legendRows(t table) [][]string {
	var out [][]string
	for _, s := range records.Fields(t.Kind) {
		if s.Category == t.Category {
			out = append(out, visibles(string(s.Field), s.Legend))
		}
	}
	return out
}

// shownGrid is the table that a report shows for rows, its head first.
func shownGrid(t table, rows []row) [][]string {
	at, used := false, map[records.Field]bool{}
	for _, r := range rows {
		at = at || r.at != ""
		for _, f := range r.fields {
			used[f.name] = true
		}
	}
	head := []string{"ask", "record"}
	if at {
		head = append(head, "at")
	}
	var specs []records.Spec
	for _, s := range records.Fields(t.Kind) {
		if used[s.Field] {
			specs = append(specs, s)
			head = append(head, string(s.Field))
		}
	}
	out := [][]string{append(head, "named in", "held by")}
	for _, r := range rows {
		cells := []string{strconv.FormatInt(r.ask, 10), strconv.FormatInt(r.record, 10)}
		if at {
			cells = append(cells, readable(r.at))
		}
		for _, s := range specs {
			cells = append(cells, shownText(s, r.get(s.Field)))
		}
		out = append(out, visibles(append(cells, string(r.named), r.holder)...))
	}
	return out
}

func shownText(s records.Spec, text string) string {
	switch {
	case s.Form == records.Instant:
		return readable(text)
	case !utf8.ValidString(text):
		return "octets that are no text: see rows.jsonl"
	case utf8.RuneCountInString(text) > 300:
		return string([]rune(text)[:300]) + "… (whole in rows.jsonl)"
	default:
		return text
	}
}

// readable writes an instant for people: "2026-03-02 10:00:00 UTC".
func readable(text string) string {
	if t, ok := instant(text); ok && strings.HasSuffix(text, "Z") && t.Year() > 0 {
		return text[:10] + " " + strings.TrimSuffix(text[11:], "Z") + " UTC"
	}
	return text
}

func visibles(texts ...string) []string {
	out := make([]string, len(texts))
	for i, s := range texts {
		out[i] = visible(s)
	}
	return out
}

// visible writes what can't be seen, or turns the direction of text, as its number: ⟨202E⟩.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2060 && r <= 0x2069 ||
			r == 0xfeff || r == 0xfffe || r == 0xffff {
			fmt.Fprintf(&b, "⟨%X⟩", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
