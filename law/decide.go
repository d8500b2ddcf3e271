package law

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"writ"
	"writ/calendar"
)

// The ways in which a Demand is no demand at all. They are mistakes of the caller, never of the issuer.
var (
	ErrNoSet      = errors.New("law: no packs were loaded")
	ErrNoInstant  = errors.New("law: the demand has no instant of decision")
	ErrNoAsks     = errors.New("law: the demand asks for nothing")
	ErrNoPack     = errors.New("law: none of the packs in play is loaded")
	ErrNoCategory = errors.New("law: an ask is for no known category")
	ErrFact       = errors.New("law: a fact of the instrument is neither text, a truth, a whole number, nor a list or a map of these; write it as one")
)

// Decide answers each ask of a demand by the packs in play. It is pure: the same demand and set give the same
// decision, with the same digest. It errs only on a demand that is no demand; what is unclear in law or on the
// paper is answered by [Clarify] or [Refer].
func Decide(d Demand, s *Set) (Decision, error) {
	if err := sound(d, s); err != nil {
		return Decision{}, err
	}
	out := &decision{demand: d.clone(), packs: s.hash}
	k := dockets.Get().(*docket) // the pool holds nothing else
	defer k.close()
	k.open(&out.demand, s)
	out.zone = k.loc
	out.outcomes = make([]Outcome, len(out.demand.Asks))
	for i := range out.demand.Asks {
		out.outcomes[i] = k.answer(i)
	}
	out.settle(k)
	out.digest = out.sum()
	return Decision{out}, nil
}

func sound(d Demand, s *Set) error {
	switch {
	case s == nil || len(s.packs) == 0:
		return ErrNoSet
	case d.At.IsZero():
		return ErrNoInstant
	case len(d.Asks) == 0:
		return ErrNoAsks
	case !slices.ContainsFunc(d.Packs, func(p string) bool { return s.packs[p] != nil }):
		return ErrNoPack
	}
	for _, v := range d.Instrument.Facts {
		if !knownFact(v, 0) {
			return ErrFact
		}
	}
	for _, a := range d.Asks {
		if _, err := writ.ParseCategory(string(a.Category)); err != nil {
			return ErrNoCategory
		}
	}
	return nil
}

// open settles what all asks share: the pack and version of the instrument, the zone, whose duties count.
func (k *docket) open(d *Demand, s *Set) {
	k.d, k.set, k.at = d, s, d.At
	var versions []*instrument
	for _, name := range d.Packs {
		p := s.packs[name]
		if p == nil {
			k.unknown = true
			continue
		}
		if k.pack == nil {
			k.pack = p
		}
		if v := p.instruments[d.Instrument.Type]; v != nil && versions == nil {
			k.pack, versions = p, v
		}
	}
	k.place()
	k.readStamps()
	k.inst, k.early = version(versions, k)
	k.servers()
	for i := range d.Asks {
		k.windows = append(k.windows, k.span(d.Asks[i].Window))
	}
}

// dockets keeps the space of a decision for the next one.
var dockets = sync.Pool{New: func() any { return new(docket) }}

// close forgets the demand.
func (k *docket) close() {
	*k = docket{windows: k.windows[:0], last: named{kinds: k.last.kinds[:0]}}
	dockets.Put(k)
}

// version finds the instrument as it was when the paper was made. early says that the law came later.
func version(versions []*instrument, k *docket) (inst *instrument, early bool) {
	if len(versions) == 0 {
		return nil, false
	}
	for _, v := range versions {
		if v.inForce(k) {
			return v, false
		}
	}
	for _, v := range slices.Backward(versions) {
		if v.from.Before(k.lawDay) {
			return v, true
		}
	}
	return versions[0], true
}

// place settles the zone in which days are counted, and whose languages and duties count.
func (k *docket) place() {
	p := k.d.Provider
	if k.pack.certificate {
		k.country = k.certificateCountry()
	} else {
		k.country = k.pack.country
		for _, c := range p.Established {
			if _, ok := k.set.countries[c]; ok {
				k.country = c
				break
			}
		}
	}
	home := k.set.countries[k.country]
	k.languages = home.languages
	k.loc = home.zone
	if p.Zone != "" && !k.pack.certificate {
		if loc, err := calendar.Zone(p.Zone); err == nil {
			k.loc = loc
		}
	}
	if k.loc == nil {
		k.loc = time.UTC
	}
	k.issuerLoc = k.loc
	if c, ok := k.set.countries[k.d.Instrument.Issuer.Country]; ok && c.zone.String() != k.loc.String() {
		k.issuerLoc = c.zone
	}
	if name := word(k.d.Instrument.Facts["local-zone"]); name != "" {
		loc, err := calendar.Zone(name)
		k.wall, k.badWall = loc, err != nil
	}
}

