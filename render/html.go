package render

import (
	"fmt"
	"io"
	"strings"
	"time"

	_ "embed"
)

//go:embed document.css
var css string

// HTML writes the document as one page that needs nothing else. It is well-formed XML too, so that a
// program can read it with care; the error is the writer's.
func HTML(w io.Writer, d Document) error {
	h := &page{w: w}
	lang := d.Language
	if lang == "" {
		lang = "en"
	}
	h.f("<!DOCTYPE html>\n<html lang=\"%s\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n", escape(lang))
	h.f("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n")
	h.f("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n")
	h.f("<title>%s</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1 dir=\"auto\">%s</h1>\n", escape(d.Title), css, escape(d.Title))
	if d.Subtitle != "" {
		h.f("<p class=\"sub\" dir=\"auto\">%s</p>\n", escape(d.Subtitle))
	}
	h.f("</header>\n<main>\n")
	for _, b := range d.Blocks {
		h.block(b)
	}
	h.f("</main>\n<footer><p>%s<time datetime=\"%s\">%s</time></p></footer>\n</body>\n</html>\n",
		escape(footing(d.Footer)), d.Made.UTC().Format(time.RFC3339Nano), d.Made.UTC().Format("2006-01-02 15:04:05 UTC"))
	return h.err
}

func footing(s string) string {
	if s == "" {
		return ""
	}
	return s + " · "
}

// A page remembers the first error of its writer.
type page struct {
	w   io.Writer
	err error
}

func (h *page) f(format string, args ...any) {
	if h.err == nil {
		_, h.err = fmt.Fprintf(h.w, format, args...)
	}
}

func (h *page) block(b Block) {
	switch b := b.(type) {
	case Heading:
		n := min(max(b.Level, 1), 2) + 1
		h.f("<h%d dir=\"auto\">%s</h%d>\n", n, escape(b.Text), n)
	case Paragraph:
		lang := ""
		if b.Language != "" {
			lang = fmt.Sprintf(" lang=\"%s\"", escape(b.Language))
		}
		h.f("<p dir=\"auto\"%s>%s</p>\n", lang, escape(b.Text))
	case Notice:
		h.f("<p class=\"notice\" role=\"note\" dir=\"auto\">%s</p>\n", escape(b.Text))
	case Facts:
		h.facts(b)
	case List:
		h.f("<ul>\n")
		for _, s := range b.Items {
			h.f("<li dir=\"auto\">%s</li>\n", escape(s))
		}
		h.f("</ul>\n")
	case Lines:
		h.f("<dl class=\"lines\">\n")
		for _, s := range b.Labels {
			h.f("<div><dt>%s</dt><dd>&#160;</dd></div>\n", escape(s))
		}
		h.f("</dl>\n")
	case Table:
		h.table(b)
	case Figure:
		h.figure(b)
	}
}

func (h *page) facts(b Facts) {
	h.f("<dl>\n")
	for _, it := range b.Items {
		id := ""
		if it.ID != "" {
			id = fmt.Sprintf(" id=\"%s\"", escape(it.ID))
		}
		h.f("<div><dt>%s</dt><dd dir=\"auto\"%s>%s</dd></div>\n", escape(it.Name), id, escape(it.Value))
	}
	h.f("</dl>\n")
}

func (h *page) table(b Table) {
	h.f("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n<table id=\"%s\">\n<caption>%s</caption>\n<thead><tr>", escape(b.Caption), escape(b.ID), escape(b.Caption))
	for _, c := range b.Columns {
		h.f("<th scope=\"col\"%s>%s</th>", class(c, Plain), escape(c.Title))
	}
	h.f("</tr></thead>\n<tbody>\n")
	for n, r := range b.Rows {
		h.f("<tr>")
		for i, cell := range r {
			h.f("<td dir=\"auto\"%s>%s</td>", class(b.Columns[i], b.tone(n, i)), escape(cell))
		}
		h.f("</tr>\n")
	}
	h.f("</tbody>\n</table>\n</div>\n")
	if len(b.Rows) == 0 && b.Empty != "" {
		h.f("<p>%s</p>\n", escape(b.Empty))
	}
}

func class(c Column, t Tone) string {
	names := string(t)
	if c.Number {
		names = strings.TrimSpace("n " + names)
	}
	if names == "" {
		return ""
	}
	return ` class="` + names + `"`
}

// tone gives the tone of a cell.
func (b Table) tone(row, column int) Tone {
	if row >= len(b.Tones) || column >= len(b.Tones[row]) {
		return Plain
	}
	return b.Tones[row][column]
}

// escape writes text into HTML that is XML too. What XML can't hold stands as its number, ⟨0⟩.
func escape(s string) string {
	clean := true
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '<' || c == '>' || c == '&' || c == '"' || c == '\'' {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '"':
			b.WriteString("&#34;")
		case r == '\'':
			b.WriteString("&#39;")
		case hidden(r):
			fmt.Fprintf(&b, "⟨%X⟩", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// hidden says whether a character can't be seen or changes how others are seen: controls, the marks that
// turn the direction of text, what is no character.
func hidden(r rune) bool {
	switch {
	case r < 0x20, r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff, r == 0xfeff:
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x2069:
		return true
	default:
		return false
	}
}
