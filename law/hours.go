package law

import (
	"strings"
	"time"
	"writ/strict"
)

const clockForm = "15:04"

// inHours tests whether an instant lies in office hours: on a business day, from the first clock time until before the
// second, as "08:00-17:00". A date without a time lies in none.
func (t *test) inHours(o strict.Entry) op {
	first, last, _ := strings.Cut(o.Value.Text(), "-")
	opens, err1 := time.Parse(clockForm, first)
	closes, err2 := time.Parse(clockForm, last)
	if err1 != nil || err2 != nil || !opens.Before(closes) {
		o.Value.Fail("are no hours of a day", "write for example 08:00-17:00")
	}
	if t.path.time == nil {
		o.At.Fail("the path is no time", "test at, issued, served, expires, start, end or a fact that is an instant")
		return nil
	}
	read := t.path.time
	return func(m *matter, _ value) bool {
		from, to, ok := read(m)
		if !ok || !from.Equal(to) || !m.holidays().Business(from) {
			return false
		}
		clock := sinceMidnight(from)
		return clock >= sinceMidnight(opens) && clock < sinceMidnight(closes)
	}
}

// sinceMidnight is what the clock shows, as a span.
func sinceMidnight(t time.Time) time.Duration {
	h, m, s := t.Clock()
	return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second + time.Duration(t.Nanosecond())
}
