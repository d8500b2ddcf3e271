package probe

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"writ/intercept"
	"writ/intercept/probe"
	"writ/intercept/probe/element"
	"writ/outside/x1http"
	"writ/wire/x1"
	"writ/wire/x2x3"
)

const capture = "../../intercept/probe/testdata/callee-hangs-up.pcap"

var captured = time.UnixMicro(1795516584136050).UTC() // its first frame

// target is in the capture, and nowhere may it be found but in what is tapped.
const target = "+12025550129"

// A system is a point of interception on real sockets with a fake mediation and a fake ADMF.
type system struct {
	t    testing.TB
	ca   authority
	dir  string
	link probe.LinkConfig
	med  *fakeMediation
	p    *Probe
	at   string // where X1 is
	admf *office
	stop func()
	mu   sync.Mutex
	said []string
}

// An office is an ADMF that asks, and hears reports.
type office struct {
	client *x1http.Client
	at     string
	mu     sync.Mutex
	heard  []x1.Request
}

// Handle implements x1.Handler.
func (o *office) Handle(_ time.Time, m x1.Message) x1.Response {
	o.mu.Lock()
	defer o.mu.Unlock()
	r, ok := m.Body.(x1.Request)
	if !ok {
		return nil
	}
	o.heard = append(o.heard, r)
	return x1.Done(r)
}

func (o *office) reports(like func(x1.Request) bool) (n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, r := range o.heard {
		if like(r) {
			n++
		}
	}
	return n
}

func newSystem(t testing.TB) *system {
	s := &system{t: t, ca: newAuthority(t), dir: t.TempDir(), admf: &office{}, link: probe.LinkConfig{MaxOctets: 1 << 20, MaxAge: time.Minute, KeepAlive: time.Second, Timeout: 3 * time.Second}}
	s.med = newFakeMediation(t, s.ca.mediation(s.ca.issue(soon(), URI("mdf-1"))))
	l := listen(t)
	s.admf.at = l.Addr().String()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	served := make(chan error, 1)
	go func() { served <- x1http.Serve(ctx, l, s.x1(x1.ADMF, "admf-1", "ne-1"), s.admf) }()
	t.Cleanup(func() {
		if s.stop != nil {
			s.stop()
		}
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
		s.secret()
	})
	s.start()
	return s
}

func (s *system) x1(side x1.Side, own, peer string) x1http.Options {
	return x1http.Options{Side: side, Own: own, Known: []string{peer}, Certificate: s.ca.issue(soon(), x1http.URI(side, own)), Authorities: s.ca.pool(), Clock: time.Now}
}

func (s *system) config() Config {
	return Config{Dir: s.dir, Key: [32]byte{1}, Core: probe.Config{Limits: probe.Limits{MaxTasks: 4, MaxTap: 90 * 24 * time.Hour, Foreign: true}, NFID: "ne-1"},
		Element: element.Config{MostDestinations: 2}, Link: s.link, X1: s.x1(x1.NE, "ne-1", "admf-1"), ADMF: "admf-1", At: s.admf.at,
		TLS: &tls.Config{Certificates: []tls.Certificate{s.ca.issue(soon(), x1http.URI(x1.NE, "ne-1"))}, RootCAs: s.ca.pool()}, Now: time.Now, Drain: 1500 * time.Millisecond,
		Tell: func(err error) { s.mu.Lock(); defer s.mu.Unlock(); s.said = append(s.said, err.Error()) }}
}

func (s *system) start() {
	s.t.Helper()
	p, err := Open(s.config())
	if err != nil {
		s.t.Fatal(err)
	}
	l, err := new(net.ListenConfig).Listen(s.t.Context(), "tcp", "127.0.0.1:0") // Run closes it
	if err != nil {
		s.t.Fatal(err)
	}
	s.p, s.at = p, l.Addr().String()
	if s.admf.client, err = x1http.NewClient(s.x1(x1.ADMF, "admf-1", "ne-1"), "ne-1", s.at); err != nil {
		s.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(s.t.Context()))
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx, l) }()
	s.stop = func() {
		s.stop = nil
		s.admf.client.Close()
		cancel()
		if err := <-done; err != nil {
			s.t.Error(err)
		}
	}
}

