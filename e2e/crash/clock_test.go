package crash

import (
	"errors"
	"testing"
	"time"

	"writ/casefile"
	"writ/e2e/house"
	"writ/role/keeper"
	"writ/scope"
)

// A clock that stands before the ledger's head could make what is over seem to run still.
func TestAClockSetBackStopsDisclosureUntilItIsSetRight(t *testing.T) {
	h := newHouse(t)
	o := h.Options()
	var back time.Duration
	o.Clock = func() time.Time { return h.Now().Add(-back) }
	k, err := keeper.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	d := house.Subpoena(0)
	c := carry(t, h, k, d, house.DryRun)
	for _, step := range []house.Step{house.DryRun, house.Run, house.Deliver} {
		carryOn(t, h, k, c.ID, d, step)
		before := k.Ledger().Head().Size
		back = time.Hour
		err := h.Carry(ctx, k, c.ID, d, quiet)
		if !errors.Is(err, scope.ErrClock) && !errors.Is(err, casefile.ErrClock) {
			t.Errorf("%s, with the clock an hour back: %v", step, err)
		}
		if k.Ledger().Head().Size != before || len(delivered(t, h)) > 0 {
			t.Errorf("%s happened with the clock an hour back", step)
		}
		back = 0
	}
	carryOn(t, h, k, c.ID, d, "")
	shut(t, k)
	(&life{House: h, t: t, demands: []keeper.Demand{d}, packages: 1, rows: house.Rows}).end(ctx)
}

// The clock is set back while rows are read.
func TestAClockSetBackInTheMiddleOfARunEndsIt(t *testing.T) {
	h := newHouse(t)
	o := h.Options()
	var back time.Duration
	looks := -1
	o.Clock = func() time.Time {
		if looks--; looks == 0 {
			back = time.Hour
		}
		return h.Now().Add(-back)
	}
	k, err := keeper.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	d := house.Subpoena(0)
	c := carry(t, h, k, d, house.Run)
	ended := 0
	for n := 1; n < 100; n++ {
		looks = n
		_, err := k.Run(ctx, c.ID)
		back = 0
		if err == nil {
			break
		}
		ended++
		if len(delivered(t, h)) > 0 {
			t.Fatal("something left with the clock an hour back")
		}
	}
	if looks = -1; ended < 5 {
		t.Errorf("the clock ended a run at %d looks only", ended)
	}
	carryOn(t, h, k, c.ID, d, "")
	shut(t, k)
	(&life{House: h, t: t, demands: []keeper.Demand{d}, packages: 1, rows: house.Rows}).end(ctx)
}
