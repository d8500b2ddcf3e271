package law

import (
	"time"

	"writ"
)

// longestTap is the longest that any tap may run, whatever a pack says.
const longestTap = 366 * 24 * time.Hour

// windowStated asks for a window where one is needed, and for one that can be read.
func (m *matter) windowStated() *finding {
	w := m.ask.Window
	if w == nil || w.From == nil {
		if m.needsWindow() {
			return clarify("window-missing", m.common("window", m.opened.provision, "no period is stated"))
		}
		if w == nil || w.To == nil {
			return nil
		}
	}
	if w.To == nil {
		return clarify("window-missing", engine("window-end", m.opened.provision, "the window states no end"))
	}
	if m.badWall && (!w.From.Offset || !w.To.Offset) || !m.windows[m.place].ok {
		return clarify("window-ambiguous", m.common("window", m.opened.provision, "a time has no zone, occurs twice or never, or the window runs backwards"))
	}
	if m.live() && m.to.Sub(m.from) > longestTap {
		return clarify("window-too-long", engine("tap-end", m.opened.provision, "no tap may run longer than a year"))
	}
	return nil
}

// needsWindow reports whether the law wants a window: for what is tapped always, for the person's own particulars and
// for what is only preserved not.
func (m *matter) needsWindow() bool {
	if m.live() {
		return true
	}
	return m.asked != writ.Subscriber && m.asked != writ.Payment && !m.opened.windowless
}

// narrow brings the window within every limit. It gives the parts cut off, and a finding where nothing is left.
func (m *matter) narrow() ([]Shortfall, *finding) {
	var short []Shortfall
	for n := range m.inst.limits {
		l := &m.inst.limits[n]
		if !l.covers(m.category) || !l.inForce(m.docket) || !l.when.holds(m) {
			continue
		}
		cutOff, f := m.within(l)
		if f != nil {
			return nil, f
		}
		if cutOff {
			short = append(short, Shortfall{Kind: "withhold", Ground: l.ground, Provision: l.provision})
		}
	}
	return m.standing(short)
}

func (l *limit) covers(c writ.Category) bool {
	for _, x := range l.categories {
		if x == c {
			return true
		}
	}
	return false
}

func (m *matter) within(l *limit) (cut bool, f *finding) {
	from, to := m.from, m.to
	if l.from != nil {
		if t, ok := l.from.on(m); ok && t.After(from) {
			from = t
		}
	}
	if l.until != nil {
		if t, ok := l.until.on(m); ok && t.Before(to) {
			to = t
		}
	}
	if !from.Before(to) {
		return false, withhold(l.ground, l.cite.ground(or(l.because, "the window lies beyond what the instrument reaches")), "a request within that period, or another instrument")
	}
	cut = !from.Equal(m.from) || !to.Equal(m.to)
	m.from, m.to = from, to
	return cut, nil
}

// standing applies the limits that no pack can loosen: a tap ends with the paper, nothing is handed over that does
// not exist yet, no tap is set for a time that has passed.
func (m *matter) standing(short []Shortfall) ([]Shortfall, *finding) {
	end, why := m.at, "records that do not exist yet"
	switch {
	case m.live():
		_, t, ok := m.lastDay.read()
		if !ok {
			return short, m.over()
		}
		end, why = t, "what lies beyond the last day of the paper"
	case m.opened.toCome:
		return short, nil
	}
	if m.to.After(end) {
		if !m.from.Before(end) {
			return nil, withhold("instrument-too-weak", m.common("to-come", m.opened.provision, why+" are not opened by it"), "an instrument that opens what is to come")
		}
		m.to = end
		short = append(short, Shortfall{Kind: "withhold", Ground: "instrument-too-weak", Provision: m.opened.provision})
	}
	return short, m.over()
}

func (m *matter) over() *finding {
	if m.live() && !m.to.After(m.at) {
		return withhold("expired", m.common("over", m.inst.over, "the time for which it could be tapped has passed"), "a new order")
	}
	return nil
}
