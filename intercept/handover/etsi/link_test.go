package etsi_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"writ/intercept"
	"writ/intercept/handover"
	"writ/intercept/handover/etsi"
	wire "writ/wire/etsi"
)

func TestALinkThatStoodForLongIsReopenedAtOnce(t *testing.T) {
	h := up(t, nil)
	for range 10 {
		h.wait(20 * time.Second)
		_, k := h.own()
		h.answer(wire.KeepAliveResponse, k.Seq)
	}
	h.do(handover.Closed)
	if !h.did(handover.Dial) || h.link != 2 {
		t.Errorf("after a link of 200 s: %+v", h.fx)
	}
}

func TestTheWaitsBetweenDialsDoubleUpToTheInterval(t *testing.T) {
	h := newHand(t, nil)
	h.do(handover.Start)
	for _, want := range []time.Duration{1, 2, 4, 8, 16, 30, 30, 30} {
		h.do(handover.Closed)
		if due, _ := h.s.Due(); due != want*time.Second {
			t.Fatalf("the next dial is due in %v, want %d s", due, want)
		}
		h.wait(want * time.Second)
	}
	if !slices.Equal(h.said, []handover.Trouble{handover.Unreachable}) {
		t.Errorf("told %v", h.said)
	}
}

func TestADialThatHangsIsGivenUp(t *testing.T) {
	h := newHand(t, nil)
	h.do(handover.Start)
	h.wait(30 * time.Second)
	if !h.did(handover.Close) {
		t.Fatalf("%+v", h.fx)
	}
	h.do(handover.Closed)
	h.wait(time.Second)
	if h.link != 2 {
		t.Error("no second dial")
	}
}

func TestALEMFThatResetsEachSecondGetsAllAndTheOperatorIsToldOnce(t *testing.T) {
	w := newWorld(1)
	l := newLEMF(w)
	l.next = func() manners { return manners{lifetime: time.Second, pace: 50 * time.Millisecond, gulp: 700} }
	d := newDriver(w, l, etsi.Config{Profile: profile()})
	m := newMaker()
	for range 300 {
		d.spool(m.cc("LIID", 1, 1000))
	}
	if !w.run(10*time.Minute, func() bool { return int(d.taken) == len(d.pdus) }) {
		t.Fatalf("%d taken", d.taken)
	}
	w.run(11*time.Minute, func() bool { return false })
	if len(d.reports) > 4 || d.dials < 10 {
		t.Errorf("%d dials, told %v", d.dials, d.reports)
	}
	l.synced()
	if err := l.stored.equal(m.want); err != nil {
		t.Error(err)
	}
}

func TestEventsOfAnEarlierLinkChangeNothing(t *testing.T) {
	h := up(t, nil)
	h.offer(1, "x")
	h.do(handover.Closed)
	h.wait(time.Second)
	h.do(handover.Opened)
	for _, k := range []handover.EventKind{handover.Opened, handover.Closed, handover.Got, handover.Wrote, handover.Acked} {
		h.step(handover.Event{Kind: k, Link: 1, N: 1 << 40, Octets: []byte("junk")})
		if h.taken != 0 || len(h.fx) != 0 {
			t.Errorf("event %d of link 1 in link 2: %+v", k, h.fx)
		}
	}
}

func TestInterruptedDeliveryIsMarkedWhereTheProfileWantsIt(t *testing.T) {
	h := up(t, func(c *etsi.Config) { c.Segment = true })
	if kinds, _ := h.own(); len(kinds) > 0 {
		t.Fatalf("a first link began with %v", kinds)
	}
	h.offer(1, "x")
	h.do(handover.Closed)
	h.wait(time.Second)
	h.do(handover.Opened)
	if kinds, _ := h.own(); !slices.Equal(kinds, []wire.TRIKind{wire.FirstSegment}) {
		t.Errorf("after an interruption: %v", kinds)
	}
	h.step(handover.Event{Kind: handover.Acked, N: h.n})
	h.do(handover.Stop)
	if kinds, _ := h.own(); !slices.Equal(kinds, []wire.TRIKind{wire.LastSegment}) || !h.did(handover.Close) {
		t.Errorf("at its end: %v, %+v", kinds, h.fx)
	}
}

