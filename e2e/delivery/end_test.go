package delivery

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"writ/intercept"
	poi "writ/intercept/probe"
	"writ/intercept/probe/player"
	"writ/role/probe"
	"writ/wire/x1"
)

const capture = "../../intercept/probe/testdata/callee-hangs-up.pcap"

var captured = time.UnixMicro(1795516584136050).UTC() // its first frame; it lasts 4.2 s, and media flows from 1.2 s on

// expected gives what of the capture lies in a task, by the core alone.
func expected(t *testing.T, o order, shift time.Duration) (x2, x3 int) {
	t.Helper()
	c, err := poi.New(poi.Config{Secret: [32]byte{1}, Limits: poi.Limits{MaxTasks: 1, MaxTap: 90 * 24 * time.Hour, Foreign: true}})
	if err != nil {
		t.Fatal(err)
	}
	task, err := o.task()
	if err == nil {
		err = c.Activate(task, o.From)
	}
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(capture)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := player.Play(f, c, player.Hooks{Shift: shift}); err != nil {
		t.Fatal(err)
	}
	_, s, _ := c.Task(task.XID)
	return int(s.X2), int(s.X3)
}

// play shows the capture in real time, as if it were taken from a moment on.
func (w *world) play(from time.Time, speed float64) {
	w.t.Helper()
	f, err := os.Open(capture)
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	if _, err := w.probe.Play(context.Background(), f, probe.Pace{Speed: speed, Shift: from.Sub(captured)}); err != nil {
		w.t.Fatal(err)
	}
}

// TestAtTheEndNothingMoreComesOutWithEverythingElseDown: the end falls inside a call, while mediation, the agency, the ADMF and the links are down.
func TestAtTheEndNothingMoreComesOutWithEverythingElseDown(t *testing.T) {
	o := always(1, "LIID-ONE", 0)
	begin := time.Now().UTC().Truncate(time.Microsecond).Add(time.Second)
	o.Until = begin.Add(2500 * time.Millisecond)
	w := newWorld(t, nil, o)
	x2, x3 := expected(t, o, begin.Sub(captured))
	all := o
	all.Until = o.Until.Add(time.Hour)
	if a, b := expected(t, all, begin.Sub(captured)); x3 == 0 || x3 >= b || x2 >= a {
		t.Fatalf("the end is not inside the call: %d of %d, %d of %d", x2, a, x3, b)
	}
	<-time.After(time.Until(begin))
	w.links.cut(true)
	w.kill(w.mediation)
	w.kill(w.twins[0])
	w.play(begin, 1)
	if s := w.stats(); int(s.Offered) != x2+x3 {
		t.Errorf("%d PDUs were emitted, %d were captured before the end", s.Offered, x2+x3)
	}
	w.start(w.twins[0])
	w.start(w.mediation)
	w.links.cut(false)
	var b *book
	eventually(t, "what was captured before the end is at the agency", func() bool { b = w.read(w.twins[0]); return b.iri >= x2 && b.cc >= x3 })
	if b.iri != x2 || b.cc != x3 || !b.last.Before(o.Until) {
		t.Errorf("%d IRI of %d, %d CC of %d; the last is of %v, the end is %v", b.iri, x2, b.cc, x3, b.last, o.Until)
	}
	if !slices.ContainsFunc(b.messages, func(s string) bool { return strings.Contains(s, "captured before its end") }) {
		t.Errorf("what came after the end is not marked: %q", b.messages)
	}
	t.Logf("the last packet is %v before the end; %d IRI, %d CC drained afterwards, marked", o.Until.Sub(b.last), b.iri, b.cc)
}

// TestARevocationStopsATapAtOnceWithEverythingElseDown does the same by DeactivateTask.
func TestARevocationStopsATapAtOnceWithEverythingElseDown(t *testing.T) {
	w := newWorld(t, nil, always(1, "LIID-ONE", 0))
	w.links.cut(true)
	w.kill(w.mediation)
	c := &call{n: 0, show: w.probe.Packet, clock: func() time.Time { return time.Now().UTC() }}
	c.begin()
	stop, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			case <-time.After(2 * time.Millisecond):
				c.talk(i)
			}
		}
	}()
	eventually(t, "the call flows", func() bool { return w.stats().Offered > 100 })
	asked := time.Now()
	w.must(&x1.DeactivateTaskRequest{XID: x1.UUID(intercept.XID{0xab, 0xcd, 0xef, 15: 1})})
	took, at := time.Since(asked), w.stats().Offered
	<-time.After(300 * time.Millisecond) // packets go on
	close(stop)
	<-ended
	if now := w.stats().Offered; now != at || took > time.Second {
		t.Errorf("%d PDUs after it was taken away; it took %v", now-at, took)
	}
	w.start(w.mediation)
	w.links.cut(false)
	var b *book
	eventually(t, "what was captured before is at the agency", func() bool { b = w.read(w.twins[0]); return int64(b.iri+b.cc) >= at })
	if int64(b.iri+b.cc) != at {
		t.Errorf("%d of %d are at the agency", b.iri+b.cc, at)
	}
	t.Logf("stopped %v after it was asked for; %d PDUs drained", took, at)
}
