package crash

import (
	"context"
	"fmt"
	"os"
	"testing"

	"writ/casefile"
	"writ/e2e/house"
	"writ/role/keeper"
)

// A child carries demands in the house that this variable names, until it is done or killed. It says on standard
// output, in one write each: `begun`; `step N NAME` before each step of demand N; `ok N LENGTH` after it, with the length
// of the case's history; `done`.
const childHouse = "WRIT_CRASH_HOUSE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childHouse); dir != "" {
		if err := child(dir); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		fmt.Println("done")
		os.Exit(0)
	}
	code := m.Run()
	if founded.dir != "" {
		_ = os.RemoveAll(founded.dir)
	}
	os.Exit(code)
}

// demands are what a child's run carries: one that ends in a package, the others in a letter. The long run has more of
// these, so that the short steps before an answer get their share of its time.
func demands() []keeper.Demand {
	out := []keeper.Demand{house.Subpoena(0), house.TooOld(1)}
	if os.Getenv("WRIT_SOAK") != "" {
		out = append(out, house.TooOld(2), house.TooOld(3), house.TooOld(4))
	}
	return out
}

const opening = "open"

func child(dir string) (err error) {
	ctx := context.Background()
	h, err := house.Load(dir)
	if err != nil {
		return err
	}
	fmt.Println("begun")
	fmt.Println("step 0", opening)
	k, err := h.Open(ctx)
	if err != nil {
		return err
	}
	if err := carryAll(ctx, h, k, demands(), aloud); err != nil {
		return err
	}
	return k.Close()
}

// aloud tells the parent of each step.
func aloud(n int) house.Watch {
	return house.Watch{Before: func(s house.Step) error { _, err := fmt.Println("step", n, s); return err },
		After: func(_ house.Step, c casefile.Case) { fmt.Println("ok", n, len(c.History)) }}
}

// carryAll takes every demand to its end, from wherever it stands. Demands are brought in one after the other, so that
// the list of cases says which of them are there.
func carryAll(ctx context.Context, h *house.House, k *keeper.Keeper, demands []keeper.Demand, watch func(n int) house.Watch) error {
	for n, d := range demands {
		have, err := k.List(ctx)
		if err != nil {
			return err
		}
		w := watch(n)
		var id string
		if n < len(have) {
			id = have[n].ID
		} else {
			if err := w.Before(house.Register); err != nil {
				return err
			}
			c, err := h.Bring(ctx, k, d)
			if err != nil {
				return err
			}
			w.After(house.Register, c)
			id = c.ID
		}
		if err := h.Carry(ctx, k, id, d, w); err != nil {
			return err
		}
	}
	return nil
}
