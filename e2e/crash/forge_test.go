package crash

import (
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"writ/casefile"
	"writ/e2e/house"
	"writ/law"
	"writ/role/keeper"
	"writ/scope"
)

// What somebody does who holds the disk, and the keys of the tenant as well: nothing is read and nothing leaves, since
// what opens is on the ledger, signed by people.
func TestAnEditedDatabaseReadsNothing(t *testing.T) {
	for _, tc := range []struct {
		name string
		upTo house.Step
		edit func(_ *testing.T, th thief, c casefile.Case)
	}{
		{"the state is advanced with SQL", house.ApproveAgain, func(_ *testing.T, th thief, c casefile.Case) {
			th.sql(`UPDATE cases SET state = 'approved' WHERE id = ?`, c.ID)
		}},
		{"an approval is added, sealed as it should be", house.ApproveAgain, func(_ *testing.T, th thief, c casefile.Case) {
			th.rewrite(c.ID, func(c *casefile.Case) { approve(c, "Ed, counsel") })
		}},
		{"an approval by nobody is added", house.ApproveAgain, func(_ *testing.T, th thief, c casefile.Case) {
			th.rewrite(c.ID, func(c *casefile.Case) { approve(c, "Eve") })
		}},
		{"the content of another case is put in", house.Run, func(_ *testing.T, th thief, c casefile.Case) {
			th.sql(`UPDATE cases SET content = (SELECT content FROM cases WHERE id <> ?1 LIMIT 1) WHERE id = ?1`, c.ID)
		}},
		{"the demand asks for another number", house.Run, func(_ *testing.T, th thief, c casefile.Case) {
			th.rewrite(c.ID, func(c *casefile.Case) { other(c.Decision.Demand.Demand.Asks) })
		}},
		{"the demand's window is wider", house.Run, func(_ *testing.T, th thief, c casefile.Case) {
			th.rewrite(c.ID, func(c *casefile.Case) {
				asks := c.Decision.Demand.Demand.Asks
				asks[1].Window.From.Time = asks[1].Window.From.Time.Add(-time.Hour)
			})
		}},
		{"the decision says that it opens", house.ApproveAgain, func(_ *testing.T, th thief, c casefile.Case) {
			th.rewrite(c.ID, func(c *casefile.Case) { c.Decision.Opens = true; c.State = casefile.Approved })
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			k := open(t, h)
			carry(t, h, k, house.TooOld(1), house.FirstRead)
			c := carry(t, h, k, house.Subpoena(0), tc.upTo)
			shut(t, k)
			tc.edit(t, newThief(t, h), c)
			opensNothing(t, h, c.ID)
		})
	}
}

// approve adds an approval as the case would have it.
func approve(c *casefile.Case, who string) {
	last := c.History[len(c.History)-1]
	last.At, last.Who, last.Verb, last.To = last.At.Add(time.Millisecond), who, scope.Approve, casefile.Approved
	c.State, c.History = casefile.Approved, append(c.History, last)
	c.Approvals = append(c.Approvals, casefile.Approval{Who: who, At: last.At})
}

// other has every ask name another number.
func other(asks []law.Ask) {
	for i := range asks {
		asks[i].Identifiers[0].Text = "+1 202 555 0101"
	}
}

// A refusal that was written down and kept from the ledger, by a crash or a full disk, stops all the same.
func TestARefusalThatWaitsForTheLedgerStops(t *testing.T) {
	for _, upTo := range []house.Step{house.DryRun, house.Run, house.Deliver} {
		h := newHouse(t)
		k := open(t, h)
		c := carry(t, h, k, house.Subpoena(0), upTo)
		th := newThief(t, h)
		st := th.store()
		di := h.People["Di"]
		by, _ := k.People().Find(di.Name)
		said := casefile.Act{At: h.Now(), By: by, Reason: "not ours", Sig: ed25519.Sign(di.Key, c.Statement(scope.Refuse).Bytes())}
		if _, _, err := st.Step(ctx, c.ID, casefile.Refusal{Act: said}); err != nil {
			t.Fatal(err)
		}
		must(t, st.Close())
		before := len(k.Ledger().Keys("permit/"))
		for _, try := range disclosures(h, k, c.ID) {
			if err := try(); !errors.Is(err, scope.ErrRefused) && !errors.Is(err, casefile.ErrState) {
				t.Errorf("before %s, a refusal waits: %v", upTo, err)
			}
		}
		if len(k.Ledger().Keys("permit/")) != before || len(delivered(t, h)) > 0 {
			t.Errorf("before %s, a refusal waits, and something is let happen", upTo)
		}
	}
}

// A database that is set back to before a stop, as from a backup, doesn't undo the stop.
func TestADatabaseSetBackToBeforeAStopOpensNothing(t *testing.T) {
	h := newHouse(t)
	k := open(t, h)
	c := carry(t, h, k, house.Subpoena(0), house.Run)
	th := newThief(t, h)
	old := th.row(c.ID)
	if _, err := k.Withdraw(ctx, c.ID, "the court has quashed it", h.People["Bo"]); err != nil {
		t.Fatal(err)
	}
	shut(t, k)
	th.putBack(c.ID, old)
	opensNothing(t, h, c.ID)
}

