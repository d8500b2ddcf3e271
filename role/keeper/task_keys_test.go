package keeper

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"writ/intercept"
	"writ/intercept/mediation"
	"writ/intercept/mediation/spooltest"
	"writ/outside/seal"
	"writ/outside/spool"
)

// keysIn opens the task keys of a tenant's folder, as a keeper that begins anew does.
func keysIn(dir string, id seal.Identity) *TaskKeys {
	k := &Keeper{dir: dir, identity: id, rand: rand.Reader}
	k.taskKeys.keeper = k
	return k.TaskKeys()
}

func newTenant(t testing.TB) (dir string, id seal.Identity) {
	id, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return t.TempDir(), id
}

func mustWrap(t testing.TB, k *TaskKeys, x intercept.XID, key [32]byte) []byte {
	t.Helper()
	w, err := k.Wrap(t.Context(), x, key)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func mustUnwrap(t testing.TB, k *TaskKeys, x intercept.XID, wrapped []byte, want [32]byte) {
	t.Helper()
	if got, err := k.Unwrap(t.Context(), x, wrapped); err != nil || got != want {
		t.Fatalf("not the key that was wrapped: %v", err)
	}
}

func mustRefuse(t testing.TB, k *TaskKeys, x intercept.XID, wrapped []byte, want error) {
	t.Helper()
	if got, err := k.Unwrap(t.Context(), x, wrapped); !errors.Is(err, want) || got != [32]byte{} {
		t.Fatalf("%v, wanted %v", err, want)
	}
}

func TestATaskKeyOpensItsOwnTaskAloneAlsoAfterARestart(t *testing.T) {
	dir, id := newTenant(t)
	k := keysIn(dir, id)
	a, b := [32]byte{1}, [32]byte{2}
	wa, wb := mustWrap(t, k, spooltest.Task(1), a), mustWrap(t, k, intercept.XID{}, b)
	again := mustWrap(t, k, spooltest.Task(1), a)
	for range 2 {
		mustUnwrap(t, k, spooltest.Task(1), wa, a)
		mustUnwrap(t, k, spooltest.Task(1), again, a)
		mustUnwrap(t, k, intercept.XID{}, wb, b)
		mustRefuse(t, k, spooltest.Task(1), wb, ErrWrapped)
		mustRefuse(t, k, spooltest.Task(3), wb, ErrWrapped)
		k = keysIn(dir, id)
	}
	files, err := os.ReadDir(filepath.Join(dir, taskKeysDir))
	if err != nil || len(files) != 2 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	x := spooltest.Task(1)
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(dir, taskKeysDir, f.Name()))
		if err != nil || bytes.Contains(b, x[:]) || bytes.Contains(b, []byte(taskKeyForm)) || strings.Contains(x.Reveal(), f.Name()[:8]) {
			t.Errorf("a file says of which task it is: %v", err)
		}
	}
}

