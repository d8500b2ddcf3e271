package writ

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// A Period is a span in calendar units as ISO 8601 writes it (P18M, P5Y, PT72H). Hours are elapsed
// hours; years, months, weeks and days are counted on the calendar in the zone of the instant given.
type Period struct{ years, months, days, hours, minutes int }

// ErrPeriod says that a text is not a period.
var ErrPeriod = errors.New("not a period; write for example P18M, P5Y, P30D or PT72H")

// ParsePeriod reads an ISO 8601 duration without fractions or seconds.
func ParsePeriod(s string) (Period, error) {
	rest, ok := strings.CutPrefix(s, "P")
	if !ok || rest == "" || strings.HasSuffix(rest, "T") {
		return Period{}, ErrPeriod
	}
	date, clock, _ := strings.Cut(rest, "T")
	var p Period
	if !scanUnits(date, "YMWD", []*int{&p.years, &p.months, nil, &p.days}, &p.days) || !scanUnits(clock, "HM", []*int{&p.hours, &p.minutes}, nil) {
		return Period{}, ErrPeriod
	}
	return p, nil
}

// scanUnits reads number-unit pairs in the order of units. A nil target is weeks, added to days.
func scanUnits(s, units string, into []*int, days *int) bool {
	next := 0
	for s != "" {
		n := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
		if n < 1 || n > 5 {
			return false
		}
		v, err := strconv.Atoi(s[:n])
		i := strings.IndexByte(units[next:], s[n])
		if err != nil || i < 0 {
			return false
		}
		if next += i; into[next] == nil {
			*days += 7 * v
		} else {
			*into[next] += v
		}
		next, s = next+1, s[n+1:]
	}
	return true
}

// IsZero reports whether it has no length.
func (p Period) IsZero() bool { return p == Period{} }

// Before gives the instant that lies p before t, on the calendar of t's zone. A day that the month
// lacks becomes its last day: P6M before 31 August is 28 or 29 February.
func (p Period) Before(t time.Time) time.Time { return p.move(t, -1) }

// After gives the instant that lies p after t, counted like Before.
func (p Period) After(t time.Time) time.Time { return p.move(t, 1) }

func (p Period) move(t time.Time, sign int) time.Time {
	if p.years != 0 || p.months != 0 {
		t = addMonths(t, sign*(12*p.years+p.months))
	}
	if p.days != 0 {
		t = t.AddDate(0, 0, sign*p.days)
	}
	return t.Add(time.Duration(sign) * (time.Duration(p.hours)*time.Hour + time.Duration(p.minutes)*time.Minute))
}

func addMonths(t time.Time, n int) time.Time {
	y, m, d := t.Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC) // a zone may lack the first midnight of a month
	if last := first.AddDate(0, 1, -1).Day(); d > last {
		d = last
	}
	h, mi, s := t.Clock()
	return time.Date(first.Year(), first.Month(), d, h, mi, s, t.Nanosecond(), t.Location())
}

// String writes the period back.
func (p Period) String() string {
	var b strings.Builder
	b.WriteByte('P')
	unit := func(n int, u byte) {
		if n != 0 {
			b.WriteString(strconv.Itoa(n))
			b.WriteByte(u)
		}
	}
	unit(p.years, 'Y')
	unit(p.months, 'M')
	unit(p.days, 'D')
	if p.hours != 0 || p.minutes != 0 {
		b.WriteByte('T')
		unit(p.hours, 'H')
		unit(p.minutes, 'M')
	}
	if b.Len() == 1 {
		b.WriteString("0D")
	}
	return b.String()
}
