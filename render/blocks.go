package render

func (s *sheet) block(b Block) {
	switch b := b.(type) {
	case Heading:
		s.heading(b)
	case Paragraph:
		s.text(b.Text, body, "", ink, s.width)
		s.space(1.6)
	case Notice:
		s.notice(b)
	case Facts:
		s.facts(b)
	case List:
		s.list(b)
	case Lines:
		s.lines(b)
	case Table:
		s.table(b)
	case Figure:
		s.figure(b)
	}
}

func (s *sheet) heading(b Heading) {
	points := 11.0
	if b.Level <= 1 {
		points = 13.5
	}
	s.space(3.5)
	s.need(24)
	s.text(b.Text, points, "B", mark, s.width)
	if b.Level <= 1 {
		s.pdf.SetDrawColor(line.r, line.g, line.b)
		s.pdf.SetLineWidth(0.25)
		s.pdf.Line(s.left, s.pdf.GetY()+0.8, s.left+s.width, s.pdf.GetY()+0.8)
	}
	s.space(2.4)
}

// notice stands in a box. It is never broken: a notice is short.
func (s *sheet) notice(b Notice) {
	s.font("", body, ink)
	const h = body * 0.3528 * 1.4
	lines := s.wrap(b.Text, s.width-8)
	tall := float64(len(lines))*h + 4
	if s.need(tall + 2) {
		s.font("", body, ink)
	}
	y := s.pdf.GetY()
	s.pdf.SetFillColor(tint.r, tint.g, tint.b)
	s.pdf.Rect(s.left, y, s.width, tall, "F")
	s.pdf.SetFillColor(mark.r, mark.g, mark.b)
	s.pdf.Rect(s.left, y, 1.2, tall, "F")
	s.pdf.SetY(y + 2)
	for _, l := range lines {
		s.line(s.left+4, s.width-8, h, l, "L")
	}
	s.pdf.SetY(y + tall + 3)
}

func (s *sheet) facts(b Facts) {
	const h, name = body * 0.3528 * 1.4, 43.0
	for _, it := range b.Items {
		s.font("", body, soft)
		names := s.wrap(it.Name, name)
		s.font("", body, ink)
		values := s.wrap(it.Value, s.width-name)
		tall := float64(max(len(names), min(len(values), 40))) * h
		s.need(tall + 1)
		y := s.pdf.GetY()
		s.font("", body, soft)
		for _, l := range names {
			s.line(s.left, name, h, l, "L")
		}
		below := s.pdf.GetY()
		s.pdf.SetY(y)
		s.font("", body, ink)
		for _, l := range values {
			if s.need(h) {
				below = 0
				s.font("", body, ink)
			}
			s.line(s.left+name, s.width-name, h, l, "L")
		}
		s.pdf.SetY(max(below, s.pdf.GetY()) + 0.8)
	}
	s.space(1.6)
}

func (s *sheet) list(b List) {
	const h = body * 0.3528 * 1.4
	for _, it := range b.Items {
		s.font("", body, ink)
		for i, l := range s.wrap(it, s.width-6) {
			if s.need(h) {
				s.font("", body, ink)
			}
			if i == 0 {
				y := s.pdf.GetY()
				s.line(s.left, 6, h, "•", "L")
				s.pdf.SetY(y)
			}
			s.line(s.left+5, s.width-5, h, l, "L")
		}
		s.space(0.6)
	}
	s.space(1.2)
}

func (s *sheet) lines(b Lines) {
	for _, label := range b.Labels {
		s.need(16)
		s.space(11)
		y := s.pdf.GetY()
		s.pdf.SetDrawColor(ink.r, ink.g, ink.b)
		s.pdf.SetLineWidth(0.3)
		s.pdf.Line(s.left, y, s.left+100, y)
		s.font("", 8.5, soft)
		s.line(s.left, 100, 5, label, "L")
	}
	s.space(3)
}
