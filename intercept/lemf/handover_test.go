package lemf_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/intercept"
	"writ/intercept/handover"
	session "writ/intercept/handover/etsi"
	"writ/intercept/lemf"
	"writ/intercept/lemf/lemftest"
	"writ/wire/etsi"
)

// A pair is our own delivery session and the twin, with a network between them that a test cuts, and a disk that a test makes
// slow. What the twin has not made durable is lost when it crashes.
type pair struct {
	t        *rapid.T
	s        *session.Session
	r        *lemf.Receiver
	at       time.Time
	link     uint64
	stands   bool
	up, down []byte
	wrote    uint64
	disk     []byte // durable
	cache    []byte // stored and not durable
	mark     uint64
	taken    uint64
	offered  uint64
	due      bool // the session wants to dial
}

func newPair(t *rapid.T) *pair {
	p := intercept.Profile{Module: 43, IPAccess: 20, IPMultimedia: 17, Time: intercept.Micro, Operator: "op", Element: "ne", Acknowledge: true,
		KeepAlive: intercept.KeepAlive{Idle: 2 * time.Minute, Answer: 30 * time.Second, GiveUp: time.Minute, LIID: "-"}}
	s, err := session.New(session.Config{Profile: p, Window: 8 << 10, Chunk: 2 << 10})
	if err != nil {
		t.Fatal(err)
	}
	x := &pair{t: t, s: s, r: lemf.NewReceiver(lemf.Options{Ack: true}), at: lemftest.Start}
	x.step(handover.Event{Kind: handover.Start})
	return x
}

// step moves the session and does what it asks for.
func (x *pair) step(e handover.Event) {
	if e.At = x.at; e.Link == 0 {
		e.Link = x.link
	}
	for _, f := range x.s.Step(e, nil) {
		switch f.Kind {
		case handover.Dial:
			x.link, x.due = f.Link, true
		case handover.Close:
			x.cut()
		case handover.Write:
			if !x.stands {
				continue
			}
			x.up = append(x.up, f.Octets...)
			x.wrote += uint64(len(f.Octets))
			x.step(handover.Event{Kind: handover.Wrote, N: x.wrote})
		case handover.Taken:
			x.taken = f.Place
		case handover.Say:
		}
	}
}

func (x *pair) dial() {
	if !x.due {
		return
	}
	x.due, x.stands, x.wrote, x.up, x.down = false, true, 0, nil, nil
	x.twin(lemf.Opened{Link: lemf.LinkID(x.link), Handover: lemf.HI3, At: x.at})
	x.step(handover.Event{Kind: handover.Opened})
}

// cut ends the link with all that is under way on it.
func (x *pair) cut() {
	if !x.stands {
		return
	}
	x.stands, x.up, x.down = false, nil, nil
	x.twin(lemf.Closed{Link: lemf.LinkID(x.link), At: x.at})
	x.step(handover.Event{Kind: handover.Closed})
}

func (x *pair) twin(e lemf.Event) {
	for _, f := range x.r.Step(e) {
		switch f := f.(type) {
		case lemf.Store:
			x.cache = append(x.cache, f.Octets...)
			x.mark = f.Mark
		case lemf.Doubt:
			x.t.Fatal("a PDU was kept aside")
		case lemf.Write:
			if x.stands && f.Link == lemf.LinkID(x.link) {
				x.down = append(x.down, f.Octets...)
			}
		case lemf.Close:
			x.t.Fatal("the twin closed: " + f.Why)
		case lemf.Report:
		}
	}
}

// arrive lets octets through, in either direction.
func (x *pair) arrive(n int) {
	if k := min(n, len(x.up)); k > 0 {
		b := bytes.Clone(x.up[:k])
		x.up = x.up[k:]
		x.twin(lemf.Got{Link: lemf.LinkID(x.link), At: x.at, Octets: b})
	}
	if k := min(n, len(x.down)); k > 0 {
		b := bytes.Clone(x.down[:k])
		x.down = x.down[k:]
		x.step(handover.Event{Kind: handover.Got, Octets: b})
	}
}

func (x *pair) sync() {
	x.disk = append(x.disk, x.cache...)
	x.cache = nil
	x.twin(lemf.Stored{Mark: x.mark})
}

// crash loses what is not durable, and half a PDU may stay of it.
func (x *pair) crash() {
	x.cut()
	x.cache, x.mark = nil, 0
	x.r = lemf.NewReceiver(lemf.Options{Ack: true})
	x.each(func(b []byte) { x.r.Known(lemf.HI3, b) })
}

func (x *pair) each(f func([]byte)) {
	if _, err := lemf.Scan(bytes.NewReader(x.disk), func(_ int64, _ int, b []byte) error { f(b); return nil }); err != nil {
		x.t.Fatal(err)
	}
}

func (x *pair) offer() {
	if x.s.Room() <= 0 {
		return
	}
	h := lemftest.Head(uint32(x.offered), time.Duration(x.offered)*time.Millisecond)
	x.offered++
	b := etsi.AppendCC(nil, &h, etsi.FromTarget, &etsi.CC{Kind: etsi.PacketCC, Version: 20, Octets: make([]byte, 40+x.offered%500)})
	x.step(handover.Event{Kind: handover.Offer, Place: x.offered, Octets: b})
}

func (x *pair) pass(d time.Duration) {
	x.at = x.at.Add(d)
	x.step(handover.Event{Kind: handover.Tick})
	x.dial()
}

// Whatever is cut and whoever crashes: what our session counts as delivered lies on the twin's disk, and in the end everything lies
// there once and in order.
func TestOurSessionAndTheTwinLoseAndDoubleNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		x := newPair(rt)
		for range rapid.IntRange(20, 200).Draw(rt, "steps") {
			switch rapid.IntRange(0, 11).Draw(rt, "what") {
			case 0:
				x.cut()
			case 1:
				x.crash()
			case 2, 3:
				x.sync()
			case 4, 5:
				x.pass(time.Duration(rapid.IntRange(1, 5000).Draw(rt, "ms")) * time.Millisecond)
			case 6, 7, 8:
				x.arrive(rapid.IntRange(1, 3000).Draw(rt, "octets"))
			default:
				x.offer()
			}
			x.delivered()
		}
		for range 400 {
			x.pass(time.Second)
			x.arrive(1 << 20)
			x.sync()
			x.arrive(1 << 20)
		}
		if x.taken != x.offered {
			rt.Fatalf("%d of %d were delivered in the end", x.taken, x.offered)
		}
		x.delivered()
	})
}

// delivered checks that the disk holds the PDUs from 0 on, each once, and at least those that were taken.
func (x *pair) delivered() {
	var p etsi.PDU
	n := uint64(0)
	x.each(func(b []byte) {
		if err := p.Decode(b); err != nil {
			x.t.Fatal(err)
		}
		if p.Kind != etsi.KindCC {
			return
		}
		if uint64(p.Seq) != n {
			x.t.Fatal(fmt.Sprintf("number %d lies where %d is due", p.Seq, n))
		}
		n++
	})
	if n < x.taken {
		x.t.Fatalf("%d are counted as delivered and %d lie on the disk", x.taken, n)
	}
}
