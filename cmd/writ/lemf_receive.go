package main

import (
	"context"
	"crypto/tls"
	"errors"

	core "writ/intercept/lemf"
	"writ/role/lemf"
)

// lemfReceive receives until a signal comes, then says what came.
func lemfReceive(ctx context.Context, sh *shell, f lemfFlags) error {
	secure, err := f.tls()
	if err != nil {
		return err
	}
	d, err := lemf.Open(ctx, lemf.Config{HI2: f.hi2, HI3: f.hi3, Dir: f.out, Ack: f.ack, TLS: secure, Slow: f.slow, Now: sh.now,
		Say: func(words string) { sh.say("%s", words) }})
	if err != nil {
		return err
	}
	for _, h := range []core.Handover{core.HI2, core.HI3} {
		for _, a := range d.Addresses(h) {
			sh.say("receiving %s on %s", h, a)
		}
	}
	if err := d.Run(ctx); err != nil {
		return later(err)
	}
	if err := printBook(sh, d.Book()); err != nil {
		return err
	}
	t := d.Received()
	return sh.result(map[string]any{"received": t}, "this time: %d PDUs: %d stored, %d of the transport, %d came again and were dropped, %d kept aside, %d stored and not decoded",
		t.PDUs, t.Product, t.Transport, t.Twice, t.Doubted, t.Unread)
}

// tls gives mutual TLS where certificates are named; all three or none.
func (f *lemfFlags) tls() (*tls.Config, error) {
	if f.cert == "" && f.certKey == "" && f.clients == "" {
		return nil, nil //nolint:nilnil // no TLS is wanted
	}
	if f.cert == "" || f.certKey == "" || f.clients == "" {
		return nil, usage("mutual TLS wants all of --cert, --cert-key and --clients")
	}
	cert, err1 := readOptional(f.cert)
	key, err2 := readOptional(f.certKey)
	clients, err3 := readOptional(f.clients)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	return lemf.Mutual(cert, key, clients)
}

// lemfRebuild makes calls and sessions again and says what is missing.
func lemfRebuild(ctx context.Context, sh *shell, f lemfFlags, files []string) error {
	o, err := f.options()
	if err != nil {
		return err
	}
	book, err := lemf.Rebuild(ctx, files, f.out, o, sh.now())
	if err != nil {
		return err
	}
	return printBook(sh, book)
}

// A countLine is what came of one stream.
type countLine struct {
	LIID     string  `json:"liid"`
	CIN      *uint32 `json:"cin"` // null where there is none
	Kind     string  `json:"kind"`
	Expected uint64  `json:"expected"`
	Received uint64  `json:"received"`
	Missing  uint64  `json:"missing"`
	Twice    uint64  `json:"twice"`
}

// printBook writes what was expected, came and is missing: a line a stream, then what does not belong together.
func printBook(sh *shell, b *core.Book) error {
	for _, c := range b.Counts() {
		if c.Kind == core.KindTRI {
			continue
		}
		l := countLine{c.LIID.Reveal(), &c.CIN, c.Kind.String(), c.Expected(), c.Received(), c.Missing() + c.Before(), c.Twice}
		if c.NoCIN {
			l.CIN = nil
		}
		if err := sh.result(l, "LIID %s, CIN %d, %s: expected %d, received %d, missing %d, twice %d", l.LIID, c.CIN, l.Kind, l.Expected, l.Received, l.Missing, l.Twice); err != nil {
			return err
		}
	}
	for _, t := range b.Sessions() {
		for _, what := range t.Lacks() {
			if err := sh.result(map[string]any{"liid": t.LIID.Reveal(), "cin": t.CIN, "lacks": what}, "LIID %s, CIN %d: %s", t.LIID.Reveal(), t.CIN, what); err != nil {
				return err
			}
		}
	}
	return nil
}
