package page

import (
	"slices"
	"strconv"
	"strings"
)

// An Event is a day on which something of the pack begins, or the last on which it holds.
type Event struct {
	Day    string // in words
	Begins []string
	Ends   []string
	on     string
}

// mostNamed is how many rules may begin on one day before they are counted instead of named.
const mostNamed = 6

// timeline lists the days on which the law of the pack changes: where a version, an opening or a rule begins or ends
// on another day than the rest of its instrument.
func (p *Page) timeline() []Event {
	days := map[string]*Event{}
	at := func(on string) *Event {
		if days[on] == nil {
			days[on] = &Event{Day: date(on), on: on}
		}
		return days[on]
	}
	for _, c := range p.dated() {
		if c.from != "" {
			at(c.from).Begins = append(at(c.from).Begins, c.what)
		}
		if c.to != "" {
			at(c.to).Ends = append(at(c.to).Ends, c.what)
		}
	}
	var out []Event
	for _, on := range sorted(days) {
		e := days[on]
		e.Begins, e.Ends = shortened(e.Begins), shortened(e.Ends)
		out = append(out, *e)
	}
	return out
}

func shortened(all []string) []string {
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) <= mostNamed {
		return all
	}
	return append(slices.Clone(all[:mostNamed]), "and "+counted(strconv.Itoa(len(all)-mostNamed), "other"))
}

// A spell is something with its days.
type spell struct{ what, from, to string }

// dated lists the instruments, and of their parts those that have other days than they.
func (p *Page) dated() []spell {
	var out []spell
	for _, i := range p.Instruments {
		out = append(out, spell{i.Name, i.from, i.to})
		for _, part := range i.parts() {
			s := spell{i.Name + ": " + part.what, part.from, part.to}
			if s.from == i.from {
				s.from = ""
			}
			if s.to == i.to {
				s.to = ""
			}
			out = append(out, s)
		}
	}
	for _, part := range p.shared() {
		out = append(out, spell{part.what, part.from, part.to})
	}
	return out
}

func last(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }

// A part is one rule of law with what it is called in the timeline.
type part struct {
	Cite
	what string
}

// parts lists what stands in the instrument, but for what is handed to it by the pack.
func (i Instrument) parts() []part {
	var out []part
	for _, o := range i.Opens {
		out = append(out, part{o.Cite, "opens " + list(o.Categories, "and")})
	}
	for _, o := range i.Keeps {
		out = append(out, part{o.Cite, "has kept " + list(o.Categories, "and")})
	}
	for _, r := range i.Reads {
		out = append(out, part{r.Cite, "reads " + r.Category + " as " + r.As})
	}
	for _, c := range i.Checks {
		for _, r := range c.Rules {
			out = append(out, part{r.Cite, ruleName(r.Cite)})
		}
	}
	for _, l := range i.Limits {
		out = append(out, part{l.Cite, "limit " + quoted(spaced(last(l.ID)))})
	}
	for _, c := range i.Cuts {
		out = append(out, part{c.Cite, "cut " + quoted(spaced(last(c.ID)))})
	}
	for _, r := range i.Relief {
		out = append(out, part{r.Cite, "relief " + quoted(spaced(last(r.ID)))})
	}
	return out
}

func ruleName(c Cite) string { return "rule " + quoted(spaced(last(c.ID))) }

// shared lists what belongs to the whole pack.
func (p *Page) shared() []part {
	var out []part
	for _, r := range p.rules {
		out = append(out, part{r.Cite, ruleName(r.Cite)})
	}
	for _, n := range p.Never {
		out = append(out, part{n.Cite, "higher rule " + quoted(spaced(last(n.ID)))})
	}
	for _, d := range p.Duties {
		out = append(out, part{d.Cite, "duty " + quoted(spaced(last(d.ID)))})
		for _, r := range append(append([]Rule{}, d.Alone...), d.Past...) {
			r.from, r.to = "", "" // days are those of the duty
			out = append(out, part{r.Cite, ruleName(r.Cite)})
		}
	}
	if p.Area != nil {
		out = append(out, part{p.Area.Cite, ruleName(p.Area.Cite)})
	}
	return out
}

// Doubts counts what is uncertain in the instrument.
func (i Instrument) Doubts() int { return doubts(i.parts()) }

// Doubts counts what is uncertain in the whole pack.
func (p *Page) Doubts() int { return doubts(p.all()) }

func doubts(all []part) int {
	places := map[string]bool{}
	for _, c := range all {
		if c.Uncertain {
			places[c.Where] = true
		}
	}
	return len(places)
}

// all lists every rule of law on the page.
func (p *Page) all() []part {
	out := p.shared()
	for _, i := range p.Instruments {
		out = append(append(out, part{i.Cite, i.Name}), i.parts()...)
	}
	return out
}
