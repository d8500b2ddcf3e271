package bench

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/rpc"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"writ/intercept"
	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// peerVar makes a test binary the other side of a mediation: a point of interception and a LEMF in a process of their own, so
// that their CPU is not counted as the mediation's.
const peerVar = "WRIT_BENCH_PEER"

func TestMain(m *testing.M) {
	if os.Getenv(peerVar) == "" {
		os.Exit(m.Run())
	}
	s := rpc.NewServer()
	if err := s.RegisterName("Peer", &Peer{got: make(chan struct{}, 1), xid: intercept.XID{7}}); err != nil {
		panic(err)
	}
	s.ServeConn(pipe{os.Stdin, os.Stdout})
}

// A pipe is two ends as one.
type pipe struct {
	io.Reader
	io.WriteCloser
}

// A Peer is what a mediation stands between.
type Peer struct {
	xid    intercept.XID
	client *tls.Config
	conn   *tls.Conn
	seq    [3]uint32
	beats  uint32

	mu     sync.Mutex
	delays []time.Duration // of CC, X3 in to HI3 out
	octets int
	fault  error
	got    chan struct{}
}

// An Opening says with what a peer opens its LEMF.
type Opening struct {
	CA, Cert, Key []byte // PEM
	TLS           bool   // on HI2 and HI3
	Copied        bool   // HI3 gets the X3 PDUs as they are: the baseline
}

// Addresses are where a peer takes HI2 and HI3.
type Addresses struct{ HI2, HI3 string }

// Open listens.
func (p *Peer) Open(o Opening, at *Addresses) error {
	pair, err := tls.X509KeyPair(o.Cert, o.Key)
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(o.CA)
	p.client = &tls.Config{Certificates: []tls.Certificate{pair}, RootCAs: pool, ServerName: "localhost", MinVersion: tls.VersionTLS13}
	take := p.product
	if o.Copied {
		take = p.copied
	}
	for _, to := range []*string{&at.HI2, &at.HI3} {
		l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		*to = l.Addr().String()
		if o.TLS {
			l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS13})
		}
		go p.accept(l, take)
	}
	return nil
}

func (p *Peer) accept(l net.Listener, take func(net.Conn, []byte) (int, error)) {
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go p.serve(c, take)
	}
}

func (p *Peer) serve(c net.Conn, take func(net.Conn, []byte) (int, error)) {
	defer func() { _ = c.Close() }()
	buf, have := make([]byte, 1<<20), 0
	for {
		n, err := c.Read(buf[have:])
		have += n
		done, bad := p.all(c, buf[:have], take)
		have = copy(buf, buf[done:have])
		if bad != nil {
			p.mu.Lock()
			p.fault = bad
			p.mu.Unlock()
		}
		if err != nil || bad != nil {
			return
		}
	}
}

// all takes the whole PDUs at the front.
func (p *Peer) all(c net.Conn, buf []byte, take func(net.Conn, []byte) (int, error)) (done int, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		n, err := take(c, buf[done:])
		if done += n; n == 0 || err != nil {
			select {
			case p.got <- struct{}{}:
			default:
			}
			return done, err
		}
	}
}

// product takes one PS-PDU, and answers a keep-alive.
func (p *Peer) product(c net.Conn, buf []byte) (int, error) {
	n, err := etsi.Size(buf)
	if errors.Is(err, etsi.ErrMore) || err == nil && n > len(buf) {
		return 0, nil
	}
	var u etsi.PDU
	if err := cmp.Or(err, u.Decode(buf[:n])); err != nil {
		return 0, err
	}
	switch {
	case u.Kind == etsi.KindCC:
		p.delays = append(p.delays, time.Since(time.Unix(u.Sec, int64(u.Micro)*1000)))
		p.octets += n
	case u.Kind == etsi.KindTRI && u.TRI.Kind == etsi.KeepAlive:
		h := u.Header
		_, err = c.Write(etsi.AppendTRI(nil, &h, &etsi.TRI{Kind: etsi.KeepAliveResponse}))
	}
	return n, err
}

