package etsi_test

import (
	"bytes"
	"fmt"
	"time"

	"writ/intercept"
	"writ/intercept/handover"
	"writ/intercept/handover/etsi"
	wire "writ/wire/etsi"
)

var epoch = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// A driver carries a session's effects out in a world, with a spool in memory.
type driver struct {
	w    *world
	s    *etsi.Session
	cfg  etsi.Config
	lemf *lemf
	net  func(*tcp) dialled // what becomes of a dial

	conn    *tcp
	pdus    [][]byte // the spool, by place - 1
	offered int      // to this session
	taken   uint64   // by any session
	skew    time.Duration
	ticks   int
	fx      []handover.Effect
	reports []handover.Report
	dials   int
	fault   string
}

// A dialled is what becomes of a dial.
type dialled uint8

const (
	stands  dialled = iota
	refused         // the LEMF's machine says no
	lostSYN         // nothing comes back
)

func newDriver(w *world, l *lemf, c etsi.Config) *driver {
	d := &driver{w: w, lemf: l, cfg: c, net: func(*tcp) dialled { return stands }}
	d.restart()
	return d
}

// restart is a new process: the session's memory is gone, the spool is not.
func (d *driver) restart() {
	s, err := etsi.New(d.cfg)
	if err != nil {
		panic(err)
	}
	if d.conn != nil {
		d.conn.gone = true
		d.conn.reset()
		d.conn = nil
	}
	d.s, d.offered = s, int(d.taken)
	d.step(handover.Event{Kind: handover.Start})
}

func (d *driver) step(e handover.Event) {
	e.At = epoch.Add(d.w.now + d.skew)
	d.fx = d.s.Step(e, d.fx[:0])
	fx := append([]handover.Effect(nil), d.fx...)
	for _, f := range fx {
		d.do(f)
	}
	if err := d.s.Counts().Check(); err != nil {
		d.fault = err.Error()
	}
	d.feed()
	d.plan()
}

func (d *driver) feed() {
	if d.offered < len(d.pdus) && d.s.Room() > 0 {
		d.offered++
		d.step(handover.Event{Kind: handover.Offer, Place: uint64(d.offered), Octets: append([]byte(nil), d.pdus[d.offered-1]...)})
	}
}

func (d *driver) plan() {
	d.ticks++
	mine, s := d.ticks, d.s
	if wait, ok := d.s.Due(); ok {
		if wait < 0 {
			d.fault = fmt.Sprintf("due before now: %v", wait)
		}
		d.w.after(wait, func() {
			if mine == d.ticks && s == d.s {
				d.step(handover.Event{Kind: handover.Tick})
			}
		})
	}
}

func (d *driver) do(f handover.Effect) {
	switch f.Kind {
	case handover.Dial:
		d.dial(f.Link)
	case handover.Close:
		c := d.conn
		if c == nil || c.link != f.Link {
			c = &tcp{w: d.w, df: d, link: f.Link, gone: true, ended: true} // a dial that was under way
		}
		c.gone = true
		d.w.after(c.delay, func() { c.ended = true })
		d.w.after(time.Millisecond, func() { d.tell(c, handover.Event{Kind: handover.Closed}) })
	case handover.Write:
		if d.conn == nil || d.conn.link != f.Link {
			d.fault = "a write to no link"
			return
		}
		d.conn.write(f.Octets)
	case handover.Taken:
		if f.Place <= d.taken || int(f.Place) > d.offered {
			d.fault = fmt.Sprintf("place %d taken after %d", f.Place, d.taken)
		}
		d.taken = max(d.taken, f.Place)
	case handover.Say:
		d.reports = append(d.reports, f.Report)
	}
}

func (d *driver) dial(link uint64) {
	d.dials++
	c := &tcp{w: d.w, link: link, df: d, lemf: d.lemf, delay: d.w.between(100*time.Microsecond, 20*time.Millisecond),
		room: 512 + d.w.rng.IntN(16<<10), buffer: 512 + d.w.rng.IntN(16<<10)}
	d.conn = c
	switch d.net(c) {
	case lostSYN:
	case refused:
		d.w.after(c.delay, func() { d.closed(c) })
	case stands:
		d.w.after(2*c.delay, func() {
			if c.gone {
				return
			}
			d.lemf.accept(c)
			d.tell(c, handover.Event{Kind: handover.Opened})
		})
	}
}

// tell gives the session an event of a connection, also of one that it gave up: it must not mind.
func (d *driver) tell(c *tcp, e handover.Event) {
	if c.df.s != d.s {
		return
	}
	e.Link = c.link
	d.step(e)
}

func (d *driver) wrote(c *tcp, n uint64) {
	if !c.gone || d.w.chance(50) {
		d.tell(c, handover.Event{Kind: handover.Wrote, N: n})
	}
	c.fill()
}

func (d *driver) acked(c *tcp, n uint64) {
	if !c.gone {
		d.tell(c, handover.Event{Kind: handover.Acked, N: n})
	}
}

func (d *driver) got(c *tcp, octets []byte) {
	d.tell(c, handover.Event{Kind: handover.Got, Octets: octets})
}

func (d *driver) closed(c *tcp) {
	if !c.gone {
		c.gone = true
		d.tell(c, handover.Event{Kind: handover.Closed})
	}
}

// spool adds a PDU.
func (d *driver) spool(pdu []byte) {
	d.pdus = append(d.pdus, pdu)
	d.feed()
}

// profile is what the tests agree on with a LEMF.
func profile() intercept.Profile {
	return intercept.Profile{
		Name: "test", Module: 43, Time: intercept.Micro, Authorisation: "XX", Delivery: "XX", Operator: "OP1", Element: "NE1",
		KeepAlive: intercept.KeepAlive{Idle: 20 * time.Second, Answer: 4 * time.Second, GiveUp: 8 * time.Second, LIID: "keep-alive"},
	}
}

// A maker makes PDUs as mediation does.
type maker struct {
	counts map[key]uint32
	want   ledger
}

func newMaker() *maker { return &maker{map[key]uint32{}, ledger{}} }

func (m *maker) cc(liid string, cin uint32, size int) []byte {
	k := key{liid, cin, wire.KindCC}
	h := wire.Header{Level: 43, LIID: []byte(liid), Operator: []byte("OP1"), CIN: cin, Seq: m.number(k), Stamp: wire.Stamp{Form: wire.MicroTime, Sec: 1767225600}}
	c := wire.CC{Kind: wire.PacketCC, Version: 20, Octets: bytes.Repeat([]byte{byte(h.Seq)}, size)}
	return wire.AppendCC(nil, &h, wire.ToTarget, &c)
}

func (m *maker) number(k key) uint32 {
	n := m.counts[k]
	m.counts[k]++
	m.want[k] = append(m.want[k], n)
	return n
}
