package crash

import (
	"sync"
	"testing"

	"writ/e2e/house"
	"writ/role/keeper"
)

// Two people work at once in one keeper: what one writes between the other's look at the clock and its entry is no clock
// set back, and what one is told of a case is not held against the other.
func TestTwoAtOnceDontTakeEachOtherForAClockSetBack(t *testing.T) {
	h := newHouse(t)
	k := open(t, h)
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			for i := range 3 {
				d := house.TooOld(10*n + i)
				if i == 0 && n < 2 {
					d = house.Subpoena(10 * n)
				}
				c, err := h.Bring(ctx, k, d)
				if err == nil {
					err = h.Carry(ctx, k, c.ID, d, quiet)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if found, err := k.Audit(ctx); err != nil || len(found) > 0 {
		t.Errorf("%v (%v)", found, err)
	}
	shut(t, k)
	l := &life{House: h, t: t, demands: make([]keeper.Demand, 12), packages: 2, rows: house.Rows}
	l.end(ctx)
}
