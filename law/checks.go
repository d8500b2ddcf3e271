package law

import (
	"writ"
)

// A finding is the first check that failed: the answer, its ground and the rule.
type finding struct {
	answer   string // withhold, clarify, refer, preserve
	ground   writ.Ground
	cite     Ground
	repair   string
	question string
	until    ends // of what is preserved
}

// first goes through the checks in their order and gives the first that fails, or nil. When it gives nil, m.opened is
// what opens the ask.
func (m *matter) first() *finding {
	if m.inst == nil {
		return refer("uncertain-rule", engine("unknown-instrument", "", "no pack in play knows this instrument"))
	}
	m.readCategory()
	for s := range stages {
		if m.depth > 0 && s == stageIdentifier {
			continue
		}
		if f := m.check(s); f != nil {
			return f
		}
		if s == stageClosed && m.opened != nil && (m.opened.as != "" || m.opened.asFact != nil) {
			return m.readAs()
		}
	}
	return nil
}

// readCategory takes what is asked for another category, where the law does.
func (m *matter) readCategory() {
	for _, r := range m.inst.reads {
		if r.category == m.asked && r.inForce(m.docket) && r.when.holds(m) {
			m.category = r.as
		}
	}
}

// check runs one stage: what holds everywhere, and the pack's rules, in the order in which a clerk would.
func (m *matter) check(s stage) *finding {
	switch s {
	case stageAddressee:
		return either(m.rules(s), m.addressee)
	case stageIssuer:
		return either(m.rules(s), m.issuer)
	case stageSignature:
		return either(m.form(), func() *finding { return m.rules(s) })
	case stageDates:
		return either(m.dates(), func() *finding { return m.rules(s) })
	case stageIdentifier:
		return either(m.names(), func() *finding { return m.rules(s) })
	case stageClosed:
		return either(m.rules(s), m.reached)
	case stageWindow:
		return either(m.windowStated(), func() *finding { return m.rules(s) })
	case stageCategory:
		return either(m.rules(s), m.doubted)
	default:
		return m.rules(s)
	}
}

func either(f *finding, next func() *finding) *finding {
	if f != nil {
		return f
	}
	return next()
}

// rules gives what the first rule of the stage that holds says.
func (m *matter) rules(s stage) *finding {
	for _, r := range m.inst.byStage[s] {
		if r.inForce(m.docket) && r.when.holds(m) {
			return r.find()
		}
	}
	return nil
}

func (r *rule) find() *finding {
	f := &finding{answer: r.answer, ground: r.ground, cite: r.ground0(), repair: r.repair, question: r.question, until: r.until}
	if r.certainty == "uncertain" {
		f.answer = "refer"
	}
	return f
}

func (r *rule) ground0() Ground { return r.cite.ground(r.because) }

// engine is a ground that rests on no rule of a pack: a limit that stands above them.
func engine(id, provision, because string) Ground {
	return Ground{Rule: "writ/" + id, Provision: provision, Certainty: "verified", Because: because}
}

func withhold(g writ.Ground, c Ground, repair string) *finding {
	return &finding{answer: "withhold", ground: g, cite: c, repair: repair}
}

func clarify(g writ.Ground, c Ground) *finding {
	return &finding{answer: "clarify", ground: g, cite: c}
}

func refer(g writ.Ground, c Ground) *finding { return &finding{answer: "refer", ground: g, cite: c} }

// or gives the first text that is not empty.
func or(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// common is a check that every instrument of every country goes through, citing the instrument's own provision.
func (m *matter) common(id, provision, because string) Ground {
	g := m.inst.ground(because)
	g.Rule, g.Provision = m.inst.id+"/"+id, or(provision, m.inst.provision)
	return g
}

func (m *matter) addressee() *finding {
	switch m.d.Instrument.Addressee {
	case "provider", "representative":
		return nil
	case "other-entity":
		return withhold("wrong-addressee", m.common("addressee", m.inst.wrong, "the paper names another entity"), "the same instrument, addressed to the provider or its representative")
	default:
		return clarify("wrong-addressee", m.common("addressee", m.inst.wrong, "the paper does not say whom it addresses"))
	}
}

// issuer compares who signed with the list of those who may. A category that no list names is judged at its place.
func (m *matter) issuer() *finding {
	if m.depth > 0 {
		return nil // the paper that orders it was signed by one who may; what is read as another asks for no other hand
	}
	kind := string(m.d.Instrument.Issuer.Kind)
	anywhere, listed := false, false
	provision := ""
	for _, i := range m.inst.issuers {
		may := contains(i.kinds, kind)
		anywhere = anywhere || may
		if !i.covers(m.category) {
			continue
		}
		if may {
			return nil
		}
		listed, provision = true, i.provision
	}
	if !listed && anywhere {
		return nil
	}
	return withhold("issuer-not-competent", m.common("issuers", provision, "this issuer may not give this instrument for this category"),
		"the same instrument from an issuer whom the law names for this category")
}

func contains(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

// form asks for the signature, seal or writing that the instrument wants.
func (m *matter) form() *finding {
	if s := m.d.Instrument.Signed; s != nil && *s {
		return nil
	}
	if m.inst.oral != nil && m.inst.oral.holds(m) {
		return nil
	}
	return clarify("not-signed", m.common("signed", m.inst.signed, "the paper lacks the signature, seal or form that the law wants"))
}
