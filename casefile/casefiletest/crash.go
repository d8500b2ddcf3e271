package casefiletest

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"writ/casefile"
	"writ/ledger"
	"writ/scope"
)

func testKey() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))
}

var errCrash = errors.New("the machine stops here")

// A crashing ledger stops at the n-th append, before it or right after it.
type crashing struct {
	*ledger.Log
	left  int
	after bool
}

func (c *crashing) Append(e ledger.Entry) (ledger.Receipt, error) {
	if c.left--; c.left >= 0 {
		return c.Log.Append(e)
	}
	if c.after {
		if _, err := c.Log.Append(e); err != nil {
			return ledger.Receipt{}, err
		}
	}
	return ledger.Receipt{}, errCrash
}

func crashAfterAppend(t *testing.T, k *kit)  { crash(t, k, true) }
func crashBeforeAppend(t *testing.T, k *kit) { crash(t, k, false) }

// crash stops the draining at every entry in turn.
func crash(t *testing.T, k *kit, after bool) {
	c := k.live(1, 7)
	for i := range 7 {
		l := &crashing{k.Log, 1, after}
		if after {
			l.left = 0
		}
		if n, err := k.st.Drain(ctx, l, Start.Add(time.Hour)); !errors.Is(err, errCrash) && i < 6 {
			t.Fatalf("drain %d: %d %v, want a crash", i, n, err)
		}
		k.reopen()
		k.audited()
	}
	k.drain(Start.Add(time.Hour))
	if got := len(k.Log.Keys("")); got != 8 {
		t.Errorf("the ledger has %d entries, want the policy and 7", got)
	}
	k.audited()
	if _, err := k.st.Load(ctx, c.ID); err != nil {
		t.Errorf("load: %v", err)
	}
}

func foreignEntry(t *testing.T, k *kit) {
	c := k.live(1, 5)
	key := scope.DecidedKey(c.ID, 1)
	_, err := k.Log.Append(ledger.Entry{V: 1, Key: key, Kind: "decided", Case: c.ID, At: Start, Body: []byte(`{"digest":"00"}`)})
	must(t, err)
	if _, err := k.st.Drain(ctx, k.Log, Start.Add(time.Hour)); !errors.Is(err, casefile.ErrDifferent) {
		t.Errorf("drain: %v, want ErrDifferent", err)
	}
	if found, err := k.st.Audit(ctx, k.Log); err != nil || len(found) == 0 {
		t.Errorf("the audit found nothing (%v)", err)
	}
}

func cutLedger(t *testing.T, k *kit) {
	k.live(1, 3)
	k.drain(Start.Add(time.Hour))
	c, err := k.st.Load(ctx, ID(1))
	must(t, err)
	k.step(ID(1), k.Verify(Vera, c, Start.Add(time.Hour)))
	cut, err := ledger.Open(ledger.NewMemory(), testKey(), "ledger.example/test")
	must(t, err)
	NewHouse(t, cut) // the policy alone
	if _, err := k.st.Drain(ctx, cut, Start.Add(time.Hour)); !errors.Is(err, casefile.ErrCut) {
		t.Errorf("drain into a ledger that lacks what was written: %v, want ErrCut", err)
	}
	if got := len(cut.Keys("")); got != 1 {
		t.Errorf("the cut ledger took %d entries", got-1)
	}
	k.drain(Start.Add(time.Hour))
	k.audited()
}

func lateDrain(t *testing.T, k *kit) {
	k.live(1, 7)
	now := Start.Add(48 * time.Hour)
	_, err := k.Log.Append(ledger.Entry{V: 1, Key: "other/1", Kind: "other", At: Start.Add(24 * time.Hour)})
	must(t, err)
	if _, err := k.st.Drain(ctx, k.Log, Start); !errors.Is(err, ledger.ErrClock) {
		t.Fatalf("drain with a clock behind the head: %v, want ErrClock", err)
	}
	l := &crashing{k.Log, 3, true} // the first is refused for its instant and tried again
	if _, err := k.st.Drain(ctx, l, now); !errors.Is(err, errCrash) {
		t.Fatalf("drain: %v, want a crash", err)
	}
	k.reopen()
	k.drain(now.Add(time.Minute))
	k.audited()
	if got := len(k.Log.Keys("")); got != 9 {
		t.Errorf("the ledger has %d entries, want the policy, the other and 7", got)
	}
	if r, ok := k.Log.Find(scope.DecidedKey(ID(1), 1)); !ok || r.Entry().At.Before(now) {
		t.Errorf("the late entry has no later instant")
	}
}

func lostCase(t *testing.T, k *kit) {
	c, effects, err := casefile.Step(casefile.Case{}, k.Register(7, k.Request(t, Order{}), Start))
	must(t, err)
	for _, f := range effects {
		if a, ok := f.(casefile.Append); ok {
			_, err := k.Log.Append(a.Entry)
			must(t, err)
		}
	}
	found, err := k.st.Audit(ctx, k.Log)
	if err != nil || len(found) != 1 || found[0].Case != c.ID {
		t.Errorf("audit: %v %v, want the lost case", found, err)
	}
}
