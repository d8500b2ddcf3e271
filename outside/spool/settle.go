package spool

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"

	"writ/intercept/mediation"
)

// A lagged is one message of a route's own stream.
type lagged struct {
	seq    uint64
	octets int64
}

// Settle implements mediation.Spool.
func (s *Spool) Settle(ctx context.Context) error {
	s.settling.Lock()
	defer s.settling.Unlock()
	s.writing.Lock()
	err := s.sure(ctx)
	s.writing.Unlock()
	if err != nil {
		return err
	}
	if err := s.settle(ctx); err != nil {
		s.writing.Lock()
		s.broken = s.broken || ctx.Err() == nil
		s.writing.Unlock()
		return fmt.Errorf("spool: settle: %w", err)
	}
	return nil
}

func (s *Spool) settle(ctx context.Context) error {
	if err := s.countTaken(ctx); err != nil {
		return err
	}
	if err := s.release(ctx); err != nil {
		return err
	}
	carried, err := s.carry(ctx)
	if err != nil || !carried {
		return err
	}
	return s.release(ctx)
}

// countTaken counts everything that was taken, and reads what it needs for it.
func (s *Spool) countTaken(ctx context.Context) error {
	for {
		s.mu.Lock()
		w, more := s.account()
		s.mu.Unlock()
		if !more {
			return nil
		}
		if _, err := s.fetch(ctx, w); errors.Is(err, errGone) {
			s.loseAll(w)
		} else if err != nil {
			return err
		}
	}
}

// loseAll marks what every route has in a message as lost.
func (s *Spool) loseAll(w where) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.routes {
		for _, e := range r.extents {
			if e.where == w {
				r.lose(w, e.first, e.last)
				break
			}
		}
	}
	s.recount()
}

// A discharge is what may be deleted once the marks are durable.
type discharge struct {
	marks  []byte
	before uint64            // sequence in the log
	lags   map[string]uint64 // sequence in a route's own stream
}

// release makes durable how far each route is, then deletes what nobody needs.
func (s *Spool) release(ctx context.Context) error {
	d, changed := s.over()
	if !changed {
		return nil
	}
	if _, err := s.put(ctx, marksSubject, d.marks); err != nil {
		s.mu.Lock()
		s.changed = true
		s.mu.Unlock()
		return err
	}
	if d.before > 0 {
		if err := s.stream("").drop(ctx, d.before); err != nil {
			return err
		}
	}
	for name, before := range d.lags {
		if err := s.stream(name).drop(ctx, before); err != nil {
			return err
		}
	}
	s.forget(d)
	return nil
}

// stream gives a route's own stream by its name; "" is the log.
func (s *Spool) stream(lag string) stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	if lag == "" {
		return s.logs
	}
	return s.lags[lag]
}

// over gives what is over now.
func (s *Spool) over() (d discharge, changed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.changed {
		return d, false
	}
	s.changed = false
	n := 0
	for n < len(s.log) && s.log[n].open == 0 && s.log[n].number <= s.covered {
		d.before = s.log[n].seq + 1
		n++
	}
	d.lags = map[string]uint64{}
	d.marks = binary.BigEndian.AppendUint32(appendHead(nil, kindMarks), uint32(len(s.routes)))
	for _, r := range s.routes {
		d.marks = appendRoute(d.marks, r.id)
		d.marks = binary.BigEndian.AppendUint64(d.marks, r.counted)
		d.marks = binary.BigEndian.AppendUint64(d.marks, r.next)
		if before := r.lagOver(); before > 0 {
			d.lags[lagName(r.id)] = before
		}
	}
	return d, true
}

// lagOver gives the sequence before which nothing of the route's own stream waits; 0 if there is nothing to delete.
func (r *route) lagOver() (before uint64) {
	if len(r.lagged) == 0 {
		return 0
	}
	before = r.lagged[len(r.lagged)-1].seq + 1
	if len(r.extents) > 0 && r.extents[0].lag != "" {
		before = r.extents[0].seq
	}
	if before <= r.lagged[0].seq {
		return 0
	}
	return before
}

// forget takes what was deleted out of the books.
func (s *Spool) forget(d discharge) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := sort.Search(len(s.log), func(i int) bool { return s.log[i].seq >= d.before })
	for _, h := range s.log[:n] {
		s.held -= h.octets
		s.logOctets -= h.octets
		s.cache.drop(where{seq: h.seq})
	}
	s.log = append(s.log[:0], s.log[n:]...)
	for _, r := range s.routes {
		before := d.lags[lagName(r.id)]
		n := sort.Search(len(r.lagged), func(i int) bool { return r.lagged[i].seq >= before })
		for _, l := range r.lagged[:n] {
			s.held -= l.octets
			s.cache.drop(where{lagName(r.id), l.seq})
		}
		r.lagged = append(r.lagged[:0], r.lagged[n:]...)
	}
}

// readMarks takes over how far each route was.
func (s *Spool) readMarks(msg []byte) error {
	b, err := body(msg, kindMarks)
	if err != nil {
		return err
	}
	const each = 17 + 8 + 8
	if len(b) < 4 || uint64(len(b)-4) != each*uint64(binary.BigEndian.Uint32(b)) {
		return errForm
	}
	for b = b[4:]; len(b) > 0; b = b[each:] {
		r := s.route(readRoute(b))
		r.counted = binary.BigEndian.Uint64(b[17:])
		r.taken, r.next = r.counted, max(binary.BigEndian.Uint64(b[25:]), 1)
	}
	return nil
}

var _ mediation.Spool = (*Spool)(nil)
