package probe

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"sync"
	"time"

	"writ/dissect/packet"
	"writ/intercept"
	"writ/intercept/probe"
	"writ/intercept/probe/element"
	"writ/outside/x1http"
	"writ/wire/x1"
)

// A Probe is one point of interception. Make it with Open, let it Run once.
type Probe struct {
	cfg    Config
	store  *store
	report *reporter
	again  chan struct{} // what is due may have changed

	mu      sync.Mutex // guards what follows, and is held for each packet
	core    *probe.Core
	element *element.Element
	secret  [32]byte
	lines   map[intercept.DID]*line
	routes  map[intercept.XID]route // made when first wanted; emptied by each change
	spawn   func(*line)             // nil before Run and after it
	unsaved bool                    // a save failed
	retry   time.Time               // when it is tried again
}

// A route says where the product of a task goes.
type route struct{ x2, x3 []*line }

const saveAgain = time.Second

// Open takes up what is kept in the folder. Nothing is tapped that was not ordered and kept; what may not be tapped any more is reported.
func Open(c Config) (*Probe, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	s, err := openStore(c.Dir, c.Key)
	if err != nil {
		return nil, err
	}
	p := &Probe{cfg: c, store: s, again: make(chan struct{}, 1), lines: map[intercept.DID]*line{}, routes: map[intercept.XID]route{}}
	p.report, err = newReporter(p.cfg, p)
	if err == nil {
		err = p.restore()
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return p, nil
}

// restore makes core and element of what is kept, and keeps at once that it runs: after a crash from here on no number is used twice.
func (p *Probe) restore() error {
	k, found, err := p.store.load()
	if err != nil {
		return err
	}
	if !found {
		_, _ = rand.Read(k.secret[:]) // it never fails (crypto/rand)
	}
	p.secret, p.cfg.Core.Secret = k.secret, k.secret
	if p.core, err = probe.New(p.cfg.Core); err != nil {
		return err
	}
	p.element = element.New(p.core, p.cfg.Element)
	if found {
		if _, err := p.core.Restore(k.core); err != nil {
			return errors.Join(ErrStore, err)
		}
		refused, err := p.element.Restore(k.element, p.cfg.Now())
		if err != nil {
			return errors.Join(ErrStore, err)
		}
		if refused > 0 {
			p.report.put(&x1.ReportNEIssueRequest{Issue: x1.IssueWarning, Code: x1.GenericWarning, Description: "tasks that were kept may not be tapped any more, and are not"})
		}
	} else {
		p.report.put(element.Cleared())
	}
	p.element.Tick(p.cfg.Now()) // silence counts from the start
	if err := p.update(); err != nil {
		return err
	}
	return p.save(false)
}

// Run answers X1 on a listener, which it closes, and delivers, until ctx ends. Then it waits Config.Drain for what is not acknowledged, keeps
// what the next start needs, and gives the folder back.
func (p *Probe) Run(ctx context.Context, l net.Listener) error {
	var lines, rest sync.WaitGroup
	alive, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	p.mu.Lock()
	p.spawn = func(n *line) { lines.Go(func() { n.run(alive) }) }
	for _, n := range p.lines {
		p.spawn(n)
	}
	p.mu.Unlock()
	rest.Go(func() { p.report.run(alive) })
	ticking, still := context.WithCancel(alive)
	rest.Go(func() { p.clock(ticking) })
	err := x1http.Serve(ctx, l, p.cfg.X1, p)
	p.drain()
	p.mu.Lock()
	p.spawn = nil
	p.mu.Unlock()
	still()
	stop()
	lines.Wait()
	rest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	return errors.Join(err, p.save(true), p.store.close())
}

// drain waits for mediation to acknowledge what it was sent.
func (p *Probe) drain() {
	p.mu.Lock()
	all := p.all()
	p.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), p.cfg.Drain)
	defer cancel()
	for _, n := range all {
		if left := n.await(ctx, 0); left > 0 {
			p.cfg.Tell(&Undelivered{n.did, left})
		}
	}
}

// Handle implements x1.Handler. What changes something is on the disk before it is answered.
func (p *Probe) Handle(at time.Time, m x1.Message) x1.Response {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.wake()
	answer := p.element.Handle(at, m)
	r, changing := m.Body.(x1.Request)
	if _, ok := answer.(*x1.OKResponse); !ok || !changing || !changes(r) {
		return answer
	}
	if err := errors.Join(p.update(), p.save(false)); err != nil {
		return x1.Refuse(r, x1.Generic) // it is in force, and not on the disk: the ADMF asks again, and we try again too
	}
	return answer
}

func changes(r x1.Request) bool {
	return r.Type() != x1.Ping && r.Type() != x1.Keepalive // what only asks is not answered with OK
}

// save keeps what there is.
func (p *Probe) save(clean bool) error {
	octets, err := p.element.Append(nil)
	if err == nil {
		err = p.store.save(kept{p.secret, p.core.Store(clean), octets})
	}
	if (err != nil) != p.unsaved {
		p.unsaved = err != nil
		p.report.put(&x1.ReportNEIssueRequest{Issue: issue(err), Code: code(err), Description: "tasks can't be kept over a restart"})
	}
	if err != nil {
		p.retry = p.cfg.Now().Add(saveAgain)
		p.cfg.Tell(err)
	}
	return err
}

func issue(err error) x1.IssueType {
	if err == nil {
		return x1.FaultCleared
	}
	return x1.FaultReport
}

func code(err error) x1.Code {
	if err == nil {
		return x1.ErrorCleared
	}
	return x1.NonTerminating
}

// Packet implements player.Point: what the tasks get of the packet is on its way when it returns. out is the caller's, for its memory.
func (p *Probe) Packet(pk *packet.Packet, out *probe.Out) {
	p.mu.Lock()
	defer p.mu.Unlock()
	from, unmade := len(out.PDUs), len(out.Unmade)
	p.core.Packet(pk, out)
	p.report.missed(out.Unmade[unmade:])
	if from == len(out.PDUs) {
		return
	}
	at := p.cfg.Now()
	for _, e := range out.PDUs[from:] {
		for _, n := range p.route(e) {
			n.offer(at, out.PDU(e))
		}
	}
}
