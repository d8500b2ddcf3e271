package mediation

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"writ/intercept"
	core "writ/intercept/mediation"
	"writ/intercept/mediation/spooltest"
	"writ/outside/spool"
	wire "writ/wire/etsi"
	"writ/wire/x2x3"
)

// A system is a fake POI, a mediation on real sockets with a spool on disk, and a fake LEMF for HI2 and one for HI3.
type system struct {
	t        testing.TB
	ca       authority
	dir      string
	keys     *spooltest.Keys
	hi2, hi3 *fakeLEMF
	at2, at3 string
	profile  intercept.Profile
	poi      *fakePOI

	away    atomic.Bool // the HI3 LEMF can't be dialled
	address atomic.Pointer[string]
	m       *Mediation
	gate    *gate
	stop    func()
	mu      sync.Mutex
	links   map[string]net.Conn // to the agencies, by address
	news    []News
}

func newSystem(t testing.TB, p intercept.Profile) *system {
	s := &system{t: t, ca: newAuthority(t), dir: t.TempDir(), keys: spooltest.NewKeys(), links: map[string]net.Conn{}, hi2: newFakeLEMF(), hi3: newFakeLEMF(), profile: p}
	for _, at := range []struct {
		f  *fakeLEMF
		to *string
	}{{s.hi2, &s.at2}, {s.hi3, &s.at3}} {
		l := listen(t)
		*at.to = l.Addr().String()
		if p.TLS {
			l = tls.NewListener(l, s.ca.server())
		}
		go at.f.accept(l)
	}
	s.poi = &fakePOI{xid: intercept.XID{7}, dial: dialMediation(func() string { return *s.address.Load() }, s.ca.client(s.ca.element("smf-1")))}
	s.address.Store(new(string))
	s.start()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan struct{})
	go func() { defer close(done); s.poi.run(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-done
		s.stop()
	})
	return s
}

// A gate is a spool whose process can be killed: from then on it takes nothing more.
type gate struct {
	core.Spool
	dead atomic.Bool
}

var errKilled = errors.New("killed")

func (g *gate) Append(ctx context.Context, b core.Batch) ([]core.Refusal, error) {
	if g.dead.Load() {
		return nil, errKilled
	}
	return g.Spool.Append(ctx, b)
}

func (g *gate) SaveState(ctx context.Context, state []byte) error {
	if g.dead.Load() {
		return errKilled
	}
	return g.Spool.SaveState(ctx, state)
}

func (g *gate) Settle(ctx context.Context) error {
	if g.dead.Load() {
		return errKilled
	}
	return g.Spool.Settle(ctx)
}

func (g *gate) Taken(r core.Route, upTo uint64) {
	if !g.dead.Load() {
		g.Spool.Taken(r, upTo)
	}
}

