package mediation

import (
	"errors"
	"strings"
	"testing"
	"time"

	"writ/intercept"
	"writ/wire/x2x3"
)

const marked = "message The interception has ended. What follows was captured before its end."

func quiet(terms Terms) Terms {
	terms.Legs[0].Profile.Integrity, terms.Legs[0].Profile.Notices = intercept.Integrity{}, false
	return terms
}

func TestWhatCountsIsTheTimeOfCapture(t *testing.T) {
	hour := time.Hour
	for _, tc := range []struct {
		name    string
		after   time.Duration // captured
		arrives time.Duration
		want    Reason
	}{
		{"the start is in", 0, ms, Delivered},
		{"a nanosecond before the start is out", -1, ms, BeforeStart},
		{"a nanosecond before the end is in", hour - 1, hour - 1, Delivered},
		{"the end is out", hour, hour, AfterEnd},
		{"what was captured before the end is in when it arrives after", hour - 1, hour + time.Second, Delivered},
		{"what was captured before the end is in when it arrives much later", hour - 1, 30 * hour, Delivered},
		{"the end is out though it arrives before by a wrong clock", hour, ms, AfterEnd},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBench(t, Config{})
			task, terms := call1(t, 1)
			b.set(task, quiet(terms))
			b.Take(b.numbered(pdu(task, x2x3.X2, x2x3.SIP, 7, tc.after, invite("c1"))), noon.Add(tc.arrives), b.out)
			n := b.counts(task.XID)
			if tc.want == Delivered && n.IRI != 1 || tc.want != Delivered && (n.IRI != 0 || n.Dropped[tc.want] != 1) {
				t.Errorf("got %+v", n)
			}
		})
	}
}

func TestAtItsEndATaskDrainsMarkedAndSaysSo(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	terms.Legs[0].Profile.Integrity = intercept.Integrity{}
	b.set(task, terms)
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 10*ms, invite("c1")))
	b.wants("HI2 0#0 notice 1", "HI2 1#0 Begin")
	end := time.Hour
	late := func(captured, arrives time.Duration, n int) {
		b.Take(b.numbered(pdu(task, x2x3.X3, x2x3.RTP, 7, captured, rtp(n))), noon.Add(arrives), b.out)
	}
	late(end-2, end+time.Second, 1)
	late(end-1, end+2*time.Second, 2)
	late(end, end+3*time.Second, 3)
	b.wants("HI2 0#0 "+marked, "HI3 1#0 CC 12", "HI3 1#1 CC 12")
	b.tick(end + 61*time.Second)
	b.wants()
	b.tick(end + 62*time.Second)
	b.wants("HI2 0#1 notice 2")
	late(end-1, end+time.Hour, 4)
	b.wants("HI3 1#2 CC 12")
	b.tick(end + 2*time.Hour)
	b.wants("HI2 0#2 notice 2")
	if n := b.counts(task.XID); n.Dropped[AfterEnd] != 1 || n.CC != 3 {
		t.Errorf("got %+v", n)
	}
}

func TestAStopDropsWhatWasCapturedAfterItAndDrainsTheRest(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, quiet(terms))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 10*ms, invite("c1")))
	b.out.Reset()
	if !b.Stop(task.XID, noon.Add(time.Minute), b.out) || b.Stop(intercept.XID{9}, noon.Add(time.Minute), b.out) {
		t.Error("Stop does not know its tasks")
	}
	b.Stop(task.XID, noon.Add(2*time.Minute), b.out)
	for i, captured := range []time.Duration{time.Minute - 1, time.Minute, time.Minute + 1} {
		b.Take(b.numbered(pdu(task, x2x3.X3, x2x3.RTP, 7, captured, rtp(i))), noon.Add(2*time.Minute), b.out)
	}
	b.wants("HI2 0#0 "+marked, "HI3 1#0 CC 12")
	if n := b.counts(task.XID); n.Dropped[AfterStop] != 2 {
		t.Errorf("got %+v", n)
	}
	if err := b.Set(task, terms, noon.Add(2*time.Minute), b.out); !errors.Is(err, ErrStopped) {
		t.Errorf("set again: %v", err)
	}
	b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, 3*time.Minute, rtp(4)))
	if n := b.counts(task.XID); n.Dropped[AfterStop] != 3 {
		t.Error("the same task, set again, undoes a stop")
	}
	task.From = noon.Add(4 * time.Minute)
	b.set(task, terms)
	b.out.Reset()
	b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, 5*time.Minute, rtp(5)))
	b.wants("HI3 1#1 CC 12")
}

func TestARenewalGoesOnWithCINAndNumbers(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	terms.Legs[0].Profile.Integrity = intercept.Integrity{}
	b.set(task, terms)
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 10*ms, invite("c1")))
	b.out.Reset()
	task.Until = noon.Add(2 * time.Hour)
	if err := b.Set(task, terms, noon.Add(30*time.Minute), b.out); err != nil {
		t.Fatal(err)
	}
	b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, 90*time.Minute, rtp(1)))
	b.wants("HI2 0#1 notice 3", "HI3 1#0 CC 12")
}

