package mediation

import (
	"bytes"
	"context"
	"errors"
	"net"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"writ/intercept"
	"writ/intercept/handover"
	"writ/intercept/handover/etsi"
	core "writ/intercept/mediation"
	"writ/intercept/mediation/spooltest"
	wire "writ/wire/etsi"
)

func testProfile() intercept.Profile {
	return intercept.Profile{
		Name: "test", Module: 43, IPAccess: 20, IPMultimedia: 17, Time: intercept.Micro, LIID: intercept.LIIDOctets, Operator: "OP1",
		KeepAlive: intercept.KeepAlive{Idle: 2 * time.Minute, Answer: 30 * time.Second, GiveUp: time.Minute, LIID: "-"},
	}
}

var testRoute = core.Route{To: intercept.DID{1}, Handover: core.HI3}

// A bench runs one leg in virtual time, between a spool in memory and a fake LEMF at the end of a pipe.
type legBench struct {
	t     *testing.T
	spool *spooltest.Memory
	lemf  *fakeLEMF
	leg   *leg
	steps atomic.Int64 // how often the leg asked for the time
	down  atomic.Bool
	news  []News
	made  uint32
	last  uint64
	stop  func()
}

func newLegBench(t *testing.T, p intercept.Profile) *legBench {
	b := &legBench{t: t, spool: spooltest.NewMemory(spooltest.NewKeys()), lemf: newFakeLEMF()}
	if _, err := b.spool.LoadState(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := etsi.New(etsi.Config{Profile: p})
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { b.steps.Add(1); return time.Now() }
	b.leg = newLeg(testRoute, s, b.spool, b.dial, now, func(n News) { b.news = append(b.news, n) }, make(chan struct{}, 1))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { defer close(done); b.leg.run(ctx) }()
	b.stop = func() { cancel(); <-done }
	return b
}

func (b *legBench) dial(context.Context) (net.Conn, error) {
	if b.down.Load() {
		return nil, errors.New("no route to the agency")
	}
	ours, theirs := net.Pipe()
	go b.lemf.serve(theirs)
	return ours, nil
}

// spooled puts n PDUs into the spool.
func (b *legBench) spooled(n int) {
	b.t.Helper()
	s := core.Section{Task: intercept.XID{7}, Route: testRoute}
	for range n {
		h := wire.Header{Level: 43, LIID: []byte("LIID-1"), Operator: []byte("OP1"), CIN: 1, Seq: b.made}
		s.Octets = wire.AppendCC(s.Octets, &h, wire.ToTarget, &wire.CC{Kind: wire.PacketCC, Version: 20, Octets: bytes.Repeat([]byte{1}, 200)})
		s.PDUs = append(s.PDUs, core.Cut{CIN: 1, End: len(s.Octets)})
		b.made++
	}
	b.last++
	if _, err := b.spool.Append(b.t.Context(), core.Batch{Number: b.last, At: time.Now(), Sections: []core.Section{s}}); err != nil {
		b.t.Fatal(err)
	}
	b.leg.wake()
}

func (b *legBench) check() {
	b.t.Helper()
	if err := b.lemf.holes(); err != nil {
		b.t.Error(err)
	}
	if n := b.lemf.count(wire.KindCC); n != int(b.made) {
		b.t.Errorf("the LEMF has %d of %d PDUs", n, b.made)
	}
	if w := b.spool.Waits(intercept.XID{7}); w.PDUs != 0 {
		b.t.Errorf("%d PDUs still wait in the spool", w.PDUs)
	}
}

func TestALegDeliversWhatIsSpooledAndTheSpoolIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newLegBench(t, testProfile())
		for range 20 {
			b.spooled(100)
		}
		time.Sleep(time.Second)
		b.spooled(1)
		time.Sleep(time.Second)
		b.stop()
		b.check()
	})
}

func TestACutLinkLosesNothingAndComesBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newLegBench(t, testProfile())
		for range 10 {
			b.spooled(100)
			b.lemf.cut()
			time.Sleep(300 * time.Millisecond)
		}
		b.down.Store(true)
		b.lemf.cut()
		b.spooled(3000)
		time.Sleep(time.Hour)
		b.down.Store(false)
		time.Sleep(time.Minute)
		b.stop()
		b.check()
		if n := len(b.news); n == 0 || n > 6 {
			t.Errorf("an hour without agency was told in %d messages: %v", n, b.news)
		}
	})
}

// With the option, the agency has 64 PDUs and not its last word when the link is cut.
func TestWithAcknowledgementTheSpoolKeepsWhatTheAgencyHasNotConfirmed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := testProfile()
		p.Acknowledge = true
		b := newLegBench(t, p)
		b.spooled(64)
		time.Sleep(500 * time.Millisecond)
		if w := b.spool.Waits(intercept.XID{7}); w.PDUs != 64 {
			t.Errorf("%d of 64 unconfirmed PDUs are kept", w.PDUs)
		}
		time.Sleep(time.Second)
		b.stop()
		b.check()
	})
}

func TestAnIdleLegDoesNothingBetweenItsKeepAlives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newLegBench(t, testProfile())
		b.spooled(1)
		time.Sleep(time.Minute)
		before := b.steps.Load()
		time.Sleep(time.Hour)
		steps := b.steps.Load() - before
		if keepAlives := int64(b.lemf.kinds[wire.KeepAlive]); keepAlives < 29 || steps > 6*keepAlives {
			t.Errorf("%d steps in an hour of %d keep-alives", steps, keepAlives)
		}
		b.stop()
	})
}

func TestALegWithoutTimersSleepsForGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := testProfile()
		p.KeepAlive = intercept.KeepAlive{LIID: "-"}
		b := newLegBench(t, p)
		b.spooled(1)
		time.Sleep(time.Hour)
		before := b.steps.Load()
		time.Sleep(24 * time.Hour)
		if n := b.steps.Load() - before; n != 0 {
			t.Errorf("%d steps in a day without anything to do", n)
		}
		b.stop()
	})
}

func TestASilentAgencyIsLeftAndToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newLegBench(t, testProfile())
		b.lemf.mute = true
		time.Sleep(time.Hour)
		b.stop()
		var told []handover.Trouble
		for _, n := range b.news {
			if l, ok := n.(LinkNews); ok {
				told = append(told, l.Report.Trouble)
			}
		}
		if !slices.Equal(told, []handover.Trouble{handover.Up, handover.Silent}) || b.lemf.links < 10 {
			t.Errorf("%d links, told %v", b.lemf.links, told)
		}
	})
}

// A failing is a spool that can't be read for a while.
type failing struct {
	*spooltest.Memory
	until time.Time
}

func (f *failing) Read(ctx context.Context, r core.Route, after uint64, max int) ([]core.Waiting, error) {
	if time.Now().Before(f.until) {
		return nil, errors.New("disk gone")
	}
	return f.Memory.Read(ctx, r, after, max)
}

func TestASpoolThatCannotBeReadIsTriedAgainAndToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newLegBench(t, testProfile())
		b.leg.spool = &failing{b.spool, time.Now().Add(time.Minute)}
		b.spooled(5)
		time.Sleep(2 * time.Minute)
		b.stop()
		b.check()
		told := 0
		for _, n := range b.news {
			if _, ok := n.(SpoolNews); ok {
				told++
			}
		}
		if told != 1 {
			t.Errorf("told %d times: %v", told, b.news)
		}
	})
}
