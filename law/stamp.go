package law

import (
	"errors"
	"time"

	"writ/calendar"
)

// ErrStamp says that a text is neither a date nor an instant. It never quotes the text.
var ErrStamp = errors.New("neither a date nor an instant; write 2026-03-02 or 2026-03-02T10:00:00+01:00")

const (
	wallClock       = "2006-01-02T15:04:05.999999999"
	wallClockMinute = "2006-01-02T15:04"
)

// ParseStamp reads a date, an instant with an offset, or a local time without one, as a paper has it.
func ParseStamp(text string) (Stamp, error) {
	if len(text) == len(time.DateOnly) {
		if t, err := time.Parse(time.DateOnly, text); err == nil {
			return Stamp{Text: text, Time: t}, nil
		}
		return Stamp{}, ErrStamp
	}
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return Stamp{Text: text, Time: t, HasTime: true, Offset: true}, nil
	}
	for _, form := range []string{wallClock, wallClockMinute} {
		if t, err := time.Parse(form, text); err == nil {
			return Stamp{Text: text, Time: t, HasTime: true}, nil
		}
	}
	return Stamp{}, ErrStamp
}

// span gives the instants that a stamp covers, read in loc: a date its whole day, an instant itself twice.
// wall is the zone in which the issuer wrote times without an offset, or nil; ok is false where the time can't
// be read as one instant.
func (s Stamp) span(loc, wall *time.Location) (from, to time.Time, ok bool) {
	switch {
	case !s.HasTime:
		y, m, d := s.Time.Date()
		noon := time.Date(y, m, d, 12, 0, 0, 0, loc)
		return calendar.StartOfDay(noon), calendar.EndOfDay(noon), true
	case s.Offset:
		t := s.Time.In(loc)
		return t, t, true
	case wall == nil:
		return time.Time{}, time.Time{}, false
	default:
		t, ok := calendar.Local(s.Time, wall)
		return t.In(loc), t.In(loc), ok
	}
}
