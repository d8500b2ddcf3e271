package calendar

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An Observance says when a holiday is kept that falls on a weekend.
type Observance string

const (
	ObservedNever   Observance = ""        // it is lost
	ObservedNearest Observance = "nearest" // on a Saturday kept the Friday before, on a Sunday the Monday after
	ObservedNext    Observance = "next"    // kept on the next weekday that no other holiday of the set has
)

// A Holiday is one day that recurs by a rule. The zero Holiday never falls.
type Holiday struct {
	Name     string
	rule     func(year int) (time.Month, int)
	observed Observance
	from, to int // years, inclusive; 0: open
}

// A Set is the holidays that one authority keeps, with the law or almanac that says so. The zero Set has none:
// its business days are Monday to Friday.
type Set struct {
	Name   string
	Source string
	Days   []Holiday
}

// ErrRule says that a text is no rule for a holiday.
var ErrRule = errors.New(`no rule for a day; write "25 December", "third Monday of January", "last Monday of May", "Monday before 25 May" or "Easter+1"`)

// ParseHoliday reads a rule: "25 December", "third Monday of January", "last Monday of May",
// "Monday before 25 May", "Easter-2".
// observed says what becomes of it on a weekend. from and to bound its years, 0 is open.
func ParseHoliday(name, rule string, observed Observance, from, to int) (Holiday, error) {
	h := Holiday{Name: name, observed: observed, from: from, to: to}
	words := strings.Fields(rule)
	switch {
	case strings.HasPrefix(rule, "Easter"):
		n, err := strconv.Atoi(strings.TrimPrefix(strings.TrimPrefix(rule, "Easter"), "+"))
		if rule != "Easter" && (err != nil || n < -70 || n > 70) {
			return Holiday{}, ErrRule
		}
		h.rule = func(y int) (time.Month, int) { return date(easter(y).AddDate(0, 0, n)) }
	case len(words) == 2:
		d, err := strconv.Atoi(words[0])
		m, ok := months[words[1]]
		if err != nil || !ok || !exists(m, d) {
			return Holiday{}, ErrRule
		}
		h.rule = func(int) (time.Month, int) { return m, d }
	case len(words) == 4 && words[2] == "of":
		n, a := ordinals[words[0]]
		wd, b := weekdays[words[1]]
		m, c := months[words[3]]
		if !a || !b || !c {
			return Holiday{}, ErrRule
		}
		h.rule = func(y int) (time.Month, int) { return date(nth(y, m, wd, n)) }
	case len(words) == 4 && words[1] == "before":
		wd, a := weekdays[words[0]]
		d, err := strconv.Atoi(words[2])
		m, c := months[words[3]]
		if !a || err != nil || !c || !exists(m, d) {
			return Holiday{}, ErrRule
		}
		h.rule = func(y int) (time.Month, int) { return date(before(y, m, d, wd)) }
	default:
		return Holiday{}, ErrRule
	}
	return h, nil
}

// exists reports whether the month has such a day, in a leap year at least.
func exists(m time.Month, d int) bool {
	const leap = 2024
	return d > 0 && time.Date(leap, m, d, 0, 0, 0, 0, time.UTC).Month() == m
}

// Falls reports whether t's local day is a holiday of the set, or the day on which one is observed.
func (s Set) Falls(t time.Time) bool {
	y, m, d := t.Date()
	day := time.Date(y, m, d, 12, 0, 0, 0, time.UTC)
	for _, h := range s.Days {
		switch {
		case h.on(y).Equal(day):
			return true
		case m == time.December && h.on(y+1).Equal(day): // next New Year's Day, observed the Friday before
			return true
		case m == time.January && h.on(y-1).Equal(day): // a last day of December, observed the Monday after
			return true
		}
	}
	return s.substitute(day)
}

// substitute reports whether a day stands for holidays that fell on a weekend and are kept on the next weekday. They
// are placed in the order of the year, each on a day that no other has; one at the end of December may reach January.
func (s Set) substitute(day time.Time) bool {
	if !slices.ContainsFunc(s.Days, func(h Holiday) bool { return h.observed == ObservedNext }) {
		return false
	}
	return slices.ContainsFunc(s.moved(day.Year()), day.Equal) || day.Month() == time.January && slices.ContainsFunc(s.moved(day.Year()-1), day.Equal)
}

