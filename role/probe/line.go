package probe

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"sync"
	"time"

	"writ/intercept"
	"writ/intercept/probe"
	"writ/wire/x1"
)

// A line serves one destination: it dials, again and again, and moves its Link.
type line struct {
	did    intercept.DID
	takes  x1.Delivery // of the probe's lock
	tls    *tls.Config
	now    func() time.Time
	tell   func(error)
	report *reporter
	more   chan struct{} // there may be something to write
	moved  chan struct{} // the address is another, or the line is retired

	mu       sync.Mutex
	link     *probe.Link
	address  string
	retired  bool
	progress chan struct{} // closed and replaced when something was acknowledged or given up
	down     bool          // it was told that the destination can't be reached
}

const (
	firstWait  = 50 * time.Millisecond // before the next dial; doubled each time
	lastWait   = 5 * time.Second
	dialTime   = 10 * time.Second
	writeTime  = 30 * time.Second
	writeAhead = 64 << 10 // octets of one write
)

// An Undelivered says that a stop left PDUs that a destination has not acknowledged: it may have them or not.
type Undelivered struct {
	DID  intercept.DID
	PDUs int64
}

// Error says how many.
func (u *Undelivered) Error() string {
	return fmt.Sprintf("probe: destination %v: stopped with %d PDUs that it has not acknowledged", u.DID, u.PDUs)
}

func newLine(c Config, d x1.DestinationDetails, r *reporter) (*line, error) {
	n := &line{did: intercept.DID(d.DID), takes: d.Delivery, tls: c.client(), now: c.Now, tell: c.Tell, report: r, more: make(chan struct{}, 1), moved: make(chan struct{}, 1),
		address: d.Address.At.String(), progress: make(chan struct{})}
	cfg := c.Link
	cfg.Lost = func(pdu []byte, written bool) { r.lost(n.did, pdu, written) }
	var err error
	n.link, err = probe.NewLink(cfg)
	return n, err
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// move takes the destination as it is ordered now.
func (n *line) move(d x1.DestinationDetails) {
	n.takes = d.Delivery
	n.mu.Lock()
	defer n.mu.Unlock()
	if to := d.Address.At.String(); to != n.address {
		n.address = to
		signal(n.moved)
	}
}

// retire lets the line end when all is acknowledged or too old.
func (n *line) retire() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.retired = true
	signal(n.moved)
	signal(n.more)
}

func (n *line) offer(at time.Time, pdu []byte) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.link.Offer(at, pdu)
	signal(n.more)
}

func (n *line) stats() probe.LinkStats {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.link.Stats()
}

// await waits until at most so many octets are kept, or ctx ends; it gives the PDUs that are.
func (n *line) await(ctx context.Context, octets int64) int64 {
	for {
		n.mu.Lock()
		s, progress := n.link.Stats(), n.progress
		n.mu.Unlock()
		if s.Octets <= octets {
			return s.Waiting
		}
		select {
		case <-progress:
		case <-ctx.Done():
			return s.Waiting
		}
	}
}

// noted wakes who waits for progress. The lock is held.
func (n *line) noted() {
	close(n.progress)
	n.progress = make(chan struct{})
}

// run serves until ctx ends, or the line is retired and has nothing left.
func (n *line) run(ctx context.Context) {
	wait := firstWait
	for ctx.Err() == nil && !n.over() {
		conn, err := n.dial(ctx)
		n.reached(ctx, err)
		if err != nil {
			n.pause(ctx, wait)
			wait = min(2*wait, lastWait)
			continue
		}
		if n.serve(ctx, conn) {
			wait = firstWait
			continue
		}
		n.pause(ctx, wait) // it was open and acknowledged nothing
		wait = min(2*wait, lastWait)
	}
}

func (n *line) over() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.retired && n.link.Stats().Waiting == 0
}

func (n *line) dial(ctx context.Context) (net.Conn, error) {
	n.mu.Lock()
	to := n.address
	n.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	d := tls.Dialer{Config: n.tls}
	return d.DialContext(ctx, "tcp", to)
}

// reached tells once that the destination can't be reached, and once that it can again.
func (n *line) reached(ctx context.Context, err error) {
	if ctx.Err() != nil || (err != nil) == n.down {
		return
	}
	n.down = err != nil
	r := &x1.ReportDestinationIssueRequest{DID: x1.UUID(n.did), Report: x1.AllClear, Code: x1.ErrorCleared, Details: "it is reached again"}
	if n.down {
		n.tell(fmt.Errorf("probe: destination %v: %w", n.did, err))
		r.Report, r.Code, r.Details = x1.NonTerminatingFault, x1.NonTerminating, "it can't be reached; product is kept, up to a bound"
	}
	n.report.put(r)
}

// pause waits before the next dial; meanwhile what is too old is given up.
func (n *line) pause(ctx context.Context, d time.Duration) {
	again := time.NewTimer(d)
	defer again.Stop()
	select {
	case <-ctx.Done():
	case <-n.moved:
	case <-again.C:
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.tick()
}

// tick lets time pass on the link. The lock is held.
func (n *line) tick() {
	before := n.link.Stats().Waiting
	n.link.Tick(n.now())
	if n.link.Stats().Waiting != before {
		n.noted()
	}
}

// serve carries the link over one connection until it ends, and says whether the other end acknowledged anything.
func (n *line) serve(ctx context.Context, conn net.Conn) bool {
	ctx, cancel := context.WithCancel(ctx)
	closed := sync.OnceFunc(func() { _ = conn.Close() }) // what was under way is sent again
	defer context.AfterFunc(ctx, closed)()
	n.mu.Lock()
	n.link.Opened(n.now())
	before := n.link.Stats().Covered
	n.mu.Unlock()
	read := make(chan struct{})
	go func() {
		defer close(read)
		defer cancel()
		n.read(conn)
	}()
	n.write(ctx, conn)
	cancel()
	closed()
	<-read
	n.mu.Lock()
	defer n.mu.Unlock()
	n.link.Closed()
	return n.link.Stats().Covered > before
}

func (n *line) read(conn net.Conn) {
	buf := make([]byte, 4<<10)
	for {
		k, err := conn.Read(buf)
		n.mu.Lock()
		before := n.link.Stats().Waiting
		n.link.Got(n.now(), buf[:k])
		broken := n.link.Broken()
		if n.link.Stats().Waiting != before {
			n.noted()
		}
		n.mu.Unlock()
		signal(n.more)
		if err != nil || broken {
			return
		}
	}
}

// write writes what the link has, and waits for more or for what is due.
func (n *line) write(ctx context.Context, conn net.Conn) {
	var buf []byte
	due := time.NewTimer(time.Hour)
	defer due.Stop()
	for {
		n.mu.Lock()
		n.tick()
		buf = n.link.Write(buf[:0], writeAhead)
		at, any := n.link.Due()
		end := n.link.Broken() || n.retired && n.link.Stats().Waiting == 0
		n.mu.Unlock()
		if end {
			return
		}
		if len(buf) > 0 {
			_ = conn.SetWriteDeadline(time.Now().Add(writeTime)) // a connection that has none is closed already
			if _, err := conn.Write(buf); err != nil {
				return
			}
			continue
		}
		due.Stop()
		if any {
			due.Reset(max(at.Sub(n.now()), 0))
		}
		select {
		case <-ctx.Done():
			return
		case <-n.moved:
			return
		case <-n.more:
		case <-due.C:
		}
	}
}
