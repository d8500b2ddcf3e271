package strategy

import (
	"slices"
	"time"

	"writ"
	"writ/strict"
)

// A Note is a sentence of law for the reader: a penalty, a deadline, law to come.
type Note struct {
	Source
	Text     string
	Services []writ.Service // nil: all
}

func readNotes(t strict.Table, key string, h header) []Note {
	v, ok := t.Has(key)
	if !ok {
		return nil
	}
	var out []Note
	for _, e := range v.List() {
		k := e.Table(slices.Concat(sourceKeys, []string{"text", "services"})...)
		n := Note{Source: h.base}
		n.Provision = ""
		n.read(k)
		n.whole(k)
		if v, ok := k.Must("text", "say it in a sentence"); ok {
			n.Text = v.Text()
		}
		if v, ok := k.Has("services"); ok {
			n.Services = strict.All(v, "class of service", writ.ParseService)
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

func (rs *Rules) readReviews(t strict.Table, h header) []Review {
	v, ok := t.Has("reviews")
	if !ok {
		return nil
	}
	var out []Review
	for _, e := range v.List() {
		k := e.Table(slices.Concat(sourceKeys, []string{"title", "duty", "bring", "clock", "notes"})...)
		r := Review{Source: h.base, Title: k.TextOf("title")}
		r.read(k)
		r.whole(k)
		if v, ok := k.Must("duty", "name the duty whose finding says that it is likely"); ok {
			r.Duty = strict.One(v, "duty", ParseDuty)
		}
		if v, ok := k.Has("bring"); ok {
			for _, b := range v.List() {
				r.Bring = append(r.Bring, rs.readAsk(b))
			}
		}
		if v, ok := k.Has("clock"); ok {
			for _, b := range v.List() {
				r.Clock = append(r.Clock, readStage(b))
			}
		}
		if v, ok := k.Has("notes"); ok {
			for _, b := range v.List() {
				r.Notes = append(r.Notes, b.Text())
			}
		}
		out = append(out, r)
	}
	return out
}

func (rs *Rules) readAsk(c strict.Cursor) Ask {
	t := c.Table("text", "provision", "has")
	a := Ask{Text: t.TextOf("text"), Provision: t.TextOf("provision")}
	if v, ok := t.Has("has"); ok {
		a.has = rs.readCondition(v)
	}
	return a
}

func readStage(c strict.Cursor) Stage {
	t := c.Table("text", "days", "from", "if-needed", "provision")
	s := Stage{Text: t.TextOf("text"), Provision: t.TextOf("provision")}
	if v, ok := t.Must("days", "write how many days it lasts"); ok {
		s.Days = v.Number()
	}
	if v, ok := t.Must("from", "write referral, complete or before"); ok {
		s.From = strict.One(v, "beginning", wordOf("beginning", []string{"referral", "complete", "before"}))
	}
	if v, ok := t.Has("if-needed"); ok {
		s.IfNeeded = v.Truth()
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
