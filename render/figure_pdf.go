package render

// figure draws a figure below what stands, on a new page where it does not fit.
func (s *sheet) figure(b Figure) {
	s.need(b.Height + 12)
	if b.Caption != "" {
		s.text(b.Caption, body, "B", ink, s.width)
		s.space(1)
	}
	top := s.pdf.GetY()
	for _, sh := range b.Shapes {
		switch v := sh.(type) {
		case Bar:
			c := tones[v.Tone].solid
			s.pdf.SetFillColor(c.r, c.g, c.b)
			s.pdf.Rect(s.left+v.X, top+v.Y, v.W, v.H, "F")
		case Stroke:
			s.stroke(v, top)
		case Dot:
			c := tones[v.Tone].solid
			s.pdf.SetFillColor(c.r, c.g, c.b)
			s.pdf.Circle(s.left+v.X, top+v.Y, v.R, "F")
		case Label:
			s.label(v, top)
		}
	}
	s.pdf.SetY(top + b.Height + 3)
	s.font("", body, ink)
}

func (s *sheet) stroke(v Stroke, top float64) {
	c := line
	if v.Tone != Plain {
		c = tones[v.Tone].solid
	}
	s.pdf.SetDrawColor(c.r, c.g, c.b)
	s.pdf.SetLineWidth(0.25)
	if v.Dashed {
		s.pdf.SetDashPattern([]float64{1, 1}, 0)
	}
	s.pdf.Line(s.left+v.X1, top+v.Y1, s.left+v.X2, top+v.Y2)
	s.pdf.SetDashPattern([]float64{}, 0)
}

func (s *sheet) label(v Label, top float64) {
	style := ""
	if v.Bold {
		style = "B"
	}
	s.font(style, v.Points, tones[v.Tone].ink)
	text, _ := visual(printable(v.Text))
	x, w := s.left+v.X, s.pdf.GetStringWidth(text)
	switch v.Anchor {
	case Middle:
		x -= w / 2
	case End:
		x -= w
	case Start:
	}
	s.pdf.Text(x, top+v.Y, text)
}
