package seal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"testing"

	"pgregory.net/rapid"

	"writ/scope"
)

var _ scope.Spool = (*Spool)(nil)

func mustSpool(t rapid.TB, dir string) *Spool {
	t.Helper()
	s, err := NewSpool(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestASpoolGivesBackWhatItTookInOrder(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		s := mustSpool(t, dir)
		defer s.Close()
		sizes := rapid.SliceOfN(rapid.SampledFrom([]int{0, 1, 127, 128, 1000, 40_000, spoolChunk - 3, spoolChunk, 200_000}), 0, 12).Draw(t, "sizes")
		for i, n := range sizes {
			if err := s.Append(bytes.Repeat([]byte{byte(i)}, n)); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			i := 0
			for b, err := range s.All() {
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(b, bytes.Repeat([]byte{byte(i)}, sizes[i])) {
					t.Errorf("record %d came back changed", i)
				}
				i++
			}
			if i != len(sizes) {
				t.Errorf("%d records came back of %d", i, len(sizes))
			}
		}
	})
}

func TestASpoolLeavesNothingReadable(t *testing.T) {
	dir := t.TempDir()
	s := mustSpool(t, dir)
	defer s.Close()
	for range 5000 {
		if err := s.Append([]byte("a marked number +15550100")); err != nil {
			t.Fatal(err)
		}
	}
	if cap(s.buf) > 2*spoolChunk {
		t.Errorf("%d octets wait in memory", cap(s.buf))
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("the folder shows %d names, %v", len(entries), err)
	}
	raw := make([]byte, s.size)
	if _, err := s.f.ReadAt(raw, 0); err != nil {
		t.Fatal(err)
	}
	if len(raw) == 0 || bytes.Contains(raw, []byte("marked")) {
		t.Errorf("%d octets on disk, and the text among them: %v", len(raw), bytes.Contains(raw, []byte("marked")))
	}
}

func TestASpoolNoticesWhatChangedOnDisk(t *testing.T) {
	fill := func() *Spool {
		s := mustSpool(t, t.TempDir())
		for i := range 30 {
			if err := s.Append(fmt.Appendf(nil, "%d%s", i, bytes.Repeat([]byte("."), 10_000))); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.flush(); err != nil {
			t.Fatal(err)
		}
		return s
	}
	for name, change := range map[string]func(s *Spool, first, second []byte) error{
		"an octet": func(s *Spool, _, _ []byte) error {
			_, err := s.f.WriteAt([]byte{0xaa, 0xbb, 0xcc}, 1000)
			return err
		},
		"two chunks changed places": func(s *Spool, first, second []byte) error {
			_, err := s.f.WriteAt(append(second, first...), 0)
			return err
		},
		"cut off": func(s *Spool, _, _ []byte) error { return s.f.Truncate(s.size - 1) },
	} {
		s := fill()
		size := s.size / int64(s.chunks) // nearly: chunks hold records of nearly one size
		one := chunkAt(t, s, 0)
		two := chunkAt(t, s, int64(len(one)))
		if err := change(s, one, two); err != nil {
			t.Fatal(err)
		}
		var last error
		for _, err := range s.All() {
			last = err
		}
		if last == nil {
			t.Errorf("%s (chunks of %d): not noticed", name, size)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func chunkAt(t *testing.T, s *Spool, off int64) []byte {
	t.Helper()
	_, next, err := s.chunk(map[bool]uint64{true: 0, false: 1}[off == 0], off)
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, next-off)
	if _, err := s.f.ReadAt(b, off); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTwoSpoolsOfTheSameLookDifferent(t *testing.T) {
	var raw [2][]byte
	for i := range raw {
		s := mustSpool(t, t.TempDir())
		defer s.Close()
		if err := errors.Join(s.Append([]byte("the same record")), s.flush()); err != nil {
			t.Fatal(err)
		}
		raw[i] = make([]byte, s.size)
		if _, err := s.f.ReadAt(raw[i], 0); err != nil {
			t.Fatal(err)
		}
	}
	if bytes.Equal(raw[0], raw[1]) {
		t.Error("both are sealed under the same key")
	}
}

func TestAClosedSpoolTakesAndGivesNothing(t *testing.T) {
	s := mustSpool(t, t.TempDir())
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	if err := s.Append([]byte("x")); !errors.Is(err, os.ErrClosed) {
		t.Errorf("append: %v", err)
	}
	for _, err := range s.All() {
		if !errors.Is(err, os.ErrClosed) {
			t.Errorf("read: %v", err)
		}
	}
}

func FuzzOpenValue(f *testing.F) {
	var key [32]byte
	good, err := SealValue(key, "x", []byte("value"), bytes.NewReader(make([]byte, 24)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, in []byte) {
		if v, err := OpenValue(key, "x", in); err == nil && !bytes.Equal(in, good) {
			t.Errorf("opened a forgery: %x", v)
		}
	})
}
