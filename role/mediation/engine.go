package mediation

import (
	"context"
	"time"

	"writ/intercept"
	core "writ/intercept/mediation"
	"writ/wire/x2x3"
)

// An engine owns the core: what comes from points of interception and from the ADMF goes through it, one thing at a
// time, and fills a batch while the one before is being made durable.
type engine struct {
	core *core.Core
	now  func() time.Time
	tell func(News)
	wake func(core.Route) // a route's leg

	chunks  <-chan chunk
	asks    <-chan func()
	appends chan<- *batch
	done    <-chan *batch
	state   func() []byte       // a snapshot of all
	ended   func(intercept.XID) // a task is over, and that it is, is durable

	filling, spare *batch // spare is nil while it is being appended
	due            alarm  // of the batch
	tick           alarm  // of the core
	number         uint64 // of the last batch
	settled        uint64 // Takes that are durable
	pending        []pending
	waiters        []waiter
	since          int // octets and deltas since the last snapshot
	pdu            x2x3.PDU
	counts         Intake
}

// How much a batch gathers, and how long. While one is being appended the next one fills.
const (
	batchOctets   = 256 << 10
	batchWait     = 3 * time.Millisecond
	snapshotAfter = 16 << 20 // octets of deltas and PDUs
)

// A batch is what one Append makes durable.
type batch struct {
	out      core.Out
	changes  []byte // to the orders
	delta    []byte
	snapshot []byte // nil: not wanted now
	number   uint64
	at       time.Time
	settled  uint64
	ended    []intercept.XID // tasks that are over
	lost     bool            // the spool failed until the end
	refused  []core.Refusal
}

func (b *batch) reset() {
	b.out.Reset()
	b.changes, b.delta, b.snapshot, b.ended, b.refused = b.changes[:0], b.delta[:0], nil, nil, nil
}

// A pending acknowledgement waits until the Takes before its keep-alive are durable.
type pending struct {
	from *source
	ack  [ackSize]byte
	need uint64
}

// A waiter wants to know when a batch is durable; nil is good news.
type waiter struct {
	number uint64
	done   chan<- error
}

// Intake counts what came over X2 and X3, in PDUs.
type Intake struct {
	PDUs       uint64 // X2 and X3
	KeepAlives uint64
	Answered   uint64 // keep-alives that were acknowledged
	Unreadable uint64 // framed and no PDU; passed over
	Batches    uint64
}

// run works until ctx ends; then it appends what it has.
func (e *engine) run(ctx context.Context) {
	e.schedule()
	for {
		chunks := e.chunks
		if e.spare == nil && len(e.filling.out.Octets) >= batchOctets {
			chunks = nil // the spool is behind: the points of interception wait
		}
		select {
		case <-ctx.Done():
			e.finish()
			return
		case c := <-chunks:
			c.done <- e.take(c)
		case ask := <-e.asks:
			ask()
		case b := <-e.done:
			e.appended(b)
		case <-e.due.c():
			e.due.off()
			e.cut()
		case <-e.tick.c():
			e.core.Tick(e.now(), &e.filling.out)
		}
		e.schedule()
	}
}

// take gives the PDUs of a chunk to the core.
func (e *engine) take(c chunk) error {
	at := e.now()
	for octets := c.octets; len(octets) > 0; {
		n, err := x2x3.Size(octets)
		if err != nil {
			return err
		}
		err = e.pdu.Decode(octets[:n])
		octets = octets[n:]
		if err != nil {
			e.unreadable(c.from, err)
			continue
		}
		switch e.pdu.Type {
		case x2x3.KeepAlive:
			e.keepAlive(c.from)
		case x2x3.KeepAliveAck: // to nothing of ours; harmless
		default:
			e.counts.PDUs++
			e.core.Take(&e.pdu, at, &e.filling.out)
		}
	}
	return nil
}

// unreadable passes over what is framed and makes no sense: told once for each connection, counted always.
func (e *engine) unreadable(from *source, err error) {
	e.counts.Unreadable++
	if !from.odd {
		from.odd = true
		e.tell(IntakeNews{err})
	}
}

