package casefile_test

import (
	"testing"
	"time"

	"writ/casefile"
	. "writ/casefile/casefiletest"
	"writ/law"
	"writ/scope"
)

func TestClocksAreSetByTheDecision(t *testing.T) {
	h := newHouse(t)
	c, effects := mustDo(t, lived(t, h, order{}, 4), h.Decide(t, lived(t, h, order{}, 4), minute(5)))
	deadline := time.Date(2026, 3, 17, 4, 0, 0, 0, time.UTC) // the end of 16 March in New York
	secrecy := time.Date(2027, 3, 2, 5, 0, 0, 0, time.UTC)   // the end of 1 March there
	if !c.Clocks.Deadline.Equal(deadline) || !c.Clocks.Secrecy.Equal(secrecy) {
		t.Errorf("clocks: %+v", c.Clocks)
	}
	woken := map[casefile.JobKind]time.Time{}
	for _, w := range of[casefile.Wake](effects) {
		woken[w.Job.Kind] = w.Job.At
	}
	if len(woken) != 2 || !woken[casefile.DeadlineClock].Equal(deadline) || !woken[casefile.SecrecyClock].Equal(secrecy) {
		t.Errorf("jobs: %v", woken)
	}
}

func TestWithoutAZoneSecrecyEndsWhereTheDayEndsLast(t *testing.T) {
	h := newHouse(t)
	h.Profile.Zone = ""
	c := lived(t, h, order{}, 5)
	if want := time.Date(2027, 3, 2, 12, 0, 0, 0, time.UTC); !c.Clocks.Secrecy.Equal(want) {
		t.Errorf("secrecy ends %v, want %v", c.Clocks.Secrecy, want)
	}
}

func TestAPreservationIsKeptUntilItsEndAndNeverShortenedByACorrection(t *testing.T) {
	h := newHouse(t)
	o := order{Type: "order-preserve"}
	c := lived(t, h, o, 4)
	e := h.Decide(t, c, minute(5))
	e.Preserve = minute(5).AddDate(0, 0, 90)
	c = mustStep(t, c, e)
	fix := casefile.Correction{Request: h.Request(t, order{Type: "order-preserve", Category: "subscriber"})}
	fix.Act = h.Act(Ann, c.Correcting(fix), minute(6), "")
	c = mustStep(t, c, fix)
	for _, next := range h.Life(t, 1, fix.Request, minute(10))[1:4] {
		c = mustStep(t, c, next(c))
	}
	shorter := h.Decide(t, c, minute(20))
	shorter.Preserve = minute(20).AddDate(0, 0, 30)
	c = mustStep(t, c, shorter)
	if !c.Clocks.Preserve.Equal(e.Preserve) {
		t.Errorf("the preservation now ends %v", c.Clocks.Preserve)
	}
	c, effects := mustDo(t, c, casefile.AlarmRang{At: e.Preserve, Job: casefile.Job{Case: c.ID, Version: 1, Kind: casefile.PreserveClock, At: e.Preserve}})
	if !c.Clocks.MayExpire || len(of[casefile.Tell](effects)) != 1 {
		t.Errorf("its end was not heeded")
	}
}

func TestSecrecyIsNeverShortenedByACorrection(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{}, 5)
	was := c.Clocks.Secrecy
	for i, until := range []string{"2026-06-01", "", "2027-06-01"} {
		fix := casefile.Correction{Request: h.Request(t, order{})}
		fix.Request.Instrument.Secrecy = nil
		if s, err := law.ParseStamp(until); err == nil {
			fix.Request.Instrument.Secrecy = &law.Secrecy{Until: &s}
		}
		at := 100 * (i + 1)
		fix.Act = h.Act(Ann, c.Correcting(fix), minute(at), "")
		c = mustStep(t, c, fix)
		for _, next := range h.Life(t, 1, fix.Request, minute(at))[1:5] {
			c = mustStep(t, c, next(c))
		}
		if longer := until == "2027-06-01"; c.Clocks.Secrecy.After(was) != longer || c.Clocks.Secrecy.Before(was) {
			t.Errorf("corrected to %q it ends %v", until, c.Clocks.Secrecy)
		}
	}
}

func TestAPreservationWithoutAnEndBarsErasure(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{Type: "order-preserve"}, 7)
	c = mustStep(t, c, casefile.RunBegun{At: minute(8)})
	c = mustStep(t, c, casefile.HandedOver{At: minute(8), Outcome: h.Outcome(t, c, scope.Keep, minute(8))})
	c = mustStep(t, c, casefile.Closing{Act: h.Say(Ann, c, scope.Close, minute(9), "")})
	if _, _, err := casefile.Step(c, casefile.Erasure{At: c.Clocks.Secrecy.AddDate(50, 0, 0), By: h.Person(Max)}); err == nil {
		t.Errorf("a case that holds records for ever was erased")
	}
}

func TestAnAlarmThatIsOutOfDateSaysNothing(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{}, 5)
	due := c.Clocks.Deadline
	ring := func(c casefile.Case, j casefile.Job, at time.Time) (casefile.Case, int) {
		c, effects := mustDo(t, c, casefile.AlarmRang{At: at, Job: j})
		return c, len(effects)
	}
	job := casefile.Job{Case: c.ID, Version: 1, Kind: casefile.DeadlineClock, At: due}
	moved := job
	moved.At = due.Add(-time.Hour)
	if _, n := ring(c, moved, due); n != 0 {
		t.Errorf("a clock that was moved rings")
	}
	if _, _, err := casefile.Step(c, casefile.AlarmRang{At: due.Add(-1), Job: job}); err == nil {
		t.Errorf("an alarm rings before its instant")
	}
	c, n := ring(c, job, due)
	if n != 1 || !c.Clocks.Overdue {
		t.Errorf("the deadline does not ring")
	}
	if _, n := ring(c, job, due); n != 0 {
		t.Errorf("it rings twice")
	}
}

func TestAClockSetBackIsRefused(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{}, 5)
	if _, _, err := casefile.Step(c, h.Approve(Adam, c, minute(3))); err == nil {
		t.Errorf("a step before the last one was taken")
	}
}