// secret fails where something that was said, or a file, shows whom the task is about.
func (s *system) secret() {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range s.said {
		if strings.Contains(text, target[1:]) || strings.Contains(text, "ffffffff") {
			s.t.Errorf("it said %s", text)
		}
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if octets, err := os.ReadFile(filepath.Join(s.dir, e.Name())); err != nil || bytes.Contains(octets, []byte(target[1:])) {
			s.t.Errorf("%s shows the target, or %v", e.Name(), err)
		}
	}
}

func (s *system) ask(r x1.Request) x1.Response {
	s.t.Helper()
	got, err := s.admf.client.Do(s.t.Context(), r)
	if err != nil {
		s.t.Fatal(err)
	}
	return got[0]
}

func (s *system) must(r x1.Request) {
	s.t.Helper()
	if got, ok := s.ask(r).(*x1.OKResponse); !ok {
		s.t.Fatalf("%v was refused: %+v", r.Type(), got)
	}
}

func (s *system) destination(n byte) *x1.CreateDestinationRequest {
	return &x1.CreateDestinationRequest{Destination: x1.DestinationDetails{DID: x1.UUID{n}, Delivery: x1.X2andX3, Address: x1.Address{At: netip.MustParseAddrPort(s.med.l.Addr().String())}}}
}

// order is a task from now on.
func (s *system) order() *x1.ActivateTaskRequest {
	now := time.Now().UTC().Truncate(time.Microsecond)
	return &x1.ActivateTaskRequest{Task: x1.TaskDetails{XID: x1.UUID{0xff, 0xff, 0xff, 0xff, 1}, Targets: []x1.TargetIdentifier{{Kind: x1.E164Number, Text: target[1:]}}, Delivery: x1.X2andX3,
		To: x1.Destinations{DIDs: []x1.UUID{{1}}}, Extensions: []x1.Extension{x1.Authority{From: now.Add(-time.Minute), Until: now.Add(time.Hour)}.Extension()}}}
}

// tapped has a destination and a task.
func (s *system) tapped() *system {
	s.t.Helper()
	s.must(s.destination(1))
	s.must(s.order())
	return s
}

// play shows the capture as if it were taken now, at full speed.
func (s *system) play() {
	s.t.Helper()
	f, err := os.Open(capture)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	if _, err := s.p.Play(s.t.Context(), f, Pace{Shift: time.Since(captured).Truncate(time.Microsecond)}); err != nil {
		s.t.Fatal(err)
	}
}

func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
		<-time.After(5 * time.Millisecond)
	}
}

// A fakeMediation stores PDUs and acknowledges keep-alives.
type fakeMediation struct {
	t    testing.TB
	l    net.Listener
	mu   sync.Mutex
	got  map[x2x3.Context]map[uint32]int // by Sequence Number, how often
	all  int
	conn map[net.Conn]bool
	mute bool // acknowledges nothing
}

func newFakeMediation(t testing.TB, c *tls.Config) *fakeMediation {
	m := &fakeMediation{t: t, l: tls.NewListener(listen(t), c), got: map[x2x3.Context]map[uint32]int{}, conn: map[net.Conn]bool{}}
	go func() {
		for {
			c, err := m.l.Accept()
			if err != nil {
				return
			}
			go m.serve(c)
		}
	}()
	return m
}

func (m *fakeMediation) serve(c net.Conn) {
	m.mu.Lock()
	m.conn[c] = true
	m.mu.Unlock()
	defer func() { m.mu.Lock(); delete(m.conn, c); m.mu.Unlock(); _ = c.Close() }()
	head := make([]byte, 12)
	for {
		if _, err := io.ReadFull(c, head); err != nil {
			return
		}
		n, err := x2x3.Size(head)
		if err != nil {
			m.t.Error(err)
			return
		}
		octets := append(bytes.Clone(head), make([]byte, n-len(head))...)
		if _, err := io.ReadFull(c, octets[len(head):]); err != nil {
			return
		}
		var d x2x3.PDU
		if err := d.Decode(octets); err != nil {
			m.t.Error(err)
			return
		}
		if answer := m.take(&d); answer != nil {
			_, _ = c.Write(answer)
		}
	}
}

func (m *fakeMediation) take(d *x2x3.PDU) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	if d.Type == x2x3.KeepAlive {
		if m.mute {
			return nil
		}
		a := d.Acknowledge(d.Minor)
		return a.Append(nil)
	}
	if m.got[d.Context()] == nil {
		m.got[d.Context()] = map[uint32]int{}
	}
	m.got[d.Context()][d.Seq.V]++
	m.all++
	return nil
}

