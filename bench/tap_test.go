package bench

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/rpc"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"writ"
	"writ/intercept"
	"writ/intercept/mediation/spooltest"
	"writ/outside/spool"
	"writ/outside/x1http"
	"writ/role/mediation"
	"writ/wire/x1"
)

// A tap is a mediation in this process, on real sockets, with a synced spool on disk and integrity on; its point of interception
// and its agency are another process (Peer). So the CPU of this process is what mediation, spool and handover cost.
type tap struct {
	tb    testing.TB
	peer  *rpc.Client
	certs certs
	at    Addresses
	spool *spool.Spool
	m     *mediation.Mediation
	away  atomic.Bool // HI3 can't be dialled
	hi3   atomic.Pointer[net.Conn]
	in    string // where X2 and X3 are taken
}

// The call of every tap, and the octets of an RTP packet of 20 ms of G.711: a CC of some 250 octets on HI3.
var tapped = intercept.XID{7}

const rtpOctets = 172

func (t *tap) call(method string, args, answer any) {
	t.tb.Helper()
	if err := t.peer.Call("Peer."+method, args, answer); err != nil {
		t.tb.Fatal(method, err)
	}
}

func newPeer(tb testing.TB, o Opening) *tap {
	tb.Helper()
	self, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	c := exec.Command(self)
	c.Env, c.Stderr = append(os.Environ(), peerVar+"=1"), os.Stderr
	in, err1 := c.StdinPipe()
	out, err2 := c.StdoutPipe()
	if err := errors.Join(err1, err2, c.Start()); err != nil {
		tb.Fatal(err)
	}
	t := &tap{tb: tb, peer: rpc.NewClient(pipe{out, in}), certs: newCerts(tb)}
	tb.Cleanup(func() { _ = t.peer.Close(); _ = c.Wait() })
	o.CA, o.Cert, o.Key = t.certs.ca, t.certs.cert, t.certs.key
	t.call("Open", o, &t.at)
	return t
}

// newTap runs a mediation with one task and one call.
func newTap(tb testing.TB, secure bool) (t *tap, fileSystem string) {
	t = newPeer(tb, Opening{TLS: secure})
	dir, fileSystem := folder(tb)
	var err error
	if t.spool, err = spool.Open(tb.Context(), filepath.Join(dir, "spool"), spooltest.NewKeys(), spool.Options{}); err != nil {
		tb.Fatal(err)
	}
	agency := mediation.DialTCP
	if secure {
		agency = func(to string) mediation.Dial { return mediation.DialTLS(to, t.certs.client) }
	}
	t.m, err = mediation.Open(tb.Context(), mediation.Config{
		Spool: t.spool, TLS: t.certs.server, Peer: mediation.NetworkElements, Now: time.Now, Tell: func(mediation.News) {},
		Destinations: []mediation.Destination{{DID: intercept.DID{1}, Profile: tapProfile(secure), HI2: agency(t.at.HI2), HI3: t.dialHI3(agency(t.at.HI3))}},
	})
	if err != nil {
		tb.Fatal(err)
	}
	t.run(func(ctx context.Context, l net.Listener) error { return t.m.Run(ctx, l) }, t.spool.Close)
	if err := t.m.Set(tb.Context(), tapOrder(tb)); err != nil {
		tb.Fatal(err)
	}
	t.call("Dial", t.in, &struct{}{})
	t.call("Call", uint64(1), &struct{}{})
	return t, fileSystem
}

// run serves X2 and X3 until the test ends.
func (t *tap) run(serve func(context.Context, net.Listener) error, closing func() error) {
	l, err := new(net.ListenConfig).Listen(t.tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.tb.Fatal(err)
	}
	t.in = l.Addr().String()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.tb.Context()))
	done := make(chan error, 1)
	go func() { done <- serve(ctx, l) }()
	t.tb.Cleanup(func() {
		cancel()
		if err := errors.Join(<-done, closing()); err != nil {
			t.tb.Error(err)
		}
	})
}

func (t *tap) dialHI3(dial mediation.Dial) mediation.Dial {
	return func(ctx context.Context) (net.Conn, error) {
		if t.away.Load() {
			return nil, errors.New("no route to the agency")
		}
		c, err := dial(ctx)
		if err == nil {
			t.hi3.Store(&c)
		}
		return c, err
	}
}

func tapProfile(secure bool) intercept.Profile {
	return intercept.Profile{
		Name: "bench", Module: 43, IPAccess: 20, IPMultimedia: 17, Time: intercept.Micro, LIID: intercept.LIIDOctets, Operator: "OP1", TLS: secure,
		KeepAlive: intercept.KeepAlive{Idle: 2 * time.Minute, Answer: 30 * time.Second, GiveUp: time.Minute, LIID: "-"},
		Integrity: intercept.Integrity{Hash: intercept.SHA256, EveryPDUs: 1000, After: time.Second},
	}
}