func TestATaskSetAheadBeginsByItself(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	if err := b.Set(task, terms, noon.Add(-time.Hour), b.out); err != nil {
		t.Fatal(err)
	}
	if due, ok := b.Due(); !ok || !due.Equal(noon) {
		t.Errorf("a tick is wanted at %v", due)
	}
	b.tick(-1)
	b.wants()
	b.tick(0)
	b.wants("HI2 0#0 notice 1")
}

// TestAClockSetBackDoesNotBeginATaskEarlyNorHoldContent: the host's clock jumps, the authority does not.
func TestAClockSetBackDoesNotBeginATaskEarlyNorHoldContent(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	if err := b.Set(task, terms, noon.Add(-time.Minute), b.out); err != nil {
		t.Fatal(err)
	}
	b.tick(-30 * time.Second)
	b.tick(-2 * time.Hour)
	b.tick(-2*time.Hour + 40*time.Second)
	b.wants()
	b.tick(0)
	b.wants("HI2 0#0 notice 1")
	b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, 10*ms, rtp(1)))
	b.tick(-time.Hour)
	b.wants()
	b.tick(-time.Hour + 201*ms)
	b.wants("HI3 1#0 CC 12")
}

func TestContentWaitsForItsBeginButNotLong(t *testing.T) {
	t.Run("the Begin goes first, then what waited, in order", func(t *testing.T) {
		b := newBench(t, Config{})
		task, terms := call1(t, 1)
		b.set(task, quiet(terms))
		for i := range 3 {
			b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, time.Duration(10+i)*ms, rtp(i)))
		}
		if n := b.counts(task.XID); n.Waiting != 3 || b.Settled() != 0 || b.Takes() != 3 {
			t.Errorf("%d wait, %d of %d are settled", n.Waiting, b.Settled(), b.Takes())
		}
		b.wants()
		b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 100*ms, invite("c1")))
		for i := range 3 {
			if p := b.read(1 + i); string(p.CC[0].CC.Octets) != string(rtp(i)) || p.Micro != uint32(10000+1000*i) {
				t.Errorf("frame %d is another, or of another time: %d", i, p.Micro)
			}
		}
		b.wants("HI2 1#0 Begin", "HI3 1#0 CC 12", "HI3 1#1 CC 12", "HI3 1#2 CC 12")
		if b.Settled() != b.Takes() {
			t.Error("nothing waits, but not all is settled")
		}
	})
	t.Run("a call's content goes after 200 ms, and it is told", func(t *testing.T) {
		b := newBench(t, Config{})
		task, terms := call1(t, 1)
		b.set(task, quiet(terms))
		b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, 10*ms, rtp(1)))
		if due, ok := b.Due(); !ok || !due.Equal(noon.Add(211*ms)) {
			t.Errorf("a tick is wanted at %v", due.Sub(noon))
		}
		b.tick(211*ms - 1)
		b.wants()
		b.tick(211 * ms)
		b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, 220*ms, rtp(2)))
		b.wants("HI3 1#0 CC 12", "HI3 1#1 CC 12")
		b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 500*ms, sipText("INFO sip:bob@example.com SIP/2.0", "c1", "3 INFO", "a", "b")))
		b.wants("HI2 1#0 Begin")
		b.tick(20 * time.Second)
		b.wants("HI2 0#0 message 1 communications were open before, or came without their beginning")
	})
	t.Run("an access's packets show that it is up: its Begin is made", func(t *testing.T) {
		b := newBench(t, Config{})
		task, terms := line1(t, 1)
		b.set(task, quiet(terms))
		b.send(pdu(task, x2x3.X3, x2x3.IPv4, 7, 10*ms, ip4(1)))
		b.tick(time.Second)
		if a := b.read(0).IRI[0].IRI.Access; string(a.Username) != "alice@example.net" || a.Address.IP != alice.Addr() {
			t.Errorf("it names %q at %v", a.Username, a.Address.IP)
		}
		b.wants("HI2 1#0 Begin event 7", "HI3 1#0 CC 2")
		b.send(pdu(task, x2x3.X3, x2x3.IPv4, 7, 2*time.Second, ip4(2)))
		b.wants("HI3 1#1 CC 2")
		if n := b.counts(task.XID); n.Made != 1 || n.Product != 3 {
			t.Errorf("got %+v", n)
		}
		b.tick(time.Hour)
		b.tick(time.Hour + time.Minute)
		b.wants("HI2 1#1 End event 9")
	})
	t.Run("what is too much waits no longer", func(t *testing.T) {
		b := newBench(t, Config{Queue: 400})
		task, terms := call1(t, 1)
		b.set(task, quiet(terms))
		for i := range 3 {
			b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, 10*ms, rtp(i)))
		}
		b.wants("HI3 1#0 CC 12", "HI3 1#1 CC 12", "HI3 1#2 CC 12")
	})
}

