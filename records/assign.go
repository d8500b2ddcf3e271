package records

import (
	"slices"
	"strconv"
	"time"
)

// Assignments derives who had each address from when until when, from the accounting events of sessions.
// A session without a stop ends, by implication, when another session is given the same address; else it is open.
// The start is that of the start event, or is counted back from an event's session time.
func Assignments(events []Row) []Row {
	spans := spansOf(events)
	var out []Row
	for i, s := range spans {
		until, known := s.stop, "stop"
		if next := nextHolder(spans[i+1:], s); until.IsZero() || !next.IsZero() && next.Before(until) {
			if until, known = next, "implied"; next.IsZero() {
				known = "open"
			}
		}
		if row, err := s.row(until, known); err == nil {
			out = append(out, row)
		}
	}
	return out
}

type span struct {
	session, user, address, prefix string
	start, stop                    time.Time
	source                         Source
}

// spansOf folds the events of each session with the same address into one span, ordered by start.
func spansOf(events []Row) []span {
	type id struct{ session, user, address, prefix string }
	at := map[id]*span{}
	for _, e := range events {
		k := id{e.Get(SessionID), e.Get(User), e.Get(Address), e.Get(Prefix)}
		if e.Kind != Session || k.user == "" || k.address == "" && k.prefix == "" {
			continue
		}
		s := at[k]
		if s == nil {
			s = &span{session: k.session, user: k.user, address: k.address, prefix: k.prefix, start: began(e), source: e.Source}
			at[k] = s
		}
		if b := began(e); b.Before(s.start) {
			s.start = b
		}
		if e.Get(Event) == "stop" && e.At.After(s.stop) {
			s.stop = e.At
		}
	}
	out := make([]span, 0, len(at))
	for _, s := range at {
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b span) int {
		if c := a.start.Compare(b.start); c != 0 {
			return c
		}
		return slices.Compare([]string{a.address, a.prefix, a.user, a.session}, []string{b.address, b.prefix, b.user, b.session})
	})
	return out
}

// began counts an event back to the beginning of its session.
func began(e Row) time.Time {
	if secs, err := strconv.ParseFloat(e.Get(SessionTime), 64); err == nil && secs > 0 && e.Get(Event) != "start" {
		return e.At.Add(-time.Duration(secs * float64(time.Second)))
	}
	return e.At
}

// nextHolder is when the address was next given to another session.
func nextHolder(later []span, s span) time.Time {
	for _, n := range later {
		if n.session != s.session && n.start.After(s.start) && (s.address != "" && n.address == s.address || s.prefix != "" && n.prefix == s.prefix) {
			return n.start
		}
	}
	return time.Time{}
}

func (s span) row(until time.Time, known string) (Row, error) {
	end := ""
	if !until.IsZero() {
		end = until.UTC().Format(time.RFC3339Nano)
	}
	key := KeyOf("assignment", s.session, s.user, s.address, s.prefix, s.start.UTC().Format(time.RFC3339Nano))
	r, err := New(Assignment, key, s.start, until, V(Address, s.address), V(Prefix, s.prefix), V(User, s.user),
		V(From, s.start.UTC().Format(time.RFC3339Nano)), V(Until, end), V(EndKnown, known))
	r.Source = s.source
	return r, err
}