func TestStopWaitsForWhatIsInFlightAndNoLonger(t *testing.T) {
	h := up(t, nil)
	h.offer(1, "x")
	h.do(handover.Stop)
	h.offer(2, "not sent any more")
	if h.did(handover.Close) {
		t.Fatal("closed with a PDU in flight")
	}
	h.step(handover.Event{Kind: handover.Acked, N: h.n})
	if !h.did(handover.Close) || h.taken != 1 {
		t.Fatalf("%+v", h.fx)
	}
	h.do(handover.Closed)
	if due, ok := h.s.Due(); ok {
		t.Fatalf("stopped, and something is due in %v", due)
	}
	h.do(handover.Start)
	h.do(handover.Opened)
	h.stuck = false
	if c := h.s.Counts(); c.InFlight != 1 || c.Waiting != 0 {
		t.Errorf("reopened: %+v", c)
	}
	h.do(handover.Stop)
	h.wait(5 * time.Second)
	if !h.did(handover.Close) {
		t.Error("Stop waits for ever")
	}
}

func TestCINResetGoesBeforeWhatIsNumberedAnewAndAgainAfterACut(t *testing.T) {
	h := newHand(t, nil)
	h.do(handover.Start)
	h.offer(1, "before")
	h.step(handover.Event{Kind: handover.Lost, Octets: []byte("LIID-7")})
	h.offer(2, "after")
	for range 2 {
		h.do(handover.Opened)
		if !strings.HasPrefix(string(h.out), "before0") || !strings.HasSuffix(string(h.out), "after") {
			t.Fatalf("sent %q", h.out)
		}
		kinds, p := h.own()
		if !slices.Equal(kinds, []wire.TRIKind{wire.CINReset}) || string(p.LIID) != "LIID-7" {
			t.Errorf("%v of %q", kinds, p.LIID)
		}
		h.out = nil
		h.do(handover.Closed)
		h.wait(2 * time.Second)
	}
	if h.s.Counts().Offered != 2 {
		t.Errorf("%+v", h.s.Counts())
	}
}

func TestATestPDUIsSentWhenAskedForAlsoBeforeTheLinkStands(t *testing.T) {
	h := newHand(t, nil)
	h.do(handover.Test)
	h.do(handover.Start)
	h.do(handover.Opened)
	h.do(handover.Test)
	if kinds, _ := h.own(); !slices.Equal(kinds, []wire.TRIKind{wire.TestPDU, wire.TestPDU}) {
		t.Errorf("sent %v", kinds)
	}
}

func TestTheWindowHoldsTheOctetsInFlight(t *testing.T) {
	h := up(t, func(c *etsi.Config) { c.Window = 1000; c.Profile.KeepAlive = intercept.KeepAlive{LIID: "-"} })
	n := uint64(0)
	for h.s.Room() > 0 {
		n++
		h.offer(n, strings.Repeat("x", 300))
	}
	if n != 4 {
		t.Errorf("%d PDUs of 300 octets fit into 1000", n)
	}
	h.wait(time.Hour)
	if count(h.said, handover.Slow) != 1 {
		t.Errorf("told %v", h.said)
	}
}

func TestTroubleIsOverOnceItHasBeenQuietAndMayBeToldAgain(t *testing.T) {
	h := newHand(t, nil)
	h.do(handover.Start)
	h.do(handover.Closed)
	h.wait(time.Second)
	h.do(handover.Opened)
	for range 3 {
		h.wait(20 * time.Second)
		_, k := h.own()
		h.answer(wire.KeepAliveResponse, k.Seq)
	}
	h.wait(time.Second)
	h.do(handover.Closed)
	h.do(handover.Closed)
	want := []handover.Trouble{handover.Unreachable, handover.Recovered, handover.Broken, handover.Unreachable}
	if !slices.Equal(h.said, want) {
		t.Errorf("told %v, want %v", h.said, want)
	}
}

func TestAProfileThatCannotWorkIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*etsi.Config)
		want   error
	}{
		"TIME3 below TIME2":        {func(c *etsi.Config) { c.Profile.KeepAlive.GiveUp = time.Second }, etsi.ErrTimers},
		"no TIME1":                 {func(c *etsi.Config) { c.Profile.KeepAlive.Idle = 0 }, etsi.ErrTimers},
		"receipts without TIME3":   {func(c *etsi.Config) { c.Profile.Acknowledge = true; c.Profile.KeepAlive.GiveUp = 0 }, etsi.ErrNoTime},
		"a window below nothing":   {func(c *etsi.Config) { c.Window = -1 }, etsi.ErrSizes},
		"an operator without name": {func(c *etsi.Config) { c.Profile.Operator = "" }, nil},
		"a keep-alive of no LIID":  {func(c *etsi.Config) { c.Profile.KeepAlive.LIID = "" }, nil},
	} {
		c := etsi.Config{Profile: profile()}
		tc.change(&c)
		if _, err := etsi.New(c); err == nil || tc.want != nil && !errors.Is(err, tc.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
