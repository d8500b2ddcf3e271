package x1http

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"writ/wire/x1"
)

const urn = "urn:writ:"

// URI is the name that a certificate of one side carries.
func URI(side x1.Side, identifier string) *url.URL {
	role := "ne"
	if side == x1.ADMF {
		role = "admf"
	}
	return &url.URL{Scheme: "urn", Opaque: "writ:" + role + ":" + url.PathEscape(identifier)}
}

// peer checks the certificate of whoever is at the other end, and gives its identifier. usage is what the peer does here.
func (o Options) peer(state tls.ConnectionState, usage x509.ExtKeyUsage) (string, error) {
	if len(state.PeerCertificates) == 0 {
		return "", ErrChain
	}
	leaf, between := state.PeerCertificates[0], x509.NewCertPool()
	for _, c := range state.PeerCertificates[1:] {
		between.AddCert(c)
	}
	if err := o.timely(leaf); err != nil {
		return "", err
	}
	if _, err := leaf.Verify(x509.VerifyOptions{Roots: o.Authorities, Intermediates: between, CurrentTime: o.Clock(), KeyUsages: []x509.ExtKeyUsage{usage}}); err != nil {
		return "", ErrChain
	}
	id, err := o.named(leaf)
	switch {
	case err != nil:
		return "", err
	case !slices.Contains(o.Known, id):
		return "", ErrPeer
	}
	return id, nil
}

// timely says whether a certificate is valid now.
func (o Options) timely(c *x509.Certificate) error {
	now := o.Clock()
	if now.Before(c.NotBefore) || now.After(c.NotAfter) {
		return fmt.Errorf("%w (valid from %s to %s)", ErrExpired, c.NotBefore.UTC().Format("2006-01-02 15:04"), c.NotAfter.UTC().Format("2006-01-02 15:04"))
	}
	return nil
}

// named gives the identifier that a certificate has for the other side: its one name of ours, or its pin.
func (o Options) named(c *x509.Certificate) (string, error) {
	var ours []*url.URL
	for _, u := range c.URIs {
		if strings.HasPrefix(u.String(), urn) {
			ours = append(ours, u)
		}
	}
	if len(ours) == 0 {
		if id, ok := o.Pins[sha256.Sum256(c.RawSubjectPublicKeyInfo)]; ok && id != "" {
			return id, nil
		}
		return "", ErrRole
	}
	prefix := URI(o.other(), "").String()
	text, ok := strings.CutPrefix(ours[0].String(), prefix)
	id, err := url.PathUnescape(text)
	if len(ours) > 1 || !ok || err != nil || id == "" {
		return "", ErrRole
	}
	return id, nil
}