// counts gives how many PDUs came, without those that came again, and whether each context counts from 0 without a gap.
func (m *fakeMediation) counts() (n int, whole bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	whole = true
	for _, seqs := range m.got {
		n += len(seqs)
		for i := range seqs {
			whole = whole && int(i) < len(seqs)
		}
	}
	return n, whole
}

func (m *fakeMediation) cut() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for c := range m.conn {
		_ = c.Close()
	}
}

func (s *system) offered() (st probe.LinkStats) { return s.p.Links()[intercept.DID{1}] }

func TestAnOrderedCallComesOutAndNothingElse(t *testing.T) {
	s := newSystem(t)
	s.play()
	s.tapped()
	if st := s.offered(); st.Offered != 0 {
		t.Errorf("%+v before the order", st)
	}
	s.play()
	eventually(t, "all is acknowledged", func() bool { st := s.offered(); return st.Offered > 400 && st.Covered == st.Offered })
	n, whole := s.med.counts()
	if n != int(s.offered().Offered) || !whole {
		t.Errorf("%d came, %+v, whole: %v", n, s.offered(), whole)
	}
	s.must(&x1.DeactivateTaskRequest{XID: s.order().Task.XID})
	s.play()
	if now, _ := s.med.counts(); now != n || s.offered().Offered != int64(n) {
		t.Errorf("%d after it was taken away", now-n)
	}
}

func TestWhatIsNotAcknowledgedIsSentAgainOverTheNextConnection(t *testing.T) {
	s := newSystem(t).tapped()
	for range 5 {
		s.play()
		eventually(t, "something came", func() bool { n, _ := s.med.counts(); return n > 0 })
		s.med.cut()
	}
	eventually(t, "all is acknowledged", func() bool { st := s.offered(); return st.Covered == st.Offered })
	st := s.offered()
	if n, whole := s.med.counts(); n != int(st.Offered) || !whole || st.Dropped+st.Unconfirmed > 0 {
		t.Errorf("%d came, %+v, whole: %v", n, st, whole)
	}
	if st.Repeated == 0 {
		t.Error("no cut fell where something had to be sent again")
	}
}

func TestTasksAreThereAfterARestartAndThoseTakenAwayAreNot(t *testing.T) {
	s := newSystem(t).tapped()
	s.play()
	s.stop()
	before, _ := s.med.counts()
	s.start()
	s.play()
	eventually(t, "the call comes again", func() bool { n, _ := s.med.counts(); return n > before })
	s.must(&x1.DeactivateTaskRequest{XID: s.order().Task.XID})
	s.stop()
	s.start()
	if l, ok := s.ask(&x1.ListAllDetailsRequest{}).(*x1.ListAllDetailsResponse); !ok || len(l.XIDs) != 0 || len(l.DIDs.DIDs) != 1 {
		t.Errorf("%+v", l)
	}
}

func TestWithoutWhatWasKeptItSaysThatItHoldsNothing(t *testing.T) {
	s := newSystem(t)
	cleared := func(r x1.Request) bool {
		m, ok := r.(*x1.ReportNEIssueRequest)
		return ok && m.Code == x1.DatabaseCleared
	}
	eventually(t, "the ADMF is told", func() bool { return s.admf.reports(cleared) == 1 })
	s.tapped()
	s.stop()
	s.start()
	s.must(&x1.PingRequest{})
	if n := s.admf.reports(cleared); n != 1 {
		t.Errorf("told %d times", n)
	}
}

