package crash

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"writ/casefile"
	"writ/e2e/house"
	"writ/role/keeper"
)

// A disk that is full while a package is written, handed over or told of in a letter, or while the ledger is written.
func TestAFullDiskDisclosesNothingByHalvesAndIsGoneOnFrom(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("NOT RUN: only root can mount a small disk; run the tests as root, in a container")
	}
	for _, tc := range []struct {
		name   string
		folder func(*house.House) string
		size   string
		demand keeper.Demand
		upTo   house.Step
		says   string
	}{
		{"while its parts are staged", staging, "64k", house.Subpoena(0), house.Run, "staging"},
		{"while it is sealed", packages, "16k", house.Subpoena(0), house.Run, "packages"},
		{"while it is handed over", (*house.House).Delivery, "16k", house.Subpoena(0), house.Deliver, "delivered"},
		{"while the letter is written", letters, "8k", house.TooOld(0), house.Letter, "letters"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			k := open(t, h)
			dir := tc.folder(h)
			c := carry(t, h, k, tc.demand, tc.upTo)
			smallDisk(t, dir, tc.size)
			err := h.Carry(ctx, k, c.ID, tc.demand, quiet)
			if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), tc.says) || !strings.Contains(err.Error(), "free some") {
				t.Fatalf("a full disk says: %v", err)
			}
			t.Log(err)
			if left := delivered(t, h); len(left) > 0 {
				t.Errorf("with a full disk, %v lies in the delivery folder", left)
			}
			if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) > 0 && tc.says != "staging" {
				t.Errorf("half of something is left: %v (%v)", left, err)
			}
			largerDisk(t, dir)
			l := &life{House: h, t: t, demands: []keeper.Demand{tc.demand}, rows: house.Rows}
			if tc.upTo != house.Letter {
				l.packages = 1
			}
			if err := h.Carry(ctx, k, c.ID, tc.demand, quiet); err != nil {
				t.Fatalf("with room again, it does not go on: %v", err)
			}
			shut(t, k)
			l.end(ctx)
		})
	}
}

func staging(h *house.House) string  { return h.Path("staging") }
func packages(h *house.House) string { return h.Path("packages") }
func letters(h *house.House) string  { return h.Path("letters") }

// smallDisk puts a disk of its own under a folder.
func smallDisk(t *testing.T, dir, size string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "mode=700,size="+size); err != nil {
		t.Skipf("NOT RUN: no small disk can be mounted here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
}

func largerDisk(t *testing.T, dir string) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "mode=700,size=64m"); err != nil {
		t.Fatal(err)
	}
}

// A ledger that can't take an entry lets nothing happen that needs it, at whatever step, and takes it when there is room
// again.
func TestALedgerWithoutRoomLetsNothingLeave(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("NOT RUN: only root can mount a small disk; run the tests as root, in a container")
	}
	h := newHouse(t)
	smallDisk(t, h.Path("ledger"), "64m")
	copied(t, template(t).Path("ledger"), h.Path("ledger"))
	k := open(t, h)
	d := house.Subpoena(0)
	c := carry(t, h, k, d, house.FirstRead)
	full := 0
	for _, step := range []house.Step{house.FirstRead, house.SecondRead, house.Verify, house.Approve, house.ApproveAgain, house.DryRun, house.Run, house.Deliver, house.Close} {
		carryOn(t, h, k, c.ID, d, step)
		filler := fill(t, h.Path("ledger"))
		for err := error(nil); err == nil && full < 100; full++ { // until the journal's last block is full as well
			if err = h.Carry(ctx, k, c.ID, d, quiet); err != nil && !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("%s, with no room for the ledger: %v", step, err)
			}
			if c, err := k.Case(ctx, c.ID); err != nil || c.State == casefile.Closed {
				break
			}
		}
		(&life{House: h, t: t}).nothingHalfDisclosed(k)
		must(t, os.Remove(filler))
	}
	carryOn(t, h, k, c.ID, d, "")
	shut(t, k)
	(&life{House: h, t: t, demands: []keeper.Demand{d}, packages: 1, rows: house.Rows}).end(ctx)
}

// fill takes all the room of the disk under a folder.
func fill(t *testing.T, dir string) string {
	t.Helper()
	name := filepath.Join(dir, "filler")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for chunk := make([]byte, 4096); ; {
		if _, err := f.Write(chunk); err != nil {
			return name
		}
	}
}
