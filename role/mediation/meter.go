package mediation

import (
	"crypto/tls"
	"net"
	"sync"
	"sync/atomic"
)

// A meter knows how many of a link's octets the agency's TCP has acknowledged. Under TLS the octets on the wire are
// others than those written: it remembers how many had gone out on the wire at the end of each write.
//
// Where the operating system does not say what was acknowledged, or there is no TCP, what was written counts.
type meter struct {
	mu    sync.Mutex
	tcp   *net.TCPConn
	wire  *countedConn // below TLS; nil without
	base  uint64       // acknowledged before the first octet
	ends  []end        // writes that are not acknowledged
	acked uint64
	n     uint64
}

type end struct{ wire, link uint64 }

// A countedConn counts what is written to it.
type countedConn struct {
	net.Conn
	base uint64 // acknowledged before the first octet
	n    atomic.Uint64
}

// Write implements net.Conn.
func (c *countedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.n.Add(uint64(n))
	return n, err
}

// begin takes a connection on which nothing of the link was written.
func (m *meter) begin(conn net.Conn) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if t, ok := conn.(*tls.Conn); ok {
		if m.wire, ok = t.NetConn().(*countedConn); ok {
			conn = m.wire.Conn
		}
	}
	t, ok := conn.(*net.TCPConn)
	if !ok {
		return
	}
	if m.base, ok = ackedOctets(t); !ok {
		return
	}
	m.tcp = t
	if m.wire != nil {
		m.base = m.wire.base
	}
}

// wrote says that the socket has taken n octets of the link.
func (m *meter) wrote(n uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.n = n
	wire := n
	if m.wire != nil {
		wire = m.wire.n.Load()
	}
	m.ends = append(m.ends, end{wire, n})
}

// read gives the octets of the link that are acknowledged. False: the connection was closed, nothing more will be known.
func (m *meter) read() (acked uint64, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.acked == m.n {
		return m.acked, true
	}
	if m.tcp == nil {
		m.acked, m.ends = m.n, m.ends[:0]
		return m.acked, true
	}
	onWire, ok := ackedOctets(m.tcp)
	if !ok {
		return m.acked, false
	}
	m.take(onWire - min(m.base, onWire))
	return m.acked, true
}

func (m *meter) take(onWire uint64) {
	i := 0
	for i < len(m.ends) && m.ends[i].wire <= onWire {
		m.acked = m.ends[i].link
		i++
	}
	m.ends = m.ends[:copy(m.ends, m.ends[i:])]
	if m.wire == nil {
		m.acked = min(max(m.acked, onWire), m.n)
	}
}
