package law

import (
	"slices"
	"time"

	"writ"
	"writ/calendar"
)

// join makes one answer of the parts: counsel's doubt stops the whole ask; else the newest stretch that leaves is the
// window, and the rest is the shortfall; else the gravest reason answers.
func (m *matter) join(parts []part, duties []bound, short []Shortfall) Outcome {
	for _, p := range parts {
		if p.found != nil && p.found.answer == "refer" {
			return m.close(p.found)
		}
	}
	last := len(parts)
	for last > 0 && !parts[last-1].leaves() {
		last--
	}
	first := last
	for first > 0 && parts[first-1].leaves() {
		first--
	}
	if first == last {
		return m.nothing(parts, duties)
	}
	must := true
	for _, p := range parts[first:last] {
		must = must && p.kind == "must"
	}
	m.from, m.to = parts[first].from, parts[last-1].to
	for _, p := range slices.Concat(parts[:first], parts[last:]) {
		s := m.shortOf(p)
		if !slices.Contains(short, s) {
			short = append(short, s)
		}
	}
	return m.leave(must, duties, short)
}

func (p part) leaves() bool { return p.found == nil && (p.kind == "leave" || p.kind == "must") }

func (m *matter) shortOf(p part) Shortfall {
	switch {
	case p.found != nil:
		return Shortfall{Kind: "withhold", Ground: p.found.ground, Provision: p.found.cite.Provision}
	case p.kind == "default":
		return Shortfall{Kind: "default", Provision: p.duty.provision}
	case p.kind == "not-held":
		return Shortfall{Kind: "not-held", Provision: m.opened.provision}
	default:
		return Shortfall{Kind: "withhold", Ground: "retention-purpose", Provision: m.opened.provision}
	}
}

// nothing answers where no part leaves.
func (m *matter) nothing(parts []part, duties []bound) Outcome {
	for _, p := range parts {
		if p.found != nil {
			return m.close(p.found)
		}
	}
	for _, p := range parts {
		if p.kind == "default" {
			return m.missing(p.duty, nil, duties)
		}
	}
	m.from, m.to = time.Time{}, time.Time{}
	return m.missing(nil, nil, duties)
}

// leave lets go: by duty where the instrument compels and the law had it kept.
func (m *matter) leave(must bool, duties []bound, short []Shortfall) Outcome {
	if m.preserves() {
		return m.outcome(Preserve{}, short)
	}
	if !must || !m.compels() {
		return m.outcome(Release{}, short)
	}
	for _, b := range duties {
		if b.serves && b.certainty != "uncertain" {
			m.through = append(m.through, b.ground(or(b.because, "it had to be kept")))
		}
	}
	return m.outcome(MustRelease{}, short)
}

func (m *matter) compels() bool { return m.inst.compels && m.docket.inst.compels }

func (m *matter) preserves() bool {
	return slices.ContainsFunc(m.inst.keeps, func(o opening) bool { return o.id == m.opened.id })
}

// outcome writes an answer that rests on what the instrument opens.
func (m *matter) outcome(a Answer, short []Shortfall) Outcome {
	o := Outcome{Answer: a, Shortfall: short}
	if _, keeps := a.(Preserve); keeps {
		o.Until = m.opened.until.on(m)
	}
	g := m.opened.ground(m.opened.because)
	switch a.(type) {
	case Default:
		o.Grounds = append(m.through, g)
		return o
	case NotHeld:
		g.Because = "it is not kept, and no law said to keep it"
		o.Grounds = append([]Ground{g}, m.through...)
		return o
	case Release, MustRelease, Withhold, Clarify, Refer, Preserve, Intercept:
	}
	o.Grounds = append([]Ground{g}, m.through...)
	o.Fields = m.opened.fields
	if m.hasFrom {
		if w, err := writ.NewWindow(m.from, m.to); err == nil {
			o.Window = w
		}
	}
	return o
}

// close writes an answer that opens nothing.
func (m *matter) close(f *finding) Outcome {
	o := Outcome{Grounds: append([]Ground{f.cite}, m.through...)}
	switch f.answer {
	case "withhold":
		o.Answer = Withhold{Ground: f.ground, Repair: or(f.repair, repairs[f.ground], "another instrument, or another issuer")}
	case "clarify":
		o.Answer = Clarify{Ground: f.ground, Question: or(f.question, questions[f.ground], "Please complete the paper.")}
	case "preserve":
		o.Answer = Preserve{}
		if m.hasFrom {
			o.Window, _ = writ.NewWindow(m.from, m.to)
		}
		o.Until = f.until.on(m)
		return m.preserved(o)
	default:
		o.Answer = Refer{Ground: f.ground}
	}
	return o
}

// preserved answers what is to be kept meanwhile by what is held. Where nothing was opened yet, and where it can only be
// tapped, all that the paper names is kept as it is.
func (m *matter) preserved(o Outcome) Outcome {
	if m.opened == nil || m.live() {
		return o
	}
	held := m.hold()
	switch held.Answer.(type) {
	case Release, MustRelease, Preserve:
		held.Answer, held.Until = Preserve{}, o.Until
		held.Grounds = append(o.Grounds, held.Grounds...)
		held.Fields = nil
	case Withhold, NotHeld, Default, Clarify, Refer, Intercept:
	}
	return held
}

// dueDate is when the answer is due: the first instant after.
func (m *matter) dueDate() time.Time {
	if m.docket.inst == nil {
		return time.Time{}
	}
	if list := m.docket.inst.due; m.place > 0 && len(list) == 1 && list[0].when == nil {
		return m.due // the same for every ask
	}
	for _, d := range m.docket.inst.due {
		if !d.when.holds(m) {
			continue
		}
		if t, ok := d.at.on(m); ok {
			m.due = t
			return t
		}
	}
	return time.Time{}
}

func (k *docket) holidays() calendar.Set {
	for _, p := range k.served {
		if len(p.holidays.Days) > 0 {
			return p.holidays
		}
	}
	return k.pack.holidays
}

// settle adds up the answers and says whether the user may be told.
func (d *decision) settle(k *docket) {
	d.verdict = verdict(d.outcomes)
	for _, o := range d.outcomes {
		if !o.Deadline.IsZero() && (d.due.IsZero() || o.Deadline.Before(d.due)) {
			d.due = o.Deadline
		}
	}
	d.telling = k.telling()
	d.reliefs = k.reliefs()
	if k.inst != nil {
		d.cost = k.inst.cost
	}
}

// verdict derives what the answers of a demand add up to.
func verdict(outcomes []Outcome) writ.Verdict {
	full, some, ask := true, false, false
	for _, o := range outcomes {
		switch o.Answer.(type) {
		case Refer:
			return writ.Refers
		case Release, MustRelease, Preserve, Intercept:
			some = true
			full = full && len(o.Shortfall) == 0
		case Clarify:
			full, ask = false, true
		case Withhold, NotHeld, Default:
			full = false
		default:
			full = false
		}
	}
	switch {
	case full:
		return writ.Fulfils
	case some:
		return writ.Partial
	case ask:
		return writ.Clarifies
	}
	return writ.Rejects
}
