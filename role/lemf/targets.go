package lemf

import (
	"bufio"
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"writ/intercept/lemf"
	"writ/intercept/lemf/check"
)

// Targets reads who is meant: a line each, a LIID and a SIP URI, user or number behind white space; empty lines and lines that
// begin with # are passed over. Errors name the line and quote nothing.
func Targets(text []byte) ([]check.Target, error) {
	var out []check.Target
	s := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; s.Scan(); n++ {
		parts := bytes.Fields(s.Bytes())
		if len(parts) == 0 || parts[0][0] == '#' {
			continue
		}
		if len(parts) != 2 {
			return nil, fmt.Errorf("line %d of the targets: write a LIID and a SIP URI, user or number, with a space between", n)
		}
		out = append(out, check.Target{LIID: lemf.NameOf(parts[0]), Party: lemf.NameOf(parts[1])})
	}
	return out, s.Err()
}

// PublicKey reads the key of who signs hashes: a PEM block with a public key or a certificate.
func PublicKey(text []byte) (crypto.PublicKey, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("the key file holds no PEM block; give the public key or certificate of the sender")
	}
	if c, err := x509.ParseCertificate(block.Bytes); err == nil {
		return c.PublicKey, nil
	}
	k, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, errors.New("the key file holds neither a public key (PKIX) nor a certificate")
	}
	return k, nil
}
