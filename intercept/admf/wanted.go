package admf

import (
	"slices"
	"time"

	"writ/intercept"
)

// Wanted is the task that the tap's elements should hold at an instant, with the LIID and without destinations and proof; false where
// they should hold none. stands says whether a span's case is one that may go on: decided, approved, neither stopped, refused, replaced
// nor closed. It is asked anew each time.
//
// Of the authorities that hold now, the one that delivers most counts, then the one that ends last; where none does, the next to begin.
// One that follows without a gap and delivers the same makes it longer. So a renewal that is approved in time lets the tap go on, one
// that is not lets it end, and whatever falls away takes its part of the time with it.
func (t Tap) Wanted(now time.Time, stands func(Span) bool) (intercept.Task, bool) {
	live := slices.DeleteFunc(slices.Clone(t.Spans), func(s Span) bool { return !now.Before(s.Until) || !s.From.Before(s.Until) || !stands(s) })
	if len(live) == 0 {
		return intercept.Task{}, false
	}
	s := live[0]
	for _, o := range live[1:] {
		if o.before(s, now) {
			s = o
		}
	}
	for grown := true; grown; {
		grown = false
		for _, o := range live {
			if o.Deliver == s.Deliver && !o.From.After(s.Until) && o.Until.After(s.Until) {
				s.Until, grown = o.Until, true
			}
		}
	}
	return intercept.Task{XID: t.XID, LIID: t.LIID, Targets: []intercept.Target{t.Target}, Deliver: s.Deliver, From: s.From, Until: s.Until}, true
}

// before reports whether s counts before o at an instant.
func (s Span) before(o Span, now time.Time) bool {
	holds, other := !now.Before(s.From), !now.Before(o.From)
	switch {
	case holds != other:
		return holds
	case !holds && !s.From.Equal(o.From):
		return s.From.Before(o.From)
	case s.Deliver != o.Deliver:
		return s.Deliver > o.Deliver
	}
	return s.Until.After(o.Until)
}

// Rests reports whether the tap rests on a case.
func (t Tap) Rests(caseID string) bool {
	return slices.ContainsFunc(t.Spans, func(s Span) bool { return s.Case == caseID })
}

// Over reports whether every authority has ended at an instant, whatever stands.
func (t Tap) Over(now time.Time) bool {
	return !slices.ContainsFunc(t.Spans, func(s Span) bool { return now.Before(s.Until) })
}
