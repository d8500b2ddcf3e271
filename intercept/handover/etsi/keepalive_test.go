package etsi_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"writ/intercept/handover"
	"writ/intercept/handover/etsi"
	wire "writ/wire/etsi"
)

func TestAKeepAliveIsSentAfterTIME1OfSilenceAndAnyPDURestartsIt(t *testing.T) {
	h := up(t, nil)
	h.offer(1, "a")
	h.wait(19 * time.Second)
	h.offer(2, "b")
	h.wait(19 * time.Second)
	if kinds, _ := h.own(); len(kinds) > 0 {
		t.Fatalf("%v were sent within TIME1 of a PDU", kinds)
	}
	h.wait(time.Second)
	kinds, k := h.own()
	if !slices.Equal(kinds, []wire.TRIKind{wire.KeepAlive}) {
		t.Fatalf("sent %v", kinds)
	}
	h.answer(wire.KeepAliveResponse, k.Seq)
	h.wait(20 * time.Second)
	if kinds, k2 := h.own(); len(kinds) != 1 || k2.Seq != k.Seq+1 {
		t.Fatalf("after an answer: %v, number %d after %d", kinds, k2.Seq, k.Seq)
	}
}

func TestAKeepAliveWithoutAnswerEndsTheLinkAtTIME3(t *testing.T) {
	h := up(t, nil)
	h.step(handover.Event{Kind: handover.Acked, N: h.n})
	h.wait(20 * time.Second)
	h.step(handover.Event{Kind: handover.Acked, N: h.n})
	h.wait(8*time.Second - 1)
	if h.did(handover.Close) {
		t.Fatal("closed before TIME3")
	}
	h.wait(1)
	if !h.did(handover.Close) || !slices.Contains(h.said, handover.Silent) {
		t.Fatalf("at TIME3: %+v, told %v", h.fx, h.said)
	}
}

func TestAnAnswerAfterTIME2IsToldAndCounts(t *testing.T) {
	h := up(t, nil)
	h.wait(20 * time.Second)
	_, k := h.own()
	h.wait(5 * time.Second)
	h.answer(wire.KeepAliveResponse, k.Seq)
	h.wait(15 * time.Second)
	if h.did(handover.Close) || !slices.Equal(h.said, []handover.Trouble{handover.Up, handover.Late}) {
		t.Errorf("told %v", h.said)
	}
}

// The open peer's keep-alives wait behind a backlog, and the agency's link drops.
func TestAKeepAliveIsNeverQueuedBehindABacklog(t *testing.T) {
	h := up(t, func(c *etsi.Config) { c.Chunk = 100 })
	h.stuck = true
	for i := range 1000 {
		h.offer(uint64(i+1), strings.Repeat("x", 50))
	}
	if n := len(h.out); n > 100 {
		t.Fatalf("%d octets are with a socket that takes nothing", n)
	}
	h.wait(20 * time.Second) // TIME1 is over, and the socket is stuck
	h.out = nil
	h.step(handover.Event{Kind: handover.Wrote, N: h.n})
	if kinds, _ := h.own(); !slices.Equal(kinds, []wire.TRIKind{wire.KeepAlive}) {
		t.Fatalf("the first that went when the socket had room: %v", kinds)
	}
	if c := h.s.Counts(); c.Waiting < 990 {
		t.Errorf("%d PDUs wait: there was no backlog", c.Waiting)
	}
}

func TestALEMFThatReadsSlowlyButReadsIsNotCutOff(t *testing.T) {
	h := up(t, func(c *etsi.Config) { c.Chunk = 1000 })
	for i := range 100 {
		h.offer(uint64(i+1), strings.Repeat("x", 1000))
	}
	h.stuck = true
	var acked uint64
	for range 120 { // 10 minutes, an octet each 5 s
		h.wait(5 * time.Second)
		acked++
		h.step(handover.Event{Kind: handover.Acked, N: acked})
	}
	if slices.Contains(h.said, handover.Silent) || h.link != 1 {
		t.Fatalf("told %v, link %d", h.said, h.link)
	}
	h.wait(9 * time.Second)
	if !slices.Contains(h.said, handover.Silent) {
		t.Error("one that reads nothing more is kept")
	}
}

func TestWithoutTimersNothingIsDueOnAnIdleLink(t *testing.T) {
	h := up(t, func(c *etsi.Config) {
		c.Profile.KeepAlive.Idle, c.Profile.KeepAlive.Answer, c.Profile.KeepAlive.GiveUp = 0, 0, 0
	})
	h.wait(time.Hour)
	if due, ok := h.s.Due(); ok {
		t.Errorf("something is due in %v", due)
	}
}

func TestClockStepsFireNothingTwiceAndStallNothing(t *testing.T) {
	for _, step := range []time.Duration{-24 * time.Hour, -time.Second, time.Second, 24 * time.Hour} {
		h := up(t, nil)
		h.wait(10 * time.Second)
		h.at = h.at.Add(step)
		h.offer(1, "x")
		sent := 0
		for range 10 { // by what is due, as the loop does
			if kinds, k := h.own(); len(kinds) > 0 {
				sent += len(kinds)
				h.answer(wire.KeepAliveResponse, k.Seq)
			}
			due, _ := h.s.Due()
			h.at = h.at.Add(due)
			h.do(handover.Tick)
		}
		if h.link != 1 || sent < 8 || sent > 10 {
			t.Errorf("step of %v: link %d, %d keep-alives in 10 ticks", step, h.link, sent)
		}
	}
}
