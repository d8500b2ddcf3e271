package law

import (
	"time"

	"writ/strict"
)

// ends says when a duty to preserve is over: the first whose condition holds. None that holds: the law states no end.
type ends []end

// An end is one of them.
type end struct {
	when *condition
	at   *moment // nil: the law states no end
}

// readEnds reads `until:`, a moment or a list of `{when, at}`.
func readEnds(t strict.Table) ends {
	v, ok := t.Has("until")
	if !ok {
		return nil
	}
	if v.Node.Kind != sequence {
		m := readMoment(v)
		return ends{{at: &m}}
	}
	var out ends
	for _, c := range v.List() {
		if len(out) > 0 && out[len(out)-1].when == nil {
			c.Fail("is never reached: the end before it always holds", "give that one a when:, or put it last")
		}
		out = append(out, readEnd(c))
	}
	return out
}

func readEnd(c strict.Cursor) end {
	t := c.Table("when", "at")
	e := end{when: whenOf(t)}
	v, ok := t.Must("at", "write a moment, or none where the law states no end")
	if ok && (v.Node.Kind == mapping || v.Text() != "none") {
		m := readMoment(v)
		e.at = &m
	}
	return e
}

// on gives the end, or zero where the law states none. What can't be reckoned is no end, nor is one that does not lie
// after the decision: where there is doubt, what is held is kept.
func (l ends) on(m *matter) time.Time {
	for _, e := range l {
		if !e.when.holds(m) {
			continue
		}
		if e.at == nil {
			break
		}
		if t, ok := e.at.on(m); ok && t.After(m.at) {
			return t
		}
		break
	}
	return time.Time{}
}
