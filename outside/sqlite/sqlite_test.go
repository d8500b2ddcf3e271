package sqlite_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"writ/casefile"
	. "writ/casefile/casefiletest"
	"writ/ledger"
	"writ/outside/sqlite"
)

func TestStore(t *testing.T) {
	Run(t, func(t testing.TB) Opener {
		path := filepath.Join(t.TempDir(), "a tenant? 100%.db")
		var last *sqlite.Store
		t.Cleanup(func() { _ = last.Close() })
		return func(t testing.TB) casefile.Store {
			if last != nil {
				if err := last.Close(); err != nil {
					t.Fatalf("close: %v", err)
				}
			}
			last = mustOpen(t, path, aead{})
			return last
		}
	})
}

var ctx = context.Background()

func mustOpen(t testing.TB, path string, s sqlite.Sealer) *sqlite.Store {
	t.Helper()
	st, err := sqlite.Open(ctx, path, s)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return st
}

// A home is a store with a house around it.
type home struct {
	*House
	*sqlite.Store
	path string
}

func newHome(t testing.TB) *home {
	t.Helper()
	log, err := ledger.Open(ledger.NewMemory(), ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize)), "ledger.example/test")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "cases.db")
	h := &home{NewHouse(t, log), mustOpen(t, path, aead{}), path}
	t.Cleanup(func() { _ = h.Close() })
	return h
}

// live steps case n through the first steps of its life.
func (h *home) live(t testing.TB, n, steps int, papers ...casefile.PaperBytes) casefile.Case {
	t.Helper()
	var c casefile.Case
	for _, e := range h.Life(t, n, h.Request(t, Order{}), Start, papers...)[:steps] {
		c = h.step(t, ID(n), e(c))
	}
	return c
}

func (h *home) step(t testing.TB, id string, e casefile.Event) casefile.Case {
	t.Helper()
	c, _, err := h.Step(ctx, id, e)
	if err != nil {
		t.Fatalf("step by %T: %v", e, err)
	}
	return c
}

func (h *home) drain(t testing.TB, at time.Time) {
	t.Helper()
	if _, err := h.Drain(ctx, h.Log, at); err != nil {
		t.Fatalf("drain: %v", err)
	}
}

// disk gives everything that lies in the home's folder.
func (h *home) disk(t testing.TB) []byte {
	t.Helper()
	files, err := filepath.Glob(h.path + "*")
	if err != nil || len(files) < 2 {
		t.Fatalf("the folder holds %v (%v), want the file and its log", files, err)
	}
	var all []byte
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}

func TestANewerHomeIsRefusedAndLeftAsItIs(t *testing.T) {
	h := newHome(t)
	h.live(t, 1, 7)
	if err := h.Exec(`UPDATE home SET version = ?`, sqlite.HomeVersion+1); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(h.path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sqlite.Open(ctx, h.path, aead{})
	if !errors.Is(err, sqlite.ErrNewer) || !strings.Contains(err.Error(), "it has version 2, this writ knows up to 1") {
		t.Errorf("open: %v, want ErrNewer", err)
	}
	if after, err := os.ReadFile(h.path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the newer home was written to (%v)", err)
	}
}

func TestAFileThatIsNoHomeIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, bytes.Repeat([]byte("no database "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	if st, err := sqlite.Open(ctx, path, aead{}); err == nil {
		_ = st.Close()
		t.Errorf("it was opened")
	}
	if _, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "y.db"), nil); err == nil {
		t.Errorf("a store without a sealer was opened")
	}
}

func TestTheFileIsItsOwnersOnly(t *testing.T) {
	h := newHome(t)
	h.live(t, 1, 1)
	files, _ := filepath.Glob(h.path + "*")
	for _, f := range files {
		if s, err := os.Stat(f); err != nil || s.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v (%v)", filepath.Base(f), s.Mode(), err)
		}
	}
}

func TestNothingThatWasServedLiesOnTheDiskInTheClear(t *testing.T) {
	h := newHome(t)
	paper := []byte("the order about " + Marked)
	c := h.live(t, 1, 7, casefile.PaperBytes{Name: "order-about-roe.pdf", Data: paper})
	h.drain(t, Start.Add(time.Hour))
	all := h.disk(t)
	for _, secret := range []string{Marked, Marked[1:], "2025550173", c.Request.Reference, c.Agency, "order-about-roe", "wire fraud", "order-records"} {
		if bytes.Contains(all, []byte(secret)) {
			t.Errorf("%q lies on the disk", secret)
		}
	}
	if !bytes.Contains(all, []byte(c.ID)) {
		t.Errorf("the case's number is not found either: the search is blind")
	}
}

