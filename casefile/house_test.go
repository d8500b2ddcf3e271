package casefile_test

import (
	"bytes"
	"crypto/ed25519"
	"testing"
	"time"

	"writ/casefile"
	"writ/casefile/casefiletest"
	"writ/ledger"
)

type (
	house = casefiletest.House
	order = casefiletest.Order
)

func newHouse(t testing.TB) *house {
	t.Helper()
	return houseOver(t, 1)
}

// houseOver gives a house over an empty ledger with key n.
func houseOver(t testing.TB, n byte) *house {
	t.Helper()
	log, err := ledger.Open(ledger.NewMemory(), ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize)), "ledger.example/test")
	if err != nil {
		t.Fatal(err)
	}
	return casefiletest.NewHouse(t, log)
}

// minute is an instant n minutes after the house's beginning.
func minute(n int) time.Time { return casefiletest.Start.Add(time.Duration(n) * time.Minute) }

// lived gives a case after the first steps of its life: registered, read, read, verified, decided, approved, approved.
func lived(t testing.TB, h *house, o order, steps int) casefile.Case {
	t.Helper()
	var c casefile.Case
	for _, e := range h.Life(t, 1, h.Request(t, o), casefiletest.Start)[:steps] {
		c = mustStep(t, c, e(c))
	}
	return c
}

func mustStep(t testing.TB, c casefile.Case, e casefile.Event) casefile.Case {
	t.Helper()
	c, _ = mustDo(t, c, e)
	return c
}

func mustDo(t testing.TB, c casefile.Case, e casefile.Event) (casefile.Case, []casefile.Effect) {
	t.Helper()
	c, effects, err := casefile.Step(c, e)
	if err != nil {
		t.Fatalf("step by %T: %v", e, err)
	}
	return c, effects
}

// of gives the effects of one type.
func of[T casefile.Effect](effects []casefile.Effect) []T {
	var out []T
	for _, f := range effects {
		if v, ok := f.(T); ok {
			out = append(out, v)
		}
	}
	return out
}

func encoded(t testing.TB, c casefile.Case) []byte {
	t.Helper()
	b, err := casefile.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
