package tap

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"writ/casefile"
	"writ/intercept"
	"writ/intercept/admf"
	"writ/role/keeper"
	"writ/scope"
	"writ/wire/x1"
)

var tempDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "tap")
	if err != nil {
		panic(err)
	}
	tempDir = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

var until = noon.Add(20 * 24 * time.Hour)

func TestATapIsOrderedOnTheLedgerThenSet(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	id := w.decided(order(1, noon, until))
	if _, err := w.k.SetTap(ctx, id, w.terms("L-1")); !errors.Is(err, scope.ErrUnapproved) {
		t.Fatalf("before anybody approved: %v", err)
	}
	w.approve(id)
	untested := w.terms("L-1")
	untested.Profile.Name = "nl"
	if _, err := w.k.SetTap(ctx, id, untested); !errors.Is(err, admf.ErrTrial) {
		t.Fatalf("before a test was received: %v", err)
	}
	if len(w.k.Ledger().Keys("task/")) != 0 {
		t.Fatal("something was ordered")
	}
	w.set(id)
	tasks := w.poi.Tasks()
	if len(tasks) != 1 || !tasks[0].Until.Equal(until) || tasks[0].Deliver != intercept.IRIAndCC || tasks[0].Targets[0].ID.Reveal() != number || !tasks[0].LIID.IsZero() {
		t.Fatalf("the point of interception holds %v", tasks)
	}
	if got := w.held()[tasks[0].XID]; len(got.Mediation) != 1 || got.Mediation[0].LIID != "L-1" || !got.Mediation[0].End.Equal(until) || got.Delivery != x1.X2andX3 {
		t.Errorf("mediation holds %v", got)
	}
	c, err := w.k.Case(ctx, id)
	if err != nil || c.State != casefile.Delivered {
		t.Errorf("the case is %s, %v", c.State, err)
	}
	r, ok := w.k.Ledger().Find(scope.OutcomeKey(id, 1, scope.Activate))
	if !ok || string(r.Entry().Body) != `{"taps":1,"v":1}` {
		t.Errorf("outcome %s", r.Entry().Body)
	}
	e, ok := w.k.Ledger().Find(admf.Key(tasks[0].XID, 1))
	if !ok || e.Entry().Case != "" || e.Entry().Kind != intercept.EntryKind || strings.Contains(string(e.Entry().Body), number[1:]) {
		t.Errorf("entry %+v", e.Entry())
	}
	if _, err := w.k.SetTap(ctx, id, w.terms("L-1")); err != nil || len(w.k.Ledger().Keys("task/")) != 1 {
		t.Errorf("again: %v, entries %d", err, len(w.k.Ledger().Keys("task/")))
	}
	other := w.approved(order(2, noon, until))
	if _, err := w.k.SetTap(ctx, other, w.terms("L-1")); !errors.Is(err, keeper.ErrLIIDTaken) {
		t.Errorf("another with the same LIID: %v", err)
	}
}

func TestATapSurvivesARestartAndIsNotToldAgain(t *testing.T) {
	w := newWorld(t)
	w.set(w.approved(order(1, noon, until)))
	w.restart()
	calls, err := w.k.TapCalls(context.Background())
	if err != nil || len(calls) != 0 || len(w.k.Ledger().Keys("task/")) != 1 {
		t.Errorf("%d calls, %v", len(calls), err)
	}
}