func TestWhatCantBeKeptIsNotAcknowledged(t *testing.T) {
	s := newSystem(t)
	s.must(s.destination(1))
	if err := os.RemoveAll(s.dir); err != nil {
		t.Fatal(err)
	}
	o := s.order()
	if r, ok := s.ask(o).(*x1.ErrorResponse); !ok {
		t.Errorf("it was acknowledged: %+v", r)
	}
	if err := os.Mkdir(s.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	kept := func() bool { _, err := os.Stat(filepath.Join(s.dir, fileTasks)); return err == nil }
	eventually(t, "it is kept when that is possible again", kept)
	s.must(o)
	eventually(t, "the ADMF is told of both", func() bool {
		return s.admf.reports(func(r x1.Request) bool {
			m, ok := r.(*x1.ReportNEIssueRequest)
			return ok && strings.Contains(m.Description, "kept")
		}) == 2
	})
}

func TestWhatIsDroppedIsReportedForDestinationAndTask(t *testing.T) {
	s := newSystem(t)
	s.stop()
	s.link.MaxOctets = 20_000
	s.start()
	s.med.mute = true
	s.tapped()
	f, err := os.Open(capture)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := s.p.Play(t.Context(), f, Pace{Speed: 1e6, Shift: time.Since(captured).Truncate(time.Microsecond)}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the ADMF is told of the task and of the destination", func() bool {
		return s.admf.reports(func(r x1.Request) bool {
			m, ok := r.(*x1.ReportTaskIssueRequest)
			return ok && m.XID == s.order().Task.XID
		}) > 0 &&
			s.admf.reports(func(r x1.Request) bool {
				m, ok := r.(*x1.ReportDestinationIssueRequest)
				return ok && m.DID == x1.UUID{1}
			}) > 0
	})
	if st := s.offered(); st.Dropped+st.Unconfirmed == 0 || st.Octets > 20_000 || st.Offered != st.Covered+st.Dropped+st.Unconfirmed+st.Waiting {
		t.Errorf("%+v", st)
	}
}

func TestTheEndOfATaskIsReportedOnce(t *testing.T) {
	s := newSystem(t)
	s.must(s.destination(1))
	o := s.order()
	now := time.Now().UTC().Truncate(time.Microsecond)
	o.Task.Extensions = []x1.Extension{x1.Authority{From: now.Add(-time.Minute), Until: now.Add(700 * time.Millisecond)}.Extension()}
	s.must(o)
	over := func(r x1.Request) bool {
		m, ok := r.(*x1.ReportTaskIssueRequest)
		return ok && m.Report == x1.TerminatingFault
	}
	eventually(t, "its end is reported", func() bool { return s.admf.reports(over) == 1 })
	s.play()
	s.stop()
	s.start()
	s.must(&x1.PingRequest{})
	if st := s.offered(); st.Offered != 0 || s.admf.reports(over) != 1 {
		t.Errorf("%+v; reported %d times", st, s.admf.reports(over))
	}
	if a, ok := s.ask(&x1.GetAllDetailsRequest{}).(*x1.GetAllDetailsResponse); !ok || len(a.Tasks) != 1 || len(a.Tasks[0].Task.Targets) != 1 {
		t.Errorf("a task that is over, after a restart: %+v", a)
	}
}

func TestAMediationWithoutAGoodCertificateGetsNothing(t *testing.T) {
	for name, c := range map[string]func(a authority) tls.Certificate{
		"an expired certificate": func(a authority) tls.Certificate { return a.issue(time.Now().Add(-time.Minute), URI("mdf-1")) },
		"a network element's":    func(a authority) tls.Certificate { return a.issue(soon(), x1http.URI(x1.NE, "ne-2")) },
		"another authority's":    func(authority) tls.Certificate { return newAuthority(t).issue(soon(), URI("mdf-1")) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSystem(t)
			s.med = newFakeMediation(t, s.ca.mediation(c(s.ca)))
			s.tapped()
			s.play()
			down := func(r x1.Request) bool {
				m, ok := r.(*x1.ReportDestinationIssueRequest)
				return ok && m.Report == x1.NonTerminatingFault
			}
			eventually(t, "the ADMF is told", func() bool { return s.admf.reports(down) == 1 })
			if n, _ := s.med.counts(); n != 0 || s.offered().Waiting == 0 {
				t.Errorf("%d came; %+v", n, s.offered())
			}
		})
	}
}

func TestAConfigurationThatLacksSomethingSaysWhat(t *testing.T) {
	s := newSystem(t)
	good := s.config()
	good.Dir = t.TempDir()
	for name, change := range map[string]func(*Config){
		"folder": func(c *Config) { c.Dir = "" }, "key": func(c *Config) { c.Key = [32]byte{} }, "X1": func(c *Config) { c.X1.Side = x1.ADMF },
		"reports": func(c *Config) { c.At = "" }, "X2/X3": func(c *Config) { c.TLS = nil }, "clock": func(c *Config) { c.Now = nil }, "secret": func(c *Config) { c.Core.Secret[0] = 1 },
	} {
		c := good
		change(&c)
		if _, err := Open(c); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
