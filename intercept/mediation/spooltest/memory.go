package spooltest

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"time"

	"writ/intercept"
	"writ/intercept/mediation"
)

// A Memory is a spool without a disk: what it holds ends with the process. Open gives it back after a Close, as
// a folder would be; what was taken counts at once.
type Memory struct {
	mu     sync.Mutex
	keys   mediation.Keys
	closed bool

	snapshot []byte
	deltas   [][]byte // since the snapshot
	last     uint64
	routes   map[mediation.Route]*lane
	limits   map[intercept.XID]mediation.Limit
	refused  map[intercept.XID]int64
	counts   mediation.Tally
}

type lane struct {
	next  uint64
	waits []mediation.Waiting
}

// NewMemory makes an empty spool.
func NewMemory(keys mediation.Keys) *Memory {
	m := &Memory{routes: map[mediation.Route]*lane{}}
	m.Open(keys)
	return m
}

// Open opens a closed spool again.
func (m *Memory) Open(keys mediation.Keys) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keys, m.closed = keys, false
	m.limits, m.refused = map[intercept.XID]mediation.Limit{}, map[intercept.XID]int64{}
	m.counts = mediation.Tally{}
	for _, l := range m.routes {
		m.counts.Found += int64(len(l.waits))
	}
}

// Append implements mediation.Spool.
func (m *Memory) Append(_ context.Context, b mediation.Batch) (refusals []mediation.Refusal, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.closed:
		return nil, mediation.ErrClosed
	case b.Number != m.last+1:
		return nil, mediation.ErrNumber
	}
	for _, s := range b.Sections {
		if !formed(s) {
			return nil, mediation.ErrForm
		}
	}
	for _, s := range b.Sections {
		if why := m.full(s, b.At); why != 0 {
			refusals = append(refusals, mediation.Refusal{Task: s.Task, Route: s.Route, PDUs: len(s.PDUs), Octets: len(s.Octets), Why: why})
			m.refused[s.Task] += int64(len(s.PDUs))
			m.counts.Refused += int64(len(s.PDUs))
			continue
		}
		m.add(s, b.At)
	}
	m.last = b.Number
	m.deltas = append(m.deltas, bytes.Clone(b.Delta))
	return refusals, nil
}

func formed(s mediation.Section) bool {
	start := 0
	for _, p := range s.PDUs {
		if p.End <= start {
			return false
		}
		start = p.End
	}
	return len(s.PDUs) > 0 && start == len(s.Octets) && (s.Route.Handover == mediation.HI2 || s.Route.Handover == mediation.HI3)
}

func (m *Memory) full(s mediation.Section, at time.Time) mediation.Full {
	l := m.limits[s.Task]
	if s.Route.Handover != mediation.HI3 {
		return 0
	}
	load := m.load(s.Task)
	switch {
	case l.Octets > 0 && load.Octets+int64(len(s.Octets)) > l.Octets:
		return mediation.FullOctets
	case l.Age > 0 && load.PDUs > 0 && at.Sub(load.Oldest) > l.Age:
		return mediation.FullAge
	}
	return 0
}

func (m *Memory) add(s mediation.Section, at time.Time) {
	l := m.routes[s.Route]
	if l == nil {
		l = &lane{next: 1}
		m.routes[s.Route] = l
	}
	start := 0
	for _, p := range s.PDUs {
		l.waits = append(l.waits, mediation.Waiting{Position: l.next, Task: s.Task, CIN: p.CIN, At: at, Octets: bytes.Clone(s.Octets[start:p.End])})
		l.next++
		start = p.End
	}
	m.counts.Appended += int64(len(s.PDUs))
}

// SaveState implements mediation.Spool.
func (m *Memory) SaveState(_ context.Context, snapshot []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return mediation.ErrClosed
	}
	m.snapshot, m.deltas = append([]byte{}, snapshot...), nil
	return nil
}

// LoadState implements mediation.Spool.
func (m *Memory) LoadState(context.Context) (mediation.State, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return mediation.State{}, mediation.ErrClosed
	}
	deltas := slices.Clone(m.deltas)
	return mediation.State{Snapshot: m.snapshot, Last: m.last, Deltas: func(yield func([]byte, error) bool) {
		for _, d := range deltas {
			if !yield(d, nil) {
				return
			}
		}
	}}, nil
}

// Read implements mediation.Spool.
func (m *Memory) Read(_ context.Context, r mediation.Route, after uint64, limit int) (out []mediation.Waiting, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.routes[r]
	if l == nil {
		return nil, nil
	}
	octets := 0
	for _, w := range l.waits {
		if w.Position <= after {
			continue
		}
		w.Octets = bytes.Clone(w.Octets)
		out = append(out, w)
		if octets += len(w.Octets); octets >= limit {
			break
		}
	}
	return out, nil
}

// Taken implements mediation.Spool.
func (m *Memory) Taken(r mediation.Route, upTo uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.routes[r]
	if l == nil {
		return
	}
	n := 0
	for n < len(l.waits) && l.waits[n].Position <= upTo {
		n++
	}
	l.waits = slices.Clone(l.waits[n:])
	m.counts.Taken += int64(n)
}

// Settle implements mediation.Spool; there is nothing to do.
func (m *Memory) Settle(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return mediation.ErrClosed
	}
	return nil
}

// Destroy implements mediation.Spool.
func (m *Memory) Destroy(ctx context.Context, x intercept.XID) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.load(x).PDUs > 0 {
		return mediation.ErrWaiting
	}
	delete(m.limits, x)
	return m.keys.Destroy(ctx, x)
}

// Limit implements mediation.Spool.
func (m *Memory) Limit(x intercept.XID, l mediation.Limit) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.limits[x] = l
}

// Waits implements mediation.Spool.
func (m *Memory) Waits(x intercept.XID) mediation.Load {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.load(x)
}

func (m *Memory) load(x intercept.XID) (l mediation.Load) {
	l.Refused = m.refused[x]
	for _, r := range m.routes {
		for _, w := range r.waits {
			if w.Task != x {
				continue
			}
			l.PDUs++
			l.Octets += int64(len(w.Octets))
			if l.Oldest.IsZero() || w.At.Before(l.Oldest) {
				l.Oldest = w.At
			}
		}
	}
	return l
}

// Routes implements mediation.Spool.
func (m *Memory) Routes() (out []mediation.Route) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for r := range m.routes {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b mediation.Route) int {
		return bytes.Compare(append(a.To[:], byte(a.Handover)), append(b.To[:], byte(b.Handover)))
	})
	return out
}

// Counts implements mediation.Spool.
func (m *Memory) Counts() mediation.Tally {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.counts
	c.Waiting = c.Found + c.Appended - c.Taken
	return c
}

// Close implements mediation.Spool.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}

var _ mediation.Spool = (*Memory)(nil)
