package x1http

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"writ/wire/x1"
)

// callTime is how long a call may take from the dial to the last octet of the answer.
const callTime = 30 * time.Second

// A Client sends requests to one peer.
type Client struct {
	o    Options
	peer string
	url  string
	http *http.Client
}

// NewClient makes a client of the peer with an identifier, at "host:port". The peer must prove the identifier by its certificate.
func NewClient(o Options, peer, address string) (*Client, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.Known = []string{peer}
	if _, _, err := net.SplitHostPort(address); err != nil || peer == "" {
		return nil, fmt.Errorf("%w: the peer has no identifier, or no address of the form host:port", ErrOptions)
	}
	verify := func(state tls.ConnectionState) error {
		_, err := o.peer(state, x509.ExtKeyUsageServerAuth)
		if err != nil && o.Refused != nil {
			o.Refused(err)
		}
		return err
	}
	transport := &http.Transport{
		TLSClientConfig:     o.config(verify),
		TLSHandshakeTimeout: headerTime, ResponseHeaderTimeout: readTime, IdleConnTimeout: idleTime / 2, MaxResponseHeaderBytes: mostHeader,
		DisableCompression: true,
		TLSNextProto:       map[string]func(string, *tls.Conn) http.RoundTripper{}, // no HTTP/2
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Client{o, peer, (&url.URL{Scheme: "https", Host: address, Path: path(o.other())}).String(), &http.Client{Transport: transport, CheckRedirect: stay, Timeout: callTime}}, nil
}

// Close lets idle connections go.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Do sends requests in one container and gives the response to each, in their order; nil for one that has none. An error says that
// at least one has none, which never means that it was carried out, nor that it was not.
func (c *Client) Do(ctx context.Context, all ...x1.Request) ([]x1.Response, error) {
	admf, ne := c.o.Own, c.peer
	if c.o.Side == x1.NE {
		admf, ne = c.peer, c.o.Own
	}
	sent := x1.Requests(admf, ne, c.o.Clock(), transaction, all...)
	none := make([]x1.Response, len(all))
	doc, err := sent.Append(nil)
	if err != nil {
		return none, err
	}
	answer, err := c.post(ctx, doc)
	if err != nil {
		return none, err
	}
	return x1.Bind(sent, answer, x1.AnswerLimits)
}

// transaction gives a random UUID of version 4.
func transaction() x1.UUID {
	var u x1.UUID
	_, _ = rand.Read(u[:]) // it never fails (crypto/rand)
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	return u
}

func (c *Client) post(ctx context.Context, doc []byte) (_ []byte, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(doc))
	if err != nil {
		return nil, ErrOptions
	}
	r.Header.Set("Content-Type", contentType+"; charset=utf-8")
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, plain(err)
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("x1http: the peer answered with HTTP status %d; every answer of X1 has 200", resp.StatusCode)
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, int64(x1.AnswerLimits.Octets)+1))
	if err != nil {
		return nil, fmt.Errorf("x1http: read the answer: %w", plain(err))
	}
	return answer, nil // one octet too many is refused by what reads it
}

// plain gives what is behind an error of net/http, and says it in our words where the certificate was refused.
func plain(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	var far *net.OpError // the alert's own type is crypto/tls's secret; its texts are fixed
	if errors.As(err, &far) && far.Op == "remote error" && strings.Contains(far.Err.Error(), "certificate") {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}