// A stop that could only be written beside the ledger stops at once, and goes on the ledger when it is said again; then
// two people can start again what was stopped.
func TestAStopThatIsNotOnTheLedgerStopsAndCanBeEnded(t *testing.T) {
	h := newHouse(t)
	k := open(t, h)
	d := house.Subpoena(0)
	c := carry(t, h, k, d, house.Deliver)
	must(t, keeper.StopWithoutLedger(h.Home(), c.ID))
	for range 2 { // in this process, and in the next
		if _, err := k.Deliver(ctx, c.ID, h.Delivery()); !errors.Is(err, scope.ErrStopped) {
			t.Errorf("with a stop beside the ledger: %v", err)
		}
		shut(t, k)
		k = open(t, h)
	}
	if left := delivered(t, h); len(left) > 0 {
		t.Errorf("%v left", left)
	}
	if _, err := k.Withdraw(ctx, c.ID, "the court has quashed it", h.People["Bo"]); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Di", "Ed"} {
		if _, err := k.Approve(ctx, c.ID, h.People[name]); err != nil {
			t.Fatal(err)
		}
	}
	carryOn(t, h, k, c.ID, d, "")
	shut(t, k)
	(&life{House: h, t: t, demands: []keeper.Demand{d}, packages: 1, rows: house.Rows}).end(ctx)
}

// A letter that was written before a stop stays where it is, whether the stop waits or stands on the ledger.
func TestTheLetterOfACaseThatWasStoppedSinceStays(t *testing.T) {
	for _, tc := range []struct {
		name string
		stop func(h *house.House, k *keeper.Keeper, id string) error
	}{
		{"the stop waits for the ledger", func(h *house.House, _ *keeper.Keeper, id string) error {
			return keeper.StopWithoutLedger(h.Home(), id)
		}},
		{"the stop stands on the ledger", func(h *house.House, k *keeper.Keeper, id string) error {
			_, err := k.Withdraw(ctx, id, "the agency took it back", h.People["Bo"])
			return err
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			k := open(t, h)
			c := carry(t, h, k, house.TooOld(0), house.Letter)
			if m, err := k.Run(ctx, c.ID); err != nil || m.Letter == "" {
				t.Fatalf("no letter: %v", err)
			}
			must(t, tc.stop(h, k, c.ID))
			if _, err := k.Deliver(ctx, c.ID, h.Delivery()); !errors.Is(err, scope.ErrStopped) {
				t.Errorf("the letter is handed over: %v", err)
			}
			if left := delivered(t, h); len(left) > 0 {
				t.Errorf("%v left", left)
			}
		})
	}
}

// A file of the package's name that is not the package is left as it is.
func TestAFileOfTheSameNameIsNeverOverwritten(t *testing.T) {
	h := newHouse(t)
	k := open(t, h)
	d := house.Subpoena(0)
	c := carry(t, h, k, d, house.Deliver)
	made, err := os.ReadDir(h.Path("packages"))
	if err != nil || len(made) != 1 {
		t.Fatal(made, err)
	}
	to := filepath.Join(h.Delivery(), made[0].Name())
	must(t, os.MkdirAll(h.Delivery(), 0o700), os.WriteFile(to, []byte("somebody else's"), 0o600))
	if _, err := k.Deliver(ctx, c.ID, h.Delivery()); err == nil {
		t.Error("it was handed over on top of another file")
	}
	if b, err := os.ReadFile(to); err != nil || string(b) != "somebody else's" {
		t.Errorf("the other file is gone (%v)", err)
	}
	must(t, os.Remove(to))
	carryOn(t, h, k, c.ID, d, "")
	if _, err := k.Deliver(ctx, c.ID, t.TempDir()); err == nil {
		t.Error("it says that it was handed over into a folder that has nothing")
	}
}

// disclosures are what lets something be read or leave.
func disclosures(h *house.House, k *keeper.Keeper, id string) []func() error {
	return []func() error{
		func() error { _, err := k.DryRun(ctx, id); return err },
		func() error { _, err := k.Run(ctx, id); return err },
		func() error { _, err := k.Deliver(ctx, id, h.Delivery()); return err },
	}
}

// opensNothing tries everything that discloses.
func opensNothing(t *testing.T, h *house.House, id string) {
	t.Helper()
	k, err := h.Open(ctx)
	if err != nil {
		t.Logf("it does not open: %v", err)
		return
	}
	defer shut(t, k)
	for _, try := range disclosures(h, k, id) {
		err := try()
		t.Log(err)
		if err == nil {
			t.Error("it goes through")
		}
	}
	if n := len(k.Ledger().Keys("outcome/" + id)); n > 1 { // the dry run of the case before it was edited may stand there
		t.Errorf("%d outcomes stand on the ledger", n)
	}
	if made, err := os.ReadDir(h.Path("packages")); err != nil || len(made) > 0 {
		t.Errorf("a package was made (%v)", err)
	}
	if left := delivered(t, h); len(left) > 0 {
		t.Errorf("%v left", left)
	}
}
