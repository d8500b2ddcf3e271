package spool

import (
	"sort"

	"writ/intercept/mediation"
)

// A route is what waits for one destination's one handover: extents, in order, without a gap.
type route struct {
	id      mediation.Route
	next    uint64 // position of the next PDU
	taken   uint64 // by the LEMF, as said
	counted uint64 // taken, and counted for the tasks
	extents []extent
	lagged  []lagged // messages of its own stream
	tent    uint64   // next, in the batch that is being made
	made    uint64   // the attempt that tent is of
}

// An extent is where consecutive PDUs of a route lie.
type extent struct {
	where
	first, last uint64 // positions
	lost        bool   // they can't be read
	told        bool   // and the reader knows
}

// A where names a message.
type where struct {
	lag string // name of the route's own stream; "" is the log
	seq uint64
}

func (s *Spool) route(id mediation.Route) *route {
	r := s.routes[id]
	if r == nil {
		r = &route{id: id, next: 1}
		s.routes[id] = r
	}
	return r
}

// find gives the extent that holds the first PDU after a position.
func (r *route) find(after uint64) *extent {
	i := sort.Search(len(r.extents), func(i int) bool { return r.extents[i].last > after })
	if i == len(r.extents) {
		return nil
	}
	return &r.extents[i]
}

// grow adds an extent at the end. Where something is missing before it, that is an extent that is lost, and damaged
// is where it may have lain; what is there already or was taken is left out. It gives the positions that are new.
func (r *route) grow(e extent, damaged uint64) (first, last uint64) {
	end := r.counted
	if n := len(r.extents); n > 0 {
		end = r.extents[n-1].last
	}
	if e.last <= end {
		return 1, 0
	}
	if e.first > end+1 {
		r.extents = append(r.extents, extent{where: where{e.lag, damaged}, first: end + 1, last: e.first - 1, lost: true})
	}
	e.first = max(e.first, end+1)
	r.extents = append(r.extents, e)
	r.next = max(r.next, e.last+1)
	return e.first, e.last
}

// lose marks positions of one extent as lost and leaves what lies around them.
func (r *route) lose(w where, first, last uint64) {
	for i := range r.extents {
		e := r.extents[i]
		if e.where != w || e.lost || e.last < first || e.first > last {
			continue
		}
		parts := make([]extent, 0, 3)
		if e.first < first {
			parts = append(parts, extent{where: w, first: e.first, last: first - 1})
		}
		parts = append(parts, extent{where: w, first: max(first, e.first), last: min(last, e.last), lost: true})
		if e.last > last {
			parts = append(parts, extent{where: w, first: last + 1, last: e.last})
		}
		r.extents = append(r.extents[:i], append(parts, r.extents[i+1:]...)...)
		return
	}
}

// A held is one batch in the log.
type held struct {
	seq    uint64
	number uint64
	octets int64
	open   int // extents of it that are not yet taken or carried over
}

// heldAt gives the batch of a sequence.
func (s *Spool) heldAt(seq uint64) *held {
	i := sort.Search(len(s.log), func(i int) bool { return s.log[i].seq >= seq })
	if i == len(s.log) || s.log[i].seq != seq {
		return nil
	}
	return &s.log[i]
}

// recount sets how many extents of each batch are open. It is for rare occasions: after an extent was split.
func (s *Spool) recount() {
	for i := range s.log {
		s.log[i].open = 0
	}
	for _, r := range s.routes {
		for _, e := range r.extents {
			if h := s.heldAt(e.seq); h != nil && e.lag == "" && !e.lost {
				h.open++
			}
		}
	}
}

// close says that an extent is over.
func (s *Spool) close(e extent) {
	if h := s.heldAt(e.seq); h != nil && e.lag == "" && !e.lost {
		h.open--
	}
}

// account counts what was taken, as far as its messages are in memory, and gives the first message that is
// needed and isn't. The caller holds the lock.
func (s *Spool) account() (missing where, more bool) {
	for _, r := range s.routes {
		lost := false
		for r.counted < r.taken && len(r.extents) > 0 && r.extents[0].first <= r.taken {
			e := r.extents[0]
			upTo := min(e.last, r.taken)
			if e.lost {
				s.counts.Lost += int64(upTo - max(e.first-1, r.counted))
				lost = true
			} else {
				m := s.cache.get(e.where)
				if m == nil {
					missing, more = e.where, true
					break
				}
				s.accountMessage(r, m, max(e.first, r.counted+1), upTo)
			}
			r.counted = upTo
			s.changed = true
			if upTo == e.last {
				s.close(e)
				r.extents = r.extents[1:]
			}
		}
		if lost {
			s.writeOff(r)
		}
	}
	return missing, more
}

// writeOff takes what was lost on a route from the loads of the tasks.
func (s *Spool) writeOff(r *route) {
	for _, t := range s.tasks {
		t.take(r, 0, 0, 0, r.counted)
	}
}

// accountMessage counts the PDUs of a route in a message from a position up to another as taken.
func (s *Spool) accountMessage(r *route, m *message, from, upTo uint64) {
	for i := range m.sections {
		h := m.sections[i].sectionHead
		if h.route != r.id || h.last() < from || h.first > upTo {
			continue
		}
		n := int64(min(h.last(), upTo) - max(h.first, from) + 1)
		s.counts.Taken += n
		k := s.slots[h.slot]
		if k == nil {
			continue
		}
		octets := int64(0)
		if h.last() <= upTo {
			octets = h.pduOctets()
		}
		s.taskLocked(k.task).take(r, h.last(), n, octets, upTo)
	}
}
