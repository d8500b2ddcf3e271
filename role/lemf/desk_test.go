package lemf

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/lemftest"
	"writ/wire/etsi"
)

func silence(bool, int) []byte { return bytes.Repeat([]byte{0xd5}, 160) }

// A running desk, and what it said.
type running struct {
	*Desk
	t    *testing.T
	stop context.CancelFunc
	end  chan error
	mu   sync.Mutex
	said []string
}

func start(t *testing.T, dir string, tlsConfig *tls.Config) *running {
	t.Helper()
	r := &running{t: t, end: make(chan error, 1)}
	ctx, stop := context.WithCancel(context.Background())
	d, err := Open(ctx, Config{HI2: []string{"127.0.0.1:0"}, HI3: []string{"127.0.0.1:0"}, Dir: dir, Ack: true, TLS: tlsConfig, Now: time.Now,
		Say: func(w string) { r.mu.Lock(); r.said = append(r.said, w); r.mu.Unlock() }})
	if err != nil {
		t.Fatal(err)
	}
	r.Desk, r.stop = d, stop
	go func() { r.end <- d.Run(ctx) }()
	return r
}

func (r *running) finish() {
	r.t.Helper()
	r.stop()
	if err := <-r.end; err != nil {
		r.t.Fatal(err)
	}
}

func (r *running) dial(h lemf.Handover) net.Conn {
	r.t.Helper()
	c, err := net.Dial("tcp", r.Addresses(h)[0])
	if err != nil {
		r.t.Fatal(err)
	}
	return c
}

// acknowledged sends octets and an acknowledgement request, and waits for its response.
func acknowledged(t *testing.T, c net.Conn, octets []byte) {
	t.Helper()
	h := lemftest.Head(9, 0)
	if _, err := c.Write(append(bytes.Clone(octets), etsi.AppendTRI(nil, &h, &etsi.TRI{Kind: etsi.AckRequest})...)); err != nil {
		t.Fatal(err)
	}
	if k := answer(t, c); k != etsi.AckResponse {
		t.Fatalf("the answer is of kind %d", k)
	}
}

func answer(t *testing.T, c net.Conn) etsi.TRIKind {
	t.Helper()
	if err := c.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	var b []byte
	one := make([]byte, 1)
	for {
		if _, err := io.ReadFull(c, one); err != nil {
			t.Fatal(err)
		}
		b = append(b, one[0])
		if _, err := etsi.Size(b); err == nil {
			break
		}
	}
	var p etsi.PDU
	if err := p.Decode(b); err != nil {
		t.Fatal(err)
	}
	return p.TRI.Kind
}

// stored gives what lies in a file, without the transport's own PDUs.
func stored(t *testing.T, dir, name string) (out []byte) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	end, err := lemf.Scan(bytes.NewReader(b), func(_ int64, _ int, b []byte) error {
		var p etsi.PDU
		if err := p.Decode(b); err != nil {
			return err
		}
		if p.Kind != etsi.KindTRI {
			out = append(out, b...)
		}
		return nil
	})
	if err != nil || end.Rest > 0 {
		t.Fatal(err, end)
	}
	return out
}

func TestWhatIsAcknowledgedLiesInTheFilesOnce(t *testing.T) {
	hi2, hi3 := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	dir := t.TempDir()
	r := start(t, dir, nil)
	a, b, again := r.dial(lemf.HI2), r.dial(lemf.HI3), r.dial(lemf.HI3)
	acknowledged(t, a, hi2)
	acknowledged(t, b, hi3)
	acknowledged(t, again, hi3) // as after a link that was lost
	cut := r.dial(lemf.HI3)
	if _, err := cut.Write(hi3[:len(hi3)/2]); err != nil {
		t.Fatal(err)
	}
	if err := cut.Close(); err != nil {
		t.Fatal(err)
	}
	r.finish()
	if !bytes.Equal(stored(t, dir, fileHI2), hi2) || !bytes.Equal(stored(t, dir, fileHI3), hi3) {
		t.Error("something else lies in the files")
	}
}

