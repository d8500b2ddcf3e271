package page

import (
	"fmt"
	"strconv"
	"strings"

	"writ/render"
	"writ/strategy"
)

// counts draws how many findings each status has.
func counts(a strategy.Assessment) render.Figure {
	f := render.Figure{ID: "counts", Caption: "Findings by status", Width: 174}
	most, y := 1, 4.5
	for _, s := range strategy.Statuses() {
		most = max(most, a.Count(s))
	}
	var words []string
	for _, s := range strategy.Statuses() {
		n := a.Count(s)
		words = append(words, fmt.Sprintf("%s %d", s, n))
		f.Shapes = append(f.Shapes, render.Label{X: 0, Y: y, Text: string(s), Points: 9, Bold: true, Tone: toneOf(s)})
		width := 52 * float64(n) / float64(most)
		if n > 0 {
			f.Shapes = append(f.Shapes, render.Bar{X: 28, Y: y - 3.2, W: max(width, 0.6), H: 4, Tone: toneOf(s)})
		}
		f.Shapes = append(f.Shapes, render.Label{X: 29.5 + width, Y: y, Text: strconv.Itoa(n), Points: 9},
			render.Label{X: 92, Y: y, Text: means[s], Points: 8, Tone: render.Calm})
		y += 6
	}
	f.Height, f.Alt = y-2, strings.Join(words, ", ")
	return f
}