// moved lists the weekdays on which holidays of a year are kept instead.
func (s Set) moved(year int) []time.Time {
	var own, late []time.Time
	for _, h := range s.Days {
		if d := h.on(year); !d.IsZero() {
			own = append(own, d)
			if h.observed == ObservedNext && weekend(d) {
				late = append(late, d)
			}
		}
	}
	slices.SortFunc(late, time.Time.Compare)
	for n, d := range late {
		for weekend(d) || slices.ContainsFunc(own, d.Equal) {
			d = d.AddDate(0, 0, 1)
		}
		late[n], own = d, append(own, d)
	}
	return late
}

func weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

// Business reports whether t's local day is neither Saturday, Sunday nor holiday.
func (s Set) Business(t time.Time) bool {
	return !weekend(t) && !s.Falls(t)
}

// on is the noon of the day on which h is kept in a year, or the zero time.
func (h Holiday) on(year int) time.Time {
	if h.rule == nil || h.from != 0 && year < h.from || h.to != 0 && year > h.to {
		return time.Time{}
	}
	m, d := h.rule(year)
	t := time.Date(year, m, d, 12, 0, 0, 0, time.UTC)
	switch {
	case h.observed == ObservedNearest && t.Weekday() == time.Saturday:
		return t.AddDate(0, 0, -1)
	case h.observed == ObservedNearest && t.Weekday() == time.Sunday:
		return t.AddDate(0, 0, 1)
	}
	return t
}

// Roll moves the end of a period that falls on a weekend or holiday to the end of the next business day.
// end is exclusive: the first instant after the last day.
func (s Set) Roll(end time.Time) time.Time {
	for !s.Business(end.Add(-1)) {
		end = EndOfDay(end)
	}
	return end
}

// BusinessDays ends a period of n business days after t: the day of the event does not count.
func (s Set) BusinessDays(t time.Time, n int) time.Time { return daysAfter(t, n, s.Business) }

// WorkingDays ends a period of n working days after t, Saturdays among them: the day of the event does not count.
func (s Set) WorkingDays(t time.Time, n int) time.Time { return daysAfter(t, n, s.working) }

func (s Set) working(t time.Time) bool { return t.Weekday() != time.Sunday && !s.Falls(t) }

// daysAfter ends a period of n days of the kind that counts.
func daysAfter(t time.Time, n int, counts func(time.Time) bool) time.Time {
	end := EndOfDay(t)
	for n > 0 {
		if counts(end) {
			n--
		}
		end = EndOfDay(end)
	}
	return end
}

func date(t time.Time) (time.Month, int) { return t.Month(), t.Day() }

// nth finds the n-th such weekday of a month; n 5 is the last.
func nth(y int, m time.Month, wd time.Weekday, n int) time.Time {
	if n == 5 {
		return before(y, m+1, 1, wd)
	}
	first := time.Date(y, m, 1, 12, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, int(wd-first.Weekday()+7)%7+7*(n-1))
}

// before finds the last such weekday before a day; on that day itself it is the one of the week before.
func before(y int, m time.Month, d int, wd time.Weekday) time.Time {
	last := time.Date(y, m, d-1, 12, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()-wd+7)%7)
}

// easter is the Gregorian Easter Sunday (the anonymous algorithm of 1876).
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(y, time.Month(n/31), n%31+1, 12, 0, 0, 0, time.UTC)
}

var (
	ordinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 5}
	weekdays = map[string]time.Weekday{"Monday": time.Monday, "Tuesday": time.Tuesday, "Wednesday": time.Wednesday,
		"Thursday": time.Thursday, "Friday": time.Friday, "Saturday": time.Saturday, "Sunday": time.Sunday}
	months = monthNames()
)

func monthNames() map[string]time.Month {
	names := make(map[string]time.Month, 12)
	for m := time.January; m <= time.December; m++ {
		names[m.String()] = m
	}
	return names
}
