package probe

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

func TestWhatIsKeptIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := kept{core: rapid.SliceOf(rapid.Byte()).Draw(t, "core"), element: rapid.SliceOf(rapid.Byte()).Draw(t, "element")}
		copy(k.secret[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "secret"))
		octets := k.encode()
		got, err := decode(octets)
		if err != nil || got.secret != k.secret || !bytes.Equal(got.core, k.core) || !bytes.Equal(got.element, k.element) {
			t.Fatal(err)
		}
		cut := rapid.IntRange(0, len(octets)-1).Draw(t, "cut")
		if _, err := decode(octets[:cut]); !errors.Is(err, ErrStore) {
			t.Fatalf("cut to %d of %d octets it is read", cut, len(octets))
		}
		if _, err := decode(append(octets, 0)); !errors.Is(err, ErrStore) {
			t.Fatal("with an octet more it is read")
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add(kept{core: []byte("core"), element: []byte("element")}.encode())
	f.Fuzz(func(t *testing.T, in []byte) {
		if k, err := decode(in); err == nil && !bytes.Equal(k.encode(), in) {
			t.Error("what was read is written back otherwise")
		}
	})
}

func TestAFolderIsOneProcesssAndItsFileOnesOwn(t *testing.T) {
	dir := t.TempDir()
	s, err := openStore(dir, [32]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openStore(dir, [32]byte{1}); !errors.Is(err, ErrHeld) {
		t.Errorf("a second one opens it: %v", err)
	}
	if _, found, err := s.load(); found || err != nil {
		t.Fatal(found, err)
	}
	if err := s.save(kept{core: []byte("marked")}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, fileTasks)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if octets, err := os.ReadFile(path); err != nil || bytes.Contains(octets, []byte("marked")) {
		t.Error("it is not sealed", err)
	}
	if k, found, err := s.load(); !found || err != nil || string(k.core) != "marked" {
		t.Error(found, err)
	}
	if err := s.close(); err != nil {
		t.Fatal(err)
	}
	other, err := openStore(dir, [32]byte{2})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := other.load(); !errors.Is(err, ErrStore) {
		t.Errorf("another key opens it: %v", err)
	}
}
