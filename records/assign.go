package records

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Assignments derives who had each address and prefix from when until when, from the accounting events of sessions,
// in any order. A span ends with its session's stop, or, by implication, when another session is given the same
// address; else it is open. It begins with the start event, or is counted back from an event's session time, but
// never over an earlier stop of the session, nor before an event of the session that does not know the address yet.
func Assignments(events []Row) []Row {
	spans := spansOf(events)
	var out []Row
	for _, list := range spans {
		for i, s := range list {
			until, known := s.stop, "stop"
			if next := nextHolder(list[i+1:], s); until.IsZero() || !next.IsZero() && next.Before(until) {
				if until, known = next, "implied"; next.IsZero() {
					known = "open"
				}
			}
			if row, err := s.row(until, known); err == nil {
				out = append(out, row)
			}
		}
	}
	slices.SortFunc(out, func(a, b Row) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Get(Address), b.Get(Address)), cmp.Compare(a.Get(Prefix), b.Get(Prefix)), slices.Compare(a.Key[:], b.Key[:]))
	})
	return out
}

// A lent is what a session was given: an address or a prefix.
type lent struct {
	field Field
	text  string
}

// A sitting is one session of one line at one access server. The server may use its number again after a stop.
type sitting struct{ nas, session, user string }

type span struct {
	sitting
	lent
	start, stop time.Time
	source      Source
}

// spansOf folds the events of each session into spans, and lists those of each address by their beginning.
func spansOf(events []Row) map[lent][]*span {
	sorted := slices.DeleteFunc(slices.Clone(events), func(e Row) bool { return e.Kind != Session || e.Get(User) == "" })
	slices.SortStableFunc(sorted, func(a, b Row) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(rank[a.Get(Event)], rank[b.Get(Event)]))
	})
	states, all := map[sitting]*state{}, map[lent][]*span{}
	for _, e := range sorted {
		k := sitting{e.Get(NAS), e.Get(SessionID), e.Get(User)}
		if states[k] == nil {
			states[k] = &state{open: map[lent]*span{}}
		}
		for _, s := range states[k].take(k, e) {
			all[s.lent] = append(all[s.lent], s)
		}
	}
	for _, list := range all {
		slices.SortStableFunc(list, func(a, b *span) int { return a.start.Compare(b.start) })
	}
	return all
}

// rank orders events of one instant.
var rank = map[string]int{"start": 0, "interim": 1, "stop": 2}

// state is what is known of a session while its events are read in their order.
type state struct {
	open   map[lent]*span
	begun  bool          // an event was read since the last stop
	first  time.Time     // the instant of that event
	ended  time.Time     // the last stop
	before time.Time     // the stop before that
	closed map[lent]bool // what the last stop ended
}

// take reads one event and gives the spans that begin with it.
func (st *state) take(k sitting, e Row) []*span {
	var fresh []*span
	again := e.Get(Event) == "stop" && !st.begun && e.At.Equal(st.ended) // another row of the stop, or the stop sent again
	for _, l := range []lent{{Address, e.Get(Address)}, {Prefix, e.Get(Prefix)}} {
		if l.text == "" || st.open[l] != nil || again && st.closed[l] {
			continue
		}
		s := &span{sitting: k, lent: l, start: st.began(e, again), source: e.Source}
		st.open[l] = s
		fresh = append(fresh, s)
	}
	switch {
	case again:
		st.close(e.At)
	case e.Get(Event) == "stop":
		st.before, st.ended, st.closed = st.ended, e.At, map[lent]bool{}
		st.close(e.At)
	case !st.begun:
		st.begun, st.first = true, e.At
	}
	return fresh
}

// close ends what is open.
func (st *state) close(at time.Time) {
	for l, s := range st.open {
		s.stop = at
		st.closed[l] = true
	}
	clear(st.open)
	st.begun = false
}

// began is when what an event brings was given at the earliest.
func (st *state) began(e Row, again bool) time.Time {
	b, limit := countedBack(e), st.ended
	if again {
		limit = st.before
	}
	if st.begun && !e.At.Equal(st.first) {
		b = e.At // the session was there before, without it
	}
	if b.Before(limit) {
		return limit
	}
	return b
}

// countedBack takes the session time off an event that is no start.
func countedBack(e Row) time.Time {
	if secs, err := strconv.ParseFloat(e.Get(SessionTime), 64); err == nil && secs > 0 && secs < 1e9 && e.Get(Event) != "start" {
		return e.At.Add(-time.Duration(secs * float64(time.Second)))
	}
	return e.At
}

// nextHolder is when the address was next given to another session.
func nextHolder(later []*span, s *span) time.Time {
	for _, n := range later {
		if n.sitting != s.sitting && n.start.After(s.start) {
			return n.start
		}
	}
	return time.Time{}
}

func (s *span) row(until time.Time, known string) (Row, error) {
	key := KeyOf("assignment", s.nas, s.session, s.user, string(s.field), s.text, Stamp(s.start))
	r, err := New(Assignment, key, s.start, until, V(s.field, s.text), V(User, s.user), V(From, Stamp(s.start)), V(Until, Stamp(until)), V(EndKnown, known))
	r.Source = s.source
	return r, err
}
