package page

import (
	"fmt"
	"io"
	"strings"

	"writ/render"
)

// Markdown writes a document as text. A figure is said in words.
func Markdown(w io.Writer, d render.Document) error {
	m := &markdown{w: w}
	m.f("# %s\n\n%s\n\n", plain(d.Title), plain(d.Subtitle))
	for _, b := range d.Blocks {
		m.block(b)
	}
	return m.err
}

// A markdown remembers the first error of its writer.
type markdown struct {
	w   io.Writer
	err error
}

func (m *markdown) f(format string, args ...any) {
	if m.err == nil {
		_, m.err = fmt.Fprintf(m.w, format, args...)
	}
}

func (m *markdown) block(b render.Block) {
	switch b := b.(type) {
	case render.Heading:
		m.f("%s %s\n\n", strings.Repeat("#", b.Level+1), plain(b.Text))
	case render.Paragraph:
		m.f("%s\n\n", plain(b.Text))
	case render.Notice:
		m.f("> %s\n\n", plain(b.Text))
	case render.Facts:
		for _, it := range b.Items {
			m.f("- **%s**: %s\n", plain(it.Name), plain(it.Value))
		}
		m.f("\n")
	case render.List:
		for _, s := range b.Items {
			m.f("- %s\n", plain(s))
		}
		m.f("\n")
	case render.Table:
		m.table(b)
	case render.Figure:
		m.f("**%s.** %s\n\n", plain(b.Caption), plain(b.Alt))
	case render.Lines:
		for _, s := range b.Labels {
			m.f("%s: ____________________\n\n", plain(s))
		}
	}
}

func (m *markdown) table(b render.Table) {
	if b.Caption != "" {
		m.f("**%s**\n\n", plain(b.Caption))
	}
	if len(b.Rows) == 0 {
		m.f("%s\n\n", plain(b.Empty))
		return
	}
	titles, rules := make([]string, len(b.Columns)), make([]string, len(b.Columns))
	for i, c := range b.Columns {
		titles[i], rules[i] = plain(c.Title), "---"
	}
	m.row(titles)
	m.row(rules)
	for _, r := range b.Rows {
		cells := make([]string, len(r))
		for i, c := range r {
			cells[i] = plain(c)
		}
		m.row(cells)
	}
	m.f("\n")
}

func (m *markdown) row(cells []string) { m.f("| %s |\n", strings.Join(cells, " | ")) }

// plain keeps a text on one line and its marks as they are.
func plain(s string) string {
	return strings.NewReplacer("\n", " ", "\r", " ", "|", "\\|", "<", "&lt;", "*", "\\*", "_", "\\_", "`", "\\`", "#", "\\#", "[", "\\[").Replace(s)
}
