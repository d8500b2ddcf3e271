package etsi

import (
	"math"
	"testing"
	"time"

	"writ/intercept"
	"writ/intercept/handover"
	wire "writ/wire/etsi"
)

func TestNumbersWrapAfterTwoToThe32(t *testing.T) {
	s, err := New(Config{Profile: intercept.Profile{Module: 43, Operator: "OP1", KeepAlive: intercept.KeepAlive{
		Idle: time.Minute, Answer: time.Second, GiveUp: time.Second, LIID: "-"}}})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	step := func(e handover.Event) []handover.Effect { e.At, e.Link = at, 1; return s.Step(e, nil) }
	step(handover.Event{Kind: handover.Start})
	step(handover.Event{Kind: handover.Opened})
	s.seq = math.MaxUint32
	var n uint64
	for _, want := range []uint32{math.MaxUint32, 0, 1} {
		for before := n; n == before; {
			due, _ := s.Due()
			at = at.Add(due)
			for _, f := range step(handover.Event{Kind: handover.Tick}) {
				n += uint64(len(f.Octets))
			}
		}
		step(handover.Event{Kind: handover.Wrote, N: n})
		h := wire.Header{Level: 43, LIID: []byte("-"), Operator: []byte("OP1"), NoCIN: true, Seq: want}
		step(handover.Event{Kind: handover.Got, Octets: wire.AppendTRI(nil, &h, &wire.TRI{Kind: wire.KeepAliveResponse})})
		if c := s.Counts(); c.Refused != 0 || s.line.keepAlive.waits {
			t.Fatalf("the answer with number %d was not taken: %+v", want, c)
		}
	}
}
