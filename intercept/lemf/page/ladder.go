package page

import (
	"fmt"
	"net/netip"
	"slices"

	"writ/intercept/lemf/call"
	"writ/render"
)

const (
	wide       = 174.0 // millimetres
	maxRungs   = 60
	maxPoles   = 6
	rung       = 6.0
	timeColumn = 26.0
)

// ladder draws the messages between the addresses, from above in the order of time.
func ladder(id string, c *call.Call) render.Figure {
	poles := hosts(c)
	at := map[netip.Addr]float64{}
	step := (wide - timeColumn - 30) / float64(max(len(poles)-1, 1))
	f := render.Figure{ID: id, Caption: "Signalling: who sent what to whom", Width: wide}
	f.Alt = fmt.Sprintf("Ladder of %d messages between %d addresses", len(c.Messages), len(poles))
	shown := c.Messages[:min(len(c.Messages), maxRungs)]
	f.Height = 14 + rung*float64(len(shown))
	for i, p := range poles {
		x := timeColumn + 15 + float64(i)*step
		at[p] = x
		f.Shapes = append(f.Shapes, render.Label{X: x, Y: 5, Text: name(p), Points: 8, Anchor: render.Middle, Bold: true}, render.Stroke{X1: x, Y1: 7, X2: x, Y2: f.Height - 2})
	}
	for i, m := range shown {
		y := 13 + rung*float64(i)
		f.Shapes = append(f.Shapes, render.Label{X: 0, Y: y, Text: clock(m.At), Points: 7})
		from, to := at[m.From], at[m.To]
		if from == 0 || to == 0 || from == to {
			f.Shapes = append(f.Shapes, render.Label{X: timeColumn + 15 + 1, Y: y - 0.8, Text: m.Line + " (between " + name(m.From) + " and " + name(m.To) + ")", Points: 7})
			continue
		}
		f.Shapes = append(f.Shapes, arrow(from, to, y, toneOf(m))...)
		f.Shapes = append(f.Shapes, render.Label{X: (from + to) / 2, Y: y - 0.8, Text: label(m), Points: 7, Anchor: render.Middle})
	}
	if rest := len(c.Messages) - len(shown) + c.More; rest > 0 {
		f.Caption += fmt.Sprintf(" (the first %d; %d more are in the file of the signalling)", len(shown), rest)
	}
	return f
}

// hosts gives the addresses in the order in which they appear, the caller's first.
func hosts(c *call.Call) []netip.Addr {
	var out []netip.Addr
	for _, m := range c.Messages {
		for _, a := range []netip.Addr{m.From, m.To} {
			if a.IsValid() && !slices.Contains(out, a) && len(out) < maxPoles {
				out = append(out, a)
			}
		}
	}
	return out
}

func name(a netip.Addr) string {
	if !a.IsValid() {
		return "not handed over"
	}
	return a.String()
}

func label(m call.Message) string {
	switch {
	case m.Streams == 1:
		return m.Line + " (sets up media)"
	case m.Streams > 1:
		return fmt.Sprintf("%s (sets up %d streams)", m.Line, m.Streams)
	default:
		return m.Line
	}
}

func toneOf(m call.Message) render.Tone {
	switch m.Line[0] {
	case '4', '5', '6':
		return render.Bad
	case '2':
		return render.Good
	default:
		return render.Info
	}
}

// arrow is a line with a head at its end.
func arrow(from, to, y float64, tone render.Tone) []render.Shape {
	back := 1.8
	if to < from {
		back = -back
	}
	return []render.Shape{
		render.Stroke{X1: from, Y1: y, X2: to, Y2: y, Tone: tone},
		render.Stroke{X1: to - back, Y1: y - 1, X2: to, Y2: y, Tone: tone},
		render.Stroke{X1: to - back, Y1: y + 1, X2: to, Y2: y, Tone: tone},
	}
}
