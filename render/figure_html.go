package render

import (
	"fmt"
	"strconv"
)

// figure writes a figure as a drawing inside the page.
func (h *page) figure(b Figure) {
	h.f("<figure id=\"%s\">\n<figcaption dir=\"auto\">%s</figcaption>\n", escape(b.ID), escape(b.Caption))
	h.f("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"%s\" viewBox=\"0 0 %s %s\">\n", escape(b.Alt), mm(b.Width), mm(b.Height))
	for _, sh := range b.Shapes {
		switch v := sh.(type) {
		case Bar:
			h.f("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n", mm(v.X), mm(v.Y), mm(v.W), mm(v.H), hex(tones[v.Tone].solid))
		case Stroke:
			h.stroke(v)
		case Dot:
			h.f("<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"/>\n", mm(v.X), mm(v.Y), mm(v.R), hex(tones[v.Tone].solid))
		case Label:
			h.label(v)
		}
	}
	h.f("</svg>\n</figure>\n")
}

func (h *page) stroke(v Stroke) {
	colour, dash := line, ""
	if v.Tone != Plain {
		colour = tones[v.Tone].solid
	}
	if v.Dashed {
		dash = " stroke-dasharray=\"1 1\""
	}
	h.f("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" stroke=\"%s\" stroke-width=\"0.25\"%s/>\n", mm(v.X1), mm(v.Y1), mm(v.X2), mm(v.Y2), hex(colour), dash)
}

func (h *page) label(v Label) {
	weight, anchor := "", v.Anchor
	if v.Bold {
		weight = " font-weight=\"600\""
	}
	if anchor == "" {
		anchor = Start
	}
	h.f("<text x=\"%s\" y=\"%s\" font-size=\"%s\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>\n", mm(v.X), mm(v.Y), mm(v.Points*0.3528), anchor, hex(tones[v.Tone].ink), weight, escape(v.Text))
}

func mm(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func hex(c shade) string { return fmt.Sprintf("#%02x%02x%02x", c.r, c.g, c.b) }
