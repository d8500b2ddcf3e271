package x1http

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net/url"
	"testing"
	"time"

	"writ/wire/x1"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// An authority signs certificates that live in one test.
type authority struct {
	t    *testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	a := authority{t: t, key: newKey(t)}
	own := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, NotBefore: noon.AddDate(-1, 0, 0), NotAfter: noon.AddDate(9, 0, 0),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	a.cert = a.sign(own, own, a.key)
	return a
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func (a authority) sign(c, parent *x509.Certificate, key *ecdsa.PrivateKey) *x509.Certificate {
	a.t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, parent, key.Public(), a.key)
	if err != nil {
		a.t.Fatal(err)
	}
	out, err := x509.ParseCertificate(der)
	if err != nil {
		a.t.Fatal(err)
	}
	return out
}

func (a authority) pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(a.cert)
	return p
}

// issue makes a certificate for the names; change may alter it before it is signed.
func (a authority) issue(change func(*x509.Certificate), names ...*url.URL) tls.Certificate {
	a.t.Helper()
	key := newKey(a.t)
	c := &x509.Certificate{SerialNumber: big.NewInt(2), NotBefore: noon.AddDate(0, -1, 0), NotAfter: noon.AddDate(0, 1, 0), URIs: names,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}}
	if change != nil {
		change(c)
	}
	return tls.Certificate{Certificate: [][]byte{a.sign(c, a.cert, key).Raw}, PrivateKey: key}
}

func (a authority) options(side x1.Side, own string, known ...string) Options {
	return Options{Side: side, Own: own, Certificate: a.issue(nil, URI(side, own)), Authorities: a.pool(), Known: known, Clock: func() time.Time { return noon }}
}