// start opens the spool and runs a mediation over it, on a new port.
func (s *system) start() {
	s.t.Helper()
	sp, err := spool.Open(s.t.Context(), s.dir, s.keys, spool.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	s.gate = &gate{Spool: sp}
	s.m, err = Open(s.t.Context(), Config{
		Spool: s.gate, TLS: s.ca.server(), Peer: NetworkElements, Now: time.Now, Tell: s.tell,
		Destinations: []Destination{{DID: intercept.DID{1}, Profile: s.profile, HI2: s.agency(s.at2), HI3: s.dialHI3}},
		Core:         core.Config{Drain: 100 * time.Millisecond},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	l, err := new(net.ListenConfig).Listen(s.t.Context(), "tcp", "127.0.0.1:0") // Run closes it
	if err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(s.t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.m.Run(ctx, l) }()
	s.stop = func() {
		none := ""
		s.address.Store(&none)
		cancel()
		if err := <-done; err != nil {
			s.t.Error(err)
		}
		if err := sp.Close(); err != nil {
			s.t.Error(err)
		}
	}
	address := l.Addr().String()
	s.address.Store(&address)
}

func (s *system) dialHI3(ctx context.Context) (net.Conn, error) {
	if s.away.Load() {
		return nil, errors.New("no route to the agency")
	}
	return s.agency(s.at3)(ctx)
}

// agency dials as the profile says, and keeps hold of the connection.
func (s *system) agency(address string) Dial {
	dial := DialTCP(address)
	if s.profile.TLS {
		dial = DialTLS(address, s.ca.client(s.ca.issue(time.Now().Add(time.Hour))))
	}
	return func(ctx context.Context) (net.Conn, error) {
		conn, err := dial(ctx)
		if err == nil {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.links[address] = conn
		}
		return conn, err
	}
}

// cut breaks the link to an agency. Where it acknowledges PDUs, its own machine breaks it, and what that had received and
// not read is lost to it; without, nobody could know, so there the link breaks on the way.
func (s *system) cut(f *fakeLEMF, address string) {
	if s.profile.Acknowledge {
		f.cut()
		return
	}
	s.mu.Lock()
	conn := s.links[address]
	s.mu.Unlock()
	if c, ok := conn.(*tls.Conn); ok {
		conn = c.NetConn()
	}
	if conn != nil {
		_ = conn.Close()
	}
}

func (s *system) tell(n News) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.news = append(s.news, n)
}

// kill ends the mediation as kill -9 does: nothing more becomes durable, and what was is found again.
func (s *system) kill() {
	s.gate.dead.Store(true)
	s.stop()
	s.start()
}

func (s *system) set() {
	s.t.Helper()
	if err := s.m.Set(s.t.Context(), testOrder(s.t, 7, "LIID-1")); err != nil {
		s.t.Fatal(err)
	}
}

// settled waits until the POI has an acknowledgement for all that it sent, and the LEMFs have it.
func (s *system) settled(cc int) {
	s.t.Helper()
	eventually(s.t, "the point of interception has an acknowledgement for all", func() bool {
		s.poi.beat()
		return s.poi.unconfirmed() == 0
	})
	eventually(s.t, "the agency has all content", func() bool { return s.hi3.count(wire.KindCC) >= cc })
	eventually(s.t, "nothing waits in the spool", func() bool { return s.gate.Waits(intercept.XID{7}).PDUs == 0 })
	// The agency's machine has it; what of it the fake LEMF has read comes a moment later.
	for _, f := range []*fakeLEMF{s.hi2, s.hi3} {
		if err := f.holes(); err != nil {
			s.t.Error(err)
		}
	}
	if n := s.hi3.count(wire.KindCC); n != cc {
		s.t.Errorf("%d CC at the agency, %d sent", n, cc)
	}
}

func TestACallGoesFromTheNetworkToTheAgency(t *testing.T) {
	s := newSystem(t, testProfile())
	s.set()
	s.poi.call(1, 500)
	s.settled(500)
	eventually(t, "the agency has all signalling", func() bool { return s.hi2.count(wire.KindIRI) >= 4 })
	if n := s.hi2.count(wire.KindIRI); n != 4 {
		t.Errorf("%d IRI, want 4", n)
	}
	counts, known, err := s.m.Counts(t.Context(), intercept.XID{7})
	if !known || err != nil || counts.CC != 500 || counts.IRI != 4 || counts.Check() != nil {
		t.Errorf("%+v, %v, %v", counts, known, err)
	}
}

func TestCutsAndKillsLoseNothingAndDoubleNothing(t *testing.T) {
	for _, how := range []struct{ acknowledge, secure bool }{{false, false}, {true, false}, {false, true}} {
		p := testProfile()
		p.Acknowledge, p.TLS = how.acknowledge, how.secure
		p.Integrity = intercept.Integrity{Hash: intercept.SHA256, EveryPDUs: 50, After: time.Second}
		s := newSystem(t, p)
		s.set()
		const calls, packets = 30, 100
		for i := range uint64(calls) {
			s.poi.call(i+1, packets)
			if i%3 == 0 {
				s.poi.beat()
			}
			switch rand.IntN(5) {
			case 0:
				s.poi.cut()
			case 1:
				s.cut(s.hi3, s.at3)
			case 2:
				s.cut(s.hi2, s.at2)
			case 3:
				s.kill()
			}
		}
		s.settled(calls * packets)
		eventually(t, "the agency has all signalling", func() bool { return s.hi2.count(wire.KindIRI) >= 4*calls })
		if n := s.hi2.count(wire.KindIRI); n != 4*calls {
			t.Errorf("%d IRI, want %d", n, 4*calls)
		}
		t.Logf("%+v: %d PDUs sent again by the POI, %d duplicates at the agency", how, s.poi.again, s.hi2.double+s.hi3.double)
	}
}

func TestAKeepAliveIsAcknowledgedOnlyWhenAllBeforeItIsDurable(t *testing.T) {
	s := newSystem(t, testProfile())
	s.set()
	s.poi.call(1, 10)
	s.settled(10)
	s.gate.dead.Store(true) // the disk takes nothing more
	s.poi.call(2, 10)
	before := s.poi.unconfirmed()
	for range 20 {
		s.poi.beat()
		<-time.After(5 * time.Millisecond)
	}
	if n := s.poi.unconfirmed(); n != before {
		t.Errorf("%d of %d PDUs were acknowledged that no disk has", before-n, before)
	}
	s.gate.dead.Store(false)
	s.settled(20)
}

// Content that comes before its signalling waits for it; until then no disk has it.
func TestAKeepAliveIsNotAcknowledgedWhileContentWaitsForItsBegin(t *testing.T) {
	s := newSystem(t, testProfile())
	s.set()
	s.poi.call(1, 1)
	s.settled(1)
	start := time.Now()
	s.poi.putMany(1, 2, append([]byte{0x80}, make([]byte, 171)...))
	eventually(t, "it is acknowledged", func() bool { s.poi.beat(); return s.poi.unconfirmed() == 0 })
	took := time.Since(start)
	s.settled(2)
	if took < core.DefaultWait*9/10 {
		t.Errorf("acknowledged after %v, while it was in memory alone", took)
	}
}

func TestTasksAreKnownAgainBeforeTheFirstPDUAfterARestart(t *testing.T) {
	s := newSystem(t, testProfile())
	s.set()
	for range 3 {
		s.kill()
		orders, err := s.m.Orders(t.Context())
		if err != nil || len(orders) != 1 || orders[0].Task.LIID.Reveal() != "LIID-1" {
			t.Fatalf("%d orders, %v", len(orders), err)
		}
	}
	s.poi.call(1, 10)
	s.settled(10)
}

func TestAStoppedTaskSendsNothingMoreAndItsKeyIsDestroyedWhenAllIsDelivered(t *testing.T) {
	s := newSystem(t, testProfile())
	s.set()
	s.poi.call(1, 10)
	s.settled(10)
	if known, err := s.m.Stop(t.Context(), intercept.XID{7}); !known || err != nil {
		t.Fatal(known, err)
	}
	s.poi.call(2, 10)
	s.settled(10)
	s.kill() // drained or not, it is known again after a crash
	eventually(t, "the key is destroyed", func() bool { return s.keys.Destroyed(intercept.XID{7}) > 0 })
	if known, err := s.m.Stop(t.Context(), intercept.XID{8}); known || err != nil {
		t.Error("a task that nobody set is known", err)
	}
	counts, _, err := s.m.Counts(t.Context(), intercept.XID{7})
	if dropped := counts.Dropped[core.AfterStop]; err != nil || dropped != 14 {
		t.Errorf("%d of 14 PDUs after the stop were dropped, %v", dropped, err)
	}
}

func TestAnAgencyThatIsAwayHoldsNoPointOfInterceptionUp(t *testing.T) {
	s := newSystem(t, testProfile())
	s.set()
	s.away.Store(true)
	s.cut(s.hi3, s.at3)
	for i := range uint64(20) {
		s.poi.call(i+1, 100)
	}
	eventually(t, "the point of interception has an acknowledgement for all", func() bool {
		s.poi.beat()
		return s.poi.unconfirmed() == 0
	})
	if w := s.gate.Waits(intercept.XID{7}); w.PDUs < 1900 {
		t.Errorf("%d PDUs wait: the agency was not away", w.PDUs)
	}
	s.kill()
	s.away.Store(false)
	s.settled(2000)
}

func TestContentBeyondTheTasksLimitIsRefusedAndToldAndIRIIsNot(t *testing.T) {
	s := newSystem(t, testProfile())
	o := testOrder(t, 7, "LIID-1")
	o.Limit.Octets = 20_000
	s.away.Store(true)
	s.cut(s.hi3, s.at3)
	if err := s.m.Set(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	s.poi.call(1, 1000)
	eventually(t, "all is acknowledged", func() bool { s.poi.beat(); return s.poi.unconfirmed() == 0 })
	refused := 0
	s.mu.Lock()
	for _, n := range s.news {
		if r, ok := n.(RefusedNews); ok {
			refused += r.Refusal.PDUs
		}
	}
	s.mu.Unlock()
	s.away.Store(false)
	eventually(t, "the rest is at the agency", func() bool { return s.hi3.count(wire.KindCC)+refused == 1000 && s.hi2.count(wire.KindIRI) == 4 })
	if refused == 0 {
		t.Error("nothing was refused")
	}
}

func TestWhatIsNoPDUEndsTheConnectionAndAnOddPDUDoesNot(t *testing.T) {
	s := newSystem(t, testProfile())
	s.set()
	odd := (&x2x3.PDU{Minor: 5, Type: x2x3.X3, Format: x2x3.RTP, Direction: x2x3.ToTarget, Payload: []byte{1}}).Append(nil)
	odd[3] = 9 // a type that no version has
	k := x2x3.NewKeepAlive(5, 0)
	if err := s.send(s.ca.element("smf-2"), append(odd, k.Append(nil)...)); err != nil {
		t.Errorf("after an odd PDU: %v", err)
	}
	if err := s.send(s.ca.element("smf-2"), []byte("GET / HTTP/1.1\r\nHost: mediation\r\n\r\n\r\n")); err == nil {
		t.Error("a web browser got an answer")
	}
	n, _, err := s.m.Intake(t.Context())
	if err != nil || n.Unreadable != 1 || n.Answered != 1 {
		t.Errorf("%+v, %v", n, err)
	}
}

func TestAPeerWithoutAGoodCertificateIsRefused(t *testing.T) {
	s := newSystem(t, testProfile())
	other := newAuthority(t)
	for name, c := range map[string]func() error{
		"another authority's":    func() error { return s.try(other.element("smf-1")) },
		"an expired certificate": func() error { return s.try(s.ca.issue(time.Now().Add(-time.Minute))) },
		"no role":                func() error { return s.try(s.ca.issue(time.Now().Add(time.Minute))) },
	} {
		if err := c(); err == nil {
			t.Errorf("%s: a keep-alive was acknowledged", name)
		}
	}
}

// try connects with a certificate and asks for an acknowledgement.
func (s *system) try(c tls.Certificate) error {
	k := x2x3.NewKeepAlive(5, 0)
	return s.send(c, k.Append(nil))
}

// send sends octets over a connection of its own and waits for an acknowledgement.
func (s *system) send(c tls.Certificate, octets []byte) error {
	conn, err := dialMediation(func() string { return *s.address.Load() }, s.ca.client(c))(s.t.Context())
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := conn.Write(octets); err != nil {
		return err
	}
	_, err = io.ReadFull(conn, make([]byte, ackSize))
	return err
}

func TestTheRoleKnowsNoCaseAndNoLaw(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skip("go list is not to be had here")
	}
	for _, p := range strings.Fields(string(out)) {
		for _, room := range []string{"writ/scope", "writ/law", "writ/casefile", "writ/intercept/admf", "writ/strategy", "writ/production"} {
			if p == room || strings.HasPrefix(p, room+"/") {
				t.Errorf("mediation links %s", p)
			}
		}
	}
}
