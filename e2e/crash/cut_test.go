package crash

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"writ/casefile"
	"writ/e2e/house"
	"writ/ledger"
	"writ/outside/tiles"
	"writ/role/keeper"
)

// A ledger that lost entries while the cases kept theirs: somebody put an old copy back, or cut it.
func TestALedgerThatWasSetBackIsToldWhenItIsOpened(t *testing.T) {
	for _, tc := range []struct {
		name string
		from house.Step // the copy is of before it
		upTo house.Step // the ledger had come to before this one
	}{
		{"to before an approval", house.ApproveAgain, house.DryRun},
		{"to before the package was made", house.Run, house.Deliver},
		{"to before it was delivered", house.Deliver, house.Close},
		{"to before all of it", house.FirstRead, house.Close},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			k := open(t, h)
			d := house.Subpoena(0)
			c := carry(t, h, k, d, tc.from)
			shut(t, k)
			old := t.TempDir()
			copied(t, h.Path("ledger"), filepath.Join(old, "ledger"))
			k = open(t, h)
			carryOn(t, h, k, c.ID, d, tc.upTo)
			shut(t, k)
			before := delivered(t, h)
			if err := os.RemoveAll(h.Path("ledger")); err != nil {
				t.Fatal(err)
			}
			copied(t, filepath.Join(old, "ledger"), h.Path("ledger"))
			_, err := h.Open(ctx)
			if !errors.Is(err, casefile.ErrCut) && !errors.Is(err, keeper.ErrUnlike) {
				t.Errorf("it opens: %v", err)
			}
			t.Log(err)
			if len(delivered(t, h)) != len(before) {
				t.Error("something left")
			}
		})
	}
}

func copied(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// A ledger that is cut after any of its entries, with nothing beside it that would show it. The last entry alone can go
// unseen: it is the outcome of the lookup, on which nothing rests.
func TestALedgerCutAfterAnyEntryOpensNothing(t *testing.T) {
	h := newHouse(t)
	k := open(t, h)
	c := carry(t, h, k, house.Subpoena(0), house.Deliver)
	shut(t, k)
	ends := frames(t, h.Path("ledger", "journal"))
	for n := len(ends) - 3; n >= 0; n-- {
		cut, err := h.Copy(filepath.Join(t.TempDir(), "cut"))
		must(t, err, os.Truncate(cut.Path("ledger", "journal"), ends[n]), os.Remove(cut.Path("ledger", ledger.CheckpointFile)), os.RemoveAll(cut.Path("ledger", "tile")))
		k, err := cut.Open(ctx)
		if err == nil {
			_, err = k.Deliver(ctx, c.ID, cut.Delivery())
			must(t, k.Close())
		}
		if !errors.Is(err, casefile.ErrCut) && !errors.Is(err, keeper.ErrUnlike) || len(delivered(t, cut)) > 0 {
			t.Errorf("cut after %d of %d entries: %v", n, len(ends)-1, err)
		}
	}
}

// frames gives where the frames of a journal end; the first is where the magic does.
func frames(t *testing.T, journal string) []int64 {
	t.Helper()
	b, err := os.ReadFile(journal)
	must(t, err)
	r := ledger.NewJournalReader(bytes.NewReader(b))
	ends := []int64{int64(len(ledger.JournalMagic))}
	for {
		if _, err := r.Next(); err != nil {
			return ends
		}
		ends = append(ends, r.Offset())
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// Two keepers of one tenant would sign two histories.
func TestASecondKeeperOfAHomeIsRefused(t *testing.T) {
	h := newHouse(t)
	k := open(t, h)
	if _, err := h.Open(ctx); !errors.Is(err, tiles.ErrLocked) {
		t.Errorf("a second keeper: %v", err)
	} else {
		t.Log(err)
	}
	shut(t, k)
	shut(t, open(t, h))
}
