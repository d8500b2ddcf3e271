package x1http

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"writ/wire/x1"
)

// element answers what needs no more than an OK and remembers what it was asked.
type element struct{ asked []x1.Type }

func (e *element) Handle(_ time.Time, m x1.Message) x1.Response {
	e.asked = append(e.asked, m.Body.Type())
	return x1.Done(m.Body.(x1.Request))
}

// serve runs a server for the test and gives its address.
func serve(t *testing.T, o Options, h x1.Handler) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var wait sync.WaitGroup
	wait.Go(func() {
		if err := Serve(ctx, l, o, h); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() { cancel(); wait.Wait() })
	return l.Addr().String()
}

func client(t *testing.T, o Options, peer, address string) *Client {
	t.Helper()
	c, err := NewClient(o, peer, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestRequestsAreAnsweredInBothDirections(t *testing.T) {
	a := newAuthority(t)
	ne, admf := a.options(x1.NE, "ne 1/a", "admf-1"), a.options(x1.ADMF, "admf-1", "ne 1/a")
	tap, office := &element{}, &element{}
	to := client(t, admf, "ne 1/a", serve(t, ne, tap))
	back := client(t, ne, "admf-1", serve(t, admf, office))
	got, err := to.Do(context.Background(), &x1.PingRequest{}, &x1.DeactivateTaskRequest{XID: x1.UUID{1}})
	if err != nil || len(got) != 2 || got[1].(*x1.OKResponse).OK != x1.Completed || len(tap.asked) != 2 {
		t.Errorf("%v, %v, asked %v", got, err, tap.asked)
	}
	got, err = back.Do(context.Background(), &x1.ReportNEIssueRequest{Issue: x1.Alert, Code: x1.DatabaseCleared})
	if err != nil || got[0].(*x1.OKResponse).OK != x1.Completed || len(office.asked) != 1 {
		t.Errorf("%v, %v, asked %v", got, err, office.asked)
	}
}

func TestAPeerIsRefusedUnlessItsCertificateIsOfTheOtherSide(t *testing.T) {
	a, stranger := newAuthority(t), newAuthority(t)
	for _, tc := range []struct {
		name string
		cert tls.Certificate
		want error // of the server
	}{
		{"the ADMF that is known", a.issue(nil, URI(x1.ADMF, "admf-1")), nil},
		{"a network element", a.issue(nil, URI(x1.NE, "admf-1")), ErrRole},
		{"an ADMF nobody knows", a.issue(nil, URI(x1.ADMF, "admf-9")), ErrPeer},
		{"no name at all", a.issue(nil), ErrRole},
		{"both sides at once", a.issue(nil, URI(x1.NE, "admf-1"), URI(x1.ADMF, "admf-1")), ErrRole},
		{"another's name beside it", a.issue(nil, URI(x1.ADMF, "admf-1"), &url.URL{Scheme: "https", Host: "example.net"}), nil},
		{"a role that goes on", a.issue(nil, &url.URL{Scheme: "urn", Opaque: "writ:admfx:admf-1"}), ErrRole},
		{"an empty identifier", a.issue(nil, URI(x1.ADMF, "")), ErrRole},
		{"signed by another authority", stranger.issue(nil, URI(x1.ADMF, "admf-1")), ErrChain},
		{"for servers only", a.issue(func(c *x509.Certificate) { c.ExtKeyUsage = c.ExtKeyUsage[1:] }, URI(x1.ADMF, "admf-1")), ErrChain},
		{"expired", a.issue(func(c *x509.Certificate) { c.NotAfter = noon.Add(-time.Second) }, URI(x1.ADMF, "admf-1")), ErrExpired},
		{"not valid yet", a.issue(func(c *x509.Certificate) { c.NotBefore = noon.Add(time.Second) }, URI(x1.ADMF, "admf-1")), ErrExpired},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ne := a.options(x1.NE, "ne-1", "admf-1")
			told := make(chan error, 4)
			ne.Refused = func(err error) { told <- err }
			admf := a.options(x1.ADMF, "admf-1", "ne-1")
			c := client(t, admf, "ne-1", serve(t, ne, &element{}))
			c.http.Transport.(*http.Transport).TLSClientConfig.Certificates[0] = tc.cert // whoever attacks checks nothing of its own
			got, err := c.Do(context.Background(), &x1.PingRequest{})
			if tc.want == nil {
				if err != nil || got[0] == nil {
					t.Errorf("%v, %v", got, err)
				}
				return
			}
			if !errors.Is(err, ErrRefused) || got[0] != nil {
				t.Errorf("the client: %v, %v", got, err)
			}
			if said := <-told; !errors.Is(said, tc.want) {
				t.Errorf("the server: %v", said)
			}
		})
	}
}

