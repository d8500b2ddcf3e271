package mediation

import (
	"testing"

	"writ/intercept"
	"writ/wire/x2x3"
)

// running is a Core with a call that is up, and a PDU of its content with a number that can be moved on.
func running1(t fataler, integrity bool) (*bench, *x2x3.PDU) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	terms.Legs[0].Profile.Integrity.EveryPDUs = 1000
	if !integrity {
		terms.Legs[0].Profile.Integrity = intercept.Integrity{}
	}
	b.set(task, terms)
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
	p := pdu(task, x2x3.X3, x2x3.RTP, 7, 2*ms, rtp(1))
	p.Seq = x2x3.Some(uint32(0))
	p.DestPort = x2x3.Some(uint16(30000))
	return b, p
}

func TestContentCostsNoAllocation(t *testing.T) {
	for _, integrity := range []bool{false, true} {
		b, p := running1(t, integrity)
		delta := make([]byte, 0, 1<<20)
		at := noon.Add(2 * ms)
		step := func() {
			for range 100 {
				b.Take(p, at, b.out)
				p.Seq.V++
				at = at.Add(20 * ms)
			}
			delta = b.Delta(delta[:0])
			b.out.Batch(1, at, delta)
			b.out.Reset()
		}
		for range 30 {
			step()
		}
		if n := testing.AllocsPerRun(50, step); n != 0 {
			t.Errorf("integrity %v: %v allocations for 100 PDUs, their delta and batch", integrity, n)
		}
	}
}

func BenchmarkContent(b *testing.B) {
	for name, integrity := range map[string]bool{"plain": false, "hashed": true} {
		b.Run(name, func(b *testing.B) {
			h, p := running1(b, integrity)
			at := noon.Add(2 * ms)
			b.SetBytes(int64(len(p.Payload)))
			b.ReportAllocs()
			for i := range b.N {
				h.Take(p, at, h.out)
				p.Seq.V++
				if i%100 == 99 {
					h.Delta(nil)
					h.out.Reset()
					at = at.Add(20 * ms)
				}
			}
		})
	}
}

// BenchmarkManyCalls is content of a thousand calls in turn, with a delta each hundred PDUs.
func BenchmarkManyCalls(b *testing.B) {
	h, p := running1(b, true)
	for i := range 1000 {
		task, _ := call1(b, 1)
		h.send(pdu(task, x2x3.X2, x2x3.SIP, uint64(i+1), ms, invite("c1")))
	}
	at, delta := noon.Add(2*ms), make([]byte, 0, 1<<20)
	h.out.Reset()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		p.Correlation, p.Seq.V = uint64(i%1000+1), uint32(i/1000)
		h.Take(p, at, h.out)
		if i%100 == 99 {
			delta = h.Delta(delta[:0])
			h.out.Reset()
			at = at.Add(2 * ms)
		}
	}
	b.ReportMetric(float64(len(delta))/100, "delta-octets/op")
}
