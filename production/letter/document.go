package letter

import (
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"time"

	"writ/render"
)

// HTML writes the letter as a page.
func (l Letter) HTML(w io.Writer) error { return render.HTML(w, l.document("")) }

// PDF writes it as a PDF. twin is the SHA-256 of the page, in hex.
func (l Letter) PDF(w io.Writer, twin string) error {
	return render.PDF(w, l.document("letter.html sha256:"+twin))
}

func (l Letter) document(twin string) render.Document {
	in := l.Inputs
	d := render.Document{Title: l.both("title/" + string(l.Kind)), Subtitle: in.Provider + " to " + in.Agency, Language: "en", Made: in.At, Sheet: in.Sheet,
		Twin: twin, Footer: fmt.Sprintf("%s, case %s, version %d", in.Provider, l.Case, l.Version)}
	d.Blocks = append(d.Blocks, l.head())
	d.Blocks = append(d.Blocks, l.paragraphs("letter/opening")...)
	if in.Texts.Language != "" && in.Texts.Language != "en" && l.missing() {
		d.Blocks = append(d.Blocks, render.Notice{Text: "Some of this letter has no translation into the language “" + in.Texts.Language + "” and is in English only."})
	}
	for _, answer := range []string{"default", "not-held", "withhold", "clarify", "refer", "preserve"} {
		d.Blocks = append(d.Blocks, l.part(answer)...)
	}
	d.Blocks = append(d.Blocks, l.paragraphs("letter/closing")...)
	return d
}

// missing says whether a text of this letter has no translation.
func (l Letter) missing() bool {
	keys := []string{"letter/opening", "letter/closing", "title/" + string(l.Kind)}
	for _, i := range l.Items {
		keys = append(keys, "letter/"+i.Answer)
	}
	for _, k := range keys {
		if l.own(k) == "" {
			return true
		}
	}
	return false
}

func (l Letter) head() render.Block {
	name := l.Type
	if l.Inputs.Instrument != "" {
		name = l.Inputs.Instrument + " (" + l.Type + ")"
	}
	f := render.Facts{}
	add := func(key, value, id string) {
		if value != "" {
			f.Items = append(f.Items, render.Fact{Name: l.both(key), Value: value, ID: id})
		}
	}
	add("label/provider", l.Inputs.Provider, "")
	add("label/agency", l.Inputs.Agency, "")
	add("label/reference", l.Inputs.Reference, "reference")
	add("label/instrument", name, "")
	add("label/issued", l.Issued, "")
	add("label/case", fmt.Sprintf("%s, version %d", l.Case, l.Version), "case")
	add("label/date", l.Inputs.At.UTC().Format("2006-01-02 15:04 UTC"), "")
	add("label/decision", hex.EncodeToString(l.Decision[:]), "decision")
	return f
}

// paragraphs gives a text in the issuer's language, then in English.
func (l Letter) paragraphs(key string) []render.Block {
	var out []render.Block
	if t := l.own(key); t != "" {
		out = append(out, render.Paragraph{Text: t, Language: l.Inputs.Texts.Language})
	}
	return append(out, render.Paragraph{Text: l.say(key), Language: "en"})
}

// part gives all asks with one answer.
func (l Letter) part(answer string) []render.Block {
	t := render.Table{ID: "asks-" + answer, Caption: "", Columns: []render.Column{{Title: l.both("label/ask")}, {Title: l.both("label/category")}, {Title: l.both("label/ground")},
		{Title: l.both("label/provision")}, {Title: l.both("label/because")}}}
	reach := "label/reach"
	if answer == "clarify" {
		reach = "label/question"
	}
	t.Columns = append(t.Columns, render.Column{Title: l.both(reach)})
	for _, i := range l.Items {
		if i.Answer != answer {
			continue
		}
		category := i.Category
		if i.Part {
			category += " (a part)"
		}
		text := i.Reach
		if own := l.own("question/" + i.Ground); own != "" && answer == "clarify" {
			text = own + " · " + text
		}
		if i.Deadline != "" && answer == "clarify" {
			text += " (" + l.say("label/deadline") + " " + day(i.Deadline) + ")"
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(i.Ask), category, i.Ground, i.Provision, i.Because, text})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	out := []render.Block{render.Heading{Level: 1, Text: l.both("title/" + string(kinds[answer]))}}
	t.Caption = l.say("letter/" + answer)
	return append(append(out, l.ownOnly("letter/"+answer)...), t)
}

func (l Letter) ownOnly(key string) []render.Block {
	if t := l.own(key); t != "" {
		return []render.Block{render.Paragraph{Text: t, Language: l.Inputs.Texts.Language}}
	}
	return nil
}

func day(instant string) string {
	t, err := time.Parse(time.RFC3339Nano, instant)
	if err != nil {
		return ""
	}
	return t.Format("2006-01-02 15:04 UTC")
}