func TestWhatDoesNotSayWhenItWasCapturedIsNotDelivered(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, quiet(terms))
	for _, at := range []x2x3.Optional[x2x3.Time]{{}, x2x3.Some(x2x3.Time{Sec: uint32(noon.Unix()), Nsec: 1e9})} {
		p := pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1"))
		p.At = at
		b.Take(b.numbered(p), noon.Add(ms), b.out)
	}
	if n := b.counts(task.XID); n.Dropped[NoTimestamp] != 2 {
		t.Errorf("got %+v", n)
	}
	terms.ByArrival = true
	b.set(task, terms)
	p := pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1"))
	p.At = x2x3.Optional[x2x3.Time]{}
	b.Take(b.numbered(p), noon.Add(5*ms), b.out)
	if got := b.read(0); got.Micro != 5000 || got.Qualifier != 3 {
		t.Errorf("got %+v; want the time of mediation, and to hear that it is that", got.Stamp)
	}
}

func TestOnlyTheNetworkFunctionsOfATaskMaySendForIt(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	terms.Elements = []string{"other.example"}
	b.set(task, quiet(terms))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
	b.tick(20 * time.Second)
	n := b.counts(task.XID)
	if n.Dropped[OtherElement] != 1 || len(b.out.PDUs) != 0 {
		t.Errorf("got %+v", n)
	}
	var texts []string
	for _, r := range b.out.Reports {
		texts = append(texts, r.String())
	}
	if got := strings.Join(texts, "; "); got != "task begun; 1 PDUs dropped: network function not allowed (payload format SIP)" {
		t.Errorf("got %q", got)
	}
}

func TestAPDUOfNoTaskIsCountedAndReportedOnceInAWhile(t *testing.T) {
	b := newBench(t, Config{})
	task, _ := call1(t, 1)
	for i := range 1000 {
		b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, time.Duration(i)*ms, rtp(i)))
	}
	b.tick(time.Minute)
	n := b.Strays()
	if n.Dropped[UnknownTask] != 1000 || n.Check() != nil || len(b.out.PDUs) != 0 || len(b.out.Reports) != 1 || b.out.Reports[0].N != 1000 {
		t.Errorf("got %+v, %d reports", n, len(b.out.Reports))
	}
}

// TestAStopBeforeTheStartHoldsToo: the order that was stopped does not begin by being set again, nor by a restart.
func TestAStopBeforeTheStartHoldsToo(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	if err := b.Set(task, quiet(terms), noon.Add(-time.Hour), b.out); err != nil {
		t.Fatal(err)
	}
	b.Stop(task.XID, noon.Add(-time.Minute), b.out)
	if err := b.Set(task, terms, noon.Add(-time.Second), b.out); !errors.Is(err, ErrStopped) {
		t.Errorf("set again: %v", err)
	}
	kept := saved{snapshot: b.Snapshot(nil)}
	b.Core = kept.restore(t, []intercept.Task{task}, []Terms{terms}, -time.Second, b.out)
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
	if n := b.counts(task.XID); n.Dropped[AfterStop] != 1 || len(b.out.PDUs) != 0 {
		t.Errorf("got %+v", n)
	}
}

// TestARestartGivesPointsOfInterceptionTimeToComeBack: mediation was down over the end of a task, and drains it all the same.
func TestARestartGivesPointsOfInterceptionTimeToComeBack(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	terms.Legs[0].Profile.Integrity = intercept.Integrity{}
	b.set(task, terms)
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
	b.Tick(noon.Add(time.Hour), b.out)
	kept := saved{snapshot: b.Snapshot(nil)}
	b.out.Reset()
	b.Core = kept.restore(t, []intercept.Task{task}, []Terms{terms}, 3*time.Hour, b.out)
	b.tick(3*time.Hour + 59*time.Second)
	b.wants()
	b.Take(b.numbered(pdu(task, x2x3.X3, x2x3.RTP, 7, time.Hour-1, rtp(1))), noon.Add(3*time.Hour+59*time.Second), b.out)
	b.wants("HI2 0#0 "+marked, "HI3 1#0 CC 12")
	kept = saved{snapshot: b.Snapshot(nil)}
	b.Core = kept.restore(t, []intercept.Task{task}, []Terms{terms}, 3*time.Hour+time.Minute, b.out)
	b.Take(b.numbered(pdu(task, x2x3.X3, x2x3.RTP, 7, time.Hour-1, rtp(2))), noon.Add(3*time.Hour+time.Minute), b.out)
	b.wants("HI3 1#1 CC 12")
	b.tick(3*time.Hour + 2*time.Minute)
	b.wants("HI2 0#1 notice 2")
}
