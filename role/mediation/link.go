package mediation

import (
	"context"
	"net"
	"sync"

	"writ/intercept/handover"
)

// A Dial opens a connection to an agency's handover interface; it is done when PDUs may go, TLS included.
type Dial func(ctx context.Context) (net.Conn, error)

// A link carries out one Dial of a session: it opens the connection, writes and reads, and is over when Closed
// was posted.
type link struct {
	number uint64
	cancel context.CancelFunc
	out    chan []byte
	post   func(handover.Event)
	meter  meter

	told, seen uint64 // octets of which the session knows that they are written, and acknowledged
}

// piece is the most octets of one write. After each the session is told, so that slow progress is seen as such.
const piece = 16 << 10

// writesAhead is the most Write effects that a session has under way.
const writesAhead = 4

// startLink opens a link; all that happens to it is posted, Closed last.
func startLink(ctx context.Context, number uint64, dial Dial, post func(handover.Event)) *link {
	ctx, cancel := context.WithCancel(ctx)
	l := &link{number: number, cancel: cancel, out: make(chan []byte, writesAhead)}
	l.post = func(e handover.Event) { e.Link = number; post(e) }
	go l.run(ctx, dial)
	return l
}

func (l *link) run(ctx context.Context, dial Dial) {
	defer l.post(handover.Event{Kind: handover.Closed})
	defer l.cancel()
	conn, err := dial(ctx)
	if err != nil {
		return // the session says what it comes to: Unreachable, once
	}
	l.meter.begin(conn)
	closed := sync.OnceFunc(func() { _ = conn.Close() }) // a link that ends has nothing more to lose
	defer closed()
	defer context.AfterFunc(ctx, closed)()
	l.post(handover.Event{Kind: handover.Opened})
	read := make(chan struct{})
	go func() {
		defer close(read)
		defer l.cancel()
		l.read(conn)
	}()
	l.write(ctx, conn)
	closed()
	<-read
}

func (l *link) read(conn net.Conn) {
	buf := make([]byte, 4<<10)
	for {
		n, err := conn.Read(buf)
		if n > 0 {
			l.post(handover.Event{Kind: handover.Got, Octets: append([]byte(nil), buf[:n]...)})
		}
		if err != nil {
			return
		}
	}
}

func (l *link) write(ctx context.Context, conn net.Conn) {
	for n := uint64(0); ; {
		select {
		case <-ctx.Done():
			return
		case octets := <-l.out:
			for len(octets) > 0 {
				k, err := conn.Write(octets[:min(piece, len(octets))])
				octets = octets[k:]
				n += uint64(k)
				l.meter.wrote(n)
				l.post(handover.Event{Kind: handover.Wrote, N: n})
				if err != nil {
					return
				}
			}
		}
	}
}
