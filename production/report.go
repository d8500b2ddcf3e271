package production

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"writ/law"
	"writ/render"
	"writ/scope"
)

// reportOf is the document that a prosecutor reads.
func reportOf(h scope.Harvest, in Inputs, rows *written) render.Document {
	r := reporter{d: h.Decision(), in: in, h: h, rows: rows}
	dem := r.d.Demand()
	doc := render.Document{Title: r.say("report/title"), Subtitle: in.Paper.Provider + " to " + in.Paper.Agency, Language: "en", Made: in.At, Sheet: in.Paper.Sheet,
		Footer: fmt.Sprintf("%s, case %s, version %d", in.Paper.Provider, dem.Case, dem.Version)}
	for _, part := range [][]render.Block{r.opening(), r.asked(), r.law(), r.given(), r.stays(), r.reading(), r.legend(), r.shown(), r.checking()} {
		doc.Blocks = append(doc.Blocks, part...)
	}
	return doc
}

// drawn writes a document as HTML and as PDF, which names its twin by its hash.
func drawn(keep func(string, []byte, error) error, d render.Document, html, pdf string) error {
	var b bytes.Buffer
	err := render.HTML(&b, d)
	if err := keep(html, b.Bytes(), err); err != nil {
		return err
	}
	sum := sha256.Sum256(b.Bytes())
	d.Twin = html + " sha256:" + hex.EncodeToString(sum[:])
	var p bytes.Buffer
	err = render.PDF(&p, d)
	return keep(pdf, p.Bytes(), err)
}

type reporter struct {
	d    law.Decision
	in   Inputs
	h    scope.Harvest
	rows *written
}

// say gives a heading in both languages, where the texts have it.
func (r reporter) say(key string) string {
	english := headings[key]
	if t := r.in.Texts.Words[key]; t != "" && t != english {
		return t + " · " + english
	}
	return english
}

func (r reporter) opening() []render.Block {
	dem := r.d.Demand()
	digest := r.d.Digest()
	ref := r.in.Paper.Reference
	if ref == "" {
		ref = "none given"
	}
	out := []render.Block{render.Notice{Text: "This package holds what the demand named below opens under the law stated below, and nothing else. What does not leave, and on which ground, is listed; how much of it there is, is not said."},
		render.Facts{Items: []render.Fact{
			{Name: "Provider", Value: r.in.Paper.Provider}, {Name: "Given to", Value: r.in.Paper.Agency}, {Name: "Reference of the issuer", Value: ref},
			{Name: "Case of the provider", Value: fmt.Sprintf("%s, version %d", dem.Case, dem.Version), ID: "case"},
			{Name: "Decided", Value: clock(dem.At.UTC().Format(instantForm))}, {Name: "Assembled", Value: clock(r.in.At.UTC().Format(instantForm))},
			{Name: "Rows in this package", Value: number(r.rows.rows), ID: "total-rows"},
			{Name: "Digest of the decision", Value: hex.EncodeToString(digest[:]), ID: "decision"}}}}
	if r.in.Texts.Language != "" && len(r.in.Texts.Words) == 0 {
		out = append(out, render.Paragraph{Text: "There is no translation into the language “" + r.in.Texts.Language + "”; this report is in English only."})
	}
	return out
}

const instantForm = "2006-01-02T15:04:05.999999999Z"

// clock shows an instant for reading: "2026-03-02 10:00:00 UTC". Any other text stays as it is.
func clock(text string) string {
	d, t, ok := strings.Cut(strings.TrimSuffix(text, "Z"), "T")
	if !ok || !strings.HasSuffix(text, "Z") || !plainClock(d, t) {
		return text
	}
	return d + " " + t + " UTC"
}

func (r reporter) asked() []render.Block {
	t := render.Table{ID: "asked", Caption: "Each line is one ask, as the paper has it", Columns: cols("Ask", "Category", "For", "From", "To")}
	dem := r.d.Demand()
	for i, a := range dem.Asks {
		var names []string
		for _, s := range a.Identifiers {
			names = append(names, s.Text+" ("+string(s.Kind)+")")
		}
		from, to := "no window", ""
		if a.Window != nil {
			from, to = stampShown(a.Window.From), stampShown(a.Window.To)
		}
		t.Rows = append(t.Rows, []string{number(int64(i) + 1), string(a.Category), strings.Join(names, ", "), from, to})
	}
	i := dem.Instrument
	name := i.Type
	if r.in.Paper.Instrument != "" {
		name = r.in.Paper.Instrument + " (" + i.Type + ")"
	}
	return []render.Block{render.Heading{Level: 1, Text: r.say("report/asked")},
		render.Facts{Items: []render.Fact{{Name: "Instrument", Value: name}, {Name: "Issuer", Value: strings.TrimSpace(string(i.Issuer.Kind) + " " + i.Issuer.Country)},
			{Name: "Issued", Value: stampShown(i.Issued)}, {Name: "Served", Value: stampShown(i.Served)}}}, t}
}

func stampShown(s *law.Stamp) string {
	if s == nil {
		return "not stated"
	}
	return s.Text
}

