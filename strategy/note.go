package strategy

import (
	"slices"
	"time"

	"writ"
)

// A Note is a sentence of law for the reader: a penalty, a deadline, law to come.
type Note struct {
	Source
	Text     string
	Services []writ.Service // nil: all
}

func readNotes(t table, key string, h header) []Note {
	v, ok := t.has(key)
	if !ok {
		return nil
	}
	var out []Note
	for _, e := range v.list() {
		k := e.table(slices.Concat(sourceKeys, []string{"text", "services"})...)
		n := Note{Source: h.base}
		n.Provision = ""
		n.read(k)
		n.whole(k)
		if v, ok := k.must("text", "say it in a sentence"); ok {
			n.Text = v.text()
		}
		if v, ok := k.has("services"); ok {
			n.Services = some(v, "class of service", writ.ParseService)
		}
		out = append(out, n)
	}
	return out
}

// A Review is a review of an application by the State: what sets it off, what to bring, and its clock.
type Review struct {
	Source
	Title string
	Duty  Duty     // whose finding says that it is likely
	Bring []Ask    // what to bring
	Clock []Stage  // from the referral
	Notes []string // outcomes, exceptions
}

// An Ask is one thing to bring to a review.
type Ask struct {
	Text      string
	Provision string
	has       *condition // in the profile; nil: it can't be told from it
}

// A Stage is a part of a review's clock.
type Stage struct {
	Text      string
	Days      int
	From      string // "referral", "complete" or "before": what it is counted from
	IfNeeded  bool
	Provision string
}

func readReviews(t table, h header) []Review {
	v, ok := t.has("reviews")
	if !ok {
		return nil
	}
	var out []Review
	for _, e := range v.list() {
		k := e.table(slices.Concat(sourceKeys, []string{"title", "duty", "bring", "clock", "notes"})...)
		r := Review{Source: h.base, Title: k.textOf("title")}
		r.read(k)
		r.whole(k)
		if v, ok := k.must("duty", "name the duty whose finding says that it is likely"); ok {
			r.Duty = one(v, "duty", ParseDuty)
		}
		if v, ok := k.has("bring"); ok {
			for _, b := range v.list() {
				r.Bring = append(r.Bring, readAsk(b))
			}
		}
		if v, ok := k.has("clock"); ok {
			for _, b := range v.list() {
				r.Clock = append(r.Clock, readStage(b))
			}
		}
		if v, ok := k.has("notes"); ok {
			for _, b := range v.list() {
				r.Notes = append(r.Notes, b.text())
			}
		}
		out = append(out, r)
	}
	return out
}

func readAsk(c cursor) Ask {
	t := c.table("text", "provision", "has")
	a := Ask{Text: t.textOf("text"), Provision: t.textOf("provision")}
	if v, ok := t.has("has"); ok {
		a.has = readCondition(v)
	}
	return a
}

func readStage(c cursor) Stage {
	t := c.table("text", "days", "from", "if-needed", "provision")
	s := Stage{Text: t.textOf("text"), Provision: t.textOf("provision")}
	if v, ok := t.must("days", "write how many days it lasts"); ok {
		s.Days = v.number()
	}
	if v, ok := t.must("from", "write referral, complete or before"); ok {
		s.From = one(v, "beginning", wordOf("beginning", []string{"referral", "complete", "before"}))
	}
	if v, ok := t.has("if-needed"); ok {
		s.IfNeeded = v.truth()
	}
	return s
}

// inForceOn keeps the notes that are law on a day and concern one of the services.
func inForceOn(notes []Note, at time.Time, classes []writ.Service) []Note {
	var out []Note
	for _, n := range notes {
		concerns := n.Services == nil || slices.ContainsFunc(classes, func(c writ.Service) bool { return slices.Contains(n.Services, c) })
		if n.inForce(at) && concerns {
			out = append(out, n)
		}
	}
	return out
}
