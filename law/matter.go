package law

import (
	"strconv"
	"time"

	"writ"
	"writ/calendar"
)

// A matter is one ask under one instrument, as the rules see it. It lives for one decision.
type matter struct {
	*docket
	inst     *instrument
	ask      *Ask
	place    int               // of the ask in the demand
	asked    writ.Category     // as the paper has it
	category writ.Category     // as the law reads it
	given    map[string]string // facts that an `as` states
	ids      []writ.Identifier
	kinds    []string
	from, to time.Time
	hasFrom  bool
	hasTo    bool
	opened   *opening // what opens the ask, once it is found
	through  []Ground // rules beside it that the answer rests on
	depth    int      // of instruments read as another
}

// A docket is what all asks of a demand share.
type docket struct {
	d         *Demand
	set       *Set
	at        time.Time
	loc       *time.Location // the zone in which days are counted
	issuerLoc *time.Location
	wall      *time.Location // facts.local-zone, or nil
	badWall   bool           // facts.local-zone names no zone
	country   string         // whose days, languages and duties count
	languages []string
	pack      *pack
	inst      *instrument
	early     bool     // the instrument is older than the law that it rests on
	unknown   bool     // a pack in play is not loaded: its duties are not known
	served    []*pack  // packs whose duties count
	alone     [1]*pack // the room of served, where one counts
	room      matter   // of one ask after the other
	issue     when     // in the zone of the provider
	service   when
	lastDay   when
	made      when      // the issue, in the zone of its issuer
	lawDay    time.Time // the day by whose law the instrument is judged
	today     time.Time // the day of the decision
	windows   []span    // of each ask, for rules that take several windows together
	last      named     // of the ask before: papers name one person many times over
	due       time.Time
}

// named are the identifiers of an ask, as far as they could be read.
type named struct {
	ids   []writ.Identifier
	kinds []string
	next  int // the place of the ask after it
}

// A when is a stamp as read once for all rules.
type when struct {
	from, to time.Time
	ok       bool
}

func (w when) read() (from, to time.Time, ok bool) { return w.from, w.to, w.ok }

// A span is a window of an ask in instants.
type span struct {
	from, to time.Time
	ok       bool
}

// fact gives a further fact of the instrument, seen through what an `as` has given.
func (m *matter) fact(name string) any {
	if v, ok := m.given[name]; ok {
		return v
	}
	return m.d.Instrument.Facts[name]
}

// word writes a fact as a pack writes it.
func word(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	}
	return ""
}

// when reads a stamp in the zone of the provider.
func (k *docket) when(s *Stamp) (from, to time.Time, ok bool) {
	if s == nil {
		return time.Time{}, time.Time{}, false
	}
	return s.span(k.loc, k.wall)
}

// readStamps reads the dates of the paper once.
func (k *docket) readStamps() {
	i := &k.d.Instrument
	for _, e := range []struct {
		into *when
		from *Stamp
	}{{&k.issue, i.Issued}, {&k.service, i.Served}, {&k.lastDay, i.Expires}} {
		e.into.from, e.into.to, e.into.ok = k.when(e.from)
	}
	if k.made = k.issue; i.Issued != nil && k.issuerLoc != k.loc {
		k.made.from, k.made.to, k.made.ok = i.Issued.span(k.issuerLoc, k.wall)
	}
	k.today = dateOf(k.at.In(k.loc))
	switch s := i.Issued; {
	case s != nil && !s.HasTime:
		k.lawDay = s.Time
	case k.made.ok:
		k.lawDay = dateOf(k.made.from)
	default:
		k.lawDay = k.today
	}
}

// dateOf gives a local day as 00:00 UTC, the form of the dates in packs.
func dateOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// daysAsked counts the local days that the windows of this category touch, for this user on this paper.
func (m *matter) daysAsked() int {
	days := map[int]bool{}
	for i, a := range m.d.Asks {
		w := m.windows[i]
		if a.Category != m.asked || !w.ok || !sameUser(a, *m.ask) {
			continue
		}
		first, last := calendar.Days(w.from, w.to, m.loc)
		for d := first; d <= last && len(days) < 4000; d++ {
			days[d] = true
		}
	}
	return len(days)
}

func sameUser(a, b Ask) bool {
	for _, x := range a.Identifiers {
		for _, y := range b.Identifiers {
			if x == y {
				return true
			}
		}
	}
	return false
}
