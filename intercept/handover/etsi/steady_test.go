package etsi_test

import (
	"testing"

	"writ/intercept/handover"
	"writ/intercept/handover/etsi"
)

// warm is a session that has delivered for a while.
func warm(tb testing.TB) (run func()) {
	s, err := etsi.New(etsi.Config{Profile: profile()})
	if err != nil {
		tb.Fatal(err)
	}
	fx := s.Step(handover.Event{Kind: handover.Start, At: epoch}, nil)
	link := fx[0].Link
	at, place, n := epoch, uint64(0), uint64(0)
	step := func(e handover.Event) {
		e.At, e.Link = at, link
		fx = s.Step(e, fx[:0])
		for _, f := range fx {
			if f.Kind == handover.Write {
				n += uint64(len(f.Octets))
			}
		}
	}
	step(handover.Event{Kind: handover.Opened})
	pdu := make([]byte, 300)
	one := func() {
		place++
		at = at.Add(100_000)
		step(handover.Event{Kind: handover.Offer, Place: place, Octets: pdu})
		if place%16 == 0 {
			step(handover.Event{Kind: handover.Wrote, N: n})
			step(handover.Event{Kind: handover.Acked, N: n})
		}
	}
	for range 10_000 {
		one()
	}
	return one
}

func TestNothingIsAllocatedForAPDUInTheSteadyState(t *testing.T) {
	if n := testing.AllocsPerRun(10_000, warm(t)); n != 0 {
		t.Errorf("%v allocations a PDU", n)
	}
}

func BenchmarkDeliver(b *testing.B) {
	one := warm(b)
	b.ReportAllocs()
	for b.Loop() {
		one()
	}
}
