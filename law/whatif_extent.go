package law

import "writ"

// How much of an ask the law reaches.
const (
	reachesNone   = iota
	reachesToKeep // it is kept, not handed over
	reachesPart
	reachesAll
)

var extents = [...]string{reachesNone: "", reachesToKeep: "preserved", reachesPart: "reached in part", reachesAll: "reached"}

// tapped is what it is called where all of a live category is reached.
const tapped = "tapped"

// An extent is how far the law reaches an ask on a paper, whatever is held.
type extent struct {
	rank      int
	answer    string // where nothing is reached: withhold, clarify or refer
	rule      string // what it rests on
	provision string
	category  writ.Category
	inst      *instrument
	cause     *rule // the rule of the pack that stands in the way, if it is one
	window    writ.Window
}

func (e extent) word() string {
	switch {
	case e.rank == reachesNone:
		return e.answer
	case e.rank == reachesAll && e.category.Live():
		return tapped
	default:
		return extents[e.rank]
	}
}

// extentOf asks the law for one ask of a demand: through every check and limit, and no further.
func (s *Set) extentOf(d Demand, ask int) extent {
	k := dockets.Get().(*docket) // the pool holds nothing else
	defer k.close()
	k.open(&d, s)
	m := k.asked(ask)
	f := m.first()
	var short []Shortfall
	if f == nil && m.hasFrom {
		short, f = m.narrow()
	}
	e := extent{category: m.asked, inst: m.inst}
	if f != nil {
		e.answer, e.rule, e.provision, e.cause = f.answer, f.cite.Rule, f.cite.Provision, m.ruleNamed(f.cite.Rule)
		if f.answer == "preserve" {
			e.rank = reachesToKeep
		}
		return e
	}
	e.rule, e.provision, e.rank = m.opened.id, m.opened.provision, reachesAll
	for _, c := range m.inst.cuts {
		if c.inForce(k) && c.when.holds(m) {
			short = append(short, Shortfall{Provision: c.provision})
		}
	}
	switch {
	case m.preserves():
		e.rank = reachesToKeep
	case len(short) > 0 || len(m.opened.fields) > 0:
		e.rank, e.rule = reachesPart, e.rule+"/in-part"
	}
	if m.hasFrom && m.hasTo {
		e.window, _ = writ.NewWindow(m.from, m.to)
	}
	return e
}

// ruleNamed finds the rule of the pack that gave a finding.
func (m *matter) ruleNamed(id string) *rule {
	if m.inst == nil {
		return nil
	}
	for _, rules := range m.inst.byStage {
		for _, r := range rules {
			if r.id == id {
				return r
			}
		}
	}
	if a := m.inst.pack.area; a != nil && a.id == id {
		return a
	}
	return nil
}