func TestARestartKnowsWhatCameBeforeAndTakesOffAHalfPDU(t *testing.T) {
	hi2, hi3 := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	dir := t.TempDir()
	half := hi3[:len(hi3)/2+7]
	for name, b := range map[string][]byte{fileHI2: hi2, fileHI3: half} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := start(t, dir, nil)
	acknowledged(t, r.dial(lemf.HI3), hi3)
	r.finish()
	if !bytes.Equal(stored(t, dir, fileHI3), hi3) {
		t.Error("lost or doubled")
	}
	if len(r.said) == 0 || !strings.Contains(strings.Join(r.said, " "), "ended inside a PDU") {
		t.Errorf("it said %q", r.said)
	}
}

func TestAFolderHasOneReceiver(t *testing.T) {
	dir := t.TempDir()
	r := start(t, dir, nil)
	defer r.finish()
	if _, err := Open(context.Background(), Config{Dir: dir, Now: time.Now}); err == nil || !strings.Contains(err.Error(), "another process") {
		t.Errorf("a second one opens it: %v", err)
	}
}

func TestAStrangersOctetsEndHisLinkAlone(t *testing.T) {
	hi2, _ := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	dir := t.TempDir()
	r := start(t, dir, nil)
	good, bad := r.dial(lemf.HI2), r.dial(lemf.HI2)
	if _, err := bad.Write([]byte("GET / HTTP/1.1\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(bad); err != nil && !strings.Contains(err.Error(), "reset") {
		t.Fatal(err)
	}
	acknowledged(t, good, hi2)
	r.finish()
	if !bytes.Equal(stored(t, dir, fileHI2), hi2) {
		t.Error("the good link suffered")
	}
}

// certificate makes a key and a certificate for it that signs itself.
func certificate(t *testing.T, name string) (cert, key []byte) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	kd, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: kd})
}

func TestMutualTLSLetsInWhoIsKnownAndNobodyElse(t *testing.T) {
	cert, key := certificate(t, "lemf")
	clientCert, clientKey := certificate(t, "mediation")
	strangerCert, strangerKey := certificate(t, "stranger")
	server, err := Mutual(cert, key, clientCert)
	if err != nil {
		t.Fatal(err)
	}
	hi2, _ := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	dir := t.TempDir()
	r := start(t, dir, server)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(cert)
	dial := func(certPEM, keyPEM []byte) (net.Conn, error) {
		pair, err := tls.X509KeyPair(certPEM, keyPEM)
		if err != nil {
			t.Fatal(err)
		}
		return tls.Dial("tcp", r.Addresses(lemf.HI2)[0], &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS13})
	}
	c, err := dial(clientCert, clientKey)
	if err != nil {
		t.Fatal(err)
	}
	acknowledged(t, c, hi2)
	stranger, err := dial(strangerCert, strangerKey)
	if err == nil { // TLS 1.3 tells a refused client at its first read
		_, err = stranger.Read(make([]byte, 1))
	}
	if err == nil {
		t.Error("a stranger is let in")
	}
	r.finish()
	if !bytes.Equal(stored(t, dir, fileHI2), hi2) {
		t.Error("what came over TLS is not stored")
	}
}

func TestASlowReceiverWaitsBeforeEachRead(t *testing.T) {
	hi2, _ := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	const pause = 60 * time.Millisecond
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	d, err := Open(ctx, Config{HI2: []string{"127.0.0.1:0"}, Dir: t.TempDir(), Ack: true, Slow: pause, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	end := make(chan error, 1)
	go func() { end <- d.Run(ctx) }()
	c, err := net.Dial("tcp", d.Addresses(lemf.HI2)[0])
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	acknowledged(t, c, hi2)
	if took := time.Since(began); took < pause {
		t.Errorf("it took %s", took)
	}
	stop()
	if err := <-end; err != nil {
		t.Fatal(err)
	}
}
