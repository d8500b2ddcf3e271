package law

import (
	"strconv"
	"strings"
	"time"

	"writ"
	"writ/calendar"
	"writ/strict"
)

// A moment is an instant that a pack reckons: from a date on the paper, a period on, counted as the law counts.
//
//	{of: served, plus: P10D, count: after}
type moment struct {
	literal  time.Time // a date, 00:00 UTC; read as midnight in the zone
	of       []path    // the first that is stated
	earliest []moment
	plus     writ.Period
	open     int // so many business or working days
	minus    writ.Period
	days     *path // an integer fact: so many days
	most     int   // and no more than these, if any
	count    string
	yearEnd  bool // to the end of that calendar year
	roll     bool // on from a weekend or holiday to the end of the next business day
}

// How a period is counted.
const (
	countElapsed   = "elapsed"   // hours between instants
	countAfter     = "after"     // the day of the event does not count; ends with the last day
	countBeginning = "beginning" // the day of the event counts, from its midnight
	countClock     = "clock"     // on the calendar, same clock time
	countBusiness  = "business"  // as after, days from Monday to Friday that are no holidays
	countWorking   = "working"   // as after, days from Monday to Saturday that are no holidays
)

// mostDays is the longest period of business or working days.
const mostDays = 400

func readMoment(c strict.Cursor) moment {
	if c.Node.Kind != mapping {
		return simpleMoment(c)
	}
	t := c.Table("of", "earliest", "plus", "minus", "days", "most", "count", "round", "roll")
	var m moment
	if v, ok := t.Has("of"); ok {
		for _, e := range pick(v) {
			p := strict.One(e, "time", findPath)
			if p.time == nil && p.name != "" {
				e.Fail(e.Quoted()+" is no date or instant", "write at, issued, served, expires, start, end or facts.NAME")
			}
			m.of = append(m.of, p)
		}
	}
	if v, ok := t.Has("earliest"); ok {
		for _, e := range v.List() {
			m.earliest = append(m.earliest, readMoment(e))
		}
	}
	if (len(m.of) == 0) == (len(m.earliest) == 0) {
		c.Fail("a moment begins with of or with earliest", "write for example {of: served, plus: P10D, count: after}")
	}
	m.readPeriod(t)
	return m
}

func simpleMoment(c strict.Cursor) moment {
	text := c.Text()
	if len(text) == len(time.DateOnly) && strings.Count(text, "-") == 2 {
		return moment{literal: c.Day()}
	}
	p := strict.One(c, "time", findPath)
	if p.time == nil && p.name != "" {
		c.Fail(c.Quoted()+" is no date or instant", "write a date, or at, issued, served, expires, start, end or facts.NAME")
	}
	return moment{of: []path{p}}
}

func (m *moment) readPeriod(t strict.Table) {
	moved := 0
	if v, ok := t.Has("plus"); ok {
		m.plus, moved = v.Period(), moved+1
	}
	if v, ok := t.Has("minus"); ok {
		m.minus, moved = v.Period(), moved+1
	}
	if v, ok := t.Has("days"); ok {
		p := strict.One(v, "fact", findPath)
		m.days, moved = &p, moved+1
	}
	if v, ok := t.Has("most"); ok {
		m.most = v.Number()
	}
	if m.most != 0 && m.days == nil {
		t.Fail("has a most without days", "add days: facts.NAME, or leave most out")
	}
	m.count = t.TextOf("count")
	switch m.count {
	case countElapsed, countAfter, countBeginning, countClock:
	case countBusiness, countWorking:
		m.readOpenDays(t)
	case "":
		if moved > 0 {
			t.Fail("does not say how the period is counted", "add count: elapsed, after, beginning, clock, business or working")
		}
	default:
		v, _ := t.Has("count")
		v.Fail(v.Quoted()+" is no way to count", "write elapsed, after, beginning, clock, business or working")
	}
	if moved > 1 {
		t.Fail("has more than one of plus, minus and days", "keep one")
	}
	if v, ok := t.Has("round"); ok {
		if v.Text() != "year-end" {
			v.Fail(v.Quoted()+" is no rounding", "write year-end")
		}
		m.yearEnd = true
	}
	if v, ok := t.Has("roll"); ok {
		m.roll = v.Truth()
	}
}

// readOpenDays reads a number of days on which offices, or shops, are open.
func (m *moment) readOpenDays(t strict.Table) {
	v, ok := t.Has("plus")
	if !ok {
		t.Fail("counts "+m.count+" days and does not say how many", "add plus: P3D")
		return
	}
	days, whole := strings.CutSuffix(strings.TrimPrefix(v.Text(), "P"), "D")
	n, err := strconv.Atoi(days)
	if !whole || err != nil || n < 1 || n > mostDays {
		v.Fail("is no number of "+m.count+" days", "write for example P3D, with at most "+strconv.Itoa(mostDays)+" days")
	}
	m.open = n
}

// on reckons the moment. ok is false where what it starts from is not stated.
func (n moment) on(m *matter) (time.Time, bool) {
	t, ok := n.base(m)
	if !ok {
		return t, false
	}
	switch {
	case n.days != nil:
		t, ok = n.countDays(t, m)
	case n.count == countBusiness:
		t = m.holidays().BusinessDays(t, n.open)
	case n.count == countWorking:
		t = m.holidays().WorkingDays(t, n.open)
	case !n.minus.IsZero():
		t = n.back(t)
	case !n.plus.IsZero() || n.count == countAfter:
		t = forward(t, n.plus, n.count)
	}
	if n.yearEnd {
		t = time.Date(t.Add(-1).Year()+1, 1, 1, 0, 0, 0, 0, t.Location())
	}
	if n.roll {
		t = m.holidays().Roll(t)
	}
	return t, ok
}

func (n moment) base(m *matter) (time.Time, bool) {
	if !n.literal.IsZero() {
		y, mo, d := n.literal.Date()
		return calendar.StartOfDay(time.Date(y, mo, d, 12, 0, 0, 0, m.loc)), true
	}
	for _, p := range n.of {
		if p.name == "expires" {
			if _, to, ok := p.time(m); ok {
				return to, true
			}
			continue
		}
		if from, _, ok := p.time(m); ok {
			return from, true
		}
	}
	var first time.Time
	for _, e := range n.earliest {
		if t, ok := e.on(m); ok && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first, !first.IsZero()
}

func (n moment) countDays(t time.Time, m *matter) (time.Time, bool) {
	days, err := strconv.Atoi(n.days.read(m).one)
	if err != nil {
		days = n.most
	}
	if n.most > 0 && days > n.most {
		days = n.most
	}
	if days <= 0 || days > 4000 {
		return t, false
	}
	p, err := writ.ParsePeriod("P" + strconv.Itoa(days) + "D")
	return forward(t, p, n.count), err == nil
}

func (n moment) back(t time.Time) time.Time {
	if n.count == countBeginning {
		return calendar.StartOfDay(n.minus.Before(calendar.StartOfDay(t).Add(12 * time.Hour)))
	}
	return n.minus.Before(t)
}

func forward(t time.Time, p writ.Period, count string) time.Time {
	switch count {
	case countAfter:
		return calendar.After(t, p)
	case countBeginning:
		return calendar.Beginning(t, p)
	default:
		return p.After(t)
	}
}
