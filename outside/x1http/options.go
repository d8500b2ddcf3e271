package x1http

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"time"

	"writ/wire/x1"
)

// Paths at which each side listens, and what is sent.
const (
	PathNE      = "/X1/NE"
	PathADMF    = "/X1/ADMF"
	contentType = "application/xml"
)

// Options say who this side is and whom it speaks with. They are read once.
type Options struct {
	Side        x1.Side // which one this is
	Own         string  // its identifier
	Certificate tls.Certificate
	Authorities *x509.CertPool      // that sign the peers' certificates; the system's are never used
	Known       []string            // the identifiers of the peers that may speak here
	Pins        map[[32]byte]string // SHA-256 of a peer's public key (SubjectPublicKeyInfo) → its identifier, for certificates without a name of ours
	TLS12       bool                // TLS 1.2 is taken as well
	Clock       func() time.Time
	Refused     func(error) // told of each peer that is refused; may be nil
}

// Errors of a connection. What wraps them says more; none of them names a task.
var (
	ErrOptions = errors.New("x1http: the configuration names no side, identifier, authority or clock; complete it")
	ErrExpired = errors.New("x1http: a certificate has expired or is not valid yet; renew it, or set the clock right")
	ErrRole    = errors.New("x1http: the peer's certificate is none of the other side of X1; give it one with urn:writ:ne:… or urn:writ:admf:… as its role is")
	ErrPeer    = errors.New("x1http: the peer's certificate names another peer than the one that is expected here")
	ErrChain   = errors.New("x1http: the peer's certificate is signed by no authority of the configuration, or is not for this use")
	ErrRefused = errors.New("x1http: the peer refused the certificate of this side")
)

func (o Options) check() error {
	if o.Side != x1.NE && o.Side != x1.ADMF || o.Own == "" || o.Authorities == nil || o.Clock == nil || len(o.Certificate.Certificate) == 0 {
		return ErrOptions
	}
	own, err := x509.ParseCertificate(o.Certificate.Certificate[0])
	if err != nil {
		return ErrOptions
	}
	return o.timely(own)
}

// other is the side that this one speaks with.
func (o Options) other() x1.Side {
	if o.Side == x1.NE {
		return x1.ADMF
	}
	return x1.NE
}

// path is where a side listens.
func path(s x1.Side) string {
	if s == x1.NE {
		return PathNE
	}
	return PathADMF
}

// config is what both ends of a connection share. Whoever the peer is, certificate and name are checked by verify alone, on new and
// resumed sessions alike: a server asks for any certificate, a client does without the comparison of the address.
func (o Options) config(verify func(tls.ConnectionState) error) *tls.Config {
	least := uint16(tls.VersionTLS13)
	if o.TLS12 {
		least = tls.VersionTLS12
	}
	return &tls.Config{
		Certificates:       []tls.Certificate{o.Certificate},
		MinVersion:         least,
		ClientAuth:         tls.RequireAnyClientCert,
		InsecureSkipVerify: true, // verify does it
		VerifyConnection:   verify,
		Time:               o.Clock,
		NextProtos:         []string{"http/1.1"},
	}
}