func cols(titles ...string) []render.Column {
	out := make([]render.Column, len(titles))
	for i, t := range titles {
		out[i] = render.Column{Title: t}
	}
	return out
}

func (r reporter) law() []render.Block {
	t := render.Table{ID: "law", Caption: "The provision that decided each ask", Columns: cols("Ask", "Answer", "Provision", "Why", "Certainty")}
	for o := range r.d.Outcomes() {
		name, _ := law.AnswerName(o.Answer)
		for i, g := range o.Grounds {
			if i > 0 {
				name = ""
			}
			t.Rows = append(t.Rows, []string{number(int64(o.Ask) + 1), name, g.Provision, g.Because, g.Certainty})
		}
	}
	packs := r.d.PackSet()
	facts := []render.Fact{{Name: "Law in play", Value: strings.Join(r.d.Demand().Packs, ", ")}, {Name: "Hash of its text", Value: hex.EncodeToString(packs[:])},
		{Name: "Days are counted in", Value: r.d.Zone()}}
	if due, ok := r.d.Due(); ok {
		facts = append(facts, render.Fact{Name: "Answer due before", Value: clock(due.UTC().Format(instantForm))})
	}
	return []render.Block{render.Heading{Level: 1, Text: r.say("report/law")}, render.Facts{Items: facts}, t}
}

func (r reporter) given() []render.Block {
	totals := map[int]int64{}
	for _, t := range r.h.Totals() {
		totals[t.Ask] = t.Rows
	}
	t := render.Table{ID: "given", Caption: "Rows by ask", Columns: append(cols("Ask", "Category", "Window opened (UTC)", "Part of each record"), render.Column{Title: "Rows", Number: true}),
		Empty: "Nothing leaves."}
	for o := range r.d.Outcomes() {
		if !o.Opens() {
			continue
		}
		window := "as the records stood at the decision"
		if !o.Window.IsZero() {
			window = clock(o.Window.From().Format(instantForm)) + " until, not including, " + clock(o.Window.To().Format(instantForm))
		}
		part := "all of the category"
		if len(o.Fields) > 0 {
			part = joined(o.Fields)
		}
		t.Rows = append(t.Rows, []string{number(int64(o.Ask) + 1), string(o.Category), window, part, number(totals[o.Ask])})
	}
	return []render.Block{render.Heading{Level: 1, Text: r.say("report/given")}, t, render.Paragraph{Text: "Where a line says 0 rows, the records were searched and none was found."}}
}

func joined[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = string(s)
	}
	return strings.Join(out, ", ")
}

func (r reporter) stays() []render.Block {
	t := render.Table{ID: "stays", Caption: "What was asked and does not leave", Columns: cols("Ask", "Category", "How much", "Answer", "Ground", "Provision", "What would reach it"),
		Empty: "Everything that was asked leaves."}
	words := map[string]string{staysWhole: "all of it", staysPart: "a part", staysFound: "what more than one holder fits"}
	for _, s := range shortfallOf(r.d, r.h.Findings()).Stays {
		t.Rows = append(t.Rows, []string{number(int64(s.Ask)), s.Category, words[s.Kind], s.Answer, s.Ground, s.Provision, s.Repair})
	}
	return []render.Block{render.Heading{Level: 1, Text: r.say("report/stays")}, t}
}

func (r reporter) reading() []render.Block {
	return []render.Block{render.Heading{Level: 1, Text: r.say("report/reading")}, render.List{Items: []string{
		"All times in the rows are UTC. Times in “What was asked” are written as on the paper.",
		"A window includes its first instant and ends before its last.",
		"Telephone numbers are written with + and country code (ITU-T E.164). A party that is no such number is written as the network had it.",
		"In the tables (CSV) each cell bears its scheme or unit, as in tel:+…, so that no spreadsheet changes it. rows.jsonl holds the same rows without.",
		"“Held by” is the provider's own account that held the name in question at that time. “Named in” is the column that bears it.",
	}}}
}

func (r reporter) legend() []render.Block {
	out := []render.Block{render.Heading{Level: 1, Text: r.say("report/legend")}}
	for _, t := range r.rows.tables {
		l := render.Table{ID: "legend-" + string(t.key.category) + "-" + string(t.key.kind), Caption: captionOf(t.key), Columns: cols("Column", "Meaning")}
		for _, s := range t.specs {
			l.Rows = append(l.Rows, []string{string(s.Field), s.Legend})
		}
		out = append(out, l)
	}
	if len(r.rows.tables) == 0 {
		out = append(out, render.Paragraph{Text: "There are no rows."})
	}
	return out
}

func captionOf(k tableKey) string {
	return fmt.Sprintf("Category %s, records of kind %s", k.category, k.kind)
}

func (r reporter) checking() []render.Block {
	return []render.Block{render.Heading{Level: 1, Text: r.say("report/checking")}, render.Paragraph{
		Text: "The command “writ package verify” checks, without a network, that nothing was changed, that the decision follows from the demand and the law enclosed, that two people who did not register the demand approved it, and that each row lies within what was opened. manifest.json names each part by its SHA-256."}}
}