// keepAlive notes one; it is acknowledged when what was taken before it is durable.
func (e *engine) keepAlive(from *source) {
	e.counts.KeepAlives++
	ack := e.pdu.Acknowledge(e.pdu.Minor)
	p := pending{from: from, need: e.core.Takes()}
	copy(p.ack[:], ack.Append(p.ack[:0]))
	e.pending = append(e.pending, p)
}

// schedule tells what the core reports, and sets what is due.
func (e *engine) schedule() {
	for _, r := range e.filling.out.Reports {
		e.tell(TaskNews{r})
		if r.What == core.Drained {
			e.filling.ended = append(e.filling.ended, r.Task)
			e.filling.changes = appendMark(e.filling.changes, orderOver, r.Task)
		}
	}
	e.filling.out.Reports = e.filling.out.Reports[:0]
	if due, ok := e.core.Due(); ok {
		e.tick.in(max(0, due.Sub(e.now())))
	} else {
		e.tick.off()
	}
	e.release()
	switch {
	case e.spare == nil || !e.some():
		e.due.off()
	case len(e.filling.out.Octets) >= batchOctets:
		e.cut()
	case !e.due.on:
		e.due.in(batchWait)
	}
}

// some reports whether there is something to append.
func (e *engine) some() bool {
	return len(e.filling.out.PDUs) > 0 || len(e.filling.changes) > 0 || e.core.Changed()
}

// cut closes the batch that was filled and has it appended.
func (e *engine) cut() {
	b := e.filling
	e.number++
	b.number, b.at, b.settled = e.number, e.now(), e.core.Settled()
	b.delta = e.core.Delta(b.delta)
	e.since += len(b.delta) + len(b.out.Octets)
	if e.since > snapshotAfter {
		e.since = 0
		b.snapshot = e.state()
	}
	e.filling, e.spare = e.spare, nil
	e.counts.Batches++
	e.due.off()
	e.appends <- b
}

// appended takes a batch that is durable.
func (e *engine) appended(b *batch) {
	e.answer(b)
	if b.lost {
		e.pending = nil
		b.reset()
		e.spare = b
		return
	}
	e.settled = b.settled
	for _, r := range b.refused {
		e.tell(RefusedNews{r})
	}
	for _, x := range b.ended {
		e.ended(x)
	}
	for i := range b.out.PDUs {
		if p := &b.out.PDUs[i]; i == 0 || p.Route != b.out.PDUs[i-1].Route {
			e.wake(p.Route)
		}
	}
	b.reset()
	e.spare = b
}

// answer tells those who wait for a batch.
func (e *engine) answer(b *batch) {
	var err error
	if b.lost {
		err = ErrLost
	}
	for len(e.waiters) > 0 && e.waiters[0].number <= b.number {
		e.waiters[0].done <- err
		e.waiters = e.waiters[1:]
	}
}

// tellDurable tells done when all that happened so far is durable. done has room for one.
func (e *engine) tellDurable(done chan<- error) {
	number := e.number
	if e.some() {
		number++
	}
	if number == e.number && e.spare != nil {
		done <- nil
		return
	}
	e.waiters = append(e.waiters, waiter{number, done})
}

// release lets acknowledgements go whose PDUs are durable.
func (e *engine) release() {
	if e.spare != nil && !e.some() {
		e.settled = e.core.Settled() // nothing is under way
	}
	i := 0
	for ; i < len(e.pending) && e.pending[i].need <= e.settled; i++ {
		e.pending[i].from.ack(e.pending[i].ack)
		e.counts.Answered++
	}
	e.pending = e.pending[:copy(e.pending, e.pending[i:])]
}

// finish makes durable what was taken.
func (e *engine) finish() {
	e.due.off()
	e.tick.off()
	for {
		if e.spare == nil {
			e.appended(<-e.done)
		}
		if !e.some() {
			break
		}
		e.cut()
	}
	e.schedule()
	close(e.appends)
}
