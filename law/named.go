package law

import "writ"

// names looks at whom the ask names. No pack can open a demand that names no one.
func (m *matter) names() *finding {
	if len(m.ask.Identifiers) == 0 {
		return clarify("identifier-invalid", engine("names-someone", m.inst.provision, "the ask names no one"))
	}
	if m.ids == nil {
		return clarify("identifier-invalid", m.common("identifiers", "", "an identifier is not one in the standard's form"))
	}
	facts := m.d.Instrument.Facts
	if word(facts["cgnat"]) == "true" && m.named(writ.IP) {
		return clarify("identifier-ambiguous", m.common("identifiers", "", "the address was shared at that time; without port and instant it names several"))
	}
	if word(facts["not-our-user"]) == "true" {
		return withhold("not-the-providers-user", m.common("identifiers", "", "the provider's records show that the identifier was not its user's in that window"),
			"the same instrument, served on the provider whose user it was")
	}
	if t, ok := facts["duplicate-of"].(map[string]any); ok && word(t["identical"]) == "true" {
		return clarify("duplicate", m.common("duplicate", "", "the same request was answered before"))
	}
	return nil
}

func (m *matter) named(k writ.Kind) bool {
	for _, s := range m.ask.Identifiers {
		if s.Kind == k {
			return true
		}
	}
	return false
}

// reached finds what opens the category on this instrument. What it opens for no period at all is withheld here,
// before anyone is asked to mend a window.
func (m *matter) reached() *finding {
	for _, list := range [][]opening{m.inst.opens, m.inst.keeps} {
		for n := range list {
			o := &list[n]
			if o.covers(m.category) && o.inForce(m.docket) && o.when.holds(m) {
				m.opened = o
				return m.area()
			}
		}
	}
	c := m.inst.closed
	provision := or(c.why[m.asked], c.provision)
	r := m.inst.pack.reach[m.asked]
	if r.provision != "" {
		provision += "; " + r.provision
	}
	g := m.common("closed", provision, m.inst.beyond)
	return withhold(c.ground, g, or(r.by, "an instrument that the law names for this category"))
}

// area stops a demand for all who used a place, unless the pack's own rule for such demands answers.
func (m *matter) area() *finding {
	if !m.named(writ.Cell) {
		return nil
	}
	if m.live() {
		return withhold("area-request-not-allowed", engine("area", m.inst.provision, "a tap on a place names no one"), "an order that names the person, number or account")
	}
	a := m.inst.pack.area
	switch {
	case a == nil:
		return withhold("area-request-not-allowed", engine("area", m.inst.provision, "a request for all who used a place names no one, and no rule of this law opens it"),
			"an order that names the person, number or account")
	case !a.inForce(m.docket) || !a.when.holds(m):
		return nil
	}
	return a.find()
}

// doubted refers what an uncertain rule would open.
func (m *matter) doubted() *finding {
	if m.opened.certainty == "uncertain" {
		return refer("uncertain-rule", m.opened.ground("the rule that would open it is uncertain"))
	}
	return nil
}

// readAs decides the ask as another instrument of the same pack would have it.
func (m *matter) readAs() *finding {
	o := m.opened
	target := o.as
	if o.asFact != nil {
		target = o.asFact.read(m).one
		if !contains(o.asOf, target) {
			return refer("uncertain-rule", m.common("read-as", "", "the paper does not say as which instrument it is to be read"))
		}
	}
	inst, early := version(m.inst.pack.instruments[target], m.docket)
	if inst == nil || early || m.depth > 2 {
		return refer("uncertain-rule", m.common("read-as", "", "the instrument as which it is to be read was not in force"))
	}
	m.through = append(m.through, m.inst.ground("the same paper orders it under its own law"))
	m.inst, m.opened, m.given, m.depth = inst, nil, o.given, m.depth+1
	return m.first()
}
