package tap

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"writ/intercept/admf"
	"writ/intercept/probe"
	"writ/intercept/probe/element"
	"writ/outside/x1http"
	"writ/role/keeper"
	"writ/wire/x1"
)

// certificates gives one for each name, of one authority.
func certificates(t *testing.T, of map[string]x1.Side) (map[string]tls.Certificate, *x509.CertPool) {
	t.Helper()
	key := func() *ecdsa.PrivateKey {
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	ca, pool, out := key(), x509.NewCertPool(), map[string]tls.Certificate{}
	root := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(1, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	sign := func(c *x509.Certificate, k *ecdsa.PrivateKey) []byte {
		der, err := x509.CreateCertificate(rand.Reader, c, root, k.Public(), ca)
		if err != nil {
			t.Fatal(err)
		}
		return der
	}
	own, err := x509.ParseCertificate(sign(root, ca))
	if err != nil {
		t.Fatal(err)
	}
	pool.AddCert(own)
	for id, side := range of {
		k := key()
		c := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: root.NotBefore, NotAfter: root.NotAfter, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}}
		c.URIs = append(c.URIs, x1http.URI(side, id))
		out[id] = tls.Certificate{Certificate: [][]byte{sign(c, k)}, PrivateKey: k}
	}
	return out, pool
}

// locked lets a test look at an element while a server asks it.
type locked struct {
	mu   sync.Mutex
	core *probe.Core
	e    *element.Element
	news chan struct{} // something was changed
}

func (l *locked) Handle(at time.Time, m x1.Message) x1.Response {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.e.Handle(at, m)
	select {
	case l.news <- struct{}{}:
	default:
	}
	return r
}

// until waits for a number of tasks, and says how long it took.
func (l *locked) until(t *testing.T, tasks int) time.Duration {
	t.Helper()
	begin, late := time.Now(), time.After(20*time.Second)
	for {
		l.mu.Lock()
		n := len(l.core.Tasks())
		l.mu.Unlock()
		if n == tasks {
			return time.Since(begin)
		}
		select {
		case <-l.news:
		case <-late:
			t.Fatalf("%d tasks after 20 s", n)
		}
	}
}

// TestOverTheWireARevocationStopsATapWithinASecond: a keeper, its loop, HTTPS with mutual TLS, a point of interception; and a second element
// that takes connections and never answers.
func TestOverTheWireARevocationStopsATapWithinASecond(t *testing.T) {
	first, err := founded()
	if err != nil {
		t.Fatal(err)
	}
	h, err := first.Copy(filepath.Join(t.TempDir(), "house"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	begin := time.Now()
	clock := func() time.Time { return noon.Add(time.Since(begin)) }
	o := h.Options()
	o.Clock = clock
	k, err := keeper.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	t.Cleanup(func() {
		cancel()
		wait.Wait()
		if err := k.Close(); err != nil {
			t.Error(err)
		}
	})
	core, err := probe.New(probe.Config{Secret: [32]byte{1}, Limits: probe.Limits{MaxTasks: 9, MaxTap: 90 * 24 * time.Hour, Keys: []string{k.Ledger().VerificationKey()}}})
	if err != nil {
		t.Fatal(err)
	}
	poi := &locked{core: core, e: element.New(core, element.Config{MostDestinations: 9}), news: make(chan struct{}, 1)}
	certs, pool := certificates(t, map[string]x1.Side{"poi": x1.NE, "mdf": x1.NE, "admf": x1.ADMF})
	listen := func() net.Listener {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	deaf, served := listen(), listen()
	t.Cleanup(func() { _ = deaf.Close() })
	ne := x1http.Options{Side: x1.NE, Own: "poi", Certificate: certs["poi"], Authorities: pool, Known: []string{"admf"}, Clock: clock}
	wait.Go(func() {
		if err := x1http.Serve(ctx, served, ne, poi); err != nil {
			t.Error(err)
		}
	})
	senders := map[string]keeper.Sender{}
	for id, l := range map[string]net.Listener{"poi": served, "mdf": deaf} {
		c, err := x1http.NewClient(x1http.Options{Side: x1.ADMF, Own: "admf", Certificate: certs["admf"], Authorities: pool, Clock: clock}, id, l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		senders[id] = c
	}
	found := make(chan admf.Finding, 9)
	loop := &keeper.TapLoop{Keeper: k, Elements: senders, Found: func(f admf.Finding) { found <- f }}
	wait.Go(func() { loop.Run(ctx) })

	w := &world{t: t, h: h, k: k}
	w.confirm(w.trial())
	id := w.approved(order(1, noon, noon.Add(20*24*time.Hour)))
	if _, err := k.SetTap(ctx, id, w.terms("L-1")); err != nil {
		t.Fatal(err)
	}
	t.Logf("set after %v", poi.until(t, 1))
	if _, err := k.Withdraw(ctx, id, "because", h.People["An"]); err != nil {
		t.Fatal(err)
	}
	if took := poi.until(t, 0); took > time.Second {
		t.Errorf("stopped after %v", took)
	} else {
		t.Logf("stopped after %v", took)
	}
	for _, who := range []string{"Di", "Ed"} {
		if _, err := k.Approve(ctx, id, h.People[who]); err != nil {
			t.Fatal(err)
		}
	}
	poi.until(t, 1)
	if err := keeper.StopWithoutLedger(h.Home(), id); err != nil {
		t.Fatal(err)
	}
	if took := poi.until(t, 0); took > time.Second {
		t.Errorf("by a line alone, stopped after %v", took)
	}
	select {
	case f := <-found:
		t.Errorf("found %v", f)
	default:
	}
}

// TestAnElementThatLostItsTasksGetsThemAgainAtOnce: its alert does not wait for the minute.
func TestAnElementThatLostItsTasksGetsThemAgainAtOnce(t *testing.T) {
	w := newWorld(t)
	w.set(w.approved(order(1, noon, until)))
	poi := &locked{core: w.poi, e: w.boxes["poi"].(*element.Element), news: make(chan struct{}, 1)}
	found := make(chan admf.Finding, 9)
	loop := &keeper.TapLoop{Keeper: w.k, Elements: map[string]keeper.Sender{"poi": direct{poi, "poi"}, "mdf": direct{w.boxes["mdf"], "mdf"}},
		Found: func(f admf.Finding) { found <- f }, Sweep: time.Millisecond, Reconcile: time.Hour}
	ctx, cancel := context.WithCancel(context.Background())
	var wait sync.WaitGroup
	wait.Go(func() { loop.Run(ctx) })
	t.Cleanup(func() { cancel(); wait.Wait() })
	<-poi.news // the reconciliation at the start
	poi.mu.Lock()
	poi.core.DeactivateAll()
	poi.mu.Unlock()
	report := x1.Message{Envelope: x1.Envelope{NE: "poi"}, Body: element.Cleared()}
	if _, ok := loop.Handle(noon, report).(*x1.OKResponse); !ok {
		t.Error("the alert is not answered")
	}
	poi.until(t, 1)
	if f := <-found; f.What != admf.NotTapped || f.Element != "poi" {
		t.Errorf("found %v", f)
	}
}

// direct asks an element without a network.
type direct struct {
	h  x1.Handler
	id string
}

func (d direct) Do(_ context.Context, all ...x1.Request) ([]x1.Response, error) {
	out := make([]x1.Response, len(all))
	for n, r := range all {
		out[n] = d.h.Handle(noon, x1.Message{Body: r})
	}
	return out, nil
}