func TestAnErasedCasesKeyIsGoneFromTheDisk(t *testing.T) {
	h := newHome(t)
	h.live(t, 1, 7, casefile.PaperBytes{Name: "a.pdf", Data: bytes.Repeat([]byte("x"), 100_000)})
	c := h.live(t, 2, 7) // another case stays
	at := c.Clocks.Secrecy
	c, err := h.Load(ctx, ID(1))
	if err != nil {
		t.Fatal(err)
	}
	c = h.step(t, c.ID, casefile.Withdrawal{Act: h.Say(Ben, c, "withdraw", at, "withdrawn by the issuer")})
	c = h.step(t, c.ID, casefile.Closing{Act: h.Say(Ann, c, "close", at, "")})
	h.step(t, c.ID, casefile.Erasure{At: at, By: h.Person(Max)})
	h.drain(t, at)
	key, err := h.Blob(`SELECT key FROM cases WHERE id = ?`, ID(1))
	if err != nil {
		t.Fatal(err)
	}
	paper, err := h.Blob(`SELECT content FROM papers WHERE case_id = ?`, ID(1))
	if err != nil {
		t.Fatal(err)
	}
	if all := h.disk(t); !bytes.Contains(all, key) || !bytes.Contains(all, paper[:64]) {
		t.Fatal("the search is blind")
	}
	if err := h.Erase(ctx, ID(1), h.Log); err != nil {
		t.Fatalf("erase: %v", err)
	}
	if all := h.disk(t); bytes.Contains(all, key) || bytes.Contains(all, paper[:64]) {
		t.Errorf("the erased case's wrapped key or its paper still lies on the disk")
	}
	if _, err := h.Load(ctx, ID(2)); err != nil {
		t.Errorf("the other case: %v", err)
	}
}

func TestAnotherRootOpensNothing(t *testing.T) {
	h := newHome(t)
	h.live(t, 1, 1, casefile.PaperBytes{Name: "a.pdf", Data: []byte("x")})
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	st := mustOpen(t, h.path, aead{root: [32]byte{1}})
	defer func() { _ = st.Close() }()
	if _, err := st.Load(ctx, ID(1)); err == nil {
		t.Errorf("a case opens under another root")
	}
	if _, err := st.Paper(ctx, ID(1), 0); err == nil {
		t.Errorf("a paper opens under another root")
	}
}

func TestAFullDiskLeavesTheCaseAsItWas(t *testing.T) {
	h := newHome(t)
	c := h.live(t, 1, 4)
	if err := h.Exec(`PRAGMA max_page_count = 1`); err != nil { // no page more than there are
		t.Fatal(err)
	}
	big := casefile.PaperBytes{Name: "a.pdf", Data: bytes.Repeat([]byte("x"), 1<<20)}
	if _, _, err := h.Step(ctx, ID(2), h.Register(2, h.Request(t, Order{}), Start, big)); err == nil {
		t.Fatal("a full disk takes a paper")
	}
	if err := h.Exec(`PRAGMA max_page_count = 1000000`); err != nil {
		t.Fatal(err)
	}
	if list, err := h.List(ctx); err != nil || len(list) != 1 || list[0].ID != c.ID {
		t.Errorf("after the full disk: %v %v", list, err)
	}
	h.step(t, ID(2), h.Register(2, h.Request(t, Order{}), Start, big))
}

func TestManyAtOnceStepEachCaseOnce(t *testing.T) {
	h := newHome(t)
	c := h.live(t, 1, 6)
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() { _, _, errs[i] = h.Step(ctx, c.ID, h.Approve(Eve, c, Start.Add(time.Hour))) })
	}
	for n := 2; n < 6; n++ {
		wg.Go(func() { h.live(t, n, 7) })
	}
	wg.Go(func() {
		for range 20 {
			if _, err := h.Drain(ctx, h.Log, Start.Add(2*time.Hour)); err != nil {
				t.Errorf("drain: %v", err)
			}
		}
	})
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		}
	}
	if won != 1 {
		t.Errorf("one approval was taken %d times: %v", won, errs)
	}
	h.drain(t, Start.Add(2*time.Hour))
	if found, err := h.Audit(ctx, h.Log); err != nil || len(found) > 0 {
		t.Errorf("audit: %v %v", found, err)
	}
}
