package lemf

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"writ/intercept/lemf"
)

const (
	readSize  = 256 << 10
	maxLinks  = 256              // at once
	maxUnsent = 64               // answers that wait for a peer that doesn't read
	patience  = 10 * time.Second // for a peer to take an answer, or to finish its handshake
)

// A wire sends answers on one connection.
type wire struct {
	conn net.Conn
	out  chan []byte
	once sync.Once
	gone chan struct{}
}

func newWire(c net.Conn) *wire {
	w := &wire{conn: c, out: make(chan []byte, maxUnsent), gone: make(chan struct{})}
	go w.run()
	return w
}

func (w *wire) run() {
	for {
		select {
		case <-w.gone:
			return
		case b := <-w.out:
			if w.conn.SetWriteDeadline(time.Now().Add(patience)) != nil {
				w.end()
				return
			}
			if _, err := w.conn.Write(b); err != nil {
				w.end()
				return
			}
		}
	}
}

// send queues an answer; a peer that reads none of them loses its link.
func (w *wire) send(b []byte) {
	if w == nil {
		return
	}
	select {
	case w.out <- b:
	default:
		w.end()
	}
}

func (w *wire) end() {
	if w == nil {
		return
	}
	w.once.Do(func() { close(w.gone); _ = w.conn.Close() })
}

var lastLink atomic.Int64

// accept takes connections until its listener is closed.
func (d *Desk) accept(ctx context.Context, l net.Listener, h lemf.Handover) {
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	for {
		c, err := l.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			d.config.Say("a connection for " + h.String() + " could not be taken")
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Second):
			}
			continue
		}
		if d.open.Add(1) > maxLinks {
			d.open.Add(-1)
			d.config.Say("a connection for " + h.String() + " was refused: too many are open")
			_ = c.Close()
			continue
		}
		d.wait.Go(func() {
			defer d.open.Add(-1)
			d.read(ctx, c, h)
		})
	}
}

// read passes on what comes on a connection, and reads on only when it was dealt with.
func (d *Desk) read(ctx context.Context, c net.Conn, h lemf.Handover) {
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	if !shaken(ctx, c) {
		d.config.Say("a connection for " + h.String() + " was refused: its certificate is not one that may connect, or it spoke no TLS")
		_ = c.Close()
		return
	}
	id := lemf.LinkID(lastLink.Add(1))
	if !d.pass(ctx, arrival{event: lemf.Opened{Link: id, Handover: h, At: d.config.Now()}, conn: c}) {
		_ = c.Close()
		return
	}
	buf := make([]byte, readSize)
	for {
		if d.config.Slow > 0 {
			select {
			case <-ctx.Done():
			case <-time.After(d.config.Slow):
			}
		}
		n, err := c.Read(buf)
		if n > 0 && !d.pass(ctx, arrival{event: lemf.Got{Link: id, At: d.config.Now(), Octets: buf[:n]}}) {
			return
		}
		if err != nil {
			d.pass(ctx, arrival{event: lemf.Closed{Link: id, At: d.config.Now()}})
			return
		}
	}
}

// pass hands an arrival to the loop and waits until it is done with; false when the desk ends.
func (d *Desk) pass(ctx context.Context, a arrival) bool {
	a.done = make(chan struct{})
	select {
	case <-ctx.Done():
		return false
	case d.events <- a:
	}
	select {
	case <-ctx.Done():
		return false
	case <-a.done:
		return true
	}
}

// shaken completes the handshake of a TLS connection.
func shaken(ctx context.Context, c net.Conn) bool {
	t, ok := c.(interface {
		HandshakeContext(context.Context) error
	})
	if !ok {
		return true
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	return t.HandshakeContext(ctx) == nil
}
