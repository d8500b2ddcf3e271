package page

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"writ"
	"writ/render"
	"writ/strategy"
)

// retained shows how long what must, may and is kept.
func retained(a strategy.Assessment) []render.Block {
	if len(a.Retention) == 0 {
		return []render.Block{render.Heading{Level: 1, Text: "Retention"}, render.Paragraph{Text: "No duty to keep or to erase was found that the table could show."}}
	}
	t := render.Table{ID: "retention", Caption: "Kept, against what must and may be kept", Wide: true,
		Columns: titled("Country", "Services", "Category", "Must be kept", "At most", "Is kept", "Status", "Purpose", "Provision")}
	for _, l := range lines(a.Retention) {
		t.Rows = append(t.Rows, []string{l.Country, strings.Join(l.services, ", "), string(l.Category), least(l.Least), least(l.Most), strategy.Words(l.Held), string(l.Status), l.Purpose, l.Provision})
		t.Tones = append(t.Tones, []render.Tone{"", "", "", "", "", "", toneOf(l.Status)})
	}
	out := []render.Block{render.Heading{Level: 1, Text: "Retention"},
		render.Paragraph{Text: "What is kept longer than anything allows is erased; what must be kept is kept apart, and is gone when its period ends. Where no limit is shown, none is in our rules."}}
	for _, c := range a.Countries {
		if f, ok := keptFigure(a, c); ok {
			out = append(out, f)
		}
	}
	return append(out, t)
}

func least(p writ.Period) string {
	if p.IsZero() {
		return "–"
	}
	return strategy.Words(p)
}

// A line is a line of the table with all the services of which it is true.
type line struct {
	strategy.Kept
	services []string
}

func lines(all []strategy.Kept) []line {
	var out []line
	for _, k := range all {
		i := slices.IndexFunc(out, func(l line) bool {
			x := l.Kept
			x.Service = k.Service
			return x == k
		})
		if i < 0 {
			i, out = len(out), append(out, line{Kept: k})
		}
		out[i].services = append(out[i].services, string(k.Service))
	}
	return out
}

// A span is one category of one country as it is drawn: the strictest of what its services and duties say.
type span struct {
	category          writ.Category
	least, most, held writ.Period
	status            strategy.Status
}

// keptFigure draws, for each category of a country, what is kept against the least and the most.
func keptFigure(a strategy.Assessment, country string) (render.Figure, bool) {
	var spans []span
	longest := 1.0
	for _, k := range a.Retention {
		if k.Country != country {
			continue
		}
		i := slices.IndexFunc(spans, func(s span) bool { return s.category == k.Category })
		if i < 0 {
			i, spans = len(spans), append(spans, span{category: k.Category, held: k.Held, status: k.Status})
		}
		spans[i].take(a.At, k)
		for _, p := range []writ.Period{k.Least, k.Most, k.Held} {
			longest = max(longest, months(a.At, p))
		}
	}
	if len(spans) == 0 {
		return render.Figure{}, false
	}
	f := render.Figure{ID: "kept-" + strings.ToLower(country), Caption: "Kept in " + title(a, country), Width: 174, Height: 12 + 11*float64(len(spans))}
	const left, width = 30.0, 138.0
	longest = min(longest, 84)
	x := func(p writ.Period) float64 { return left + width*min(months(a.At, p), longest)/longest }
	var words []string
	for i, s := range spans {
		y := 5 + 11*float64(i)
		f.Shapes = append(f.Shapes, render.Label{X: 0, Y: y + 1, Text: string(s.category), Points: 8.5, Bold: true}, render.Stroke{X1: left, Y1: y, X2: left + width, Y2: y})
		if !s.held.IsZero() {
			f.Shapes = append(f.Shapes, render.Bar{X: left, Y: y - 2, W: max(x(s.held)-left, 0.8), H: 4, Tone: toneOf(s.status)})
		}
		if !s.least.IsZero() {
			f.Shapes = append(f.Shapes, render.Bar{X: x(s.least) - 0.4, Y: y - 3.2, W: 0.8, H: 6.4})
		}
		if !s.most.IsZero() {
			f.Shapes = append(f.Shapes, render.Bar{X: x(s.most) - 0.25, Y: y - 3.8, W: 0.5, H: 7.6, Tone: render.Calm})
		}
		f.Shapes = append(f.Shapes, render.Label{X: left, Y: y + 5.6, Text: s.words(), Points: 7.5, Tone: toneOf(s.status)})
		words = append(words, string(s.category)+": "+s.words())
	}
	y := f.Height - 2
	f.Shapes = append(f.Shapes, render.Label{X: left, Y: y, Text: "bar: is kept · blue mark: must be kept · thin grey mark: at most · the line ends at " + fmt.Sprintf("%.0f months", longest), Points: 7, Tone: render.Calm})
	f.Alt = strings.Join(words, "; ")
	return f, true
}

// take joins a further line of the same category: the longest duty, the longest limit, the status that asks for most.
func (s *span) take(at time.Time, k strategy.Kept) {
	if months(at, k.Least) > months(at, s.least) {
		s.least = k.Least
	}
	if months(at, k.Most) > months(at, s.most) {
		s.most = k.Most
	}
	if slices.Index(strategy.Statuses(), k.Status) < slices.Index(strategy.Statuses(), s.status) {
		s.status = k.Status
	}
}

func (s span) words() string {
	out := "kept " + strategy.Words(s.held)
	if s.held.IsZero() {
		out = "not kept"
	}
	if !s.least.IsZero() {
		out += ", must be kept " + strategy.Words(s.least)
	}
	if !s.most.IsZero() {
		out += ", at most " + strategy.Words(s.most)
	}
	return out + ": " + string(s.status)
}

// months measures a period from a day.
func months(at time.Time, p writ.Period) float64 { return p.After(at).Sub(at).Hours() / 24 / 30.4375 }
