package delivery

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"writ/intercept/lemf"
	"writ/wire/etsi"
)

// A stopwatch stands before an agency's HI3: how long after its capture each CC reaches it.
type stopwatch struct {
	mu  sync.Mutex
	all []time.Duration
}

func (s *stopwatch) look(p *etsi.PDU) bool {
	if p.Kind == etsi.KindCC {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.all = append(s.all, time.Since(lemf.When(p.Stamp)))
	}
	return true
}

func (s *stopwatch) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.all)
}

// at gives the delay that so many percent do not exceed; of nothing it is zero.
func (s *stopwatch) at(percent int) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s.all))
	return sorted[(len(sorted)-1)*percent/100]
}

// String gives the distribution.
func (s *stopwatch) String() string {
	return fmt.Sprintf("%d CC: p10 %v, p50 %v, p90 %v, p99 %v, longest %v", s.count(), s.at(10), s.at(50), s.at(90), s.at(99), s.at(100))
}

// front puts a cutter before each handover of an agency. Call it before mediation starts.
func (w *world) front(agency int) (hi2, hi3 *cutter) {
	hi2, hi3 = newCutter(w.t, w.mediation.HI2[agency]), newCutter(w.t, w.mediation.HI3[agency])
	w.mediation.HI2[agency], w.mediation.HI3[agency] = hi2.at(), hi3.at()
	return hi2, hi3
}

// TestASecondTapOfTheSamePersonTakesTheFirstAgencyNoTime: two worlds at once, so that what else the machine does is in both; the same packets are shown to
// each in turn, in one of them for a second agency too. The bound is loose: it is a machine of others, too.
func TestASecondTapOfTheSamePersonTakesTheFirstAgencyNoTime(t *testing.T) {
	const packets = 1200
	first, second := always(1, "LIID-ONE", 0), always(2, "LIID-TWO", 1)
	var watch [2]stopwatch
	var calls [2]*call
	for n, orders := range [][]order{{first}, {first, second}} {
		w := newWorld(t, func(w *world) {
			_, hi3 := w.front(0)
			hi3.there = watch[n].look
		}, orders...)
		calls[n] = &call{show: w.probe.Packet, clock: func() time.Time { return time.Now().UTC() }}
		calls[n].begin()
	}
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for i := range packets {
		<-tick.C
		calls[i%2].talk(i)
		calls[1-i%2].talk(i)
	}
	eventually(t, "both have all", func() bool { return watch[0].count() >= packets && watch[1].count() >= packets })
	t.Logf("alone:  %v", &watch[0])
	t.Logf("beside: %v", &watch[1])
	if a, b := watch[0].at(50), watch[1].at(50); max(a, b) > 5*min(a, b) {
		t.Errorf("half of the PDUs are there within %v alone, and within %v beside a second agency's tap", a, b)
	}
}
