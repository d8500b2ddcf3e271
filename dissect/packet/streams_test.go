package packet

import (
	"bytes"
	"net/netip"
	"testing"

	"pgregory.net/rapid"
)

func segmentOf(seq uint32, b []byte) *Packet {
	return &Packet{Source: netip.MustParseAddrPort("192.0.2.1:1"), Destination: netip.MustParseAddrPort("192.0.2.2:2"), Protocol: TCP, Seq: seq, Payload: b}
}

func TestSegmentsInAnyOrderGiveTheStream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 1, 500).Draw(t, "data")
		start := rapid.SampledFrom([]uint32{0, 77, 1<<32 - 100}).Draw(t, "start")
		var s Streams
		syn := segmentOf(start, nil)
		syn.SYN = true
		s.Take(syn)
		var order []*Packet
		for at := 0; at < len(data); {
			n := rapid.IntRange(1, len(data)-at).Draw(t, "n")
			back := rapid.IntRange(0, at).Draw(t, "again") // a segment may repeat what came before
			order = append(order, segmentOf(start+1+uint32(back), data[back:at+n]))
			at += n
		}
		var got []byte
		for _, p := range rapid.Permutation(order).Draw(t, "order") {
			out, gap := s.Take(p)
			if gap {
				t.Fatal("a gap where nothing is missing")
			}
			got = append(got, out...)
		}
		if !bytes.Equal(got, data) {
			t.Fatalf("\n%x\n%x", got, data)
		}
	})
}

func TestALostSegmentIsPassedOverWithinTheBound(t *testing.T) {
	var s Streams
	s.Take(segmentOf(0, []byte("a")))
	gaps := 0
	seq := uint32(5)
	for range MaxAhead/1000 + 2 {
		out, gap := s.Take(segmentOf(seq, make([]byte, 1000)))
		if gap {
			gaps++
			if len(out) < MaxAhead {
				t.Errorf("%d octets behind the gap", len(out))
			}
		}
		seq += 1000
	}
	if gaps != 1 || s.Gaps() != 1 {
		t.Errorf("%d gaps", gaps)
	}
}

func TestStreamsAreBounded(t *testing.T) {
	var s Streams
	for i := range MaxStreams + 10 {
		p := segmentOf(1, []byte("x"))
		p.Source = netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), 1)
		s.Take(p)
	}
	if len(s.flows) > MaxStreams {
		t.Errorf("%d streams", len(s.flows))
	}
	p := segmentOf(1, nil)
	p.FIN = true
	n := len(s.flows)
	s.Take(p)
	if len(s.flows) != n-1 && len(s.flows) != n {
		t.Errorf("an ended stream stays")
	}
}

func TestWhatAllStreamsHoldIsBounded(t *testing.T) {
	var s Streams
	for i := range 400 {
		p := segmentOf(1, []byte("x"))
		p.Source = netip.AddrPortFrom(netip.AddrFrom4([4]byte{10, 0, byte(i >> 8), byte(i)}), 1)
		s.Take(p)
		for range 3 {
			p.Seq += 70_000
			p.Payload = make([]byte, 60_000)
			s.Take(p)
		}
		sum := 0
		for _, f := range s.flows {
			sum += f.held
		}
		if s.held != sum || sum > MaxHeld {
			t.Fatalf("%d octets are held, it says %d", sum, s.held)
		}
		if i%7 == 0 {
			s.Forget(Flow{p.Source, p.Destination})
		}
	}
	if s.Gaps() == 0 {
		t.Error("the bound was never reached")
	}
}
