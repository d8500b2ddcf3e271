package page

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"writ/render"
	"writ/strategy"
)

// Document gives the compliance strategy as it is shown.
func Document(a strategy.Assessment) render.Document {
	d := render.Document{Title: "Compliance strategy", Subtitle: a.Profile.Name + ", on " + day(a.At), Language: "en", Made: a.At,
		Footer: "Compliance strategy of " + a.Profile.Name + ", " + a.At.Format(time.DateOnly)}
	for _, part := range []func(strategy.Assessment) []render.Block{summary, matrix, steps, findings, retained, reviews, delivery, people, law, sources} {
		d.Blocks = append(d.Blocks, part(a)...)
	}
	return d
}

func day(t time.Time) string { return t.Format("2 January 2006") }

// toneOf gives the colour that stands beside a status's word.
func toneOf(s strategy.Status) render.Tone {
	switch s {
	case strategy.Gap:
		return render.Bad
	case strategy.Uncertain:
		return render.Warn
	case strategy.Upcoming:
		return render.Info
	case strategy.Met:
		return render.Good
	default:
		return render.Calm
	}
}

// means says what a status means.
var means = map[strategy.Status]string{
	strategy.Gap:           "it binds, and something is missing",
	strategy.Uncertain:     "the law or the profile leaves it open: ask counsel",
	strategy.Upcoming:      "it binds from a day to come",
	strategy.Met:           "all that the rule asks is in the profile",
	strategy.Exempt:        "the law names this class of service and lets it off",
	strategy.NotApplicable: "it would bind only after an act of the State that has not come",
}

func summary(a strategy.Assessment) []render.Block {
	out := []render.Block{
		render.Notice{Text: "This strategy was worked out by rules of law, each with its provision, its source and how sure we are. It is no legal advice. What is marked " +
			"uncertain was not decided: ask counsel."},
		render.Heading{Level: 1, Text: "Summary"},
		render.Paragraph{Text: verdict(a)},
		counts(a),
	}
	if len(a.WithoutUsers) > 0 {
		out = append(out, render.Paragraph{Text: "Offered and without users, so no duty was looked for: " + strings.Join(a.WithoutUsers, ", ") + "."})
	}
	if len(a.Unknown) > 0 {
		out = append(out, render.Notice{Text: "No rule knows these countries; nothing is said of them, and that is not to say that nothing binds: " + strings.Join(a.Unknown, ", ") + ". Ask counsel."})
	}
	out = append(out, render.Heading{Level: 2, Text: "What to do first"})
	var first render.List
	for _, s := range a.Steps {
		if len(first.Items) == 7 {
			break
		}
		first.Items = append(first.Items, firstWords(s))
	}
	out = append(out, first)
	if len(a.Advice) > 0 {
		t := render.Table{ID: "advice", Caption: "Advice", Columns: titled("Advice", "What to do", "Called for by")}
		for _, g := range a.Advice {
			t.Rows = append(t.Rows, []string{string(g.Advice), g.Text, g.Because})
		}
		out = append(out, t)
	}
	return out
}

func firstWords(s strategy.Step) string {
	by := "by " + day(s.By)
	if s.Overdue {
		by = "overdue since " + day(s.By)
	}
	if len(s.Countries) == 0 {
		return fmt.Sprintf("%s (%s, %s).", s.Do, s.Who, by)
	}
	return fmt.Sprintf("%s: %s (%s, %s).", strings.Join(s.Countries, ", "), s.Do, s.Who, by)
}

func verdict(a strategy.Assessment) string {
	var parts []string
	for _, s := range strategy.Statuses() {
		if n := a.Count(s); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, s))
		}
	}
	if len(parts) == 0 {
		return "No duty was found."
	}
	return fmt.Sprintf("%s in %s: %s. A finding is one duty of one service in one country, or of the provider as a whole.",
		counted(len(a.Findings), "finding"), counted(len(a.Countries), "country"), strings.Join(parts, ", "))
}

func counted(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case strings.HasSuffix(what, "y"):
		return strconv.Itoa(n) + " " + strings.TrimSuffix(what, "y") + "ies"
	default:
		return strconv.Itoa(n) + " " + what + "s"
	}
}

func titled(names ...string) []render.Column {
	out := make([]render.Column, len(names))
	for i, n := range names {
		out[i].Title = n
	}
	return out
}

func sources(a strategy.Assessment) []render.Block {
	f := render.Facts{Items: []render.Fact{
		{Name: "verified", Value: "read in a source while the rule was written"},
		{Name: "known", Value: "settled law, from memory"},
		{Name: "uncertain", Value: "not decided here; ask counsel"},
	}}
	for _, s := range strategy.Statuses() {
		f.Items = append(f.Items, render.Fact{Name: string(s), Value: means[s]})
	}
	f.Items = append(f.Items, render.Fact{Name: "rules", Value: "hash " + hex.EncodeToString(a.Rules[:]), ID: "rules"})
	return []render.Block{render.Heading{Level: 1, Text: "How to read this"}, f,
		render.Paragraph{Text: "The same profile, day and rules give the same strategy. The profile is what the provider said of itself; nothing in it was checked."}}
}
