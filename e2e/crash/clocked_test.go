package crash

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"writ/casefile"
	"writ/e2e/house"
	"writ/role/keeper"
)

// The keeper looks at its clock before each step, each entry and each thing that discloses. What lies on the disk at
// such a moment is what a crash would leave then: each is copied, opened and carried to its end.
func TestACrashAtAnyLookAtTheClockIsGoneOnFrom(t *testing.T) {
	for _, tc := range []struct {
		name     string
		demand   keeper.Demand
		packages int
		rows     int
		from     house.Step // before it, the case goes as the first does
	}{
		{"a case that ends in a package", house.Subpoena(0), 1, house.Rows, house.FirstRead},
		{"a case that ends in a letter", house.TooOld(0), 0, 0, house.Approve},
		{"a case that ends in both", house.Unclear(0), 1, 1, house.Run},
		{"a preservation", house.Preservation(0), 0, 0, house.Letter},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			lives := snapshots(t, h, tc.demand, tc.from)
			for _, l := range lives {
				l.demands, l.packages, l.rows = []keeper.Demand{tc.demand}, tc.packages, tc.rows
				l.look(ctx, words{step: "a look at the clock"})
				l.end(ctx)
				l.remove()
			}
			t.Logf("%d states of the disk, each carried to the end", len(lives))
			if len(lives) < 7 {
				t.Error("too few to mean anything")
			}
		})
	}
}

// snapshots carries a demand to its end, and copies the house, from a step on, at each look at the clock when the disk
// changed since the last.
func snapshots(t *testing.T, h *house.House, d keeper.Demand, from house.Step) []*life {
	var out []*life
	var last string
	begun := false
	o := h.Options()
	o.Clock = func() time.Time {
		if now := disk(t, h); begun && now != last {
			last = now
			out = append(out, newLife(t, h))
		}
		return h.Now()
	}
	k, err := keeper.Open(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, k)
	c := carry(t, h, k, d, from)
	begun = true
	if c = carryOn(t, h, k, c.ID, d, ""); c.State != casefile.Closed {
		t.Fatalf("the case is %s", c.State)
	}
	return out
}

// disk tells states of the disk apart.
func disk(t *testing.T, h *house.House) string {
	var out string
	err := filepath.WalkDir(h.Dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		i, err := e.Info()
		if err == nil && !e.IsDir() {
			out += fmt.Sprintln(path, i.Size(), i.ModTime().UnixNano())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
