package admf

import (
	"cmp"
	"io"
	"slices"
	"time"

	"writ"
	"writ/intercept"
	"writ/law"
	"writ/scope"
	"writ/wire/x1"
)

// Terms are what an order needs beside the decision: the agency's number for each identity, and who carries it out.
type Terms struct {
	LIIDs    map[writ.Identifier]intercept.LIID
	Elements []Element
}

// An Unmet is an ask of the decision that no tap here can meet.
type Unmet struct {
	Ask      int
	Category writ.Category
}

// Plan makes the taps of a decision: one for each identity that it lets be tapped, in the order of the decision. The work must be of a
// spent permit to activate, and live. random gives 16 octets for each tap.
func Plan(w scope.Work, terms Terms, random io.Reader) ([]Tap, []Unmet, error) {
	authorities, unmet, err := authoritiesOf(w)
	if err != nil {
		return nil, unmet, err
	}
	if err := fits(terms.Elements); err != nil {
		return nil, unmet, err
	}
	var out []Tap
	for _, a := range authorities {
		if _, ok := x1.FromIdentifier(a.id); !ok {
			return nil, unmet, ErrTarget
		}
		liid := terms.LIIDs[a.id]
		if liid.IsZero() {
			return nil, unmet, ErrLIID
		}
		t := Tap{LIID: liid, Target: intercept.Target{ID: a.id}, Spans: a.spans, Elements: slices.Clone(terms.Elements)}
		if t.XID, err = newXID(random); err != nil {
			return nil, unmet, err
		}
		out = append(out, t)
	}
	return out, unmet, nil
}

// Renew lets a tap go on under another instrument, which was decided and approved by itself: with the same XID and LIID, so that
// mediation's numbers go on too. The decision must let the same identity be tapped.
func (t Tap) Renew(w scope.Work) (Tap, error) {
	authorities, _, err := authoritiesOf(w)
	if err != nil {
		return t, err
	}
	id, version := w.Case()
	for _, s := range t.Spans {
		if s.Case == id && s.Version == version {
			return t, ErrTwice
		}
	}
	for _, a := range authorities {
		if a.id == t.Target.ID {
			t.Spans = append(slices.Clone(t.Spans), a.spans...)
			t.Elements = slices.Clone(t.Elements)
			return t, nil
		}
	}
	return t, ErrRenewal
}

func fits(all []Element) error {
	point := false
	for _, e := range all {
		if e.ID == "" || e.Kind < Own || e.Kind > Mediation || len(e.To) == 0 || len(e.To) > intercept.MostDestinations {
			return ErrElements
		}
		point = point || e.Kind != Mediation
	}
	if !point {
		return ErrElements
	}
	return nil
}

// newXID gives a UUID of version 4.
func newXID(random io.Reader) (intercept.XID, error) {
	var x intercept.XID
	if random == nil {
		return x, ErrRandom
	}
	if _, err := io.ReadFull(random, x[:]); err != nil {
		return intercept.XID{}, ErrRandom
	}
	x[6], x[8] = x[6]&0x0f|0x40, x[8]&0x3f|0x80
	return x, nil
}

// An authority is what a decision lets be tapped of one identity.
type authority struct {
	id    writ.Identifier
	spans []Span
}

func authoritiesOf(w scope.Work) (out []authority, unmet []Unmet, err error) {
	if w.Action() != scope.Activate {
		return nil, nil, ErrWork
	}
	if err := w.Live(); err != nil {
		return nil, nil, err
	}
	caseID, version := w.Case()
	at := map[writ.Identifier]int{}
	for o := range w.Decision().Outcomes() {
		deliver, ok := delivers(o)
		if !ok {
			if tapped(o) {
				unmet = append(unmet, Unmet{o.Ask, o.Category})
			}
			continue
		}
		for _, id := range o.Identifiers {
			n, known := at[id]
			if !known {
				n = len(out)
				at[id], out = n, append(out, authority{id: id})
			}
			out[n].spans = append(out[n].spans, Span{caseID, version, ceil(o.Window.From()), o.Window.To().Truncate(time.Microsecond), deliver})
		}
	}
	if len(out) == 0 {
		return nil, unmet, ErrNothing
	}
	for n := range out {
		out[n].spans = simplest(out[n].spans)
	}
	return out, unmet, nil
}

func tapped(o law.Outcome) bool {
	_, ok := o.Answer.(law.Intercept)
	return ok
}

// delivers says what a tap delivers for an outcome. Content is never delivered without its signalling. An outcome without an end, of a
// location alone, or cut down to fields, is none that a tap can meet.
func delivers(o law.Outcome) (intercept.Deliver, bool) {
	if !tapped(o) || o.Window.IsZero() || len(o.Fields) > 0 {
		return 0, false
	}
	switch o.Category {
	case writ.LiveIRI:
		return intercept.IRIOnly, true
	case writ.LiveCC:
		return intercept.IRIAndCC, true
	default:
		return 0, false
	}
}

// simplest leaves out spans that lie in another that delivers as much.
func simplest(all []Span) []Span {
	var out []Span
	for n, s := range all {
		if !slices.ContainsFunc(append(slices.Clone(out), all[n+1:]...), func(o Span) bool { return o.covers(s) }) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b Span) int { return cmp.Or(a.From.Compare(b.From), a.Until.Compare(b.Until)) })
	return out
}

func (s Span) covers(o Span) bool {
	return s.Deliver >= o.Deliver && !s.From.After(o.From) && !s.Until.Before(o.Until)
}

// ceil is the first microsecond that is not before an instant: X1 carries no finer one.
func ceil(at time.Time) time.Time {
	if whole := at.Truncate(time.Microsecond); whole.Before(at) {
		return whole.Add(time.Microsecond)
	}
	return at
}
