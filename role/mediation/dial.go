package mediation

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
)

// DialTCP dials an agency's address over TCP.
func DialTCP(address string) Dial {
	return func(ctx context.Context) (net.Conn, error) { return dialTCP(ctx, address) }
}

// DialTLS dials an agency's address over TCP and TLS, at least 1.2. The configuration names whom to trust, the
// server's name, and our certificate where the agency wants one.
func DialTLS(address string, c *tls.Config) Dial {
	c = c.Clone()
	c.MinVersion = max(c.MinVersion, tls.VersionTLS12)
	return func(ctx context.Context) (net.Conn, error) {
		t, err := dialTCP(ctx, address)
		if err != nil {
			return nil, err
		}
		counted := &countedConn{Conn: t}
		counted.base, _ = ackedOctets(t)
		conn := tls.Client(counted, c)
		if err := conn.HandshakeContext(ctx); err != nil {
			_ = t.Close()
			return nil, fmt.Errorf("mediation: TLS with the agency: %w", err)
		}
		return conn, nil
	}
}

func dialTCP(ctx context.Context, address string) (*net.TCPConn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("mediation: dial the agency: %w", err)
	}
	t, ok := conn.(*net.TCPConn)
	if !ok {
		_ = conn.Close()
		return nil, fmt.Errorf("mediation: dial the agency: %T is not TCP", conn)
	}
	shortQueue(t)
	return t, nil
}
