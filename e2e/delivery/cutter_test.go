package delivery

import (
	"io"
	"net"
	"sync"
	"testing"
)

// A cutter passes octets on between two processes, and cuts.
type cutter struct {
	l    net.Listener
	to   string
	mu   sync.Mutex
	down bool
	open map[net.Conn]bool
}

func newCutter(t *testing.T, to string) *cutter {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cutter{l: l, to: to, open: map[net.Conn]bool{}}
	t.Cleanup(func() { _ = l.Close(); c.cut(true) })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go c.pass(conn)
		}
	}()
	return c
}

func (c *cutter) at() string { return c.l.Addr().String() }

func (c *cutter) pass(near net.Conn) {
	defer near.Close()
	c.mu.Lock()
	down := c.down
	c.mu.Unlock()
	if down {
		return
	}
	far, err := net.Dial("tcp", c.to)
	if err != nil {
		return
	}
	defer far.Close()
	c.mu.Lock()
	c.open[near], c.open[far] = true, true
	c.mu.Unlock()
	ended := make(chan bool, 2)
	for _, way := range [][2]net.Conn{{near, far}, {far, near}} {
		go func() { _, _ = io.Copy(way[0], way[1]); ended <- true }()
	}
	<-ended
	c.mu.Lock()
	delete(c.open, near)
	delete(c.open, far)
	c.mu.Unlock()
}

// cut resets all connections, and lets no new ones through while down.
func (c *cutter) cut(down bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.down = down
	for conn := range c.open {
		if t, ok := conn.(*net.TCPConn); ok {
			_ = t.SetLinger(0)
		}
		_ = conn.Close()
	}
}
