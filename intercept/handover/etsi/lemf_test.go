package etsi_test

import (
	"errors"
	"time"

	wire "writ/wire/etsi"
)

// A lemf is an agency's receiver in memory. It drops duplicates by LIID, CIN, kind and sequence number and notes in
// which order the rest came. What it has not synced, a crash loses.
type lemf struct {
	w      *world
	conns  []*tcp
	pdu    wire.PDU
	next   func() manners // how it treats its next connection
	sync   bool           // it acknowledges PDUs only when it has synced them
	up     bool
	stored ledger
	fresh  ledger // since the last sync
	fault  string // what should not have come

	kinds  map[wire.TRIKind]int
	double int
}

// manners are how a lemf treats a connection.
type manners struct {
	mute     bool          // answers nothing
	garbage  bool          // answers what is no PDU
	wrong    bool          // sends IRI and odd numbers
	decline  bool          // declines all options
	pace     time.Duration // between two reads
	gulp     int           // octets of a read
	lifetime time.Duration // then it resets
	late     time.Duration // before an answer
}

type key struct {
	liid string
	cin  uint32
	kind wire.Kind
}

// A ledger is what came of each communication, in order.
type ledger map[key][]uint32

func newLEMF(w *world) *lemf {
	return &lemf{w: w, up: true, stored: ledger{}, fresh: ledger{}, kinds: map[wire.TRIKind]int{}, next: func() manners { return manners{} }}
}

// accept takes a connection.
func (l *lemf) accept(c *tcp) {
	c.manners = l.next()
	if c.manners.gulp == 0 {
		c.manners.gulp = 64 << 10
	}
	l.conns = append(l.conns, c)
	if c.manners.lifetime > 0 {
		l.w.after(c.manners.lifetime, c.reset)
	}
	if c.manners.garbage {
		l.w.after(c.manners.lifetime/2, func() { c.answer([]byte("HTTP/1.1 400 Bad Request\r\n\r\n")) })
	}
}

// wake plans a read. Connections are read in the order in which they came.
func (l *lemf) wake(*tcp) {
	for _, c := range l.conns {
		if len(c.read) > 0 {
			l.w.after(c.manners.pace, func() { l.take(c) })
			return
		}
	}
}

func (l *lemf) take(c *tcp) {
	if !l.up || len(c.read) == 0 {
		return
	}
	n := min(len(c.read), c.manners.gulp)
	c.in = append(c.in, c.read[:n]...)
	c.read = c.read[n:]
	for {
		n, err := wire.Size(c.in)
		if errors.Is(err, wire.ErrMore) {
			break
		}
		if err != nil {
			l.fault = "not a PDU: " + err.Error()
			break
		}
		l.one(c, c.in[:n])
		c.in = c.in[n:]
	}
	c.move()
	l.wake(c)
}

func (l *lemf) one(c *tcp, pdu []byte) {
	if err := l.pdu.Decode(pdu); err != nil {
		l.fault = err.Error()
		return
	}
	if l.pdu.Kind == wire.KindTRI {
		l.control(c)
		return
	}
	l.keep(key{string(l.pdu.LIID), l.pdu.CIN, l.pdu.Kind}, l.pdu.Seq)
	if c.manners.wrong && l.w.chance(10) {
		c.answer(append([]byte(nil), pdu...)) // an LEMF that sends product
	}
}

func (l *lemf) keep(k key, seq uint32) {
	if l.stored.has(k, seq) || l.fresh.has(k, seq) {
		l.double++
		return
	}
	l.fresh[k] = append(l.fresh[k], seq)
}

func (g ledger) has(k key, seq uint32) bool {
	for _, s := range g[k] {
		if s == seq {
			return true
		}
	}
	return false
}

func (l *lemf) synced() {
	for k, seqs := range l.fresh {
		l.stored[k] = append(l.stored[k], seqs...)
	}
	clear(l.fresh)
}

// crash loses what is not synced and all connections, their kernel's octets too.
func (l *lemf) crash() {
	clear(l.fresh)
	for _, c := range l.conns {
		c.read, c.in = nil, nil
		c.reset()
	}
	l.conns = nil
}

func (l *lemf) control(c *tcp) {
	l.kinds[l.pdu.TRI.Kind]++
	if c.manners.mute {
		return
	}
	seq := l.pdu.Seq
	if c.manners.wrong && l.w.chance(30) {
		seq += 7
	}
	switch l.pdu.TRI.Kind {
	case wire.KeepAlive:
		l.reply(c, seq, wire.TRI{Kind: wire.KeepAliveResponse})
	case wire.OptionRequest:
		t := wire.TRI{Kind: wire.OptionResponse, Accepted: l.pdu.TRI.Requested}
		if c.manners.decline {
			t.Accepted, t.Declined = nil, l.pdu.TRI.Requested
		}
		l.reply(c, seq, t)
	case wire.AckRequest:
		l.synced()
		l.reply(c, seq, wire.TRI{Kind: wire.AckResponse})
	}
}

func (l *lemf) reply(c *tcp, seq uint32, t wire.TRI) {
	h := l.pdu.Header
	h.Seq = seq
	octets := wire.AppendTRI(nil, &h, &t)
	l.w.after(c.manners.late, func() { c.answer(octets) })
}
