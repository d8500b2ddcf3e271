package spool

import (
	"context"
	"fmt"

	"writ/intercept/mediation"
)

// A made is a batch on its way to the disk.
type made struct {
	m        *message
	refusals []mediation.Refusal
}

// Append implements mediation.Spool.
func (s *Spool) Append(ctx context.Context, b mediation.Batch) ([]mediation.Refusal, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.sure(ctx); err != nil {
		return nil, err
	}
	if s.adopted != nil && b.Number == s.last { // it was on disk, and its writer could not know
		return s.adopted.refusals, nil
	}
	if b.Number != s.last+1 {
		return nil, mediation.ErrNumber
	}
	size, err := check(b)
	if err != nil {
		return nil, err
	}
	slots := make([]*slot, len(b.Sections))
	for i := range b.Sections {
		if slots[i], err = s.slotFor(ctx, b.Sections[i].Task); err != nil {
			return nil, fmt.Errorf("spool: append: %w", err)
		}
	}
	if s.crowded(b, slots) { // or so it seems: what was taken may not be counted yet
		if err := s.countTaken(ctx); err != nil {
			return nil, fmt.Errorf("spool: append: %w", err)
		}
	}
	w, err := s.make(b, slots, size)
	if err != nil {
		return nil, err
	}
	seq, err := s.put(ctx, logStream, w.m.octets)
	if err != nil {
		s.inDoubt = w
		return nil, fmt.Errorf("spool: append: %w", err)
	}
	s.adopted = nil
	s.take(seq, w)
	return w.refusals, nil
}

// check gives the size of the message that a batch makes, at most.
func check(b mediation.Batch) (int, error) {
	size := batchHeadLen + len(b.Delta) + tagLen
	for i := range b.Sections {
		c := &b.Sections[i]
		if c.Route.Handover != mediation.HI2 && c.Route.Handover != mediation.HI3 || len(c.PDUs) == 0 {
			return 0, mediation.ErrForm
		}
		start := 0
		for _, p := range c.PDUs {
			if p.End <= start {
				return 0, mediation.ErrForm
			}
			start = p.End
		}
		if start != len(c.Octets) {
			return 0, mediation.ErrForm
		}
		size += sectionHeadLen + perPDU*len(c.PDUs) + len(c.Octets) + tagLen
	}
	if size > MaxBatch || len(b.Sections) >= 1<<16 {
		return 0, mediation.ErrTooLarge
	}
	return size, nil
}

// make seals a batch. Nothing is changed but the attempt: what it will change stands in the message.
func (s *Spool) make(b mediation.Batch, slots []*slot, size int) (*made, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.options.Octets > 0 && s.held+int64(size) > s.options.Octets {
		return nil, mediation.ErrFull
	}
	p := s.nextPlaceLocked()
	head := batchHead{number: b.Number, place: p, at: b.At.UnixNano(), delta: uint32(len(b.Delta) + tagLen)}
	w := &made{m: &message{sections: make([]sealed, 0, len(b.Sections))}}
	dst := make([]byte, batchHeadLen, size) // the head comes last: it says how many sections were not refused
	bound := len(dst)
	dst = append(dst, b.Delta...)
	dst = append(dst, make([]byte, tagLen)...)
	for i := range b.Sections {
		c := &b.Sections[i]
		if why := s.refuse(c, slots[i], head.at, p.attempt); why != 0 {
			w.refusals = append(w.refusals, mediation.Refusal{Task: c.Task, Route: c.Route, PDUs: len(c.PDUs), Octets: len(c.Octets), Why: why})
			continue
		}
		from := len(dst)
		p.index = uint16(len(w.m.sections) + 1)
		h := sectionHead{slot: slots[i].id, route: c.Route, first: s.position(c.Route, len(c.PDUs), p.attempt), count: uint32(len(c.PDUs)),
			place: p, at: head.at, plain: uint32(perPDU*len(c.PDUs) + len(c.Octets))}
		dst = h.seal(dst, slots[i].aead, c)
		w.m.sections = append(w.m.sections, sealed{h, from, len(dst)})
	}
	head.sections = uint32(len(w.m.sections))
	head.append(dst[:0])
	sealTail(dst[:bound+len(b.Delta)], s.own.aead, head.place, 0, bound)
	w.m.octets, w.m.batch, w.m.delta = dst, head, dst[bound:bound+len(b.Delta)+tagLen]
	return w, nil
}