func TestAServerThatIsNotTheElementGetsNoRequest(t *testing.T) {
	a, stranger := newAuthority(t), newAuthority(t)
	for _, tc := range []struct {
		name string
		by   authority
		cert tls.Certificate
		want error
	}{
		{"another element", a, a.issue(nil, URI(x1.NE, "ne-2")), ErrPeer},
		{"an ADMF", a, a.issue(nil, URI(x1.ADMF, "ne-1")), ErrRole},
		{"another authority's", stranger, stranger.issue(nil, URI(x1.NE, "ne-1")), ErrChain},
		{"expired", a, a.issue(func(c *x509.Certificate) { c.NotAfter = noon.Add(-time.Second) }, URI(x1.NE, "ne-1")), ErrExpired},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ne := a.options(x1.NE, "ne-1", "admf-1")
			ne.Certificate = tc.cert
			if errors.Is(tc.want, ErrExpired) {
				ne.Clock = func() time.Time { return noon.AddDate(0, 0, -1) } // its own clock is behind
			}
			tap := &element{}
			c := client(t, a.options(x1.ADMF, "admf-1"), "ne-1", serve(t, ne, tap))
			if got, err := c.Do(context.Background(), &x1.PingRequest{}); !errors.Is(err, tc.want) || got[0] != nil || len(tap.asked) > 0 {
				t.Errorf("%v, %v, asked %v", got, err, tap.asked)
			}
		})
	}
}

func TestAnOwnCertificateThatExpiredIsSaidAtTheStart(t *testing.T) {
	a := newAuthority(t)
	o := a.options(x1.ADMF, "admf-1")
	o.Certificate = a.issue(func(c *x509.Certificate) { c.NotAfter = noon.Add(-time.Second) }, URI(x1.ADMF, "admf-1"))
	if _, err := NewClient(o, "ne-1", "127.0.0.1:1"); !errors.Is(err, ErrExpired) || !strings.Contains(err.Error(), "2026-03-01 11:59") {
		t.Error(err)
	}
	if err := Serve(context.Background(), nil, o, nil); !errors.Is(err, ErrExpired) {
		t.Error(err)
	}
	if _, err := NewClient(Options{}, "ne-1", "127.0.0.1:1"); !errors.Is(err, ErrOptions) {
		t.Error(err)
	}
	if _, err := NewClient(a.options(x1.ADMF, "admf-1"), "ne-1", "127.0.0.1"); !errors.Is(err, ErrOptions) {
		t.Error(err)
	}
}

func TestACertificateThatEndsDuringAConnectionEndsItsUse(t *testing.T) {
	a := newAuthority(t)
	ne := a.options(x1.NE, "ne-1", "admf-1")
	var mu sync.Mutex
	at := noon
	ne.Clock = func() time.Time { mu.Lock(); defer mu.Unlock(); return at }
	tap := &element{}
	c := client(t, a.options(x1.ADMF, "admf-1"), "ne-1", serve(t, ne, tap))
	if _, err := c.Do(context.Background(), &x1.PingRequest{}); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	at = noon.AddDate(0, 2, 0)
	mu.Unlock()
	if got, err := c.Do(context.Background(), &x1.PingRequest{}); err == nil || got[0] != nil || len(tap.asked) != 1 {
		t.Errorf("%v, %v, asked %v", got, err, tap.asked)
	}
}