func tapOrder(tb testing.TB) mediation.Order {
	id, err1 := writ.ParseIdentifier(writ.SIPURI, "sip:target@example.net")
	liid, err2 := intercept.ParseLIID("LIID-1")
	if err := errors.Join(err1, err2); err != nil {
		tb.Fatal(err)
	}
	now := time.Now().UTC().Truncate(time.Second)
	return mediation.Order{Task: intercept.Task{XID: tapped, LIID: liid, Targets: []intercept.Target{{ID: id}}, Deliver: intercept.IRIAndCC,
		From: now.Add(-time.Hour), Until: now.Add(10 * time.Hour), To: []intercept.DID{{1}}}}
}

// newProxy is the baseline: it reads the same octets over the same TLS and writes them on, and does nothing else.
func newProxy(tb testing.TB, secure bool) *tap {
	t := newPeer(tb, Opening{TLS: secure, Copied: true})
	t.run(func(ctx context.Context, l net.Listener) error {
		defer context.AfterFunc(ctx, func() { _ = l.Close() })()
		in, err := tls.NewListener(l, t.certs.server).Accept()
		if err != nil {
			return err
		}
		defer context.AfterFunc(ctx, func() { _ = in.Close() })()
		dial := mediation.DialTCP(t.at.HI3)
		if secure {
			dial = mediation.DialTLS(t.at.HI3, t.certs.client)
		}
		out, err := dial(ctx)
		if err != nil {
			return err
		}
		defer func() { _ = out.Close() }()
		buf := make([]byte, 64<<10)
		for {
			n, err := in.Read(buf)
			if err != nil {
				return nil // it is over
			}
			if _, err := out.Write(buf[:n]); err != nil {
				return err
			}
		}
	}, func() error { return nil })
	t.call("Dial", t.in, &struct{}{})
	return t
}

// A carried is what a flow cost in this process.
type carried struct {
	Arrival
	cpu, took time.Duration // per CC; in all
}

func (t *tap) carry(f Flow) (c carried) {
	t.tb.Helper()
	before, start := cpuNow(t.tb), time.Now()
	t.call("Send", f, &struct{}{})
	t.call("Await", f.N, &c.Arrival)
	c.cpu, c.took = (cpuNow(t.tb)-before)/time.Duration(f.N), time.Since(start)
	if c.N != f.N {
		t.tb.Errorf("%d CC came of %d", c.N, f.N)
	}
	return c
}

// BenchmarkTap carries content from X3 (mutual TLS) to HI3, in CPU of the mediation's process with its spool, beside a proxy that
// copies the same octets in the same run. Goal: 10 CPU µs a CC, and at 10,000 a second p99 within 10 ms.
func BenchmarkTap(b *testing.B) {
	for _, secure := range []bool{false, true} {
		for _, rate := range []int{1_000, 10_000, 0} {
			name := fmt.Sprintf("out=%s/rate=%d", map[bool]string{false: "TCP", true: "TLS"}[secure], rate)
			if rate == 0 {
				name = name[:len(name)-1] + "most"
			}
			b.Run(name, func(b *testing.B) { carryOne(b, secure, rate) })
		}
	}
}

func carryOne(b *testing.B, secure bool, rate int) {
	f := Flow{N: max(5*rate, 4_000), Octets: rtpOctets, Rate: rate}
	if rate == 0 {
		f.N = 300_000
	}
	ours, fileSystem := newTap(b, secure)
	proxy := newProxy(b, secure)
	warm := Flow{N: 2_000, Octets: rtpOctets, Rate: 10_000}
	ours.carry(warm)
	proxy.carry(warm)
	for range b.N {
		plain, c := proxy.carry(f), ours.carry(f)
		b.ReportMetric(float64(c.cpu)/1e3, "cpu-µs/CC")
		b.ReportMetric(float64(plain.cpu)/1e3, "proxy-cpu-µs/CC")
		b.ReportMetric(float64(c.cpu)/float64(plain.cpu), "x-proxy")
		b.ReportMetric(float64(c.P50)/1e6, "ms-p50")
		b.ReportMetric(float64(c.P99)/1e6, "ms-p99")
		b.ReportMetric(float64(plain.P99)/1e6, "proxy-ms-p99")
		b.ReportMetric(float64(f.N)/c.took.Seconds(), "CC/s")
		b.ReportMetric(0, "ns/op")
		b.Logf("%s: %d CC of %d octets, %.0f a second: %.2f µs CPU a CC, proxy %.2f; p50 %v p99 %v, proxy %v %v",
			fileSystem, c.N, c.Octets/c.N, float64(f.N)/c.took.Seconds(), float64(c.cpu)/1e3, float64(plain.cpu)/1e3, c.P50, c.P99, plain.P50, plain.P99)
	}
}

