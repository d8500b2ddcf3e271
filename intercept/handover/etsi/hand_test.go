package etsi_test

import (
	"testing"
	"time"

	"writ/intercept/handover"
	"writ/intercept/handover/etsi"
	wire "writ/wire/etsi"
)

// A hand steps a session by hand: its socket takes everything at once, and what is written is read back.
type hand struct {
	t     *testing.T
	s     *etsi.Session
	at    time.Time
	last  time.Time // of an event
	link  uint64
	n     uint64 // octets written over the link
	stuck bool   // the socket takes nothing more
	out   []byte
	fx    []handover.Effect
	said  []handover.Trouble
	taken uint64
}

func newHand(t *testing.T, change func(*etsi.Config)) *hand {
	c := etsi.Config{Profile: profile()}
	if change != nil {
		change(&c)
	}
	s, err := etsi.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return &hand{t: t, s: s, at: epoch}
}

// up is a hand whose link stands.
func up(t *testing.T, change func(*etsi.Config)) *hand {
	h := newHand(t, change)
	h.do(handover.Start)
	h.do(handover.Opened)
	return h
}

func (h *hand) do(k handover.EventKind) { h.step(handover.Event{Kind: k}) }

func (h *hand) step(e handover.Event) {
	h.t.Helper()
	e.At, h.last = h.at, h.at
	if e.Link == 0 {
		e.Link = h.link
	}
	h.fx = h.s.Step(e, nil)
	wrote := false
	for _, f := range h.fx {
		switch f.Kind {
		case handover.Dial:
			h.link, h.n, h.stuck = f.Link, 0, false
		case handover.Write:
			h.out = append(h.out, f.Octets...)
			h.n += uint64(len(f.Octets))
			wrote = true
		case handover.Say:
			h.said = append(h.said, f.Report.Trouble)
		case handover.Taken:
			h.taken = f.Place
		}
	}
	if err := h.s.Counts().Check(); err != nil {
		h.t.Fatal(err)
	}
	if wrote && !h.stuck {
		fx := h.fx
		h.step(handover.Event{Kind: handover.Wrote, N: h.n})
		h.fx = append(fx, h.fx...)
	}
}

func (h *hand) offer(place uint64, octets string) {
	h.t.Helper()
	h.step(handover.Event{Kind: handover.Offer, Place: place, Octets: []byte(octets)})
}

func (h *hand) answer(k wire.TRIKind, seq uint32) {
	h.t.Helper()
	t := wire.TRI{Kind: k}
	if k == wire.OptionResponse {
		t.Accepted = []wire.Option{wire.PDUAcknowledgement}
	}
	h.got(tri(seq, t))
}

func tri(seq uint32, t wire.TRI) []byte {
	head := wire.Header{Level: 43, LIID: []byte("keep-alive"), Operator: []byte("OP1"), NoCIN: true, Seq: seq}
	return wire.AppendTRI(nil, &head, &t)
}

func (h *hand) got(octets []byte) {
	h.t.Helper()
	h.step(handover.Event{Kind: handover.Got, Octets: octets})
}

// wait lets time pass in ticks that are due.
func (h *hand) wait(d time.Duration) {
	h.t.Helper()
	for {
		due, ok := h.s.Due()
		due -= h.at.Sub(h.last)
		if !ok || due > d {
			h.at = h.at.Add(d)
			return
		}
		d -= due
		h.at = h.at.Add(due)
		h.do(handover.Tick)
	}
}

// own decodes the session's own PDUs that were written since the last call; octets of stream PDUs that are no BER
// are what the test offered as text, and are passed over.
func (h *hand) own() (kinds []wire.TRIKind, last wire.PDU) {
	h.t.Helper()
	for len(h.out) > 0 {
		n, err := wire.Size(h.out)
		if h.out[0] != 0x30 || err != nil {
			h.out = h.out[1:]
			continue
		}
		if err := last.Decode(h.out[:n]); err != nil {
			h.t.Fatal(err)
		}
		kinds = append(kinds, last.TRI.Kind)
		h.out = h.out[n:]
	}
	return kinds, last
}

// did reports whether the last step had an effect of a kind.
func (h *hand) did(k handover.EffectKind) bool {
	for _, f := range h.fx {
		if f.Kind == k {
			return true
		}
	}
	return false
}
