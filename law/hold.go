package law

import (
	"slices"
	"time"

	"writ"
)

// hold answers an ask that the instrument reaches: by what is held, and by what had to be kept.
func (m *matter) hold() Outcome {
	var short []Shortfall
	if m.hasFrom {
		s, f := m.narrow()
		if f != nil {
			return m.close(f)
		}
		short = s
	}
	for _, c := range m.inst.cuts {
		if c.inForce(m.docket) && c.when.holds(m) {
			short = append(short, Shortfall{Kind: "withhold", Ground: "instrument-too-weak", Provision: c.provision})
			m.through = append(m.through, c.ground(c.because))
		}
	}
	if m.live() {
		return m.outcome(Intercept{}, short)
	}
	duties := m.duties()
	if !m.hasFrom {
		return m.asTheyStand(duties, short)
	}
	return m.byPart(duties, short)
}

// A bound is a duty that speaks of this category and service, and whether it serves this request.
type bound struct {
	*duty
	lasts  writ.Period // how long it binds here
	since  time.Time   // records from then on are within the period
	serves bool
}

func (m *matter) duties() []bound {
	var out []bound
	for _, p := range m.served {
		for n := range p.duties {
			d := &p.duties[n]
			if !slices.Contains(d.categories, m.asked) || !slices.Contains(d.services, string(m.d.Provider.Service)) || !d.inForce(m.docket) || !d.when.holds(m) {
				continue
			}
			if lasts, ok := d.length(m); ok {
				out = append(out, bound{d, lasts, lasts.Before(m.at.In(m.loc)), d.purpose.holds(m)})
			}
		}
	}
	return out
}

// length is the period of the duty: where a fact sets it, that one, as far as the law lets it.
func (d *duty) length(m *matter) (writ.Period, bool) {
	if d.periodOf == nil {
		return d.period, true
	}
	set, err := writ.ParsePeriod(d.periodOf.read(m).one)
	if err != nil {
		return writ.Period{}, false
	}
	if here := m.at.In(m.loc); set.Before(here).Before(d.period.Before(here)) {
		return d.period, true
	}
	return set, true
}

// running reports whether the period of a duty still runs for records that have no window.
func (b bound) running(m *matter) bool {
	if b.runsFrom == nil {
		return true
	}
	from, _, ok := b.runsFrom.time(m)
	if !ok {
		return true
	}
	end := b.lasts.After(from)
	if b.round {
		end = time.Date(end.Year()+1, 1, 1, 0, 0, 0, 0, end.Location())
	}
	return m.at.Before(end)
}

// heldSince is the instant of the oldest record, counted on the calendar in local time.
func (m *matter) heldSince() (time.Time, bool) {
	p, ok := m.d.Provider.Keeps[m.asked]
	for _, k := range m.inst.pack.kept {
		if k.category != m.asked || !k.when.holds(m) {
			continue
		}
		if q, err := writ.ParsePeriod(k.fact.read(m).one); err == nil {
			p, ok = q, true
		}
	}
	return p.Before(m.at.In(m.loc)), ok
}

// asTheyStand answers for records without a window.
func (m *matter) asTheyStand(duties []bound, short []Shortfall) Outcome {
	_, held := m.heldSince()
	var sure, doubtful *bound
	for n := range duties {
		b := &duties[n]
		switch {
		case !b.serves || !b.running(m) || b.collected && !held:
		case b.certainty == "uncertain":
			doubtful = b
		default:
			sure = b
		}
	}
	if held {
		if f := m.onlyFor(duties, time.Time{}, sure != nil); f != nil {
			return m.close(f)
		}
		return m.leave(sure != nil, duties, short)
	}
	return m.missing(sure, doubtful, duties)
}

