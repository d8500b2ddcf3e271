package spool

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"writ/intercept/mediation"
)

const (
	lagPrefix    = "lag-"
	carriedSize  = 256 << 10 // octets of sections in one carried message, about
	carriedMost  = 4096      // extents looked at for one carried message
	carriesAtOne = 64        // messages carried by one Settle, so that it ends
)

func lagName(id mediation.Route) string {
	return fmt.Sprintf("%s%x-%d", lagPrefix, id.To[:], id.Handover)
}

// lagRoute reads a name back.
func lagRoute(name string) (id mediation.Route, ok bool) {
	text, is := strings.CutPrefix(name, lagPrefix)
	if !is || len(text) != 34 || text[32] != '-' {
		return id, false
	}
	if _, err := hex.Decode(id.To[:], []byte(text[:32])); err != nil {
		return id, false
	}
	id.Handover = mediation.Handover(text[33] - '0')
	return id, lagName(id) == name
}

// carry moves what slow routes have not taken out of the oldest batches, when the log is longer than it should
// be, so that the batches can go. What is carried stays sealed as it was.
func (s *Spool) carry(ctx context.Context) (carried bool, err error) {
	for range carriesAtOne {
		r, sections := s.slowest()
		if r == nil {
			return carried, nil
		}
		if err := s.carryOne(ctx, r, sections); err != nil {
			return carried, fmt.Errorf("carry over: %w", err)
		}
		carried = true
	}
	return carried, nil
}

// slowest gives a route that still has something in the older half of a log that is too long, and the extents
// that it has there.
func (s *Spool) slowest() (*route, []extent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.logOctets <= s.options.Log {
		return nil, nil
	}
	until, octets := uint64(0), s.logOctets
	for _, h := range s.log {
		if octets <= s.options.Log/2 {
			break
		}
		until, octets = h.seq, octets-h.octets
	}
	for _, r := range s.routes {
		var there []extent
		for _, e := range r.extents {
			if e.lag == "" && e.seq > until || e.lost && len(there) > 0 || len(there) == carriedMost {
				break
			}
			if e.lag == "" && !e.lost {
				there = append(there, e)
			}
		}
		if len(there) > 0 {
			return r, there
		}
	}
	return nil, nil
}

// carryOne writes one message of the first of these extents.
func (s *Spool) carryOne(ctx context.Context, r *route, there []extent) error {
	var sections [][]byte
	size, upTo := 0, uint64(0)
	for _, e := range there {
		if size >= carriedSize {
			break
		}
		m, err := s.fetch(ctx, e.where)
		if errors.Is(err, errGone) {
			s.loseAll(e.where)
			return nil
		}
		if err != nil {
			return err
		}
		for i := range m.sections {
			if c := &m.sections[i]; c.route == r.id && c.last() >= e.first && c.first <= e.last {
				sections = append(sections, m.octets[c.from:c.to])
				size += c.to - c.from
			}
		}
		upTo = e.last
	}
	lag, err := s.lagOf(ctx, r)
	if err != nil {
		return err
	}
	octets := appendCarried(make([]byte, 0, carriedHeadLen+size), sections...)
	seq, err := s.put(ctx, lag.name, octets)
	if err != nil {
		return err
	}
	s.moved(r, there[0].first, upTo, where{lag.name, seq}, int64(len(octets)))
	return nil
}

// lagOf gives a route's own stream and makes it if there is none.
func (s *Spool) lagOf(ctx context.Context, r *route) (stream, error) {
	name := lagName(r.id)
	if lag := s.stream(name); lag.js != nil {
		return lag, nil
	}
	s.mu.Lock()
	b := s.bus
	s.mu.Unlock()
	lag, err := b.stream(ctx, name, name, -1)
	if err != nil {
		return lag, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lags[name] = lag
	return lag, nil
}

// moved puts one extent in the place of those that were carried over.
func (s *Spool) moved(r *route, first, last uint64, to where, octets int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held += octets
	s.changed = true
	r.lagged = append(r.lagged, lagged{to.seq, octets})
	rest := r.extents[:0:0]
	put := false
	for _, e := range r.extents {
		if e.lag != "" || e.lost || e.last < first || e.first > last {
			rest = append(rest, e)
			continue
		}
		s.close(e)
		if !put {
			put = true
			rest = append(rest, extent{where: to, first: e.first, last: last})
		}
	}
	r.extents = rest
}