// refuse says whether a section's task is full. IRI is never refused.
func (s *Spool) refuse(c *mediation.Section, k *slot, at int64, attempt uint64) mediation.Full {
	t := s.taskLocked(k.task)
	if t.limit == (mediation.Limit{}) {
		return 0
	}
	if t.made != attempt {
		t.made, t.asked = attempt, 0
	}
	octets := t.asked + int64(len(c.Octets))
	if c.Route.Handover == mediation.HI3 {
		if why := t.full(octets, at); why != 0 {
			return why
		}
	}
	t.asked = octets
	return 0
}

// crowded reports whether a task would seem to be full, were all of the batch its own.
func (s *Spool) crowded(b mediation.Batch, slots []*slot) bool {
	octets := int64(0)
	for i := range b.Sections {
		octets += int64(len(b.Sections[i].Octets))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range slots {
		if s.taskLocked(k.task).full(octets, b.At.UnixNano()) != 0 {
			return true
		}
	}
	return false
}

// position gives the next positions of a route within the batch that is being made.
func (s *Spool) position(id mediation.Route, n int, attempt uint64) uint64 {
	r := s.route(id)
	if r.made != attempt {
		r.made, r.tent = attempt, r.next
	}
	first := r.tent
	r.tent += uint64(n)
	return first
}

// take makes a durable batch known to readers.
func (s *Spool) take(seq uint64, w *made) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = w.m.batch.number
	for _, r := range w.refusals {
		s.counts.Refused += int64(r.PDUs)
		s.taskLocked(r.Task).load.Refused += int64(r.PDUs)
	}
	s.counts.Appended += s.index(where{seq: seq}, w.m)
}

// index makes a message known: what waits in it, for whom. It gives how many PDUs are new.
func (s *Spool) index(at where, m *message) (pdus int64) {
	s.held += int64(len(m.octets))
	s.changed = true
	open := 0
	for i := range m.sections {
		h := m.sections[i].sectionHead
		r := s.route(h.route)
		before := len(r.extents)
		first, last := r.grow(extent{where: at, first: h.first, last: h.last()}, s.damaged[at.lag])
		if first > last {
			continue
		}
		if !r.join(before) {
			open++
		}
		pdus += int64(last - first + 1)
		if k := s.slots[h.slot]; k != nil {
			octets := h.pduOctets()
			h.first, h.count = first, uint32(last-first+1) // all of it, but where a part was taken before a crash
			s.taskLocked(k.task).add(r, h, octets)
		}
	}
	if at.lag == "" {
		s.log = append(s.log, held{seq: at.seq, number: m.batch.number, octets: int64(len(m.octets)), open: open})
		s.logOctets += int64(len(m.octets))
		s.logEnd = at.seq
	}
	s.cache.put(at, m)
	return pdus
}

// join makes one extent of the last two if they lie in one message; before is how many there were.
func (r *route) join(before int) bool {
	n := len(r.extents)
	if n < 2 || n != before+1 {
		return false
	}
	a, b := &r.extents[n-2], r.extents[n-1]
	if a.where != b.where || a.lost || a.last+1 != b.first {
		return false
	}
	a.last = b.last
	r.extents = r.extents[:n-1]
	return true
}

func (s *Spool) nextPlace() place {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.nextPlaceLocked()
}

// nextPlaceLocked gives a place that was never used.
func (s *Spool) nextPlaceLocked() place {
	s.attempt++
	return place{epoch: s.epoch, attempt: s.attempt}
}

// sure finds out, after a failure, what the disk has: the server starts anew over the folder.
func (s *Spool) sure(ctx context.Context) error {
	if s.closed {
		return mediation.ErrClosed
	}
	if s.inDoubt == nil && !s.broken {
		return nil
	}
	if err := s.restart(ctx); err != nil {
		return fmt.Errorf("spool: start again after a failure: %w", err)
	}
	_, last, err := s.logs.bounds(ctx)
	if err != nil {
		return err
	}
	w := s.inDoubt
	s.broken, s.inDoubt = false, nil
	if w == nil || s.isLast(last) {
		return nil
	}
	octets, err := s.logs.get(ctx, last)
	if err != nil {
		s.broken, s.inDoubt = true, w
		return err
	}
	if len(octets) >= batchHeadLen && readBatchHead(octets[headLen:]).place == w.m.batch.place {
		s.adopted = w
		s.take(last, w)
	}
	return nil
}

// isLast reports whether the log ends with what is known of it.
func (s *Spool) isLast(seq uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return seq == s.logEnd
}
