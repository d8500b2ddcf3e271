package tap

import (
	"context"
	"errors"
	"testing"
	"time"

	"writ/ledger"
	"writ/role/keeper"
	"writ/scope"
)

// none is nobody's stop.
type none struct{}

func (none) Pending(string) (bool, error) { return false, nil }

// stands says whether the ledger lets a case go on.
func (w *world) stands(id string) error {
	w.t.Helper()
	d, err := w.k.Explained(context.Background(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	s, err := scope.Grant(w.k.Ledger(), d, none{}, func() time.Time { return w.now })
	if err != nil {
		return err
	}
	return s.Stands()
}

func TestWhatTapsCameToStandsOnTheLedgerOnce(t *testing.T) {
	ctx := context.Background()
	w := newWorld(t)
	id := w.approved(order(1, noon, until))
	totals := keeper.TapTotals{IRI: 4, CC: 900, Hashes: 9, Dropped: 2}
	end := func() (ledger.Receipt, error) { return w.k.TapEnded(ctx, id, totals) }
	if _, err := end(); !errors.Is(err, keeper.ErrNoTap) {
		t.Fatalf("before any was set: %v", err)
	}
	w.set(id)
	w.now = until.Add(-1)
	if _, err := end(); !errors.Is(err, keeper.ErrTapWanted) {
		t.Fatalf("before its end: %v", err)
	}
	w.now = until
	if _, err := w.k.TapEnded(ctx, id, keeper.TapTotals{CC: 1<<53 + 1}); !errors.Is(err, keeper.ErrNoTotals) {
		t.Errorf("more than JSON holds: %v", err)
	}
	r, err := end()
	if err != nil {
		t.Fatal(err)
	}
	e := r.Entry()
	if e.Key != "tap-end/"+id+"/1" || e.Kind != "tap-end" || e.Case != id || string(e.Body) != `{"cc":900,"dropped":2,"hashes":9,"iri":4,"v":1}` {
		t.Errorf("entry %+v, body %s", e, e.Body)
	}
	if err := w.stands(id); err != nil {
		t.Errorf("the entry bears on the case: %v", err)
	}
	w.restart() // compares the case with the ledger
	w.now = w.now.Add(time.Hour)
	again, err := end()
	if err != nil || again.Index() != r.Index() {
		t.Errorf("the same again: %v", err)
	}
	totals.CC--
	if _, err := end(); !errors.Is(err, keeper.ErrTotals) {
		t.Errorf("other totals: %v", err)
	}
	if n := len(w.k.Ledger().Keys("tap-end/")); n != 1 {
		t.Errorf("%d entries", n)
	}
}

func TestATapThatWasStoppedOrGoesOnUnderAnotherCaseHasEnded(t *testing.T) {
	ctx := context.Background()
	w := newWorld(t)
	first := w.approved(order(1, noon, until))
	w.set(first)
	second := w.approved(order(2, noon, until.Add(time.Hour)))
	if err := w.k.RenewTap(ctx, second, first); err != nil {
		t.Fatal(err)
	}
	w.now = until
	if _, err := w.k.TapEnded(ctx, first, keeper.TapTotals{}); err != nil {
		t.Errorf("what goes on under another: %v", err)
	}
	if _, err := w.k.TapEnded(ctx, second, keeper.TapTotals{}); !errors.Is(err, keeper.ErrTapWanted) {
		t.Errorf("what goes on: %v", err)
	}
	if _, err := w.k.Withdraw(ctx, second, "because", w.h.People["An"]); err != nil {
		t.Fatal(err)
	}
	if _, err := w.k.TapEnded(ctx, second, keeper.TapTotals{}); err != nil {
		t.Errorf("what was stopped: %v", err)
	}
}
