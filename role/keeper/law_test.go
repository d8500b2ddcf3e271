package keeper

import (
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"writ/law"
)

func sets(t *testing.T) (a, b *law.Set) {
	t.Helper()
	pack := func(title string) *law.Set {
		s, err := law.LoadFiles([]law.File{{Name: "nova/pack.yaml", Text: "format: writ-pack/1\npack: nova\ntitle: " + title + "\ncountry: NV\nnotice: permitted\n"}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	return pack("Nova"), pack("Novissima")
}

func hexOf(s *law.Set) string {
	h := s.Hash()
	return hex.EncodeToString(h[:])
}

func TestASetThatWasKeptIsReadAgain(t *testing.T) {
	home := t.TempDir()
	a, b := sets(t)
	for _, s := range []*law.Set{a, b, a} {
		if err := keepLaw(home, s); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range []*law.Set{a, b} {
		for _, digits := range []int{leastHash, 20, 64} {
			got, err := LawAsOf(home, strings.ToUpper(hexOf(s)[:digits]))
			if err != nil || got.Hash() != s.Hash() {
				t.Errorf("by %d digits: %v", digits, err)
			}
		}
	}
}

func TestWhatIsNotKeptIsSaid(t *testing.T) {
	home := t.TempDir()
	a, b := sets(t)
	if _, err := LawAsOf(home, hexOf(a)); !errors.Is(err, ErrLawGone) || !strings.Contains(err.Error(), "decided on none") {
		t.Error(err)
	}
	if err := keepLaw(home, a); err != nil {
		t.Fatal(err)
	}
	if _, err := LawAsOf(home, hexOf(b)); !errors.Is(err, ErrLawGone) || !strings.Contains(err.Error(), hexOf(a)) {
		t.Error(err)
	}
	if _, err := LawAsOf(home, hexOf(a)[:leastHash-1]); err == nil {
		t.Error("too few digits sufficed")
	}
	for _, name := range []string{"../..", "", hexOf(a) + "/nova", "SHA256SUMS"} {
		if _, err := LawAsOf(home, name); err == nil {
			t.Errorf("%q was read", name)
		}
	}
}

// TestATouchedSetDecidesNothing: whatever is done to a kept set, it is refused or it is what was kept.
func TestATouchedSetDecidesNothing(t *testing.T) {
	a, _ := sets(t)
	rapid.Check(t, func(rt *rapid.T) {
		home, err := os.MkdirTemp(t.TempDir(), "home")
		if err != nil {
			rt.Fatal(err)
		}
		if err := keepLaw(home, a); err != nil {
			rt.Fatal(err)
		}
		dir := filepath.Join(home, packsDir, hexOf(a))
		name := rapid.SampledFrom([]string{"nova/pack.yaml", "nova/more-law.yaml", "SHA256SUMS", "other/pack.yaml"}).Draw(rt, "file")
		path := filepath.Join(dir, filepath.FromSlash(name))
		old, _ := os.ReadFile(path)
		at := rapid.IntRange(0, len(old)).Draw(rt, "at")
		text := append(append(append([]byte{}, old[:at]...), rapid.SampledFrom([]string{"", "#", "x", "\n"}).Draw(rt, "put")...), old[min(len(old), at+rapid.IntRange(0, 3).Draw(rt, "cut")):]...)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, text, 0o600)); err != nil {
			rt.Fatal(err)
		}
		if s, err := LawAsOf(home, hexOf(a)); err == nil && s.Hash() != a.Hash() {
			rt.Fatal("another law was read under the hash")
		} else if err != nil && !errors.Is(err, ErrLawGone) {
			rt.Fatalf("the refusal is another: %v", err)
		}
	})
}

func TestAFileThatWasTouchedIsNamed(t *testing.T) {
	home := t.TempDir()
	a, _ := sets(t)
	if err := keepLaw(home, a); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(home, packsDir, hexOf(a), "nova", "pack.yaml")
	if err := os.WriteFile(path, []byte(a.Files()[0].Text+"# touched\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LawAsOf(home, hexOf(a)); !errors.Is(err, ErrLawGone) || !strings.Contains(err.Error(), "nova/pack.yaml was changed") {
		t.Error(err)
	}
}

// TestManyKeepOneSetAtOnce: tenants share the folder, and each has a process of its own.
func TestManyKeepOneSetAtOnce(t *testing.T) {
	a, b := sets(t)
	for range 20 {
		home := t.TempDir()
		var wait sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wait.Go(func() { errs[i] = keepLaw(home, []*law.Set{a, b}[i%2]) })
		}
		wait.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		for _, s := range []*law.Set{a, b} {
			if got, err := LawAsOf(home, hexOf(s)); err != nil || got.Hash() != s.Hash() {
				t.Error(err)
			}
		}
	}
}

// TestWhatACrashLeftIsTakenAway: a set that is half written bears no hash's name, and the next attempt writes it whole.
func TestWhatACrashLeftIsTakenAway(t *testing.T) {
	home := t.TempDir()
	a, _ := sets(t)
	half := partial(filepath.Join(home, packsDir, hexOf(a)))
	if err := errors.Join(os.MkdirAll(filepath.Join(half, "nova"), 0o700), os.WriteFile(filepath.Join(half, "nova", "old.yaml"), []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if names, err := kept(filepath.Join(home, packsDir)); err != nil || len(names) != 0 {
		t.Errorf("%v, %v", names, err)
	}
	if err := keepLaw(home, a); err != nil {
		t.Fatal(err)
	}
	if s, err := LawAsOf(home, hexOf(a)); err != nil || s.Hash() != a.Hash() {
		t.Error(err)
	}
	if _, err := os.Stat(half); err == nil {
		t.Error("the half is still there")
	}
}

func TestAnOlderHomeIsRaisedByItsFirstOwnLaw(t *testing.T) {
	home := t.TempDir()
	if err := makeHome(home); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(home, homeFile))
	if err != nil || !strings.Contains(string(b), `"version":1`) {
		t.Fatalf("%s %v", b, err)
	}
	for _, version := range []int{homeWithLaw, 1} { // it is never lowered
		if err := raiseHome(home, version); err != nil {
			t.Fatal(err)
		}
	}
	if b, err = os.ReadFile(filepath.Join(home, homeFile)); err != nil || !strings.Contains(string(b), `"version":2`) {
		t.Errorf("%s %v", b, err)
	}
	if err := errors.Join(checkHome(home), makeHome(home)); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(filepath.Join(home, homeFile), []byte(`{"writ":"home","version":4}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := checkHome(home); err == nil || !strings.Contains(err.Error(), "use a newer writ") {
		t.Errorf("a home of tomorrow: %v", err)
	}
}
