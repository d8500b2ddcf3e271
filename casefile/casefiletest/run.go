package casefiletest

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"writ/casefile"
	"writ/ledger"
	"writ/scope"
)

// An Opener opens the store at a place, again and again; one is open at a time.
type Opener func(t testing.TB) casefile.Store

// Run checks that a store keeps its promises. open gives an opener over a new, empty place. The opener must close what
// it opened before.
func Run(t *testing.T, open func(t testing.TB) Opener) {
	for _, tc := range []struct {
		name string
		test func(t *testing.T, k *kit)
	}{
		{"a case lives from its papers to its closing and the ledger has all of it", wholeLife},
		{"a step that fails leaves nothing behind", failedStep},
		{"what was stepped is there after opening again, to the octet", opensAgain},
		{"a crash between appending and marking appends nothing twice", crashAfterAppend},
		{"a crash before appending loses nothing", crashBeforeAppend},
		{"another entry under the case's key is found out", foreignEntry},
		{"a ledger that was cut takes nothing more", cutLedger},
		{"an entry that waited while others were appended gets a later instant", lateDrain},
		{"a clock rings once, and its column tells also without the job", clocks},
		{"clocks ring after the case is closed", clocksAfterClosing},
		{"earlier cases are those of the same agency and reference only", priors},
		{"an erased case can't be read, and only after the ledger says so", erasure},
		{"the audit finds a case that the ledger has and the store lacks", lostCase},
	} {
		t.Run(tc.name, func(t *testing.T) {
			log, err := ledger.Open(ledger.NewMemory(), testKey(), "ledger.example/test")
			must(t, err)
			k := &kit{House: NewHouse(t, log), T: t, open: open(t)}
			k.reopen()
			tc.test(t, k)
		})
	}
}

// A kit is a house with a store.
type kit struct {
	*House
	T    *testing.T
	open Opener
	st   casefile.Store
}

var ctx = context.Background()

func (k *kit) reopen() { k.st = k.open(k.T) }

func (k *kit) step(id string, e casefile.Event) casefile.Case {
	k.T.Helper()
	c, _, err := k.st.Step(ctx, id, e)
	if err != nil {
		k.T.Fatalf("step by %T: %v", e, err)
	}
	return c
}

// live steps a case through the first steps of its life.
func (k *kit) live(n, steps int, papers ...casefile.PaperBytes) casefile.Case {
	k.T.Helper()
	var c casefile.Case
	for _, e := range k.Life(k.T, n, k.Request(k.T, Order{}), Start, papers...)[:steps] {
		c = k.step(ID(n), e(c))
	}
	return c
}

func (k *kit) drain(at time.Time) {
	k.T.Helper()
	if _, err := k.st.Drain(ctx, k.Log, at); err != nil {
		k.T.Fatalf("drain: %v", err)
	}
}

func (k *kit) audited() {
	k.T.Helper()
	found, err := k.st.Audit(ctx, k.Log)
	if err != nil || len(found) > 0 {
		k.T.Fatalf("audit: %v %v", found, err)
	}
}

func wholeLife(t *testing.T, k *kit) {
	paper := []byte("the order about " + Marked)
	c := k.live(1, 7, casefile.PaperBytes{Name: "order.pdf", Data: paper})
	if c.State != casefile.Approved {
		t.Fatalf("it is %s, want approved", c.State)
	}
	at := Start.Add(time.Hour)
	k.drain(at)
	k.audited()
	c = k.step(c.ID, casefile.RunBegun{At: at})
	c = k.step(c.ID, casefile.PackageMade{At: at, Outcome: k.Outcome(t, c, scope.Assemble, at)})
	c = k.step(c.ID, casefile.HandedOver{At: at, Outcome: k.Outcome(t, c, scope.Deliver, at)})
	c = k.step(c.ID, casefile.Closing{Act: k.Say(Ann, c, scope.Close, at, "")})
	k.drain(at)
	k.audited()
	if got, err := k.st.Paper(ctx, c.ID, 0); err != nil || !bytes.Equal(got, paper) {
		t.Errorf("the paper came back changed (%v)", err)
	}
	if _, err := k.st.Paper(ctx, c.ID, 1); !errors.Is(err, casefile.ErrUnknown) {
		t.Errorf("a paper that is not there: %v, want ErrUnknown", err)
	}
	list, err := k.st.List(ctx)
	if err != nil || len(list) != 1 || list[0].ID != c.ID || list[0].State != casefile.Closed || list[0].Clocks != c.Clocks {
		t.Errorf("list: %+v %v", list, err)
	}
}

func failedStep(t *testing.T, k *kit) {
	c := k.live(1, 4)
	before, err := casefile.Encode(c)
	must(t, err)
	k.drain(Start.Add(time.Hour))
	if _, _, err := k.st.Step(ctx, c.ID, k.Approve(Adam, c, Start.Add(time.Hour))); !errors.Is(err, casefile.ErrState) {
		t.Fatalf("an approval before the decision: %v, want ErrState", err)
	}
	if _, _, err := k.st.Step(ctx, ID(1), k.Register(1, k.Request(t, Order{}), Start)); !errors.Is(err, casefile.ErrTwice) {
		t.Errorf("the same number again: %v, want ErrTwice", err)
	}
	if _, _, err := k.st.Step(ctx, ID(9), casefile.RunBegun{At: Start}); !errors.Is(err, casefile.ErrUnknown) {
		t.Errorf("a case that is not there: %v, want ErrUnknown", err)
	}
	if _, _, err := k.st.Step(ctx, ID(8), k.Register(9, k.Request(t, Order{}), Start)); err == nil {
		t.Errorf("a registration under another number was taken")
	}
	after, err := k.st.Load(ctx, c.ID)
	must(t, err)
	if b, err := casefile.Encode(after); err != nil || !bytes.Equal(b, before) {
		t.Errorf("the failed step changed the case")
	}
	if n, err := k.st.Drain(ctx, k.Log, Start.Add(time.Hour)); n != 0 || err != nil {
		t.Errorf("the failed step left %d entries (%v)", n, err)
	}
	if list, _ := k.st.List(ctx); len(list) != 1 {
		t.Errorf("there are %d cases, want 1", len(list))
	}
}

func opensAgain(t *testing.T, k *kit) {
	c := k.live(1, 7, casefile.PaperBytes{Name: "a.pdf", Data: []byte("a")})
	want, err := casefile.Encode(c)
	must(t, err)
	k.reopen()
	got, err := k.st.Load(ctx, c.ID)
	must(t, err)
	if b, err := casefile.Encode(got); err != nil || !bytes.Equal(b, want) {
		t.Errorf("the case came back changed")
	}
	if got.Digest() != c.Digest() || got.ReadingOf(got.Request).Reading() != c.ReadingOf(c.Request).Reading() {
		t.Errorf("the digests came back changed")
	}
	if n, err := k.st.Drain(ctx, k.Log, Start.Add(time.Hour)); n != 7 || err != nil {
		t.Errorf("drained %d entries (%v), want 7", n, err)
	}
}
