package law

import "time"

// dates looks at when the paper was made, served, and for how long it holds.
func (m *matter) dates() *finding {
	i := m.d.Instrument
	from, _, ok := m.made.read()
	switch {
	case i.Issued == nil:
		return clarify("not-signed", m.common("dated", m.inst.signed, "the paper has no date"))
	case !ok || !m.readable(i.Served) || !m.readable(i.Expires):
		return clarify("window-ambiguous", m.common("dated", "", "a date on the paper is a local time that names no zone, or occurs twice"))
	case from.After(m.at):
		return clarify("issued-in-future", m.common("dated", "", "the paper is dated after the decision"))
	}
	if f := m.serviceDate(from); f != nil {
		return f
	}
	if m.early {
		return withhold("not-yet-valid", m.common("early", m.inst.early, "the instrument was made on a day on which the law that it rests on was not in force"), "an instrument made under the law in force")
	}
	return m.expired()
}

func (m *matter) readable(s *Stamp) bool {
	_, _, ok := m.when(s)
	return s == nil || ok
}

func (m *matter) serviceDate(issued time.Time) *finding {
	served, end, ok := m.service.read()
	switch {
	case !ok:
		return nil
	case served.After(m.at):
		return clarify("issued-in-future", m.common("dated", "", "service is dated after the decision"))
	case end.Before(issued) && m.d.Instrument.Served.HasTime:
		return clarify("issued-in-future", m.common("dated", "", "the paper is dated after its service"))
	}
	return nil
}

// expired looks at the last day on the face. Where service in time is what counts, that is measured.
func (m *matter) expired() *finding {
	_, end, ok := m.lastDay.read()
	if !ok {
		return nil
	}
	measured := m.at
	if m.inst.lasting {
		if served, _, ok := m.service.read(); ok {
			measured = served
		}
	}
	if measured.Before(end) {
		return nil
	}
	return withhold("expired", m.common("expired", m.inst.over, "the last day on which it may be executed has passed"), "a new instrument, or an extension of this one")
}
