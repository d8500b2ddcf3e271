package delivery

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	random "math/rand/v2"
	"net"
	"net/netip"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"writ/intercept"
	poi "writ/intercept/probe"
	"writ/intercept/probe/element"
	"writ/outside/x1http"
	"writ/role/probe"
	"writ/wire/x1"
)

type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	a := &authority{t: t}
	a.cert = &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	var err error
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	a.cert, err = x509.ParseCertificate(a.sign(a.cert, a.key))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *authority) sign(c *x509.Certificate, k *ecdsa.PrivateKey) []byte {
	der, err := x509.CreateCertificate(rand.Reader, c, a.cert, k.Public(), a.key)
	if err != nil {
		a.t.Fatal(err)
	}
	return der
}

// issue gives a certificate and its key as PEM.
func (a *authority) issue(until time.Time, name *url.URL) (cert, key []byte) {
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		a.t.Fatal(err)
	}
	der := a.sign(&x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: time.Now().Add(-time.Hour), NotAfter: until, URIs: []*url.URL{name},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}}, k)
	pk, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		a.t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pk})
}

func (a *authority) pair(name *url.URL) tls.Certificate {
	c, err := tls.X509KeyPair(a.issue(soon(), name))
	if err != nil {
		a.t.Fatal(err)
	}
	return c
}

func (a *authority) pem() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

func pool(roots []byte) *x509.CertPool {
	p := x509.NewCertPool()
	p.AppendCertsFromPEM(roots)
	return p
}

func soon() time.Time { return time.Now().Add(12 * time.Hour) }

// free gives an address of this machine that nobody listens on: below the ports that the system gives to those who call, so that it is
// still free when whoever listens there was killed and begins again.
func free(t *testing.T) string {
	for range 100 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 10_240+random.IntN(20_000)))
		if err != nil {
			continue
		}
		at := l.Addr().String()
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return at
	}
	t.Fatal("no port is free")
	return ""
}

// A world is a point of interception in this process, a mediation and one twin for each agency as children.
type world struct {
	t         *testing.T
	ca        *authority
	dir       string
	mediation spec
	twins     []spec
	running   map[string]*child
	links     *cutter // between point of interception and mediation
	probe     *probe.Probe
	x1        *x1http.Client
	orders    []order
	mu        sync.Mutex
	log       bytes.Buffer // all that anybody said
}

// A child is a process of this test.
type child struct {
	cmd  *exec.Cmd
	done chan struct{}
}

func newWorld(t *testing.T, change func(*world), orders ...order) *world {
	w := &world{t: t, ca: newAuthority(t), dir: t.TempDir(), running: map[string]*child{}, orders: orders}
	agencies := byte(0)
	for _, o := range orders {
		agencies = max(agencies, o.Agency+1)
	}
	w.mediation = spec{Kind: "mediation", Dir: filepath.Join(w.dir, "spool"), At: free(t), Roots: w.ca.pem(), Orders: orders}
	w.mediation.Cert, w.mediation.Key = w.ca.issue(soon(), probe.URI("mdf-1"))
	for i := range agencies {
		s := spec{Kind: "twin", Dir: filepath.Join(w.dir, "agency-"+string('a'+rune(i))), HI2: []string{free(t)}, HI3: []string{free(t)}}
		w.twins = append(w.twins, s)
		w.mediation.HI2, w.mediation.HI3 = append(w.mediation.HI2, s.HI2[0]), append(w.mediation.HI3, s.HI3[0])
	}
	if change != nil {
		change(w)
	}
	for i := range w.twins {
		w.start(w.twins[i])
	}
	w.start(w.mediation)
	t.Cleanup(func() {
		for _, c := range w.running {
			_ = c.cmd.Process.Kill()
			<-c.done
		}
		if t.Failed() && w.log.Len() < 20_000 {
			t.Log(w.log.String())
		}
	})
	w.links = newCutter(t, w.mediation.At)
	w.poi()
	w.order()
	return w
}

func (w *world) say(line string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log.WriteString(line + "\n")
}

