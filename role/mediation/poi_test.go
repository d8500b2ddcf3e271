package mediation

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"writ/intercept"
	"writ/wire/x2x3"
)

// A fakePOI is a point of interception that keeps what no keep-alive acknowledgement covers, and sends it again on the
// next connection. It is one task's, and numbers X2 and X3 apart.
type fakePOI struct {
	dial func(context.Context) (net.Conn, error)
	xid  intercept.XID

	mu       sync.Mutex
	kept     []kept // not covered by an acknowledgement
	sent     int    // of kept, over this connection
	beats    uint32 // keep-alives over this connection
	conn     net.Conn
	out      []byte
	seq      [3]uint32 // of X2, X3
	again    int       // PDUs sent again
	acked    uint64    // PDUs that were acknowledged
	answered uint32    // keep-alives over all connections
}

type kept struct {
	octets []byte
	beat   uint32 // the keep-alive of this connection that was sent after it; 0: none yet
}

// put keeps a PDU and sends what can be sent.
func (p *fakePOI) put(t x2x3.Type, f x2x3.Format, corr uint64, d x2x3.Direction, payload []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keep(t, f, corr, d, payload)
	p.push()
}

// putMany is put for n packets of content, in one write.
func (p *fakePOI) putMany(n int, corr uint64, payload []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for range n {
		p.keep(x2x3.X3, x2x3.RTP, corr, x2x3.FromTarget, payload)
	}
	p.push()
}

func (p *fakePOI) keep(t x2x3.Type, f x2x3.Format, corr uint64, d x2x3.Direction, payload []byte) {
	now := time.Now()
	u := x2x3.PDU{Minor: 5, Type: t, Format: f, Direction: d, XID: p.xid, Correlation: corr, Payload: payload}
	u.NFID, u.IPID = []byte("smf-1"), []byte("poi")
	u.Seq = x2x3.Some(p.seq[t])
	u.At = x2x3.Some(x2x3.Time{Sec: uint32(now.Unix()), Nsec: uint32(now.Nanosecond())})
	p.seq[t]++
	p.kept = append(p.kept, kept{octets: u.Append(nil)})
}

// push writes what was not sent over this connection.
func (p *fakePOI) push() {
	for p.conn != nil && p.sent < len(p.kept) {
		p.out = p.out[:0]
		n := p.sent
		for ; n < len(p.kept) && len(p.out) < 16<<10; n++ {
			p.out = append(p.out, p.kept[n].octets...)
		}
		if _, err := p.conn.Write(p.out); err != nil {
			return // run finds out, and connects again
		}
		p.sent = n
	}
}

// beat sends a keep-alive.
func (p *fakePOI) beat() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conn == nil || p.sent < len(p.kept) {
		return
	}
	u := x2x3.NewKeepAlive(5, p.beats)
	p.beats++
	for i := range p.kept {
		if p.kept[i].beat == 0 {
			p.kept[i].beat = p.beats
		}
	}
	_, _ = p.conn.Write(u.Append(nil))
}

func (p *fakePOI) unconfirmed() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.kept)
}

// cut breaks the connection.
func (p *fakePOI) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conn != nil {
		_ = p.conn.Close()
	}
}

// run connects, again and again, and reads acknowledgements.
func (p *fakePOI) run(ctx context.Context) {
	for ctx.Err() == nil {
		conn, err := p.dial(ctx)
		if err != nil {
			select {
			case <-ctx.Done():
			case <-time.After(5 * time.Millisecond):
			}
			continue
		}
		stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
		p.mu.Lock()
		for i := range p.kept {
			p.kept[i].beat = 0
		}
		p.conn, p.again, p.sent, p.beats = conn, p.again+p.sent, 0, 0
		p.push()
		p.mu.Unlock()
		p.read(conn)
		stop()
		_ = conn.Close()
	}
}

func (p *fakePOI) read(conn net.Conn) {
	buf := make([]byte, ackSize)
	for {
		if _, err := io.ReadFull(conn, buf); err != nil {
			return
		}
		var u x2x3.PDU
		if u.Decode(buf) != nil || u.Type != x2x3.KeepAliveAck {
			panic("no acknowledgement")
		}
		p.mu.Lock()
		n := 0
		for n < len(p.kept) && p.kept[n].beat != 0 && p.kept[n].beat <= u.Seq.V+1 {
			n++
		}
		p.kept, p.sent, p.acked, p.answered = p.kept[n:], p.sent-n, p.acked+uint64(n), p.answered+1
		p.mu.Unlock()
	}
}

// call sends the signalling of a call, and packets of media.
func (p *fakePOI) call(corr uint64, packets int) {
	sip := func(first, more string) {
		p.put(x2x3.X2, x2x3.SIP, corr, x2x3.FromTarget, fmt.Appendf(nil, "%s\r\nVia: SIP/2.0/UDP 192.0.2.1\r\nFrom: <sip:target@example.net>;tag=a\r\n"+
			"To: <sip:other@example.net>%s\r\nCall-ID: call-%d\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n", first, more, corr))
	}
	sip("INVITE sip:other@example.net SIP/2.0", "\r\nCSeq: 1 INVITE")
	sip("SIP/2.0 200 OK", ";tag=b\r\nCSeq: 1 INVITE")
	for i := range packets {
		rtp := make([]byte, 172)
		rtp[0], rtp[3] = 0x80, byte(i)
		p.put(x2x3.X3, x2x3.RTP, corr, x2x3.FromTarget, rtp)
	}
	sip("BYE sip:other@example.net SIP/2.0", ";tag=b\r\nCSeq: 2 BYE")
	sip("SIP/2.0 200 OK", ";tag=b\r\nCSeq: 2 BYE")
}

func dialMediation(address func() string, c *tls.Config) func(context.Context) (net.Conn, error) {
	return func(ctx context.Context) (net.Conn, error) {
		to := address()
		if to == "" {
			return nil, errors.New("mediation is down")
		}
		d := tls.Dialer{Config: c}
		return d.DialContext(ctx, "tcp", to)
	}
}
