package spool

import (
	"context"
	"time"

	"writ/intercept"
	"writ/intercept/mediation"
)

// A task is what the spool knows of one: its key, its limit, what waits.
type task struct {
	slot  *slot
	limit mediation.Limit
	load  mediation.Load // Oldest is not kept here
	lanes []lane
	asked int64  // octets, in the batch that is being made
	made  uint64 // the attempt that asked is of
}

// A lane is a task's part of one route.
type lane struct {
	route *route
	ages  ages
}

// task gives the entry of a task and makes it if there is none.
func (s *Spool) task(x intercept.XID) *task {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.taskLocked(x)
}

func (s *Spool) taskLocked(x intercept.XID) *task {
	t := s.tasks[x]
	if t == nil {
		t = &task{limit: s.options.Limit}
		s.tasks[x] = t
	}
	return t
}

// Limit implements mediation.Spool.
func (s *Spool) Limit(x intercept.XID, l mediation.Limit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.taskLocked(x).limit = l
}

// Waits implements mediation.Spool. Octets fall by whole sections.
func (s *Spool) Waits(x intercept.XID) mediation.Load {
	_ = s.countTaken(context.Background()) // what can't be read now is counted later
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.tasks[x]
	if t == nil {
		return mediation.Load{}
	}
	l := t.load
	if at, waits := t.oldest(); waits {
		l.Oldest = unixNano(at)
	}
	return l
}

// full says by which limit a task can't take so many octets more at a time.
func (t *task) full(octets int64, at int64) mediation.Full {
	if t.limit.Octets > 0 && t.load.Octets+octets > t.limit.Octets {
		return mediation.FullOctets
	}
	if t.limit.Age > 0 {
		if oldest, waits := t.oldest(); waits && at-oldest > int64(t.limit.Age) {
			return mediation.FullAge
		}
	}
	return 0
}

func (t *task) oldest() (at int64, waits bool) {
	for _, l := range t.lanes {
		if o, ok := l.ages.oldest(); ok && (!waits || o < at) {
			at, waits = o, true
		}
	}
	return at, waits
}

func (t *task) lane(r *route) *lane {
	for i := range t.lanes {
		if t.lanes[i].route == r {
			return &t.lanes[i]
		}
	}
	t.lanes = append(t.lanes, lane{route: r})
	return &t.lanes[len(t.lanes)-1]
}

// add counts a section that waits.
func (t *task) add(r *route, h sectionHead, octets int64) {
	t.load.PDUs += int64(h.count)
	t.load.Octets += octets
	t.lane(r).ages.add(age{h.at, h.last(), int64(h.count), octets})
}

// take counts n PDUs of a section, which ends at last, as taken, and writes off what else lies up to a position.
func (t *task) take(r *route, last uint64, n, octets int64, upTo uint64) {
	for i := range t.lanes {
		if l := &t.lanes[i]; l.route == r {
			l.ages.take(last, n, octets)
			p, o := l.ages.drop(upTo)
			t.load.PDUs -= n + p
			t.load.Octets -= octets + o
		}
	}
}

// An ages knows since when the oldest of a row of sections waits, in bounded space: sections of about the same
// time share an entry, so the answer may be earlier than the truth by the grain.
type ages struct {
	grain   int64
	entries []age
}

type age struct {
	at     int64  // of the first section in it
	last   uint64 // position of the last PDU in it
	pdus   int64  // that wait
	octets int64
}

const (
	maxAges    = 64
	finestAges = int64(time.Second)
)

func (a *ages) add(n age) {
	a.grain = max(a.grain, finestAges)
	if k := len(a.entries); k > 0 && n.at-a.entries[k-1].at < a.grain {
		a.entries[k-1].join(n)
		return
	}
	if len(a.entries) == maxAges {
		for i := range maxAges / 2 {
			a.entries[i] = a.entries[2*i]
			a.entries[i].join(a.entries[2*i+1])
		}
		a.entries = a.entries[:maxAges/2]
		a.grain *= 2
	}
	a.entries = append(a.entries, n)
}

func (a *age) join(later age) {
	a.last = later.last
	a.pdus += later.pdus
	a.octets += later.octets
}

// take counts some of the section that ends at a position as taken.
func (a *ages) take(last uint64, pdus, octets int64) {
	for i := range a.entries {
		if e := &a.entries[i]; e.last >= last {
			e.pdus -= pdus
			e.octets -= octets
			return
		}
	}
}

// drop forgets the entries that end at or before a position, and gives what was still waiting in them.
func (a *ages) drop(upTo uint64) (pdus, octets int64) {
	n := 0
	for n < len(a.entries) && a.entries[n].last <= upTo {
		pdus += a.entries[n].pdus
		octets += a.entries[n].octets
		n++
	}
	a.entries = append(a.entries[:0], a.entries[n:]...)
	if len(a.entries) == 0 {
		a.grain = 0
	}
	return pdus, octets
}

func (a *ages) oldest() (at int64, waits bool) {
	if len(a.entries) == 0 {
		return 0, false
	}
	return a.entries[0].at, true
}

func unixNano(at int64) time.Time { return time.Unix(0, at).UTC() }
