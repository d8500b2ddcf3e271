package law

import (
	"slices"
	"strings"
	"time"
	"writ/strict"
)

// An ExpectedRelief is one that a decision must carry.
type ExpectedRelief struct {
	ID      string // the last part of the rule's name
	LastDay *Stamp // nil: not checked
}

// readExpectedRelief reads `relief:`, a list of ids or of `{id, last-day}`.
func readExpectedRelief(t strict.Table) []ExpectedRelief {
	v, ok := t.Has("relief")
	if !ok {
		return nil
	}
	out := []ExpectedRelief{}
	for _, c := range v.List() {
		if c.Node.Kind != mapping {
			out = append(out, ExpectedRelief{ID: c.Text()})
			continue
		}
		rt := c.Table("id", "last-day")
		r := ExpectedRelief{LastDay: stampOf(rt, "last-day")}
		if id, ok := rt.Must("id", "write the relief's id, as the pack has it"); ok {
			r.ID = id.Text()
		}
		out = append(out, r)
	}
	return out
}

// reliefAgrees compares the reliefs by name, in any order, and their days where they are stated.
func (e Expect) reliefAgrees(d Decision) bool {
	if e.Relief == nil {
		return true
	}
	got := d.Reliefs()
	return len(got) == len(e.Relief) && !slices.ContainsFunc(e.Relief, func(want ExpectedRelief) bool {
		return !slices.ContainsFunc(got, func(r Relief) bool {
			return lastPart(r.Ground.Rule) == want.ID && (want.LastDay == nil || r.By.Equal(want.LastDay.end(d)))
		})
	})
}

func (e Expect) writeRelief(b *strings.Builder) {
	for i, r := range e.Relief {
		b.WriteString(reliefMark(i) + r.ID)
		if r.LastDay != nil {
			b.WriteString(" by " + r.LastDay.Text)
		}
	}
}

// reliefText names the reliefs, for a case that asks for them.
func (d Decision) reliefText() string {
	var b strings.Builder
	for i, r := range d.Reliefs() {
		b.WriteString(reliefMark(i) + lastPart(r.Ground.Rule))
		if !r.By.IsZero() {
			b.WriteString(" before " + r.By.Format(time.RFC3339))
		}
	}
	return b.String()
}

func reliefMark(i int) string {
	if i == 0 {
		return " relief "
	}
	return ", "
}
