package mediation

import (
	"context"
	"errors"
	"time"

	"writ/intercept/handover"
	core "writ/intercept/mediation"
)

// A leg delivers one route: it feeds a session from the spool and carries out its effects.
type leg struct {
	route   core.Route
	session handover.Session
	spool   core.Spool
	dial    Dial
	now     func() time.Time
	tell    func(News)

	more   chan struct{}       // something may wait in the spool
	events chan handover.Event // of links
	link   *link
	fx     []handover.Effect

	offered uint64         // the position of the last PDU that was offered
	read    []core.Waiting // from the spool and not offered
	dry     bool           // the spool had nothing more when it was read last
	taken   chan<- struct{}

	tick, probe, retry alarm
	patience           time.Duration // until the next look at what is acknowledged
	failed             bool          // the spool could not be read, and this was told
}

// How often a leg looks at what the agency's TCP has acknowledged, while something is not: a deletion from the spool
// waits no longer, and a link at rest costs nothing.
const (
	firstLook = 5 * time.Millisecond
	lastLook  = 2 * time.Second
	readAgain = time.Second // after the spool failed
)

func newLeg(route core.Route, s handover.Session, spool core.Spool, dial Dial, now func() time.Time, tell func(News), taken chan<- struct{}) *leg {
	return &leg{route: route, session: s, spool: spool, dial: dial, now: now, tell: tell, taken: taken,
		more: make(chan struct{}, 1), events: make(chan handover.Event, 16)}
}

// wake says that something was appended for the route.
func (l *leg) wake() {
	select {
	case l.more <- struct{}{}:
	default:
	}
}

// run delivers until ctx ends; then it waits for what is in flight, as the session does, and closes.
func (l *leg) run(ctx context.Context) {
	alive, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	l.step(alive, handover.Event{Kind: handover.Start})
	l.feed(alive)
	for done := ctx.Done(); ; {
		select {
		case <-done:
			done = nil
			l.step(alive, handover.Event{Kind: handover.Stop})
		case <-l.more:
			l.dry = false
		case e := <-l.events:
			l.step(alive, e)
		case <-l.tick.c():
			l.step(alive, handover.Event{Kind: handover.Tick})
		case <-l.probe.c():
			l.look(alive)
		case <-l.retry.c():
			l.retry.off()
			l.dry = false
		}
		if done == nil && l.link == nil {
			l.tick.off()
			return
		}
		if done != nil {
			l.feed(alive)
		}
	}
}

// step moves the session and does what it says.
func (l *leg) step(ctx context.Context, e handover.Event) {
	e.At = l.now()
	if e.Kind == handover.Closed && l.link != nil && l.link.number == e.Link {
		l.link = nil
	}
	l.fx = l.session.Step(e, l.fx[:0])
	for i := range l.fx {
		l.do(ctx, &l.fx[i])
	}
	if e.Kind == handover.Wrote && l.link != nil {
		l.link.told = e.N
		l.lookSoon()
	}
	if e.Kind == handover.Offer {
		return // feed asks when it is done
	}
	l.schedule()
}

func (l *leg) schedule() {
	if due, ok := l.session.Due(); ok {
		l.tick.in(due)
	} else {
		l.tick.off()
	}
}

func (l *leg) do(ctx context.Context, f *handover.Effect) {
	switch f.Kind {
	case handover.Dial:
		l.link = startLink(ctx, f.Link, l.dial, func(e handover.Event) { l.events <- e })
	case handover.Close:
		if l.link != nil {
			l.link.cancel()
		}
	case handover.Write:
		l.link.out <- f.Octets
	case handover.Taken:
		l.spool.Taken(l.route, f.Place)
		select {
		case l.taken <- struct{}{}:
		default:
		}
	case handover.Say:
		l.tell(LinkNews{l.route, f.Report})
	}
}

// feed offers what waits in the spool, as far as the session's window has room.
func (l *leg) feed(ctx context.Context) {
	for l.session.Room() > 0 {
		if len(l.read) == 0 && !l.refill(ctx) {
			break
		}
		w := &l.read[0]
		l.offered = w.Position
		l.step(ctx, handover.Event{Kind: handover.Offer, Place: w.Position, Octets: w.Octets})
		l.read[0].Octets = nil
		l.read = l.read[1:]
	}
	l.schedule()
}

func (l *leg) refill(ctx context.Context) bool {
	if l.dry {
		return false
	}
	w, err := l.spool.Read(ctx, l.route, l.offered, l.session.Room())
	var damage *core.Damage
	switch {
	case errors.As(err, &damage):
		l.tell(DamageNews{damage})
		l.offered = max(l.offered, damage.Last)
		return l.refill(ctx)
	case err != nil:
		l.retry.in(readAgain)
		if !l.failed {
			l.tell(SpoolNews{err})
		}
		l.failed, l.dry = true, true
	default:
		l.failed, l.dry = false, len(w) == 0
	}
	l.read = w
	return len(w) > 0
}

// look asks what the agency's TCP has acknowledged, and when to ask again.
func (l *leg) look(ctx context.Context) {
	l.probe.off()
	if l.link == nil {
		return
	}
	k := l.link
	acked, known := k.meter.read()
	if acked = min(acked, k.told); acked > k.seen {
		k.seen = acked
		l.patience = firstLook
		l.step(ctx, handover.Event{Kind: handover.Acked, Link: k.number, N: acked})
	}
	if known && k.seen < k.told {
		l.probe.in(l.patience)
		l.patience = min(2*l.patience, lastLook)
	}
}

func (l *leg) lookSoon() {
	if !l.probe.on {
		l.patience = firstLook
		l.probe.in(l.patience)
	}
}
