package render

import "strings"

// A grid is a table as it is drawn: how wide each column is, and the size of its letters.
type grid struct {
	widths []float64
	points float64
	h      float64 // of a line
}

func (s *sheet) table(b Table) {
	g := s.measure(b)
	first := 0.0 // the head never stands at the end of a page without a row
	if len(b.Rows) > 0 {
		first = s.tall(g, b.Rows[0])
	}
	s.caption(b, g, first)
	for i, r := range b.Rows {
		s.row(b, g, r, i)
	}
	if len(b.Rows) == 0 && b.Empty != "" {
		s.space(1)
		s.text(b.Empty, body, "", soft, s.width)
	}
	s.space(3)
}

// measure gives each column what its longest word needs and shares out the rest by the longest cells.
func (s *sheet) measure(b Table) grid {
	for points := 9.0; ; points -= 0.5 {
		s.font("", points, ink)
		least, want := s.needs(b, points)
		if sum(least) <= s.width || points <= 6 {
			return grid{share(least, want, s.width), points, points * 0.3528 * 1.35}
		}
	}
}

// needs gives, for each column, the width of its longest word and of its longest cell.
func (s *sheet) needs(b Table, points float64) (least, want []float64) {
	least, want = make([]float64, len(b.Columns)), make([]float64, len(b.Columns))
	pad := 2*s.pdf.GetCellMargin() + 0.6
	note := func(i int, text string) {
		text = printable(text)
		want[i] = max(want[i], s.pdf.GetStringWidth(text)+pad)
		for _, w := range strings.Fields(text) {
			least[i] = max(least[i], s.pdf.GetStringWidth(w)+pad)
		}
	}
	s.font("B", points, ink)
	for i, c := range b.Columns {
		note(i, c.Title)
	}
	s.font("", points, ink)
	for _, r := range b.Rows {
		for i, cell := range r {
			note(i, cell)
		}
	}
	most := max(24, 1.6*s.width/float64(len(b.Columns)))
	for i := range least {
		least[i] = min(least[i], most) // a longer word is cut
		want[i] = min(want[i], 110)
	}
	return least, want
}

func share(least, want []float64, width float64) []float64 {
	out := make([]float64, len(least))
	spare, missing := width-sum(least), 0.0
	for i := range least {
		missing += want[i] - least[i]
	}
	for i := range least {
		switch {
		case spare < 0:
			out[i] = least[i] * width / sum(least)
		case missing <= spare:
			out[i] = want[i]
		default:
			out[i] = least[i] + spare*(want[i]-least[i])/missing
		}
	}
	return out
}

func sum(v []float64) float64 {
	n := 0.0
	for _, x := range v {
		n += x
	}
	return n
}

func (s *sheet) caption(b Table, g grid, first float64) {
	s.need(min(20+first, s.end-margin))
	if b.Caption != "" {
		s.text(b.Caption, body, "B", ink, s.width)
		s.space(0.8)
	}
	s.head(b, g)
}

func (s *sheet) head(b Table, g grid) {
	titles := make([]string, len(b.Columns))
	for i, c := range b.Columns {
		titles[i] = c.Title
	}
	s.cells(b, g, titles, "B")
	s.pdf.SetDrawColor(mark.r, mark.g, mark.b)
	s.pdf.SetLineWidth(0.4)
	s.pdf.Line(s.left, s.pdf.GetY(), s.left+sum(g.widths), s.pdf.GetY())
	s.space(0.4)
}

// row draws one row; what is taller than a page is cut where the page ends, and says so.
func (s *sheet) row(b Table, g grid, cells []string, i int) {
	tall := s.tall(g, cells)
	if s.need(tall + 1) {
		s.head(b, g)
	}
	y := s.pdf.GetY()
	if i%2 == 1 {
		s.pdf.SetFillColor(tint.r, tint.g, tint.b)
		s.pdf.Rect(s.left, y, sum(g.widths), min(tall, s.end-y), "F")
	}
	s.colour(b, g, i, y, min(tall, s.end-y))
	s.cells(b, g, cells, "")
	s.pdf.SetDrawColor(line.r, line.g, line.b)
	s.pdf.SetLineWidth(0.15)
	s.pdf.Line(s.left, s.pdf.GetY(), s.left+sum(g.widths), s.pdf.GetY())
}

// colour lays the grounds of a row's tones under its words.
func (s *sheet) colour(b Table, g grid, row int, y, tall float64) {
	x := s.left
	for i, w := range g.widths {
		if t := b.tone(row, i); t != Plain {
			c := tones[t].ground
			s.pdf.SetFillColor(c.r, c.g, c.b)
			s.pdf.Rect(x+0.3, y+0.2, w-0.6, tall-0.4, "F")
		}
		x += w
	}
}

func (s *sheet) tall(g grid, cells []string) float64 {
	s.font("", g.points, ink)
	n := 1
	for i, c := range cells {
		n = max(n, len(s.wrap(c, g.widths[i])))
	}
	return float64(n)*g.h + 1.2
}

// cells draws one row's cells beside each other and goes below the tallest.
func (s *sheet) cells(b Table, g grid, cells []string, style string) {
	y, x, below := s.pdf.GetY(), s.left, s.pdf.GetY()
	s.font(style, g.points, ink)
	for i, c := range cells {
		align := "L"
		if b.Columns[i].Number {
			align = "R"
		}
		s.pdf.SetY(y + 0.6)
		lines := s.wrap(c, g.widths[i])
		for n, l := range lines {
			last := s.pdf.GetY()+2*g.h > s.end+1
			if last && n+1 < len(lines) {
				l = s.fit("… (see the HTML twin)", g.widths[i])
			}
			s.line(x, g.widths[i], g.h, l, align)
			if last {
				break
			}
		}
		below = max(below, s.pdf.GetY())
		x += g.widths[i]
	}
	s.pdf.SetY(below + 0.6)
}