func TestADestroyedTaskKeyIsGoneAndRemembered(t *testing.T) {
	dir, id := newTenant(t)
	k := keysIn(dir, id)
	x, key := spooltest.Task(1), [32]byte{1}
	old, other := mustWrap(t, k, x, key), mustWrap(t, k, spooltest.Task(2), key)
	for range 2 { // twice is no error
		if err := k.Destroy(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	mustRefuse(t, k, x, old, mediation.ErrDestroyed)
	k = keysIn(dir, id)
	mustRefuse(t, k, x, old, mediation.ErrDestroyed)
	anew := mustWrap(t, k, x, key)
	mustUnwrap(t, k, x, anew, key)
	mustRefuse(t, k, x, old, mediation.ErrDestroyed)
	mustUnwrap(t, k, spooltest.Task(2), other, key)
	left, err := filepath.Glob(filepath.Join(dir, taskKeysDir, "*"+keySuffix))
	if err != nil || len(left) != 2 {
		t.Errorf("%d keys lie there, %v", len(left), err)
	}
}

func TestACrashWhileDestroyingLeavesNoKeyThatWorks(t *testing.T) {
	dir, id := newTenant(t)
	k := keysIn(dir, id)
	x, key := spooltest.Task(1), [32]byte{1}
	old := mustWrap(t, k, x, key)
	name := k.keys[x].name
	if err := writeDurable(k.path(name+goneSuffix), nil, 0o600); err != nil { // as far as it came
		t.Fatal(err)
	}
	k = keysIn(dir, id)
	mustRefuse(t, k, x, old, mediation.ErrDestroyed)
	if _, err := os.Stat(k.path(name + keySuffix)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the key still lies there: %v", err)
	}
}

func TestALostTaskKeyIsNotADestroyedOne(t *testing.T) {
	dir, id := newTenant(t)
	k := keysIn(dir, id)
	x := spooltest.Task(1)
	old := mustWrap(t, k, x, [32]byte{1})
	path := k.path(k.keys[x].name + keySuffix)
	if err := os.WriteFile(path, []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := keysIn(dir, id).Wrap(t.Context(), x, [32]byte{}); !errors.Is(err, seal.ErrDamaged) {
		t.Errorf("a torn key: %v", err) // a new one would hide that the old is lost
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	mustRefuse(t, keysIn(dir, id), x, old, ErrNoTaskKey)
}

func TestTaskKeysServeSeveralAtOnce(t *testing.T) {
	dir, id := newTenant(t)
	k := keysIn(dir, id)
	var wait sync.WaitGroup
	var wrapped [8][]byte
	for n := range wrapped {
		wait.Go(func() { wrapped[n] = mustWrap(t, k, spooltest.Task(byte(n/4)), [32]byte{byte(n)}) })
	}
	wait.Wait()
	k = keysIn(dir, id)
	for n, w := range wrapped {
		mustUnwrap(t, k, spooltest.Task(byte(n/4)), w, [32]byte{byte(n)})
	}
}

func TestASpoolUnderTaskKeysOpensAgainUntilATaskIsDestroyed(t *testing.T) {
	dir, id := newTenant(t)
	at := filepath.Join(t.TempDir(), "spool")
	open := func() *spool.Spool {
		s, err := spool.Open(context.Background(), at, keysIn(dir, id), spool.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	r := spooltest.Route(1, mediation.HI3)
	spooltest.Append(t, s, spooltest.Batch(1, spooltest.Section(1, r, "a"), spooltest.Section(2, r, "b")))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	if got, _ := spooltest.Texts(t, s, r, 0, 1); len(got) != 2 || got[0] != "a" || got[1] != "b" {
		t.Fatalf("after a restart %d PDUs are read", len(got))
	}
	s.Taken(r, 1)
	if err := s.Destroy(t.Context(), spooltest.Task(1)); err != nil {
		t.Fatal(err)
	}
	gone, err := filepath.Glob(filepath.Join(dir, taskKeysDir, "*"+goneSuffix))
	if err != nil || len(gone) != 1 {
		t.Errorf("%d keys were destroyed, %v", len(gone), err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	if got, _ := spooltest.Texts(t, s, r, 0, 1); len(got) != 1 || got[0] != "b" {
		t.Errorf("after the destruction %q is read", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func FuzzUnwrapTakesAnyOctets(f *testing.F) {
	dir, id := newTenant(f)
	k := keysIn(dir, id)
	x := spooltest.Task(1)
	w := mustWrap(f, k, x, [32]byte{1})
	f.Add([]byte{})
	f.Add(w)
	f.Add(w[:17])
	f.Fuzz(func(t *testing.T, b []byte) {
		if key, err := k.Unwrap(t.Context(), x, b); (err == nil) != bytes.Equal(b, w) || err != nil && key != [32]byte{} {
			t.Errorf("octets that were not wrapped: %v", err)
		}
	})
}
