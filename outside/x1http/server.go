package x1http

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"mime"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"writ/wire/x1"
)

// How long a peer may take. A container is small, and a peer that is slow holds nobody else up.
const (
	headerTime = 5 * time.Second // the handshake as well
	readTime   = 15 * time.Second
	writeTime  = 30 * time.Second
	idleTime   = 2 * time.Minute
	closeTime  = 5 * time.Second
	mostHeader = 16 << 10 // octets
)

// Serve answers on a listener until ctx ends, then lets what is being answered end. It hands containers to the handler one at a
// time. What is wrong with HTTP is answered by HTTP; every container, also one that is not understood, by status 200.
func Serve(ctx context.Context, l net.Listener, o Options, h x1.Handler) error {
	if err := o.check(); err != nil {
		return err
	}
	s := &server{o: o, h: h}
	srv := &http.Server{
		Handler:           s,
		TLSConfig:         o.config(s.admit),
		TLSNextProto:      map[string]func(*http.Server, *tls.Conn, http.Handler){}, // no HTTP/2
		ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: mostHeader,
		ErrorLog: log.New(io.Discard, "", 0), // it would hold what a handler panicked with
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.ServeTLS(l, "", "") }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
	defer cancel()
	err := srv.Shutdown(closing)
	if err != nil {
		err = srv.Close() // who is that slow is cut off
	}
	if serr := <-ended; !errors.Is(serr, http.ErrServerClosed) {
		err = errors.Join(err, serr)
	}
	return err
}

type server struct {
	o    Options
	h    x1.Handler
	turn sync.Mutex // one container at a time
}

// admit says whether a peer may speak here at all.
func (s *server) admit(state tls.ConnectionState) error {
	_, err := s.o.peer(state, x509.ExtKeyUsageClientAuth)
	if err != nil && s.o.Refused != nil {
		s.o.Refused(err)
	}
	return err
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if status := s.fits(r); status != 0 {
		http.Error(w, http.StatusText(status), status)
		return
	}
	id, err := s.o.peer(*r.TLS, x509.ExtKeyUsageClientAuth) // again: a certificate may end while a connection lasts
	if err != nil {
		http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, int64(x1.RequestLimits.Octets)))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		http.Error(w, http.StatusText(http.StatusRequestEntityTooLarge), http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		return // whoever asked is gone
	}
	answer := s.answer(body, id)
	w.Header().Set("Content-Type", contentType+"; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(answer) // whoever asked may be gone: it asks again
}

// fits gives the HTTP status for a request that carries no container; 0 for one that may.
func (s *server) fits(r *http.Request) int {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.URL.Path != path(s.o.Side) || r.URL.RawQuery != "":
		return http.StatusNotFound
	case r.Method != http.MethodPost:
		return http.StatusMethodNotAllowed
	case err != nil || kind != contentType && kind != "text/xml" || params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8"):
		return http.StatusUnsupportedMediaType
	case r.Header.Get("Content-Encoding") != "":
		return http.StatusUnsupportedMediaType
	}
	return 0
}

func (s *server) answer(body []byte, peer string) []byte {
	s.turn.Lock()
	defer s.turn.Unlock() // also where the handler panics
	return x1.Respond(body, x1.RequestLimits, s.h, x1.Identities{Side: s.o.Side, Own: s.o.Own, Peer: peer, Known: s.o.Known}, s.o.Clock())
}