// certificateCountry is where the addressee of a certificate sits.
func (k *docket) certificateCountry() string {
	for _, fact := range []string{"addressee-country", "designated"} {
		if c := word(k.d.Instrument.Facts[fact]); c != "" {
			return c
		}
	}
	for _, c := range k.d.Provider.Established {
		for _, known := range k.pack.countries {
			if known.code == c {
				return c
			}
		}
	}
	return k.pack.country
}

// servers finds the packs whose duties to keep count: the instrument's own, for a certificate those of the
// addressee's country.
func (k *docket) servers() {
	if !k.pack.certificate {
		k.alone[0] = k.pack
		k.served = k.alone[:]
		k.unknown = false
		return
	}
	for _, name := range k.d.Packs {
		if p := k.set.packs[name]; p != nil && p.country != "" && p.country == k.country {
			k.served = append(k.served, p)
		}
	}
	k.unknown = k.unknown && len(k.served) == 0
}

func (k *docket) span(w *StatedWindow) span {
	if w == nil || w.From == nil {
		return span{}
	}
	from, _, ok := w.From.span(k.loc, k.wall)
	if !ok || !w.From.HasTime {
		return span{}
	}
	if w.To == nil {
		return span{from: from}
	}
	to, _, ok := w.To.span(k.loc, k.wall)
	return span{from, to, ok && w.To.HasTime && from.Before(to)}
}

// answer decides one ask.
func (k *docket) answer(i int) Outcome {
	m := k.asked(i)
	var o Outcome
	switch f := m.first(); {
	case f != nil:
		o = m.close(f)
	default:
		o = m.hold()
	}
	o.Ask, o.Category, o.Identifiers = i, m.asked, m.ids
	o.Deadline = m.dueDate()
	return o
}

// asked opens one ask as the paper has it: whom it names, as far as that can be read, and its window.
func (k *docket) asked(i int) *matter {
	m := k.matter(i)
	m.readNames()
	if w := k.windows[i]; !w.from.IsZero() {
		m.from, m.hasFrom = w.from, true
		m.to, m.hasTo = w.to, w.ok
	}
	return m
}

// matter opens one ask. The one before is closed.
func (k *docket) matter(i int) *matter {
	a := &k.d.Asks[i]
	k.room = matter{docket: k, inst: k.inst, ask: a, place: i, asked: a.Category, category: a.Category}
	return &k.room
}

// readNames reads the identifiers as far as they can be read.
func (m *matter) readNames() {
	if m.last.next == m.place && m.place > 0 && slices.Equal(m.ask.Identifiers, m.d.Asks[m.place-1].Identifiers) {
		m.last.next++
		m.ids, m.kinds = m.last.ids, m.last.kinds
		return
	}
	m.ids, m.kinds = make([]writ.Identifier, 0, len(m.ask.Identifiers)), m.last.kinds[:0]
	defer func() { m.last.ids, m.last.kinds, m.last.next = m.ids, m.kinds, m.place+1 }()
	for _, s := range m.ask.Identifiers {
		m.kinds = append(m.kinds, string(s.Kind))
		if id, err := writ.ParseIdentifier(s.Kind, s.Text); err == nil && m.set.fits(id) {
			m.ids = append(m.ids, id)
		}
	}
	if len(m.ids) != len(m.ask.Identifiers) {
		m.ids = nil
	}
}

// fits reports whether a telephone number has as many digits as its country's plan wants, where a pack says so.
func (s *Set) fits(id writ.Identifier) bool {
	if id.Kind() != writ.E164 {
		return true
	}
	number := id.Reveal()
	for _, n := range s.numbering {
		if rest, ok := strings.CutPrefix(number, n.prefix); ok && (len(rest) < n.least || len(rest) > n.most) {
			return false
		}
	}
	return true
}
