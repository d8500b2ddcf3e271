package etsi_test

import (
	"slices"
	"testing"
	"time"

	"writ/intercept/handover"
	"writ/intercept/handover/etsi"
	wire "writ/wire/etsi"
)

func acknowledging(c *etsi.Config) { c.Profile.Acknowledge = true }

// agreed is a hand whose LEMF has taken the option.
func agreed(t *testing.T) *hand {
	h := up(t, acknowledging)
	h.offer(1, "waits until options are agreed")
	kinds, o := h.own()
	if !slices.Equal(kinds, []wire.TRIKind{wire.OptionRequest}) || h.s.Counts().InFlight != 0 {
		t.Fatalf("a new link began with %v and %+v", kinds, h.s.Counts())
	}
	h.answer(wire.OptionResponse, o.Seq)
	if kinds, _ := h.own(); !slices.Equal(kinds, []wire.TRIKind{wire.OptionComplete}) || h.s.Counts().InFlight != 1 {
		t.Fatalf("agreed: %v, %+v", kinds, h.s.Counts())
	}
	return h
}

func TestWithTheOptionOnlyAnAcknowledgementDelivers(t *testing.T) {
	h := agreed(t)
	h.step(handover.Event{Kind: handover.Acked, N: h.n})
	if h.taken != 0 {
		t.Fatal("what TCP acknowledged counted")
	}
	h.wait(time.Second)
	kinds, r := h.own()
	if !slices.Equal(kinds, []wire.TRIKind{wire.AckRequest}) {
		t.Fatalf("asked with %v", kinds)
	}
	h.offer(2, "after the request")
	h.answer(wire.AckResponse, r.Seq+1)
	if h.taken != 0 || !slices.Contains(h.said, handover.WrongNumber) {
		t.Fatalf("an answer to no request: taken %d, told %v", h.taken, h.said)
	}
	h.answer(wire.AckResponse, r.Seq)
	if h.taken != 1 {
		t.Errorf("taken up to %d, want 1: what came after the request is not covered", h.taken)
	}
	h.wait(time.Second)
	h.answer(wire.AckResponse, r.Seq) // the first answer again, while the second request is out
	if h.taken != 1 {
		t.Error("an old answer delivered what it does not know")
	}
}

func TestAnAcknowledgementThatOvertakesTheSocketsWordCountsWhenItComes(t *testing.T) {
	h := agreed(t)
	h.stuck = true
	h.wait(time.Second)
	_, r := h.own()
	h.answer(wire.AckResponse, r.Seq)
	if h.taken != 0 {
		t.Fatal("counted while the octets may still be read from our memory")
	}
	h.step(handover.Event{Kind: handover.Wrote, N: h.n})
	if h.taken != 1 {
		t.Error("forgotten")
	}
}

func TestALEMFThatDeclinesIsToldAndItsTCPCounts(t *testing.T) {
	h := up(t, acknowledging)
	_, o := h.own()
	h.got(tri(o.Seq, wire.TRI{Kind: wire.OptionResponse, Declined: []wire.Option{wire.PDUAcknowledgement}}))
	h.offer(1, "x")
	h.step(handover.Event{Kind: handover.Acked, N: h.n})
	if h.taken != 1 || !slices.Contains(h.said, handover.Declined) {
		t.Errorf("taken %d, told %v", h.taken, h.said)
	}
}

func TestALEMFThatAcknowledgesNothingIsToldOnceAndTriedAgainLaterAndLater(t *testing.T) {
	h := agreed(t)
	for range 20 {
		h.wait(9 * time.Second)
		h.do(handover.Closed)
		h.wait(30 * time.Second)
		h.do(handover.Opened)
		_, o := h.own()
		h.answer(wire.OptionResponse, o.Seq)
	}
	if n := count(h.said, handover.Unacknowledged); n != 1 || h.taken != 0 {
		t.Errorf("told %d times, taken %d: %v", n, h.taken, h.said)
	}
	if h.s.Counts().Resent < 15 {
		t.Errorf("sent again %d times", h.s.Counts().Resent)
	}
}

func TestALEMFWithoutOptionsGetsNothingAndIsTold(t *testing.T) {
	h := up(t, acknowledging)
	h.offer(1, "x")
	h.wait(8 * time.Second)
	if !h.did(handover.Close) || !slices.Contains(h.said, handover.NoOptions) || h.s.Counts().InFlight != 0 {
		t.Errorf("%v, told %v", h.fx, h.said)
	}
}

func TestGarbageEndsTheLinkAndAForeignPDUDoesNot(t *testing.T) {
	for _, tc := range []struct {
		name   string
		octets []byte
		closes bool
		told   handover.Trouble
	}{
		{"text", []byte("HTTP/1.1 400"), true, handover.Garbage},
		{"a PDU longer than an answer can be", append([]byte{0x30, 0x82, 0xff, 0xff}, make([]byte, 5000)...), true, handover.Garbage},
		{"a SEQUENCE that is no PS-PDU", []byte{0x30, 2, 5, 0}, false, handover.WrongKind},
		{"content", newMaker().cc("LIID", 1, 10), false, handover.WrongKind},
		{"a keep-alive", tri(1, wire.TRI{Kind: wire.KeepAlive}), false, handover.WrongKind},
		{"an answer to nothing", tri(1, wire.TRI{Kind: wire.KeepAliveResponse}), false, handover.WrongNumber},
		{"a receipt for nothing", tri(1, wire.TRI{Kind: wire.AckResponse}), false, handover.WrongNumber},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := up(t, nil)
			h.got(tc.octets)
			h.got(tc.octets)
			if closed := !h.did(handover.Close) && h.link == 1; closed == tc.closes && !tc.closes {
				t.Errorf("link closed: %v", h.fx)
			}
			if count(h.said, tc.told) != 1 {
				t.Errorf("told %v", h.said)
			}
		})
	}
}

func TestATestPDUOrPaddingFromTheLEMFIsNoTrouble(t *testing.T) {
	h := up(t, nil)
	h.got(tri(1, wire.TRI{Kind: wire.TestPDU}))
	h.got(tri(2, wire.TRI{Kind: wire.PaddingPDU, Padding: []byte("pad")}))
	if len(h.said) != 1 || h.s.Counts().Answers != 2 || h.s.Counts().Refused != 0 {
		t.Errorf("told %v, %+v", h.said, h.s.Counts())
	}
}

func TestAnAnswerOctetByOctetIsAnAnswer(t *testing.T) {
	h := up(t, nil)
	h.wait(20 * time.Second)
	_, k := h.own()
	for _, o := range tri(k.Seq, wire.TRI{Kind: wire.KeepAliveResponse}) {
		h.got([]byte{o})
	}
	if h.s.Counts().Answers != 1 || h.s.Counts().Refused != 0 {
		t.Errorf("%+v", h.s.Counts())
	}
}

func count(said []handover.Trouble, t handover.Trouble) (n int) {
	for _, s := range said {
		if s == t {
			n++
		}
	}
	return n
}
