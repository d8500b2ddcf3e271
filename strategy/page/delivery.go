package page

import (
	"slices"
	"strings"

	"writ/render"
	"writ/strategy"
)

// delivery shows in which standard each country wants intercepted traffic, and how a virtual tap stands beside a softswitch.
func delivery(a strategy.Assessment) []render.Block {
	t := render.Table{ID: "standards", Caption: "Delivery of intercepted traffic, by country", Columns: titled("Country", "Standard", "Now", "How")}
	for _, p := range a.Places {
		if len(p.Standards) == 0 {
			continue
		}
		var standards []string
		for _, s := range p.Standards {
			standards = append(standards, string(s))
		}
		c := cell{map[strategy.Status]int{}}
		for _, f := range a.Findings {
			if f.Country == p.Country && f.Duty == strategy.InterceptionCapability {
				c.counts[f.Status]++
			}
		}
		t.Rows = append(t.Rows, []string{title(a, p.Country), strings.Join(standards, ", "), c.words(), p.Deliver})
		t.Tones = append(t.Tones, []render.Tone{"", "", toneOf(c.worst())})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	out := []render.Block{render.Heading{Level: 1, Text: "Interception: one delivery standard per country"},
		render.Paragraph{Text: "The network speaks: " + a.Profile.Network.LI + ". Packets in another standard than the agency's reach it and can't be put together: that is a gap, not a partial answer. " +
			"Launch first where the standard already spoken fits."}, t}
	return append(out, virtual(a)...)
}

// virtual describes interception beside a softswitch or a session border controller in a cloud.
func virtual(a strategy.Assessment) []render.Block {
	n := a.Profile.Network
	soft := n.Cloud || slices.ContainsFunc(n.Elements, func(e strategy.Element) bool { return e.Virtual })
	if !soft {
		return nil
	}
	name := n.Softswitch
	if name == "" {
		name = "service"
	}
	if n.SBC {
		name += " and session border controller"
	}
	return []render.Block{render.Heading{Level: 2, Text: "A virtual tap beside the " + name},
		render.Paragraph{Text: "In a cloud nothing is built into the switch: a virtual point of interception runs beside it and sees a copy of the target's signalling and media only. It takes its tasks over X1, hands over X2 and X3, " +
			"and stops by itself at the end of each task. Mediation is shared by all countries; delivery is one form for each standard."},
		flow(a, name)}
}

// flow draws the parts of a virtual tap.
func flow(a strategy.Assessment, name string) render.Figure {
	f := render.Figure{ID: "virtual", Caption: "The parts, and what passes between them", Width: 174, Alt: name + " → virtual point of interception → X2, X3 → mediation → HI2, HI3 → the agency of each country"}
	by := map[strategy.Standard][]string{}
	for _, p := range a.Places {
		for _, s := range p.Standards {
			by[s] = append(by[s], p.Country)
		}
	}
	y := 8.0
	box := func(x, y, w float64, head, sub string, tone render.Tone) {
		f.Shapes = append(f.Shapes, render.Bar{X: x, Y: y, W: w, H: 1, Tone: tone}, render.Stroke{X1: x, Y1: y, X2: x, Y2: y + 13}, render.Stroke{X1: x + w, Y1: y, X2: x + w, Y2: y + 13},
			render.Stroke{X1: x, Y1: y + 13, X2: x + w, Y2: y + 13}, render.Label{X: x + w/2, Y: y + 6, Text: head, Points: 8.5, Bold: true, Anchor: render.Middle},
			render.Label{X: x + w/2, Y: y + 10.5, Text: sub, Points: 7.5, Anchor: render.Middle, Tone: render.Calm})
	}
	arrow := func(x1, x2, y float64, text string) {
		f.Shapes = append(f.Shapes, render.Stroke{X1: x1, Y1: y, X2: x2, Y2: y, Tone: render.Info}, render.Dot{X: x2, Y: y, R: 0.8, Tone: render.Info},
			render.Label{X: (x1 + x2) / 2, Y: y - 1.2, Text: text, Points: 7, Anchor: render.Middle, Tone: render.Info})
	}
	box(0, y, 34, "Service", short(name), render.Calm)
	box(46, y, 34, "Virtual tap", "point of interception", render.Info)
	box(94, y, 30, "Mediation", "shared", render.Info)
	arrow(34, 46, y+6.5, "copy")
	arrow(80, 94, y+6.5, "X2, X3")
	f.Shapes = append(f.Shapes, render.Stroke{X1: 124, Y1: y + 6.5, X2: 127, Y2: y + 6.5, Tone: render.Info})
	row := y
	for _, s := range strategy.Standards() {
		if len(by[s]) == 0 {
			continue
		}
		box(140, row, 34, "Agency: "+string(s), listed(by[s]), render.Good)
		arrow(127, 140, row+6.5, "HI2, HI3")
		f.Shapes = append(f.Shapes, render.Stroke{X1: 127, Y1: y + 6.5, X2: 127, Y2: row + 6.5, Tone: render.Info})
		row += 18
	}
	f.Height = max(row, y+18)
	return f
}

func short(s string) string {
	if rs := []rune(s); len(rs) > 22 {
		return string(rs[:21]) + "…"
	}
	return s
}

func listed(all []string) string {
	if len(all) > 6 {
		return strings.Join(all[:6], ", ") + " …"
	}
	return strings.Join(all, ", ")
}
