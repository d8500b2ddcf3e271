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
		owners := render.Table{ID: "owners-" + strings.ToLower(v.Country), Caption: "Owners from elsewhere", Columns: []render.Column{{Title: "Owner"}, {Title: "Country"}, {Title: "Per cent", Number: true}}}
		for _, o := range v.Owners {
			owners.Rows = append(owners.Rows, []string{o.Name, o.Country, fmt.Sprintf("%g", o.Share)})
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
			render.Paragraph{Text: "Status: " + string(v.Status) + ". Provision: " + v.Review.Provision + "."}, owners, clock(v), t, render.List{Items: v.Review.Notes})
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
		if x+1.5*float64(len(text)) > left+width { // a letter of this size is about 1.5 wide
			label.X, label.Anchor = left+width, render.End
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
