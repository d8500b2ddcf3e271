package delivery

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"writ/wire/etsi"
)

// A cutter passes octets on between two processes, and cuts.
type cutter struct {
	l           net.Listener
	to          string
	there, back func(*etsi.PDU) bool // PS-PDUs that they refuse are kept back; nil: octets of any kind pass. Set before the first connection.
	mu          sync.Mutex
	down        bool
	life        time.Duration // each connection is reset by the first octets after it; zero: never
	dead        int           // connections that were so reset
	open        map[net.Conn]bool
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
	down, life := c.down, c.life
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
	from := io.Reader(near)
	if life > 0 {
		from = &brief{near, time.Now().Add(life), func() { c.reset(near) }}
	}
	go func() { carry(far, from, c.there); ended <- true }()
	go func() { carry(near, far, c.back); ended <- true }()
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
		reset(conn)
	}
}

// limit has each new connection reset after some time.
func (c *cutter) limit(life time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.life = life
}

// reset resets a connection whose time is up.
func (c *cutter) reset(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dead++
	reset(conn)
}

// resets says how many connections were reset because their time was up.
func (c *cutter) resets() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.dead
}

func reset(conn net.Conn) {
	if t, ok := conn.(*net.TCPConn); ok {
		_ = t.SetLinger(0)
	}
	_ = conn.Close()
}

// A brief reader gives half of what comes after its time: PDUs are cut, and lost on the way.
type brief struct {
	from  net.Conn
	until time.Time
	over  func()
}

// Read implements io.Reader.
func (b *brief) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if n > 0 && time.Now().After(b.until) {
		b.over()
		return n / 2, io.EOF
	}
	return n, err
}

// carry passes octets on, or whole PS-PDUs where somebody looks at them.
func carry(to io.Writer, from io.Reader, pass func(*etsi.PDU) bool) {
	if pass == nil {
		_, _ = io.Copy(to, from)
		return
	}
	var framer etsi.Framer
	var p etsi.PDU
	var held, out []byte
	chunk := make([]byte, 64<<10)
	for {
		n, err := from.Read(chunk)
		held, out = append(held, chunk[:n]...), out[:0]
		for len(held) > 0 {
			size, err := framer.Size(held)
			if err != nil {
				break
			}
			framer = etsi.Framer{}
			if p.Decode(held[:size]) != nil || pass(&p) {
				out = append(out, held[:size]...)
			}
			held = held[size:]
		}
		if _, bad := to.Write(out); bad != nil || err != nil {
			return
		}
	}
}
