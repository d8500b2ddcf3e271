package spool

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/nats-io/nats.go/jetstream"
)

// recover finds what waits: the marks, then what was carried over, then the log.
func (s *Spool) recover(ctx context.Context) error {
	m, err := s.meta.js.GetLastMsgForSubject(ctx, marksSubject)
	if err == nil {
		err = s.readMarks(m.Data)
	}
	if err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
		return fmt.Errorf("how far each route is: %w", err)
	}
	for _, name := range slices.Sorted(maps.Keys(s.lags)) {
		if err := s.scan(ctx, s.lags[name], name); err != nil {
			return err
		}
	}
	if err := s.scan(ctx, s.logs, ""); err != nil {
		return err
	}
	s.last = s.covered
	if n := len(s.log); n > 0 {
		s.last = max(s.last, s.log[n-1].number)
	}
	s.tails()
	return nil
}

// scan indexes the messages of a stream. What can't be read is set aside; the gap that it leaves shows what is lost.
func (s *Spool) scan(ctx context.Context, from stream, lag string) error {
	first, last, err := from.bounds(ctx)
	if err != nil {
		return err
	}
	for seq := first; seq <= last; seq++ {
		octets, err := from.get(ctx, seq)
		var m *message
		if err == nil {
			m, err = parse(octets)
		}
		switch {
		case err == nil:
		case errors.Is(err, errGone), errors.Is(err, errForm):
			s.setAside(ctx, from.name, seq, octets)
			s.damaged[lag] = seq
			continue
		default:
			return fmt.Errorf("stream %s, sequence %d: %w", from.name, seq, err)
		}
		s.mu.Lock()
		s.index(where{lag, seq}, m)
		if id, ok := lagRoute(lag); ok {
			r := s.route(id)
			r.lagged = append(r.lagged, lagged{seq, int64(len(octets))})
		}
		s.mu.Unlock()
	}
	if lag == "" {
		s.logEnd = max(s.logEnd, last)
	}
	return nil
}

// tails marks as lost what the marks know and no message holds, and counts what waits.
func (s *Spool) tails() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.routes {
		end := r.counted
		if n := len(r.extents); n > 0 {
			end = r.extents[n-1].last
		}
		if r.next > end+1 {
			r.extents = append(r.extents, extent{where: where{seq: s.damaged[""]}, first: end + 1, last: r.next - 1, lost: true})
		}
		s.counts.Found += int64(r.next - 1 - r.counted)
	}
}
