package lemf

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
)

// Mutual gives a configuration in which both sides show a certificate: ours, and one that the clients' certificates vouch for. TLS
// is at least 1.2 (TS 102 232-1 clause 6 [as its implementations have it]).
func Mutual(cert, key, clients []byte) (*tls.Config, error) {
	own, err := tls.X509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("our certificate and its key: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(clients) {
		return nil, errors.New("the file of the clients holds no certificate (PEM)")
	}
	return &tls.Config{Certificates: []tls.Certificate{own}, ClientCAs: pool, ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS12}, nil
}
