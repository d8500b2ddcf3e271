package law

import (
	"slices"
	"strings"
	"time"

	"writ"
	"writ/calendar"
)

// unchecked lists the grounds of clarify answers whose provision is not compared: any section of the instrument agrees.
var unchecked = []writ.Ground{"identifier-invalid", "identifier-ambiguous", "window-missing", "window-ambiguous", "issued-in-future", "not-yet-valid", "duplicate"}

// CheckCase decides a case and compares. want and got name what differs, or what agrees, without any identifier.
func CheckCase(c Case, s *Set) (ok bool, want, got string) {
	d, err := Decide(c.Demand, s)
	if err != nil {
		return false, c.Expect.String(), "error: " + err.Error()
	}
	got = d.String()
	if c.Expect.Relief != nil {
		got += d.reliefText()
	}
	return c.Expect.agrees(d, s.aliases), c.Expect.String(), got
}

// Line is the result of a case as `writ decide --cases` prints it.
func Line(c Case, s *Set) (ok bool, line string) {
	ok, want, got := CheckCase(c, s)
	if ok {
		return true, "ok " + c.ID
	}
	return false, "FAIL " + c.ID + ": wanted " + want + ", got " + got
}

func (e Expect) agrees(d Decision, aliases [][2]string) bool {
	outcomes := slices.Collect(d.Outcomes())
	if e.Outcome != d.Verdict() || len(e.Answers) != len(outcomes) {
		return false
	}
	for i, a := range e.Answers {
		if !a.agrees(outcomes[i], aliases) || !a.untilAgrees(outcomes[i], d) {
			return false
		}
	}
	return (e.Notice == "" || e.Notice == d.Notice()) && e.dueAgrees(d) && e.reliefAgrees(d)
}

// dueAgrees compares a day with the end of that day in the zone of the decision, an instant with the instant.
func (e Expect) dueAgrees(d Decision) bool {
	if e.Due == nil {
		return true
	}
	due, ok := d.Due()
	return ok && due.Equal(e.Due.end(d))
}

// end is the instant itself, or the end of the day in the zone of the decision.
func (s Stamp) end(d Decision) time.Time {
	if s.HasTime {
		return s.Time
	}
	loc, err := calendar.Zone(d.Zone())
	if err != nil {
		loc = time.UTC
	}
	_, end, _ := s.span(loc, nil)
	return end
}

func (a ExpectedAnswer) untilAgrees(o Outcome, d Decision) bool {
	switch {
	case a.Endless:
		return o.Until.IsZero()
	case a.Until != nil:
		return o.Until.Equal(a.Until.end(d))
	default:
		return true
	}
}

func (a ExpectedAnswer) agrees(o Outcome, aliases [][2]string) bool {
	name, ground := AnswerName(o.Answer)
	if name != a.Answer || ground != a.Ground {
		return false
	}
	if a.Fields != nil && !sameFields(a.Fields, o.Fields) {
		return false
	}
	if a.Window != nil && !a.Window.Equal(o.Window) {
		return false
	}
	if !a.shortfallAgrees(o.Shortfall) {
		return false
	}
	if a.Provision == "" || name == "clarify" && slices.Contains(unchecked, ground) {
		return true
	}
	return slices.ContainsFunc(o.Grounds, func(g Ground) bool { return agree(a.Provision, g.Provision, aliases) })
}

func sameFields(a, b []writ.Narrowing) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(a, b)
}

func (a ExpectedAnswer) shortfallAgrees(got []Shortfall) bool {
	if a.Shortfall == "" {
		return len(got) == 0
	}
	return slices.ContainsFunc(got, func(s Shortfall) bool { return s.Kind == a.Shortfall })
}

// String writes what is expected on one line.
func (e Expect) String() string {
	var b strings.Builder
	b.WriteString(string(e.Outcome))
	for _, a := range e.Answers {
		b.WriteString(" | " + a.Answer)
		writeAnswer(&b, a.Ground, a.Window, a.Shortfall, a.Fields)
		if a.Endless {
			b.WriteString(" without end")
		} else if a.Until != nil {
			b.WriteString(" until " + a.Until.Text)
		}
		if a.Provision != "" {
			b.WriteString(" [" + a.Provision + "]")
		}
	}
	if e.Due != nil {
		b.WriteString(" due " + e.Due.Text)
	}
	if e.Notice != "" {
		b.WriteString(" notice " + string(e.Notice))
	}
	e.writeRelief(&b)
	return b.String()
}

// String writes the answers of a decision on one line, without any identifier.
func (d Decision) String() string {
	var b strings.Builder
	b.WriteString(string(d.Verdict()))
	for o := range d.Outcomes() {
		name, ground := AnswerName(o.Answer)
		b.WriteString(" | " + name)
		kinds := make([]string, len(o.Shortfall))
		for i, s := range o.Shortfall {
			kinds[i] = s.Kind
		}
		w := &o.Window
		if len(kinds) == 0 || w.IsZero() {
			w = nil
		}
		writeAnswer(&b, ground, w, strings.Join(kinds, "+"), o.Fields)
		if !o.Until.IsZero() {
			b.WriteString(" until before " + o.Until.Format(time.RFC3339))
		}
		for i, g := range o.Grounds {
			if i == 0 {
				b.WriteString(" [" + g.Provision)
			} else {
				b.WriteString("; " + g.Provision)
			}
		}
		b.WriteString("]")
	}
	if due, ok := d.Due(); ok {
		b.WriteString(" due before " + due.Format(time.RFC3339))
	}
	return b.String() + " notice " + string(d.Notice())
}

func writeAnswer(b *strings.Builder, g writ.Ground, w *writ.Window, short string, fields []writ.Narrowing) {
	if g != "" {
		b.WriteString("/" + string(g))
	}
	if w != nil {
		b.WriteString(" " + w.String())
	}
	if short != "" {
		b.WriteString(" shortfall " + short)
	}
	for _, f := range fields {
		b.WriteString(" +" + string(f))
	}
}
