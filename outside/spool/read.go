package spool

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"writ/intercept/mediation"
)

// Read implements mediation.Spool.
func (s *Spool) Read(ctx context.Context, id mediation.Route, after uint64, limit int) ([]mediation.Waiting, error) {
	var out []mediation.Waiting
	for octets := 0; ; {
		e, found := s.find(id, &after, len(out) == 0)
		if !found {
			return out, nil
		}
		if e.lost {
			return nil, &mediation.Damage{Route: id, First: max(e.first, after+1), Last: e.last, Stream: streamName(e.lag), Sequence: e.seq}
		}
		m, err := s.fetch(ctx, e.where)
		if errors.Is(err, errGone) {
			s.gone(id, e)
			continue
		}
		if err != nil {
			return out, fmt.Errorf("spool: read: %w", err)
		}
		for i := range m.sections {
			c := &m.sections[i]
			if c.route != id || c.last() <= after || c.first > e.last {
				continue
			}
			before := len(out)
			if out, err = s.open(ctx, m, c, after, out); errors.Is(err, errForm) {
				s.spoilt(ctx, id, e, c, m)
				break
			} else if err != nil {
				return out, fmt.Errorf("spool: read: %w", err)
			}
			for _, w := range out[before:] {
				octets += len(w.Octets)
			}
			after = c.last()
			if octets >= limit {
				return out, nil
			}
		}
	}
}

// find gives the extent that comes after a position, which it moves beyond what was taken. A lost one that the
// reader knows of is passed over; one that it does not know of is given only when nothing was read before it.
func (s *Spool) find(id mediation.Route, after *uint64, first bool) (extent, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.routes[id]
	if r == nil {
		return extent{}, false
	}
	*after = max(*after, r.taken)
	for {
		e := r.find(*after)
		switch {
		case e == nil, e.lost && !e.told && !first:
			return extent{}, false
		case !e.lost:
			return *e, true
		case !e.told:
			e.told = true
			return *e, true
		}
		*after = e.last
	}
}

func (s *Spool) open(ctx context.Context, m *message, c *sealed, after uint64, out []mediation.Waiting) ([]mediation.Waiting, error) {
	s.mu.Lock()
	k := s.slots[c.slot]
	s.mu.Unlock()
	if k == nil {
		return out, errForm
	}
	if err := s.ready(ctx, k); err != nil {
		if errors.Is(err, mediation.ErrDestroyed) {
			return out, errForm
		}
		return out, err
	}
	return c.open(m.octets, k, after, out)
}

// fetch gives a message from memory or from the disk.
func (s *Spool) fetch(ctx context.Context, w where) (*message, error) {
	s.mu.Lock()
	m := s.cache.get(w)
	s.mu.Unlock()
	if m != nil {
		return m, nil
	}
	octets, err := s.stream(w.lag).get(ctx, w.seq)
	if err != nil {
		return nil, err
	}
	if m, err = parse(octets); err != nil {
		s.setAside(ctx, streamName(w.lag), w.seq, octets)
		return nil, errGone
	}
	s.mu.Lock()
	s.cache.put(w, m)
	s.mu.Unlock()
	return m, nil
}

// gone is called when a message is not where an extent says: it was carried over meanwhile, or it is lost.
func (s *Spool) gone(id mediation.Route, e extent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.routes[id].lose(e.where, e.first, e.last)
	s.recount()
}

// spoilt sets a message aside of which a section can't be opened.
func (s *Spool) spoilt(ctx context.Context, id mediation.Route, e extent, c *sealed, m *message) {
	s.setAside(ctx, streamName(e.lag), e.seq, m.octets)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.routes[id].lose(e.where, c.first, c.last())
	s.recount()
}

// setAside keeps what can't be read, as far as the quarantine has room, and counts it.
func (s *Spool) setAside(ctx context.Context, from string, seq uint64, octets []byte) {
	s.mu.Lock()
	s.counts.Quarantined++
	s.mu.Unlock()
	head := fmt.Appendf(nil, "%s %d\n", from, seq)
	if len(octets) > 0 && len(octets) < maxMessage-len(head) {
		// A quarantine that is full or a disk that fails changes nothing: it is counted all the same.
		_, _ = s.put(ctx, quarantineStream, slices.Concat(head, octets))
	}
}

func streamName(lag string) string {
	if lag == "" {
		return logStream
	}
	return lag
}

// Taken implements mediation.Spool.
func (s *Spool) Taken(id mediation.Route, upTo uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.routes[id]; r != nil && upTo > r.taken {
		r.taken = min(upTo, r.next-1)
	}
}

// Routes implements mediation.Spool.
func (s *Spool) Routes() []mediation.Route {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]mediation.Route, 0, len(s.routes))
	for id := range s.routes {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b mediation.Route) int {
		return strings.Compare(string(appendRoute(nil, a)), string(appendRoute(nil, b)))
	})
	return ids
}

// Counts implements mediation.Spool.
func (s *Spool) Counts() mediation.Tally {
	_ = s.countTaken(context.Background()) // what can't be read now is counted later
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.counts
	c.Waiting = c.Found + c.Appended - c.Taken - c.Lost
	c.Octets = s.held
	return c
}