// BenchmarkTapIdle says what a mediation with a task, an open call and two links takes while nothing happens.
func BenchmarkTapIdle(b *testing.B) {
	t, _ := newTap(b, true)
	t.carry(Flow{N: 2_000, Octets: rtpOctets, Rate: 10_000})
	quiet := time.NewTicker(5 * time.Second)
	defer quiet.Stop()
	<-quiet.C // what was delivered is settled, and acknowledgements were looked at
	const idle = 10 * time.Second
	for range b.N {
		before := cpuNow(b)
		<-time.After(idle)
		b.ReportMetric(float64((cpuNow(b)-before).Microseconds())/idle.Seconds(), "cpu-µs/s")
		b.ReportMetric(0, "ns/op")
	}
}

// BenchmarkTapOutage holds 100,000 PDUs for an agency that is away, then delivers them.
func BenchmarkTapOutage(b *testing.B) {
	for range b.N {
		o := outage(b, 100_000)
		b.ReportMetric(float64(o.last-o.first)/(1<<20), "MiB-heap-growth")
		b.ReportMetric(float64(o.cpu)/1e3, "cpu-µs/CC")
		b.ReportMetric(0, "ns/op")
	}
}

// TestSoakMemoryStaysTheSameOverAnOutage is an hour's content at 1,000 packets a second, for an agency that is away.
func TestSoakMemoryStaysTheSameOverAnOutage(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("3.6 million PDUs: WRIT_SOAK=1 runs it")
	}
	o := outage(t, 3_600_000)
	if o.last > o.first+48<<20 {
		t.Errorf("the heap grew from %d to %d MiB", o.first>>20, o.last>>20)
	}
}

// An outages' heap, garbage aside, after the first tenth and after the last.
type outages struct {
	first, last uint64
	cpu         time.Duration // per CC, until the agency has it
}

func outage(tb testing.TB, n int) (o outages) {
	t, fileSystem := newTap(tb, false)
	t.carry(Flow{N: 1_000, Octets: rtpOctets, Rate: 10_000})
	t.away.Store(true)
	_ = (*t.hi3.Load()).Close()
	before := cpuNow(tb)
	for tenth := 1; tenth <= 10; tenth++ {
		t.call("Send", Flow{N: n / 10, Octets: rtpOctets}, &struct{}{})
		t.waits(tenth * n / 10)
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		if o.last = m.HeapAlloc; tenth == 1 {
			o.first = o.last
		}
		tb.Logf("%s: %d wait for the agency: heap %d MiB", fileSystem, tenth*n/10, m.HeapAlloc>>20)
	}
	t.away.Store(false)
	var a Arrival
	start := time.Now()
	t.call("Await", n, &a)
	o.cpu = (cpuNow(tb) - before) / time.Duration(n)
	tb.Logf("all %d are with the agency %v after its return; %.2f µs CPU a CC in all; the process had at most %.0f MiB", a.N, time.Since(start).Round(time.Second/10), float64(o.cpu)/1e3, peak(tb)/(1<<20))
	return o
}

// waits until n PDUs wait in the spool; what is in flight waits too.
func (t *tap) waits(n int) {
	t.tb.Helper()
	every := time.NewTicker(20 * time.Millisecond)
	defer every.Stop()
	for begin := time.Now(); int(t.spool.Waits(tapped).PDUs) < n; <-every.C {
		if time.Since(begin) > time.Minute {
			t.tb.Fatalf("%d PDUs wait, not %d", t.spool.Waits(tapped).PDUs, n)
		}
	}
}

// certs are those of one authority: the mediation's and a network element's, which the LEMF uses too.
type certs struct {
	ca, cert, key  []byte // PEM, of the peer
	server, client *tls.Config
}

func newCerts(tb testing.TB) (c certs) {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	root := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: root.NotBefore, NotAfter: root.NotAfter, DNSNames: []string{"localhost"},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}}
	leaf.URIs = append(leaf.URIs, x1http.URI(x1.NE, "smf-1"))
	own, err1 := x509.CreateCertificate(rand.Reader, root, root, key.Public(), key)
	signed, err2 := x509.CreateCertificate(rand.Reader, leaf, root, key.Public(), key)
	private, err3 := x509.MarshalPKCS8PrivateKey(key)
	ca, err4 := x509.ParseCertificate(own)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		tb.Fatal(err)
	}
	block := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	c.ca, c.cert, c.key = block("CERTIFICATE", own), block("CERTIFICATE", signed), block("PRIVATE KEY", private)
	pair := []tls.Certificate{{Certificate: [][]byte{signed}, PrivateKey: key}}
	pool := x509.NewCertPool()
	pool.AddCert(ca)
	c.server = &tls.Config{Certificates: pair, ClientCAs: pool, ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS13}
	c.client = &tls.Config{Certificates: pair, RootCAs: pool, ServerName: "localhost", MinVersion: tls.VersionTLS13}
	return c
}
