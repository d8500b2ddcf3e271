package spool

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"writ/intercept/mediation"
)

const (
	stateSubject = "meta.state"
	marksSubject = "meta.marks"
	epochSubject = "meta.epoch"
	stateHeadLen = headLen + 8 + 8 + placeLen
)

// SaveState implements mediation.Spool.
func (s *Spool) SaveState(ctx context.Context, snapshot []byte) error {
	if len(snapshot) > maxMessage-1<<10 {
		return mediation.ErrTooLarge
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.sure(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	number, seq := s.last, s.logEnd
	s.mu.Unlock()
	p := s.nextPlace()
	dst := make([]byte, 0, stateHeadLen+len(snapshot)+tagLen)
	dst = binary.BigEndian.AppendUint64(appendHead(dst, kindState), number)
	dst = p.append(binary.BigEndian.AppendUint64(dst, seq))
	dst = append(dst, snapshot...)
	if _, err := s.put(ctx, stateSubject, sealTail(dst, s.own.aead, p, 0, stateHeadLen)); err != nil {
		s.broken = true
		return fmt.Errorf("spool: save state: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.covered, s.coveredSeq, s.changed = number, seq, true
	return nil
}

// loadSnapshot reads the last snapshot and which batches it stands for.
func (s *Spool) loadSnapshot(ctx context.Context) ([]byte, error) {
	m, err := s.meta.js.GetLastMsgForSubject(ctx, stateSubject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the state: %w", err)
	}
	if _, err := body(m.Data, kindState); err != nil {
		return nil, fmt.Errorf("the state: %w", err)
	}
	if len(m.Data) < stateHeadLen {
		return nil, fmt.Errorf("the state: %w", errForm)
	}
	snapshot, err := openTail(m.Data[stateHeadLen:], s.own.aead, readPlace(m.Data[headLen+16:]), m.Data[:stateHeadLen])
	if err != nil {
		return nil, fmt.Errorf("the state: %w", errForm)
	}
	s.covered, s.coveredSeq = binary.BigEndian.Uint64(m.Data[headLen:]), binary.BigEndian.Uint64(m.Data[headLen+8:])
	if snapshot == nil {
		snapshot = []byte{}
	}
	return snapshot, nil
}

// LoadState implements mediation.Spool.
func (s *Spool) LoadState(ctx context.Context) (mediation.State, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.closed {
		return mediation.State{}, mediation.ErrClosed
	}
	snapshot, err := s.loadSnapshot(ctx)
	if err != nil {
		return mediation.State{}, fmt.Errorf("spool: %w", err)
	}
	later, err := s.laterBatches()
	if err != nil {
		return mediation.State{}, err
	}
	return mediation.State{Snapshot: snapshot, Last: s.last, Deltas: func(yield func([]byte, error) bool) {
		for _, seq := range later {
			delta, err := s.delta(ctx, seq)
			if !yield(delta, err) || err != nil {
				return
			}
		}
	}}, nil
}

// laterBatches gives the sequences of the batches that the snapshot does not stand for; all of them, or an error.
func (s *Spool) laterBatches() (seqs []uint64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if seq := s.damaged[""]; seq > s.coveredSeq {
		return nil, fmt.Errorf("spool: stream %s, sequence %d: %w", logStream, seq, ErrState)
	}
	next := s.covered + 1
	for _, h := range s.log {
		if h.number <= s.covered {
			continue
		}
		if h.number != next {
			return nil, fmt.Errorf("spool: stream %s, before sequence %d: %w", logStream, h.seq, ErrState)
		}
		seqs = append(seqs, h.seq)
		next++
	}
	return seqs, nil
}

// delta opens what a batch says of the Core.
func (s *Spool) delta(ctx context.Context, seq uint64) ([]byte, error) {
	m, err := s.fetch(ctx, where{seq: seq})
	if err == nil {
		var delta []byte
		if delta, err = openTail(m.delta, s.own.aead, m.batch.place, m.octets[:batchHeadLen]); err == nil {
			return delta, nil
		}
	}
	return nil, fmt.Errorf("spool: stream %s, sequence %d: %w", logStream, seq, errors.Join(ErrState, err))
}

// ErrState: what the Core knew can't be known exactly.
var ErrState = errors.New("a batch that the last snapshot does not stand for can't be read: the counters of the tasks are not known; bring the folder back from before, or begin each task anew")