// copied takes one X3 PDU.
func (p *Peer) copied(_ net.Conn, buf []byte) (int, error) {
	n, err := x2x3.Size(buf)
	if errors.Is(err, x2x3.ErrMore) || err == nil && n > len(buf) {
		return 0, nil
	}
	var u x2x3.PDU
	if err := cmp.Or(err, u.Decode(buf[:n])); err != nil {
		return 0, err
	}
	if u.Type == x2x3.X3 {
		p.delays = append(p.delays, time.Since(time.Unix(int64(u.At.V.Sec), int64(u.At.V.Nsec))))
		p.octets += n
	}
	return n, nil
}

// Dial connects to where X2 and X3 are taken.
func (p *Peer) Dial(address string, _ *struct{}) (err error) {
	d := tls.Dialer{Config: p.client}
	c, err := d.DialContext(context.Background(), "tcp", address)
	if err != nil {
		return err
	}
	p.conn, _ = c.(*tls.Conn)
	go func() { _, _ = io.Copy(io.Discard, c) }() // acknowledgements
	return nil
}

// Call opens a session.
func (p *Peer) Call(corr uint64, _ *struct{}) error {
	var out []byte
	for _, first := range []string{"INVITE sip:other@example.net SIP/2.0", "SIP/2.0 200 OK"} {
		out = p.append(out, x2x3.X2, x2x3.SIP, corr, fmt.Appendf(nil, "%s\r\nVia: SIP/2.0/UDP 192.0.2.1\r\nFrom: <sip:target@example.net>;tag=a\r\n"+
			"To: <sip:other@example.net>;tag=b\r\nCall-ID: call-%d\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n", first, corr))
	}
	_, err := p.conn.Write(out)
	return err
}

func (p *Peer) append(dst []byte, t x2x3.Type, f x2x3.Format, corr uint64, payload []byte) []byte {
	now := time.Now()
	u := x2x3.PDU{Minor: 5, Type: t, Format: f, Direction: x2x3.FromTarget, XID: p.xid, Correlation: corr, Payload: payload}
	u.NFID, u.IPID = []byte("smf-1"), []byte("poi")
	u.Seq = x2x3.Some(p.seq[t])
	u.At = x2x3.Some(x2x3.Time{Sec: uint32(now.Unix()), Nsec: uint32(now.Nanosecond())})
	p.seq[t]++
	return u.Append(dst)
}

// A Flow is content to send: N packets of Octets each, Rate a second; 0: as fast as they are taken.
type Flow struct{ N, Octets, Rate int }

// Send sends a flow, and a keep-alive now and then as a point of interception does.
func (p *Peer) Send(f Flow, _ *struct{}) error {
	const step, atOnce, beat = 2 * time.Millisecond, 64, 200 * time.Millisecond
	every := time.NewTicker(step)
	defer every.Stop()
	rtp := make([]byte, f.Octets)
	rtp[0] = 0x80
	var out []byte
	start, beaten := time.Now(), time.Now()
	for sent := 0; sent < f.N; {
		n := min(atOnce, f.N-sent)
		if f.Rate > 0 {
			<-every.C
			n = min(f.N, int(time.Since(start).Seconds()*float64(f.Rate))) - sent
		}
		out = out[:0]
		for range n {
			out = p.append(out, x2x3.X3, x2x3.RTP, 1, rtp)
		}
		if time.Since(beaten) > beat {
			u := x2x3.NewKeepAlive(5, p.beats)
			out, beaten = u.Append(out), time.Now()
			p.beats++
		}
		if _, err := p.conn.Write(out); err != nil {
			return err
		}
		sent += n
	}
	return nil
}

// An Arrival is what came since the last one.
type Arrival struct {
	N, Octets int
	P50, P99  time.Duration
}

// Await waits for n CC.
func (p *Peer) Await(n int, a *Arrival) error {
	late := time.After(10 * time.Minute)
	for {
		p.mu.Lock()
		have, err := len(p.delays), p.fault
		p.mu.Unlock()
		if have >= n || err != nil {
			if err != nil {
				return err
			}
			break
		}
		select {
		case <-p.got:
		case <-late:
			return fmt.Errorf("%d CC of %d came", have, n)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	slices.Sort(p.delays)
	at := func(q int) time.Duration { return p.delays[(len(p.delays)-1)*q/100] }
	*a = Arrival{N: len(p.delays), Octets: p.octets, P50: at(50), P99: at(99)}
	p.delays, p.octets = p.delays[:0], 0
	return nil
}
