//go:build linux

package mediation

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"testing"
	"time"
)

// pair is a connection of a Dial to a listener, and its far end.
func pair(t *testing.T, secure bool) (near, far net.Conn) {
	t.Helper()
	a, l := newAuthority(t), listen(t)
	dial := DialTCP(l.Addr().String())
	if secure {
		dial = DialTLS(l.Addr().String(), a.client(a.issue(time.Now().Add(time.Hour))))
		l = tls.NewListener(l, a.server())
	}
	got := make(chan net.Conn, 1)
	go func() {
		c, err := l.Accept()
		if s, ok := c.(*tls.Conn); ok && err == nil {
			err = s.HandshakeContext(t.Context())
		}
		if err != nil {
			t.Error(err)
		}
		got <- c
	}()
	near, err := dial(context.WithoutCancel(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	far = <-got
	t.Cleanup(func() { _, _ = near.Close(), far.Close() })
	return near, far
}

func TestTheMeterCountsWhatTheFarTCPAcknowledgedAndNoMore(t *testing.T) {
	for _, secure := range []bool{false, true} {
		near, far := pair(t, secure)
		var m meter
		m.begin(near)
		if m.tcp == nil {
			t.Fatal("the system says nothing of what was acknowledged")
		}
		n := uint64(0)
		write := func(size int) {
			k, err := near.Write(make([]byte, size))
			n += uint64(k)
			m.wrote(n)
			if err != nil && k == size {
				t.Fatal(err)
			}
		}
		for range 5 {
			write(1000)
		}
		if _, err := io.ReadFull(far, make([]byte, 5000)); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the far end has read all, and its TCP acknowledged it", func() bool { got, _ := m.read(); return got == n })
		_ = near.SetWriteDeadline(time.Now().Add(300 * time.Millisecond))
		for i := 0; i < 2000; i++ { // into a connection that nobody reads, until it takes no more
			before := n
			write(piece)
			if n < before+piece {
				break
			}
		}
		got, known := m.read()
		if !known || got > n || got < 5000 {
			t.Errorf("TLS %v: %d acknowledged of %d written (%v)", secure, got, n, known)
		}
		if full := n - 5000; full > 64<<10 && got == n {
			t.Errorf("TLS %v: all of %d octets count as acknowledged, and the connection is full", secure, n)
		}
		_ = near.Close()
		if after, known := m.read(); known || after < got || after > n {
			t.Errorf("TLS %v: closed, the meter says %d, %v; before, %d", secure, after, known, got)
		}
	}
}

// eventually waits for what the kernel does.
func eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	for stop := time.Now().Add(20 * time.Second); time.Now().Before(stop); {
		if done() {
			return
		}
		select {
		case <-t.Context().Done():
		case <-time.After(2 * time.Millisecond):
		}
	}
	t.Fatal("never: " + what)
}
