package page

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"writ/render"
	"writ/strategy"
)

// steps shows what to do, by whom and by when, and draws it on a line of time.
func steps(a strategy.Assessment) []render.Block {
	t := render.Table{ID: "steps", Caption: "By law: the day is one of law, or of a launch; by plan: it is our proposal", Wide: true,
		Columns: []render.Column{{Title: "No.", Number: true}, {Title: "By"}, {Title: "Where"}, {Title: "Duty"}, {Title: "Services"}, {Title: "What to do"}, {Title: "Who"}, {Title: "Provision"}}}
	for i, s := range a.Steps {
		services := make([]string, len(s.Services))
		for k, v := range s.Services {
			services[k] = string(v)
		}
		duties := make([]string, len(s.Duties))
		for k, d := range s.Duties {
			duties[k] = spaced(d)
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(i + 1), byWords(s), strings.Join(s.Countries, ", "), strings.Join(duties, ", "), strings.Join(services, ", "), upper(s.Do) + ".", s.Who,
			some(s.Provisions)})
		tone := render.Plain
		if s.Overdue {
			tone = render.Bad
		} else if s.Fixed {
			tone = render.Info
		}
		t.Tones = append(t.Tones, []render.Tone{"", tone})
	}
	return []render.Block{render.Heading{Level: 1, Text: "Steps"},
		render.Paragraph{Text: "Before a launch the duties are found, a contact is named, the intake of legal process is open, the capability is tested and the filings are in; retention begins with the first record."},
		timeline(a), t}
}

// some joins provisions; of many the findings have the rest.
func some(all []string) string {
	if len(all) > 5 {
		return strings.Join(all[:5], "; ") + fmt.Sprintf("; and %d more, see the findings", len(all)-5)
	}
	return strings.Join(all, "; ")
}

func byWords(s strategy.Step) string {
	switch {
	case s.Overdue:
		return day(s.By) + " (overdue)"
	case s.Launch:
		return day(s.By) + " (before launch)"
	case s.Fixed:
		return day(s.By) + " (by law)"
	default:
		return day(s.By) + " (by plan)"
	}
}

// A stop is one day of the line of time.
type stop struct {
	at    time.Time
	steps []string
	tone  render.Tone
}

// timeline draws the days on which steps are due.
func timeline(a strategy.Assessment) render.Figure {
	var stops []stop
	for i, s := range a.Steps {
		tone := render.Good
		if s.Overdue {
			tone = render.Bad
		} else if s.Fixed {
			tone = render.Info
		}
		if n := len(stops); n > 0 && stops[n-1].at.Equal(s.By) {
			stops[n-1].steps = append(stops[n-1].steps, strconv.Itoa(i+1))
			if tone != render.Good {
				stops[n-1].tone = tone
			}
			continue
		}
		stops = append(stops, stop{s.By, []string{strconv.Itoa(i + 1)}, tone})
	}
	f := render.Figure{ID: "timeline", Caption: "When what is due", Width: 174}
	if len(stops) > 16 {
		stops = stops[:16]
	}
	first, last := a.At, a.At.AddDate(0, 1, 0)
	for _, s := range stops {
		if s.at.Before(first) {
			first = s.at
		}
		if s.at.After(last) {
			last = s.at
		}
	}
	const left, width = 42.0, 78.0
	x := func(t time.Time) float64 { return left + width*float64(t.Sub(first))/float64(last.Sub(first)) }
	f.Height = 10 + 6*float64(len(stops))
	f.Shapes = append(f.Shapes, render.Stroke{X1: x(a.At), Y1: 4, X2: x(a.At), Y2: f.Height - 2, Tone: render.Calm, Dashed: true},
		render.Label{X: x(a.At), Y: 3, Text: "assessed " + day(a.At), Points: 7.5, Anchor: anchorAt(x(a.At), left, width), Tone: render.Calm})
	var words []string
	for i, s := range stops {
		y := 8 + 6*float64(i)
		f.Shapes = append(f.Shapes, render.Label{X: 0, Y: y + 1, Text: day(s.at), Points: 8.5}, render.Stroke{X1: left, Y1: y, X2: left + width, Y2: y},
			render.Dot{X: x(s.at), Y: y, R: 1.5, Tone: s.tone}, render.Label{X: left + width + 4, Y: y + 1, Text: numbers(s.steps), Points: 8.5, Tone: s.tone})
		words = append(words, day(s.at)+": "+numbers(s.steps))
	}
	f.Alt = strings.Join(words, "; ")
	return f
}

func anchorAt(x, left, width float64) render.Anchor {
	switch {
	case x < left+width/4:
		return render.Start
	case x > left+3*width/4:
		return render.End
	default:
		return render.Middle
	}
}

// numbers names steps: "steps 3, 4, 5 and 12 more".
func numbers(all []string) string {
	switch {
	case len(all) == 1:
		return "step " + all[0]
	case len(all) > 6:
		return fmt.Sprintf("steps %s to %s", all[0], all[len(all)-1])
	default:
		return "steps " + strings.Join(all, ", ")
	}
}
