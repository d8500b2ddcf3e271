package page

import (
	"fmt"
	"strings"

	"writ/render"
	"writ/strategy"
)

// reviews shows each review of an application that is likely: what to bring, and its clock.
func reviews(a strategy.Assessment) []render.Block {
	var out []render.Block
	for _, v := range a.Reviews {
		owners := make([]string, len(v.Owners))
		for i, o := range v.Owners {
			owners[i] = fmt.Sprintf("%s %g per cent", o.Country, o.Share)
			if o.Name != "" {
				owners[i] = o.Name + ", " + owners[i]
			}
		}
		t := render.Table{ID: "bring-" + strings.ToLower(v.Country), Caption: "What to bring", Columns: titled("What", "In the profile", "Provision")}
		for _, b := range v.Bring {
			t.Rows = append(t.Rows, []string{b.Text, b.Has, b.Provision})
			tone := map[string]render.Tone{"yes": render.Good, "no": render.Bad}[b.Has]
			if tone == "" {
				tone = render.Warn
			}
			t.Tones = append(t.Tones, []render.Tone{"", tone})
		}
		out = append(out, render.Heading{Level: 1, Text: v.Review.Title + ": review of foreign ownership"},
			render.Paragraph{Text: "Status: " + string(v.Status) + ". Owners from elsewhere: " + strings.Join(owners, "; ") + ". " + v.Review.Provision + "."},
			clock(v), t, render.List{Items: v.Review.Notes})
	}
	return out
}

// clock draws the stages of a review, one after the other.
func clock(v strategy.ReviewFacts) render.Figure {
	f := render.Figure{ID: "clock-" + strings.ToLower(v.Country), Caption: "The clock of " + v.Review.Title, Width: 174}
	total, at := 0, 0
	for _, s := range v.Review.Clock {
		total += s.Days
	}
	const left, width = 4.0, 166.0
	scale := width / float64(max(total, 1))
	y := 6.0
	var words []string
	for _, s := range v.Review.Clock {
		tone := render.Info
		if s.IfNeeded {
			tone = render.Calm
		}
		text := fmt.Sprintf("%s: %d days (%s)", s.Text, s.Days, s.Provision)
		if v.Known && s.From != "referral" {
			text += ", to " + day(v.Begins.AddDate(0, 0, at+s.Days-before(v)))
		}
		x := left + scale*float64(at)
		f.Shapes = append(f.Shapes, render.Bar{X: x, Y: y, W: scale * float64(s.Days), H: 4, Tone: tone})
		label := render.Label{X: x, Y: y - 1.2, Text: text, Points: 8, Anchor: render.Start}
		if x > left+width/2 {
			label.X, label.Anchor = x+scale*float64(s.Days), render.End
		}
		f.Shapes = append(f.Shapes, label)
		words = append(words, text)
		at += s.Days
		y += 11
	}
	note := "The initial review begins on the day on which the answers are found complete, which no one can foretell; days may be added."
	f.Shapes = append(f.Shapes, render.Label{X: left, Y: y, Text: note, Points: 7.5, Tone: render.Calm})
	f.Height, f.Alt = y+2, strings.Join(words, "; ")
	return f
}

// before counts the days of the stages that run before the answers are complete.
func before(v strategy.ReviewFacts) int {
	n := 0
	for _, s := range v.Review.Clock {
		if s.From == "referral" {
			n += s.Days
		}
	}
	return n
}
