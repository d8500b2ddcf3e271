package calendar

import (
	"strings"
	"time"

	"writ"
)

// StartOfDay is the first instant of t's day in t's zone. Where midnight is skipped it is the first instant after.
func StartOfDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return midnight(y, m, d, t.Location())
}

// EndOfDay is the first instant after t's day: a period that ends with a day ends before it.
func EndOfDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return midnight(y, m, d+1, t.Location())
}

// midnight gives the first instant of a day, or of the next where a zone left the whole day out. Go reads a skipped 00:00
// with the offset before or after the gap; what it gives may then lie on the day before.
func midnight(y int, m time.Month, d int, loc *time.Location) time.Time {
	t := time.Date(y, m, d, 0, 0, 0, 0, loc)
	for want := time.Date(y, m, d, 0, 0, 0, 0, time.UTC); wall(t).Before(want); {
		t = t.Add(15 * time.Minute)
	}
	return t
}

// wall is what the clock on the wall shows at t, as if it were UTC.
func wall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.Add(time.Duration(offset) * time.Second).UTC()
}

// After ends a period as law counts it: the day of the event does not count, and the period ends with the end
// of its last day, in t's zone. A period of hours is counted from the instant.
func After(t time.Time, p writ.Period) time.Time {
	if hours(p) {
		return p.After(t)
	}
	return EndOfDay(p.After(StartOfDay(t).Add(12 * time.Hour)))
}

// Beginning ends a period that begins with t's day: that day counts, from its midnight.
func Beginning(t time.Time, p writ.Period) time.Time {
	if hours(p) {
		return p.After(t)
	}
	return StartOfDay(p.After(StartOfDay(t).Add(12 * time.Hour)))
}

// hours reports whether a period is counted in elapsed time only, whatever the clock does.
func hours(p writ.Period) bool { return strings.HasPrefix(p.String(), "PT") }

// Days counts the local days of loc that [from, to) touches, as day numbers from the first.
func Days(from, to time.Time, loc *time.Location) (first, last int) {
	return dayNumber(from.In(loc)), dayNumber(to.Add(-1).In(loc))
}

func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Local reads a wall-clock time in a zone. ok is false where that time occurs twice or never there.
func Local(wall time.Time, loc *time.Location) (at time.Time, ok bool) {
	y, m, d := wall.Date()
	h, mi, s := wall.Clock()
	at = time.Date(y, m, d, h, mi, s, wall.Nanosecond(), loc)
	if !sameWall(at, wall) {
		return time.Time{}, false
	}
	for _, shift := range []time.Duration{-3 * time.Hour, 3 * time.Hour} {
		_, here := at.Zone()
		_, there := at.Add(shift).Zone()
		if other := at.Add(time.Duration(here-there) * time.Second); here != there && sameWall(other, wall) {
			return time.Time{}, false
		}
	}
	return at, true
}

func sameWall(a, wall time.Time) bool {
	ay, am, ad := a.Date()
	wy, wm, wd := wall.Date()
	ah, ami, as := a.Clock()
	wh, wmi, ws := wall.Clock()
	return ay == wy && am == wm && ad == wd && ah == wh && ami == wmi && as == ws
}
