package render

import "strings"

// wrap breaks text into lines that are no wider than so many millimetres, at spaces where there are any.
func (s *sheet) wrap(text string, width float64) []string {
	var out []string
	for _, par := range strings.Split(text, "\n") {
		out = append(out, s.fill(strings.Fields(printable(par)), width)...)
	}
	return out
}

func (s *sheet) fill(words []string, width float64) []string {
	width -= 2*s.pdf.GetCellMargin() + 0.1
	line, out := "", []string{}
	for _, w := range words {
		for _, piece := range s.pieces(w, width) {
			switch {
			case line == "":
				line = piece
			case s.pdf.GetStringWidth(line+" "+piece) <= width:
				line += " " + piece
			default:
				out = append(out, line)
				line = piece
			}
		}
	}
	return append(out, line)
}

// pieces cuts a word that is wider than a line.
func (s *sheet) pieces(w string, width float64) []string {
	if s.pdf.GetStringWidth(w) <= width {
		return []string{w}
	}
	var out []string
	piece, length := "", 0.0
	for _, r := range w {
		n := s.pdf.GetStringWidth(string(r))
		if length+n > width && piece != "" {
			out = append(out, piece)
			piece, length = "", 0
		}
		piece += string(r)
		length += n
	}
	return append(out, piece)
}

// fit cuts text to one line.
func (s *sheet) fit(text string, width float64) string {
	if s.pdf.GetStringWidth(text) <= width-2*s.pdf.GetCellMargin() {
		return text
	}
	return s.pieces(text, width-2*s.pdf.GetCellMargin()-s.pdf.GetStringWidth("…"))[0] + "…"
}
