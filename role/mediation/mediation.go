package mediation

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"writ/intercept"
	core "writ/intercept/mediation"
)

// A Config is all that a mediation needs. It is read once.
type Config struct {
	Spool        core.Spool // open; its owner closes it after Run
	Core         core.Config
	Destinations []Destination

	TLS  *tls.Config                     // for X2/X3; must ask for client certificates and verify them
	Peer func(tls.ConnectionState) error // whether a verified peer is a point of interception that may send here

	Now  func() time.Time
	Tell func(News) // what the operator is told; from several goroutines, and must not block
}

// A Mediation is one mediation function. Make it with Open, let it Run once.
type Mediation struct {
	cfg    Config
	known  map[intercept.DID]*Destination
	legs   map[core.Route]*leg
	engine *engine
	append *appender
	intake *intake
	asks   chan func()
	taken  chan struct{} // something was delivered, or a task is over
	gone   chan struct{} // closed when the engine has ended

	book  book     // the engine's
	ended sync.Map // tasks that are over, by XID; the appender destroys their keys when nothing waits
}

// Open takes up what the spool holds: tasks, counts, and what waits. Every task that was known is set again before
// the first PDU can come.
func Open(ctx context.Context, c Config) (*Mediation, error) {
	m := &Mediation{cfg: c, known: map[intercept.DID]*Destination{}, legs: map[core.Route]*leg{}, asks: make(chan func()),
		taken: make(chan struct{}, 1), gone: make(chan struct{}), book: newBook()}
	chunks := make(chan chunk)
	toAppend, appended := make(chan *batch, 1), make(chan *batch, 1)
	m.intake = &intake{tls: c.TLS, peer: c.Peer, chunks: chunks, tell: c.Tell}
	if err := m.intake.check(); err != nil {
		return nil, err
	}
	if err := m.reach(); err != nil {
		return nil, err
	}
	m.engine = &engine{core: core.New(c.Core), now: c.Now, tell: c.Tell, wake: m.wake, chunks: chunks, asks: m.asks, appends: toAppend, done: appended,
		filling: &batch{}, spare: &batch{}, state: m.state, ended: m.end}
	m.append = &appender{spool: c.Spool, tell: c.Tell, in: toAppend, out: appended, taken: m.taken, over: m.destroy}
	if err := m.restore(ctx); err != nil {
		return nil, err
	}
	return m, nil
}

// reach makes a leg for each route.
func (m *Mediation) reach() error {
	for i := range m.cfg.Destinations {
		d := &m.cfg.Destinations[i]
		routes := d.routes()
		if d.DID.IsZero() || m.known[d.DID] != nil || len(routes) == 0 {
			return ErrDestination
		}
		m.known[d.DID] = d
		for h, dial := range routes {
			s, err := d.session(h)
			if err != nil {
				return err
			}
			r := core.Route{To: d.DID, Handover: h}
			m.legs[r] = newLeg(r, s, m.cfg.Spool, dial, m.cfg.Now, m.cfg.Tell, m.taken)
		}
	}
	return nil
}

func (m *Mediation) wake(r core.Route) {
	if l := m.legs[r]; l != nil {
		l.wake()
	}
}

// restore brings the core to where the spool ends.
func (m *Mediation) restore(ctx context.Context) error {
	s, err := m.cfg.Spool.LoadState(ctx)
	if err != nil {
		return fmt.Errorf("mediation: %w", err)
	}
	if s.Snapshot != nil {
		body, ok := bytes.CutPrefix(s.Snapshot, []byte(stateForm))
		if !ok {
			return ErrState
		}
		if err := m.apply(body); err != nil {
			return err
		}
	}
	for d, err := range s.Deltas {
		if err == nil {
			err = m.apply(d)
		}
		if err != nil {
			return fmt.Errorf("mediation: %w", err)
		}
	}
	m.engine.number = s.Last
	return m.setAgain()
}

// apply takes a state or a delta.
func (m *Mediation) apply(octets []byte) error {
	rest, err := m.book.read(octets)
	if err != nil {
		return err
	}
	return m.engine.core.Restore(rest)
}

// setAgain gives the core its tasks back. One whose destination is gone from the configuration stops the start: its
// product would have nowhere to go.
func (m *Mediation) setAgain() error {
	for _, o := range m.book.orders {
		terms, err := o.terms(m.known)
		if err == nil {
			err = m.engine.core.Set(o.Task, terms, m.cfg.Now(), &m.engine.filling.out)
		}
		if err != nil {
			return fmt.Errorf("mediation: a task that is in force: %w", err)
		}
		m.cfg.Spool.Limit(o.Task.XID, o.Limit)
	}
	for x := range m.book.over {
		m.end(x)
	}
	return nil
}

// state is a snapshot of everything, for the spool.
func (m *Mediation) state() []byte { return m.book.state(m.engine.core.Snapshot(nil)) }

// Run mediates until ctx ends: it accepts X2/X3 on the listeners, which it closes, and delivers. Then it makes durable
// what it took, gives the agencies a moment to acknowledge, and returns.
func (m *Mediation) Run(ctx context.Context, listeners ...net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var intakes, rest, legs sync.WaitGroup
	errs := make([]error, len(listeners))
	for i, l := range listeners {
		intakes.Go(func() {
			if errs[i] = m.intake.serve(ctx, l); errs[i] != nil {
				cancel()
			}
		})
	}
	for _, l := range m.legs {
		legs.Go(func() { l.run(ctx) })
	}
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	rest.Go(func() { m.engine.run(working); close(m.gone) })
	rest.Go(func() { m.append.run(ctx) })
	<-ctx.Done()
	intakes.Wait()
	legs.Wait()
	stop()
	rest.Wait()
	return errors.Join(errs...)
}

// end notes that a task is over.
func (m *Mediation) end(x intercept.XID) {
	m.book.over[x] = true
	m.ended.Store(x, true)
	select {
	case m.taken <- struct{}{}: // so that the appender looks
	default:
	}
}

// destroy ends what is left of tasks that are over and of which nothing waits: their key, so that what lies on the
// disk can't be read again.
func (m *Mediation) destroy(ctx context.Context) {
	m.ended.Range(func(k, _ any) bool {
		x, ok := k.(intercept.XID)
		if !ok || m.cfg.Spool.Waits(x).PDUs > 0 {
			return true
		}
		switch err := m.cfg.Spool.Destroy(ctx, x); {
		case err == nil:
			m.ended.Delete(x)
		case !errors.Is(err, core.ErrWaiting):
			m.cfg.Tell(SpoolNews{err})
		}
		return true
	})
}
