package keeper

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func newStops(t *testing.T, text string) *stops {
	t.Helper()
	s := &stops{path: filepath.Join(t.TempDir(), stopsFile)}
	if err := os.WriteFile(s.path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *stops) mustPend(t *testing.T, caseID string, want bool) {
	t.Helper()
	if got, err := s.Pending(caseID); err != nil || got != want {
		t.Errorf("a stop of %s pends: %v (%v), want %v", caseID, got, err, want)
	}
}

func TestAStopAfterATornLineIsALineOfItsOwn(t *testing.T) {
	s := newStops(t, "aaaa 0\nbbb") // a crash cut the second
	if err := s.put(stopLine{"cccc", 2}); err != nil {
		t.Fatal(err)
	}
	s.mustPend(t, "aaaa", true)
	s.mustPend(t, "cccc", true)
	s.mustPend(t, "bbbcccc", false)
}

func TestAStopIsTakenAwayByItsOwnTenantOnly(t *testing.T) {
	s := newStops(t, "aaaa -1\n")
	other := func(string) (int, bool) { return 0, false }
	if err := s.settle(other); err != nil {
		t.Fatal(err)
	}
	stops := 1 // an earlier stop of the case, which two have ended
	ours := func(string) (int, bool) { return stops, true }
	if err := s.settle(ours); err != nil {
		t.Fatal(err)
	}
	s.mustPend(t, "aaaa", true)
	stops = 2 // said again, and on the ledger now
	if err := s.settle(ours); err != nil {
		t.Fatal(err)
	}
	s.mustPend(t, "aaaa", false)
}

func TestAStopIsNotLostWhileAnotherIsTakenAway(t *testing.T) {
	path := newStops(t, "").path
	var all sync.WaitGroup
	for n := range 8 { // each as another process has it
		all.Go(func() {
			s := &stops{path: path}
			for i := range 20 {
				if err := s.put(stopLine{fmt.Sprintf("case-%d-%d", n, i), 0}); err != nil {
					t.Error(err)
				}
				if err := s.settle(func(id string) (int, bool) { return 1, id == fmt.Sprintf("case-%d-%d", n, i) && i > 0 }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	s := &stops{path: path}
	for n := range 8 {
		s.mustPend(t, fmt.Sprintf("case-%d-0", n), true)
		s.mustPend(t, fmt.Sprintf("case-%d-19", n), false)
	}
}

func TestAStopOfSeveralWordsIsRefused(t *testing.T) {
	home := t.TempDir()
	if err := makeHome(home); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"", "aaaa bbbb", "aaaa\nbbbb"} {
		if StopWithoutLedger(home, id) == nil {
			t.Errorf("a stop of %q is taken", id)
		}
	}
}
