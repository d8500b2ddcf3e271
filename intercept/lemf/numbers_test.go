package lemf

import (
	"testing"

	"pgregory.net/rapid"
)

func TestNumbersCountOverTheWrap(t *testing.T) {
	var n Numbers
	for i := uint32(0xfffffffe); i != 3; i++ {
		if !n.Add(i) {
			t.Fatalf("%d was not new", i)
		}
	}
	if n.Received() != 5 || n.Missing() != 0 || n.Last() != 1<<32+2 {
		t.Errorf("%d received, %d missing, last %d", n.Received(), n.Missing(), n.Last())
	}
}

func TestNumbersAgreeWithASetWhateverTheOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		base := rapid.SampledFrom([]uint32{0, 1000, 0xfffffff0}).Draw(rt, "base")
		offsets := rapid.SliceOfN(rapid.Uint32Range(0, 300), 1, 200).Draw(rt, "offsets")
		var n Numbers
		seen := map[uint32]bool{}
		low, high := uint32(300), uint32(0)
		for _, o := range offsets {
			if fresh := n.Add(base + o); fresh == seen[o] {
				rt.Fatalf("%d: new is %v", o, fresh)
			}
			seen[o] = true
			low, high = min(low, o), max(high, o)
		}
		if n.Received() != uint64(len(seen)) || n.Missing() != uint64(high-low+1)-uint64(len(seen)) {
			rt.Fatalf("%d received, %d missing of %d", n.Received(), n.Missing(), len(seen))
		}
		var gaps uint64
		for _, g := range n.Gaps() {
			gaps += g.size()
		}
		if gaps != n.Missing() {
			rt.Fatalf("gaps hold %d, missing %d", gaps, n.Missing())
		}
	})
}

func TestGapsWithoutEndTakeNoMemoryWithoutEnd(t *testing.T) {
	var n Numbers
	const many = 3 * MaxGaps
	for i := range uint32(many) {
		n.Add(2 * i)
	}
	if len(n.runs) > MaxGaps {
		t.Errorf("%d runs are kept", len(n.runs))
	}
	if n.Received() != many || n.Missing() != many-1 {
		t.Errorf("%d received, %d missing", n.Received(), n.Missing())
	}
	if n.Add(1) {
		t.Error("a number under closed gaps passes as new")
	}
}
