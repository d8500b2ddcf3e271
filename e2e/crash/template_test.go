package crash

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"writ/casefile"
	"writ/e2e/house"
	"writ/role/keeper"
)

var ctx = context.Background()

// founded is the house that every test copies. It is founded once.
var founded struct {
	once sync.Once
	dir  string
	h    *house.House
	err  error
}

func template(t testing.TB) *house.House {
	t.Helper()
	founded.once.Do(func() {
		if founded.dir, founded.err = os.MkdirTemp("", "writ-crash-template-"); founded.err == nil {
			founded.h, founded.err = house.Found(ctx, founded.dir, "../../role/demo/data")
		}
	})
	if founded.err != nil {
		t.Fatal(founded.err)
	}
	return founded.h
}

// newHouse is a copy of the house, for one test.
func newHouse(t testing.TB) *house.House {
	t.Helper()
	h, err := template(t).Copy(filepath.Join(t.TempDir(), "house"))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func open(t testing.TB, h *house.House) *keeper.Keeper {
	t.Helper()
	k, err := h.Open(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Close() }) // it may be closed already
	return k
}

func shut(t testing.TB, k *keeper.Keeper) {
	t.Helper()
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
}

// carry takes a demand up to a step, which it does not take.
func carry(t testing.TB, h *house.House, k *keeper.Keeper, d keeper.Demand, upTo house.Step) casefile.Case {
	t.Helper()
	c, err := h.Bring(ctx, k, d)
	if err != nil {
		t.Fatal(err)
	}
	return carryOn(t, h, k, c.ID, d, upTo)
}

// carryOn is carry for a case that is there.
func carryOn(t testing.TB, h *house.House, k *keeper.Keeper, id string, d keeper.Demand, upTo house.Step) casefile.Case {
	t.Helper()
	if err := h.CarryTo(ctx, k, id, d, upTo); err != nil {
		t.Fatal(err)
	}
	c, err := k.Case(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// delivered is what lies in the delivery folder, whole or not.
func delivered(t testing.TB, h *house.House) []string {
	t.Helper()
	names, err := os.ReadDir(h.Delivery())
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	var out []string
	for _, n := range names {
		out = append(out, n.Name())
	}
	return out
}