// start starts a child and waits until it is ready.
func (w *world) start(s spec) {
	w.t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		w.t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childSpec+"="+string(text))
	cmd.Dir = w.t.TempDir()
	out, err := cmd.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	c, ready := &child{cmd, make(chan struct{})}, make(chan bool, 1)
	go func() {
		defer close(c.done)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if w.say(s.Kind + ": " + lines.Text()); lines.Text() == "ready" {
				ready <- true
			}
		}
		_ = cmd.Wait() // killed, as was meant
		ready <- false
	}()
	w.running[s.Dir] = c
	if !<-ready {
		w.t.Fatalf("the %s did not start: %s", s.Kind, w.log.String())
	}
}

// said gives all that anybody said so far.
func (w *world) said() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.log.String()
}

// kill ends a child as the system does that is out of memory.
func (w *world) kill(s spec) {
	c := w.running[s.Dir]
	_ = c.cmd.Process.Kill()
	<-c.done
	delete(w.running, s.Dir)
}

func (w *world) options(side x1.Side, own, peer string) x1http.Options {
	return x1http.Options{Side: side, Own: own, Known: []string{peer}, Certificate: w.ca.pair(x1http.URI(side, own)), Authorities: pool(w.ca.pem()), Clock: time.Now}
}

// poi runs the point of interception.
func (w *world) poi() {
	w.t.Helper()
	p, err := probe.Open(probe.Config{Dir: filepath.Join(w.dir, "poi"), Key: [32]byte{1},
		Core:    poi.Config{Limits: poi.Limits{MaxTasks: 9, MaxTap: 90 * 24 * time.Hour, Foreign: true}, NFID: "ne-1"},
		Element: element.Config{MostDestinations: 9},
		Link:    poi.LinkConfig{MaxOctets: 64 << 20, MaxAge: time.Hour, KeepAlive: time.Second, Timeout: 4 * time.Second, Every: 256 << 10},
		X1:      w.options(x1.NE, "ne-1", "admf-1"),
		TLS:     &tls.Config{Certificates: []tls.Certificate{w.ca.pair(x1http.URI(x1.NE, "ne-1"))}, RootCAs: pool(w.ca.pem())},
		Now:     time.Now, Tell: func(err error) { w.say("poi: " + err.Error()) }})
	if err != nil {
		w.t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		w.t.Fatal(err)
	}
	w.probe = p
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx, l) }()
	if w.x1, err = x1http.NewClient(w.options(x1.ADMF, "admf-1", "ne-1"), "ne-1", l.Addr().String()); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		w.x1.Close()
		cancel()
		if err := <-done; err != nil {
			w.t.Error(err)
		}
	})
}

func (w *world) must(r x1.Request) {
	w.t.Helper()
	got, err := w.x1.Do(context.Background(), r)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, ok := got[0].(*x1.OKResponse); !ok {
		w.t.Fatalf("%v was refused: %+v", r.Type(), got[0])
	}
}

// order gives the point of interception its destination and tasks by X1.
func (w *world) order() {
	w.must(&x1.CreateDestinationRequest{Destination: x1.DestinationDetails{DID: x1.UUID{9}, Delivery: x1.X2andX3, Address: x1.Address{At: netip.MustParseAddrPort(w.links.at())}}})
	for _, o := range w.orders {
		t, err := o.task()
		if err != nil {
			w.t.Fatal(err)
		}
		d := x1.TaskDetails{XID: x1.UUID(t.XID), Targets: []x1.TargetIdentifier{{Kind: x1.E164Number, Text: person[1:]}}, Delivery: x1.X2andX3, To: x1.Destinations{DIDs: []x1.UUID{{9}}},
			Extensions: []x1.Extension{x1.Authority{From: t.From, Until: t.Until}.Extension()}}
		if o.IRIOnly {
			d.Delivery = x1.X2Only
		}
		w.must(&x1.ActivateTaskRequest{Task: d})
	}
}

func (w *world) stats() poi.LinkStats { return w.probe.Links()[intercept.DID{9}] }

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	within(t, time.Minute, what, ok)
}

// within waits until something is so. It rests as long as it looked: whoever is waited for needs the machine too.
func within(t *testing.T, limit time.Duration, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); ; {
		looked := time.Now()
		if ok() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", limit, what)
		}
		<-time.After(max(20*time.Millisecond, time.Since(looked)))
	}
}