func (m *matter) missing(sure, doubtful *bound, duties []bound) Outcome {
	switch {
	case sure != nil:
		m.through = append([]Ground{sure.ground(or(sure.because, "it had to be kept, and is not"))}, m.through...)
		return m.outcome(Default{}, nil)
	case doubtful != nil:
		return m.close(refer("uncertain-rule", doubtful.ground("it is not kept, and whether it had to be kept is uncertain")))
	case m.unknown:
		return m.close(refer("uncertain-rule", engine("unknown-duty", m.opened.provision, "it is not kept, and the law of the addressee's country is not loaded")))
	}
	for _, b := range duties {
		m.through = append(m.through, b.ground("the duty to keep does not reach it"))
	}
	return m.outcome(NotHeld{}, nil)
}

// onlyFor finds that records exist only under a duty for another purpose, or under one that is contested, or past any
// duty. oldest is the oldest instant of the records in question; zero for records without a window.
func (m *matter) onlyFor(duties []bound, oldest time.Time, sure bool) *finding {
	if sure {
		return nil
	}
	within := slices.DeleteFunc(slices.Clone(duties), func(b bound) bool { return !oldest.IsZero() && oldest.Before(b.since) })
	maybe := slices.ContainsFunc(within, func(b bound) bool { return b.serves && b.edge(m, b.alone) == nil }) // uncertain, or it were sure
	for _, b := range within {
		alone := b.edge(m, b.alone)
		switch {
		case alone == nil || b.serves && b.certainty != "uncertain" || maybe && b.certainty == "uncertain":
		case maybe: // a duty that serves the request may explain the records, if it binds
			return refer("uncertain-rule", alone.ground0())
		default:
			return alone.find()
		}
	}
	if len(within) > 0 {
		return nil
	}
	for _, b := range duties {
		if past := b.edge(m, b.past); past != nil {
			return past.find()
		}
	}
	return nil
}

// edge gives the first of a duty's rules for what lies beyond it that holds.
func (b bound) edge(m *matter, rules []rule) *rule {
	for n := range rules {
		if rules[n].when.holds(m) {
			return &rules[n]
		}
	}
	return nil
}

// A part is a stretch of the window in which one answer holds.
type part struct {
	from, to time.Time
	kind     string // leave, must, not-held, default, or a finding
	found    *finding
	duty     *bound
}

// byPart cuts the window where what is held or what had to be kept begins, answers each part, and joins them.
func (m *matter) byPart(duties []bound, short []Shortfall) Outcome {
	since, held := m.heldSince()
	cuts := []time.Time{m.from, m.to}
	add := func(t time.Time) {
		if t.After(m.from) && t.Before(m.to) {
			cuts = append(cuts, t)
		}
	}
	if held {
		add(since)
	}
	for _, b := range duties {
		add(b.since)
	}
	slices.SortFunc(cuts, time.Time.Compare)
	var parts []part
	for n := range len(cuts) - 1 {
		if cuts[n].Before(cuts[n+1]) {
			parts = append(parts, m.part(duties, cuts[n], cuts[n+1], held && !cuts[n].Before(since)))
		}
	}
	return m.join(parts, duties, short)
}

func (m *matter) part(duties []bound, from, to time.Time, held bool) part {
	p := part{from: from, to: to}
	var sure, doubtful *bound
	for n := range duties {
		b := &duties[n]
		switch {
		case !b.serves || from.Before(b.since) || b.collected && !held:
		case b.certainty == "uncertain":
			doubtful = b
		default:
			sure = b
		}
	}
	switch {
	case held:
		p.found = m.onlyFor(duties, from, sure != nil)
		p.kind = "leave"
		if p.duty = sure; sure != nil {
			p.kind = "must"
		}
	case sure != nil:
		p.kind, p.duty = "default", sure
	case doubtful != nil:
		p.found = refer("uncertain-rule", doubtful.ground("it is not kept, and whether it had to be kept is uncertain"))
	case m.unknown:
		p.found = refer("uncertain-rule", engine("unknown-duty", m.opened.provision, "it is not kept, and the law of the addressee's country is not loaded"))
	default:
		p.kind = "not-held"
	}
	return p
}
