package etsi_test

import (
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"writ/intercept"
	"writ/intercept/handover"
	"writ/intercept/handover/etsi"
	wire "writ/wire/etsi"
)

var update = flag.Bool("update", false, "write the golden files")

// The octets of each PDU that a session makes itself.
func TestTheSessionsOwnPDUsAreTheseOctets(t *testing.T) {
	for _, form := range []intercept.TimeForm{intercept.Micro, intercept.GeneralizedTime} {
		h := newHand(t, func(c *etsi.Config) {
			c.Segment, c.Profile.Acknowledge, c.Profile.Time = true, true, form
		})
		h.at = h.at.Add(123456 * time.Microsecond)
		h.do(handover.Start)
		h.step(handover.Event{Kind: handover.Lost, Octets: []byte("LIID-7")})
		h.offer(1, "x")
		var stream []byte
		answer := func(k wire.TRIKind) {
			stream = append(stream, h.out...)
			_, request := h.own()
			h.answer(k, request.Seq)
		}
		open := func() {
			h.do(handover.Opened)
			answer(wire.OptionResponse)
		}
		open()
		h.do(handover.Test)
		h.wait(time.Second)
		answer(wire.AckResponse)
		h.wait(20 * time.Second)
		h.offer(2, "x")
		h.do(handover.Closed)
		h.wait(time.Second)
		open()
		h.do(handover.Stop)
		name := "own-micro.hex"
		if form == intercept.GeneralizedTime {
			name = "own-generalized.hex"
		}
		stream = append(stream, h.out...)
		golden(t, filepath.Join("testdata", name), stream)
		if n := kindsOf(t, stream); len(n) != 8 {
			t.Errorf("%d kinds of PDU in %s, want all 8: %v", len(n), name, n)
		}
	}
}

func kindsOf(t *testing.T, stream []byte) map[wire.TRIKind]int {
	h := &hand{t: t, out: stream}
	kinds := map[wire.TRIKind]int{}
	all, _ := h.own()
	for _, k := range all {
		kinds[k]++
	}
	return kinds
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(hex.EncodeToString(got)+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if hex.EncodeToString(got)+"\n" != string(want) {
		t.Errorf("%s differs:\n got %x\nwant %s", file, got, want)
	}
}