func TestNothingOfATapIsReadableOnTheDisk(t *testing.T) {
	w := newWorld(t)
	id := w.approved(order(1, noon, until))
	w.set(id)
	xid := w.poi.Tasks()[0].XID.Reveal()
	err := filepath.WalkDir(w.h.Path("taps"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, s := range []string{number[1:], id, xid, "L-1"} {
			if strings.Contains(string(b)+path, s) {
				t.Errorf("%s shows", s)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestEveryWayInWhichATapEnds: after each, one sweep at the same instant leaves no task on the element, and the ledger needs no entry.
func TestEveryWayInWhichATapEnds(t *testing.T) {
	ctx := context.Background()
	for _, tc := range []struct {
		name string
		end  func(*world, string) error
	}{
		{"it is withdrawn", func(w *world, id string) error {
			_, err := w.k.Withdraw(ctx, id, "because", w.h.People["An"])
			return err
		}},
		{"it is stopped by a line alone, as with the ledger down", func(w *world, id string) error { return keeper.StopWithoutLedger(w.h.Home(), id) }},
		{"the case is closed", func(w *world, id string) error {
			_, err := w.k.CloseCase(ctx, id, w.h.People["An"])
			return err
		}},
		{"its end has come", func(w *world, _ string) error { w.now = until; return nil }},
		{"its end came while the keeper was down", func(w *world, _ string) error { w.now = until.Add(time.Hour); w.restart(); return nil }},
		{"the clock stands before the ledger's head", func(w *world, _ string) error { w.now = noon.Add(-time.Hour); return nil }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := newWorld(t)
			id := w.approved(order(1, noon, until))
			w.set(id)
			entries := w.k.Ledger().Head().Size
			if err := tc.end(w, id); err != nil {
				t.Fatal(err)
			}
			calls, err := w.k.TapCalls(ctx)
			if err != nil || len(calls) != 2 {
				t.Fatalf("%d calls, %v", len(calls), err)
			}
			w.carry(calls)
			if n := len(w.poi.Tasks()) + len(w.held()); n != 0 {
				t.Errorf("%d tasks are left", n)
			}
			if more := w.k.Ledger().Head().Size - entries; more > 1 {
				t.Errorf("%d entries more", more)
			}
			w.sweep()
			if n := len(w.poi.Tasks()); n != 0 {
				t.Errorf("it came back: %d", n)
			}
		})
	}
}

func TestAStopReachesAnElementThatMayHoldTheTaskAfterARestart(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	id := w.approved(order(1, noon, until))
	if _, err := w.k.SetTap(ctx, id, w.terms("L-1")); err != nil {
		t.Fatal(err)
	}
	calls, err := w.k.TapCalls(ctx)
	if err != nil {
		t.Fatal(err)
	}
	w.carry(calls) // the destinations
	w.silent = true
	if calls, err = w.k.TapCalls(ctx); err != nil {
		t.Fatal(err)
	}
	w.carry(calls)
	w.silent = false
	if len(w.poi.Tasks()) != 1 {
		t.Fatal("the task did not arrive")
	}
	w.restart()
	if _, err := w.k.Withdraw(ctx, id, "because", w.h.People["An"]); err != nil {
		t.Fatal(err)
	}
	w.sweep()
	if n := len(w.poi.Tasks()); n != 0 {
		t.Errorf("%d tasks are left", n)
	}
}

func TestTwoStartAgainWhatWasStopped(t *testing.T) {
	w := newWorld(t)
	id := w.approved(order(1, noon, until))
	w.set(id)
	if _, err := w.k.Withdraw(context.Background(), id, "because", w.h.People["An"]); err != nil {
		t.Fatal(err)
	}
	w.sweep()
	if _, err := w.k.Approve(context.Background(), id, w.h.People["Di"]); err != nil {
		t.Fatal(err)
	}
	w.sweep()
	if len(w.poi.Tasks()) != 0 {
		t.Fatal("one person started it again")
	}
	if _, err := w.k.Approve(context.Background(), id, w.h.People["Ed"]); err != nil {
		t.Fatal(err)
	}
	w.sweep()
	if len(w.poi.Tasks()) != 1 {
		t.Error("two people did not")
	}
}

func TestTheDatabasesJobEndsATapWithoutTheSweep(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	w.set(w.approved(order(1, noon, until)))
	w.now = until.Add(-1)
	if calls, err := w.k.TapsDue(ctx); err != nil || len(calls) != 0 {
		t.Fatalf("before the end: %d calls, %v", len(calls), err)
	}
	w.now = until
	w.silent = true // the element is asked until it has answered
	for range 2 {
		calls, err := w.k.TapsDue(ctx)
		if err != nil || len(calls) != 2 {
			t.Fatalf("%d calls, %v", len(calls), err)
		}
		w.carry(calls)
		w.silent = false
	}
	if n := len(w.poi.Tasks()); n != 0 {
		t.Errorf("%d tasks are left", n)
	}
	for range 2 {
		if calls, err := w.k.TapsDue(ctx); err != nil || len(calls) != 0 {
			t.Errorf("afterwards: %d calls, %v", len(calls), err)
		}
	}
}

func TestARenewalGoesOnWithTheSameNumbersAndAnUndecidedOneDoesNot(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	first := w.approved(order(1, noon, until))
	w.set(first)
	before := w.poi.Tasks()[0]
	w.now = until.Add(-48 * time.Hour)
	later := until.Add(10 * 24 * time.Hour)
	second := w.decided(order(2, until, later))
	if err := w.k.RenewTap(ctx, second, first); !errors.Is(err, scope.ErrUnapproved) {
		t.Fatalf("before it is approved: %v", err)
	}
	w.now = until
	w.sweep()
	if n := len(w.poi.Tasks()); n != 0 {
		t.Fatalf("undecided at the old end, and %d tasks are left", n)
	}
	w.now = until.Add(time.Hour)
	w.approve(second)
	if err := w.k.RenewTap(ctx, second, first); err != nil {
		t.Fatal(err)
	}
	w.sweep()
	after := w.poi.Tasks()
	if len(after) != 1 || after[0].XID != before.XID || !after[0].Until.Equal(later) || !after[0].From.Equal(until) {
		t.Fatalf("%v", after)
	}
	if err := w.k.RenewTap(ctx, second, first); err != nil {
		t.Errorf("again: %v", err)
	}
	third := w.approved(order(3, later, later.Add(time.Hour)))
	if err := w.k.RenewTap(ctx, third, third); !errors.Is(err, keeper.ErrNoTap) {
		t.Errorf("of a case without a tap: %v", err)
	}
}

func TestARenewalInTimeLeavesNoGap(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	first := w.approved(order(1, noon, until))
	w.set(first)
	w.now = until.Add(-48 * time.Hour)
	later := until.Add(10 * 24 * time.Hour)
	second := w.approved(order(2, until, later))
	if err := w.k.RenewTap(ctx, second, first); err != nil {
		t.Fatal(err)
	}
	w.sweep()
	if got := w.poi.Tasks()[0]; !got.Holds(until.Add(-1)) || !got.Holds(until) || got.Holds(later) {
		t.Errorf("%v to %v", got.From, got.Until)
	}
	if _, err := w.k.Withdraw(ctx, second, "because", w.h.People["An"]); err != nil {
		t.Fatal(err)
	}
	w.sweep()
	if got := w.poi.Tasks(); len(got) != 1 || !got[0].Until.Equal(until) {
		t.Errorf("the renewal was withdrawn, and the tap holds %v", got)
	}
}

func TestTheMinutesReconciliation(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	id := w.approved(order(1, noon, until))
	w.set(id)
	ask := func() []admf.Finding {
		t.Helper()
		found, stop, err := w.k.ReconcileTaps(ctx, "poi", w.send("poi", &x1.GetAllDetailsRequest{})[0].(*x1.GetAllDetailsResponse))
		if err != nil {
			t.Fatal(err)
		}
		w.carry(stop)
		return found
	}
	if found := ask(); len(found) != 0 {
		t.Fatalf("found %v", found)
	}
	xid := w.poi.Tasks()[0].XID
	w.send("poi", &x1.DeactivateTaskRequest{XID: x1.UUID(xid)})
	if found := ask(); len(found) != 1 || found[0].What != admf.NotTapped {
		t.Fatalf("found %v", found)
	}
	w.sweep()
	if len(w.poi.Tasks()) != 1 {
		t.Error("it was not set again")
	}
	held := w.send("poi", &x1.GetTaskDetailsRequest{XID: x1.UUID(xid)})[0].(*x1.GetTaskDetailsResponse).Task.Task
	if _, err := w.k.Withdraw(ctx, id, "because", w.h.People["An"]); err != nil {
		t.Fatal(err)
	}
	w.sweep()
	w.send("poi", &x1.ActivateTaskRequest{Task: held}) // by somebody who kept the message, with its proof
	if len(w.poi.Tasks()) != 0 {
		t.Error("what was revoked is back under its old proof")
	}
	w.intercept() // it has lost its memory of it
	w.send("poi", &x1.CreateDestinationRequest{Destination: to(1)[0]})
	w.send("poi", &x1.ActivateTaskRequest{Task: held})
	if len(w.poi.Tasks()) != 1 {
		t.Fatal("the element did not take it")
	}
	if found := ask(); len(found) != 1 || found[0].What != admf.NotOrdered {
		t.Errorf("found %v", found)
	}
	if len(w.poi.Tasks()) != 0 {
		t.Error("it was not stopped")
	}
}

func TestATapThatCanNotBeReadKeepsNoOtherOut(t *testing.T) {
	w := newWorld(t)
	w.set(w.approved(order(1, noon, until)))
	if err := os.WriteFile(w.h.Path("taps", "00.age"), []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.restart()
	w.now = until
	calls, err := w.k.TapCalls(context.Background())
	if err == nil || len(calls) != 2 {
		t.Errorf("%d calls, %v", len(calls), err)
	}
	w.carry(calls)
	if n := len(w.poi.Tasks()); n != 0 {
		t.Errorf("%d tasks are left", n)
	}
}

func TestATapThatIsLongOverIsForgotten(t *testing.T) {
	w := newWorld(t)
	w.set(w.approved(order(1, noon, until)))
	files := func() int {
		all, err := os.ReadDir(w.h.Path("taps"))
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	w.now = until.AddDate(0, 2, 0)
	w.restart()
	if files() != 1 {
		t.Fatal("forgotten while an element holds it")
	}
	w.sweep()
	w.restart()
	if files() != 0 {
		t.Error("it is kept")
	}
}
