package casefile

import (
	"time"

	"writ/calendar"
	"writ/law"
	"writ/scope"
)

// setClocks sets what runs on the case from its decision. Secrecy and preservation never get shorter by a correction.
func (s *step) setClocks(e DecisionMade) {
	k := &s.c.Clocks
	k.Deadline, k.Overdue = time.Time{}, false
	if due, ok := e.Decision.Due(); ok {
		k.Deadline = due.UTC().Round(0)
	}
	dem := e.Decision.Demand()
	if sec := dem.Instrument.Secrecy; sec != nil {
		k.Secrecy, k.MayTell = later(k.Secrecy, latest(sec.Until, dem.Provider.Zone)), false
	}
	if s.c.Decision.Keeps {
		k.Preserve, k.MayExpire = preserved(k.Preserve, e.Preserve), false
	}
	s.wake(DeadlineClock, k.Deadline)
	s.wake(SecrecyClock, k.Secrecy)
	s.wake(PreserveClock, k.Preserve)
}

// preserved is until when it must be kept: without an end where the law of the new version states none.
func preserved(until, now time.Time) time.Time {
	if now.IsZero() {
		return now
	}
	return later(until, now.UTC().Round(0))
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// latest gives the last instant that a stamp can mean: a date ends with its day in the zone, and without a zone where
// the day ends last on earth. Nothing stated is no instant.
func latest(s *law.Stamp, zone string) time.Time {
	if s == nil {
		return time.Time{}
	}
	loc, err := calendar.Zone(zone)
	if err != nil {
		loc = time.FixedZone("", -12*60*60)
	}
	y, m, d := s.Time.Date()
	switch {
	case s.HasTime && s.Offset:
		return s.Time.UTC().Round(0)
	case s.HasTime:
		h, mi, sec := s.Time.Clock()
		return time.Date(y, m, d, h, mi, sec, s.Time.Nanosecond(), loc).UTC()
	default:
		return calendar.EndOfDay(time.Date(y, m, d, 12, 0, 0, 0, loc)).UTC()
	}
}

// ring heeds an alarm. An alarm whose clock was moved or taken away says nothing.
func (s *step) ring(e AlarmRang) error {
	j, k := e.Job, &s.c.Clocks
	if j.Case != s.c.ID || e.At.Before(j.At) {
		return ErrClock
	}
	switch {
	case j.Kind == DeadlineClock && k.Deadline.Equal(j.At) && !k.Overdue && s.c.unanswered():
		k.Overdue = true
		s.tell("the answer is overdue: answer now, or ask the issuer for time in writing")
	case j.Kind == SecrecyClock && k.Secrecy.Equal(j.At) && !k.MayTell:
		k.MayTell = true
		s.tell("the order of secrecy has ended, unless it was renewed: ask before the user is told")
	case j.Kind == PreserveClock && k.Preserve.Equal(j.At) && !k.MayExpire:
		k.MayExpire = true
		s.tell("the preservation has ended, unless it was renewed: what was held may expire")
	case j.Kind == SecondClock && k.SecondBy.Equal(j.At) && s.c.late(e.At) && !s.c.Alone.Late:
		s.c.Alone.Late = true
		s.tell("the second approval of the emergency is late", s.c.Decision.stops()...)
	}
	return nil
}

// unanswered reports whether the issuer still waits.
func (c Case) unanswered() bool {
	switch c.State {
	case Delivered, Closed, Clarifying, Withdrawn:
		return false
	default:
		return true
	}
}

// tell puts it into the history and tells people, with what stops until it is mended.
func (s *step) tell(what string, stops ...scope.Action) {
	note := what
	for i, a := range stops {
		if i == 0 {
			note += "; stopped until it is there:"
		}
		note += " " + string(a)
	}
	s.move(s.c.State, note)
	s.out = append(s.out, Tell{What: what, Stops: stops})
}
