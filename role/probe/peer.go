package probe

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net/url"
	"strings"
)

// Why a peer gets no product.
var (
	ErrRole  = errors.New("probe: the peer's certificate is not a mediation function's; give it one name urn:writ:mdf:… and no other role")
	ErrChain = errors.New("probe: the peer's certificate is signed by no authority of the configuration, or is not valid now, or not for this use")
)

const roles = "urn:writ:"

// URI is the name that the certificate of a mediation function carries.
func URI(identifier string) *url.URL {
	return &url.URL{Scheme: "urn", Opaque: "writ:mdf:" + url.PathEscape(identifier)}
}

// MediationFunctions is a Peer that lets mediation functions have product, by the name of [URI]: a certificate that is
// valid but another role's may not.
func MediationFunctions(s tls.ConnectionState) error {
	if len(s.PeerCertificates) == 0 {
		return ErrRole
	}
	named := 0
	for _, u := range s.PeerCertificates[0].URIs {
		name := u.String()
		if !strings.HasPrefix(name, roles) {
			continue
		}
		if id, ok := strings.CutPrefix(name, URI("").String()); !ok || id == "" {
			return ErrRole
		}
		named++
	}
	if named != 1 {
		return ErrRole
	}
	return nil
}

// client is the TLS to mediation. Who the peer is stands in its certificate; the address that is dialled proves nothing and is not compared.
func (c *Config) client() *tls.Config {
	t := c.TLS.Clone()
	roots := t.RootCAs
	t.MinVersion = max(t.MinVersion, tls.VersionTLS12)
	t.Time = c.Now
	t.InsecureSkipVerify = true // VerifyConnection does it
	t.VerifyConnection = func(s tls.ConnectionState) error {
		if len(s.PeerCertificates) == 0 {
			return ErrChain
		}
		between := x509.NewCertPool()
		for _, x := range s.PeerCertificates[1:] {
			between.AddCert(x)
		}
		o := x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: c.Now(), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
		if _, err := s.PeerCertificates[0].Verify(o); err != nil {
			return ErrChain
		}
		return c.Peer(s)
	}
	return t
}
