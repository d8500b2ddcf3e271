package delivery

import (
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"writ/wire/etsi"
)

// A trouble is what the first of two agencies does, and how it comes to behave again.
type trouble struct {
	begin func(*world)      // before anything runs
	real  func(*world) bool // it was seen to do harm
	end   func(*world)
}

// run taps a person for both agencies while the first one is in trouble: the second has all in time and before the trouble ends; the first has all afterwards.
func (x trouble) run(t *testing.T) {
	const calls, packets = 40, 200
	var watch stopwatch
	w := newWorld(t, func(w *world) {
		_, hi3 := w.front(1)
		hi3.there = watch.look
		x.begin(w)
	}, always(1, "LIID-ONE", 0), always(2, "LIID-TWO", 1))
	for n := range calls {
		<-time.After(50 * time.Millisecond)
		w.call(n, packets)
	}
	eventually(t, "the second agency has all", func() bool { return watch.count() >= calls*packets })
	during := w.read(w.twins[0])
	eventually(t, "the trouble is seen", func() bool { return x.real(w) })
	x.end(w)
	var got [2]*book
	for i := range got {
		eventually(t, "an agency has all", func() bool {
			got[i] = w.read(w.twins[i])
			return got[i].cc >= calls*packets && got[i].iri >= calls*4
		})
		got[i].whole(t, calls, packets)
		if got[i].cc != calls*packets || got[i].iri != calls*4 {
			t.Errorf("%d IRI of %d, %d CC of %d", got[i].iri, calls*4, got[i].cc, calls*packets)
		}
		if info, err := os.Stat(filepath.Join(w.twins[i].Dir, "doubted.ber")); err != nil || info.Size() > 0 {
			t.Errorf("twin %d doubts PDUs: %v", i, err)
		}
	}
	if watch.at(50) > time.Second {
		t.Errorf("the second agency waited: %v", &watch)
	}
	t.Logf("of %d CC the first agency had %d when the second had all; the second's delays: %v", calls*packets, during.cc, &watch)
	if during.cc >= calls*packets {
		t.Error("the trouble held nothing up: nothing was tested")
	}
}

func TestWhatASlowAgencyCannotTakeWaitsForItAlone(t *testing.T) {
	trouble{
		begin: func(w *world) { w.twins[0].Slow = 500 * time.Millisecond },
		real:  func(*world) bool { return true }, // run sees that it is behind
		end: func(w *world) {
			w.kill(w.twins[0])
			w.twins[0].Slow = 0
			w.start(w.twins[0])
		},
	}.run(t)
}

func TestAnAgencyThatResetsItsLinksEachSecondGetsAllOnce(t *testing.T) {
	var hi2, hi3 *cutter
	trouble{
		begin: func(w *world) {
			hi2, hi3 = w.front(0)
			hi2.limit(time.Second)
			hi3.limit(time.Second)
		},
		real: func(*world) bool { return hi2.resets() >= 2 && hi3.resets() >= 2 },
		end:  func(*world) { hi2.limit(0); hi3.limit(0) },
	}.run(t)
}

// TestWhatAnAgencyDoesNotAcknowledgeComesAgainAndIsThereOnce: it takes the option, stores what comes, answers keep-alives, and acknowledges no PDU.
func TestWhatAnAgencyDoesNotAcknowledgeComesAgainAndIsThereOnce(t *testing.T) {
	var mute atomic.Bool
	mute.Store(true)
	var kept atomic.Int64
	quiet := func(p *etsi.PDU) bool {
		if mute.Load() && p.Kind == etsi.KindTRI && p.TRI.Kind == etsi.AckResponse {
			kept.Add(1)
			return false
		}
		return true
	}
	var hi2, hi3 *cutter
	trouble{
		begin: func(w *world) {
			w.mediation.GiveUp = time.Second
			hi2, hi3 = w.front(0)
			hi2.back, hi3.back = quiet, quiet
		},
		real: func(w *world) bool {
			return kept.Load() >= 2 && strings.Contains(w.said(), "HI3 to 01000000-0000-0000-0000-000000000000: PDUs not acknowledged")
		},
		end: func(*world) { mute.Store(false) },
	}.run(t)
}