func TestAPeerWithoutANameOfOursIsKnownByItsKey(t *testing.T) {
	a := newAuthority(t)
	ne, admf := a.options(x1.NE, "ne-1", "admf-1"), a.options(x1.ADMF, "admf-1")
	admf.Certificate = a.issue(nil)
	leaf, err := x509.ParseCertificate(admf.Certificate.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	ne.Pins = map[[32]byte]string{sha256.Sum256(leaf.RawSubjectPublicKeyInfo): "admf-1"}
	c := client(t, admf, "ne-1", serve(t, ne, &element{}))
	if got, err := c.Do(context.Background(), &x1.PingRequest{}); err != nil || got[0] == nil {
		t.Errorf("%v, %v", got, err)
	}
}

func TestTLSOlderThanAllowedIsRefused(t *testing.T) {
	a := newAuthority(t)
	for _, old := range []bool{false, true} {
		ne, admf := a.options(x1.NE, "ne-1", "admf-1"), a.options(x1.ADMF, "admf-1")
		ne.TLS12, admf.TLS12 = old, true
		c := client(t, admf, "ne-1", serve(t, ne, &element{}))
		c.http.Transport.(*http.Transport).TLSClientConfig.MaxVersion = tls.VersionTLS12
		if _, err := c.Do(context.Background(), &x1.PingRequest{}); (err == nil) != old {
			t.Errorf("1.2 allowed %v: %v", old, err)
		}
	}
}

func TestWhatIsNoContainerIsAnsweredByHTTP(t *testing.T) {
	a := newAuthority(t)
	tap := &element{}
	c := client(t, a.options(x1.ADMF, "admf-1"), "ne-1", serve(t, a.options(x1.NE, "ne-1", "admf-1"), tap))
	for _, tc := range []struct {
		name, method, path, kind, body string
		want                           int
	}{
		{"nonsense is answered by X1", "POST", "", "application/xml", "<a/>", http.StatusOK},
		{"a charset in capitals", "POST", "", "text/xml; charset=UTF-8", "", http.StatusOK},
		{"the other side's path", "POST", PathADMF, "application/xml", "", http.StatusNotFound},
		{"with a query", "POST", PathNE + "?x=1", "application/xml", "", http.StatusNotFound},
		{"a GET", "GET", "", "application/xml", "", http.StatusMethodNotAllowed},
		{"JSON", "POST", "", "application/json", "{}", http.StatusUnsupportedMediaType},
		{"no type", "POST", "", "", "", http.StatusUnsupportedMediaType},
		{"another charset", "POST", "", "application/xml; charset=latin1", "", http.StatusUnsupportedMediaType},
		{"too large", "POST", "", "application/xml", strings.Repeat(" ", x1.RequestLimits.Octets+1), http.StatusRequestEntityTooLarge},
	} {
		u := c.url
		if tc.path != "" {
			u = strings.TrimSuffix(c.url, PathNE) + tc.path
		}
		r, err := http.NewRequest(tc.method, u, strings.NewReader(tc.body))
		if err != nil {
			t.Fatal(err)
		}
		if tc.kind != "" {
			r.Header.Set("Content-Type", tc.kind)
		}
		resp, err := c.http.Do(r)
		if err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		b, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if resp.StatusCode != tc.want {
			t.Errorf("%s: status %d", tc.name, resp.StatusCode)
		}
		if tc.want == http.StatusOK && (resp.Header.Get("Content-Type") != "application/xml; charset=utf-8" || !bytes.Contains(b, []byte("X1TopLevelErrorResponse"))) {
			t.Errorf("%s: %v %s", tc.name, resp.Header, b)
		}
	}
	if len(tap.asked) > 0 {
		t.Errorf("asked %v", tap.asked)
	}
}

// another answers as another element, or elsewhere.
type another struct{ status int }

func (a another) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Location", "https://127.0.0.1:1/")
	w.WriteHeader(a.status)
}

func TestAnAnswerThatIsNot200IsNoneAndNoRedirectIsFollowed(t *testing.T) {
	a := newAuthority(t)
	for _, status := range []int{http.StatusFound, http.StatusInternalServerError, http.StatusNoContent} {
		ne := a.options(x1.NE, "ne-1", "admf-1")
		l, err := tls.Listen("tcp", "127.0.0.1:0", ne.config(func(tls.ConnectionState) error { return nil }))
		if err != nil {
			t.Fatal(err)
		}
		srv := &http.Server{Handler: another{status}}
		var wait sync.WaitGroup
		wait.Go(func() { _ = srv.Serve(l) })
		c := client(t, a.options(x1.ADMF, "admf-1"), "ne-1", l.Addr().String())
		if got, err := c.Do(context.Background(), &x1.PingRequest{}); err == nil || got[0] != nil || !strings.Contains(err.Error(), "HTTP status") {
			t.Errorf("%d: %v, %v", status, got, err)
		}
		_ = srv.Close()
		wait.Wait()
	}
}

type panicking struct{}

func (panicking) Handle(time.Time, x1.Message) x1.Response { panic("x") }

func TestAHandlerThatPanicsAnswersNothingAndTheServerGoesOn(t *testing.T) {
	a := newAuthority(t)
	c := client(t, a.options(x1.ADMF, "admf-1"), "ne-1", serve(t, a.options(x1.NE, "ne-1", "admf-1"), panicking{}))
	for range 2 {
		if got, err := c.Do(context.Background(), &x1.PingRequest{}); err == nil || got[0] != nil {
			t.Errorf("%v, %v", got, err)
		}
	}
}
