package mediation

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"writ/wire/x2x3"
)

// An intake accepts X2 and X3 on one address. A connection is one goroutine that reads and frames, and one that
// writes acknowledgements; between two reads the engine has taken all that came.
type intake struct {
	tls    *tls.Config
	peer   func(tls.ConnectionState) error
	chunks chan<- chunk
	tell   func(News)
	open   sync.WaitGroup
}

// A chunk is whole PDUs of one connection. Its octets are the engine's until it says done.
type chunk struct {
	from   *source
	octets []byte
	done   chan<- error // nil: go on; an error: close
}

// A source is one connection of a point of interception.
type source struct {
	conn net.Conn
	acks chan [ackSize]byte
	end  context.CancelFunc
	odd  bool // something unreadable came of it; the engine's
}

const (
	ackSize   = 48        // of a keep-alive acknowledgement
	acksAhead = 64        // that a peer may leave unread before its connection is closed
	readSize  = 256 << 10 // octets in one chunk, unless one PDU is longer
	handshake = 10 * time.Second
	ackWithin = 10 * time.Second
)

// ErrPlain says that an intake was configured without mutual TLS.
var ErrPlain = errors.New("mediation: X2/X3 needs TLS with client certificates (RequireAndVerifyClientCert) and a check of the peer's role; configure both")

func (i *intake) check() error {
	if i.tls == nil || i.tls.ClientAuth != tls.RequireAndVerifyClientCert || i.peer == nil {
		return ErrPlain
	}
	return nil
}

// serve accepts until ctx ends, and returns when all its connections are over.
func (i *intake) serve(ctx context.Context, l net.Listener) error {
	defer i.open.Wait()
	defer context.AfterFunc(ctx, func() { _ = l.Close() })()
	for {
		conn, err := l.Accept()
		switch {
		case err != nil && ctx.Err() != nil:
			return nil
		case err != nil:
			return fmt.Errorf("mediation: accept X2/X3: %w", err)
		}
		i.open.Go(func() { i.one(ctx, conn) })
	}
}

// one serves a connection until it ends.
func (i *intake) one(ctx context.Context, raw net.Conn) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	closed := sync.OnceFunc(func() { _ = raw.Close() }) // PDUs are not acknowledged by closing well
	defer closed()
	defer context.AfterFunc(ctx, closed)()
	conn := tls.Server(raw, i.tls)
	if err := i.welcome(ctx, conn); err != nil {
		i.tell(IntakeNews{err})
		return
	}
	s := &source{conn: conn, acks: make(chan [ackSize]byte, acksAhead), end: cancel}
	done := make(chan struct{})
	go func() { defer close(done); defer cancel(); s.acknowledge(ctx) }()
	if err := i.read(ctx, s); err != nil && ctx.Err() == nil {
		i.tell(IntakeNews{err})
	}
	cancel()
	closed()
	<-done
}

func (i *intake) welcome(ctx context.Context, conn *tls.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, handshake)
	defer cancel()
	if err := conn.HandshakeContext(ctx); err != nil {
		return fmt.Errorf("mediation: X2/X3: TLS: %w", err)
	}
	if err := i.peer(conn.ConnectionState()); err != nil {
		return fmt.Errorf("mediation: X2/X3: a peer that may not send here: %w", err)
	}
	return nil
}

// read frames PDUs and gives them to the engine. What can't be framed ends the connection: a stream can't be joined again.
func (i *intake) read(ctx context.Context, s *source) error {
	buf := make([]byte, 0, readSize)
	taken := make(chan error, 1)
	for {
		n, err := s.conn.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		whole, need, bad := frame(buf)
		if whole > 0 {
			select {
			case i.chunks <- chunk{s, buf[:whole], taken}:
			case <-ctx.Done():
				return nil
			}
			if err := <-taken; err != nil {
				return err
			}
			buf = buf[:copy(buf[:cap(buf)], buf[whole:])]
		}
		switch {
		case bad != nil:
			return fmt.Errorf("mediation: X2/X3 stream: %w", bad)
		case err != nil:
			return nil // how a connection ends is the peer's affair: it sends again what was not acknowledged
		case need > cap(buf):
			buf = append(make([]byte, 0, need), buf...)
		}
	}
}

// frame gives the octets of whole PDUs at the front, and how many the next one needs.
func frame(buf []byte) (whole, need int, err error) {
	for {
		n, err := x2x3.Size(buf[whole:])
		switch {
		case errors.Is(err, x2x3.ErrMore):
			return whole, 0, nil
		case err != nil:
			return whole, 0, err
		case n > len(buf)-whole:
			return whole, n, nil
		}
		whole += n
	}
}

// acknowledge writes the acknowledgements that the engine lets go.
func (s *source) acknowledge(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case a := <-s.acks:
			_ = s.conn.SetWriteDeadline(time.Now().Add(ackWithin)) // a connection that has none is closed already
			if _, err := s.conn.Write(a[:]); err != nil {
				return
			}
		}
	}
}

// ack lets an acknowledgement go. A peer that reads none is closed; it sends again what it has no acknowledgement for.
func (s *source) ack(a [ackSize]byte) {
	select {
	case s.acks <- a:
	default:
		s.end()
	}
}
