package ledgertest

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"testing"
	"time"

	"writ/ledger"
)

// Run checks a store. The function open opens the same, at first empty, place each time that it is called
// within one test; the store that it gave before was closed.
func Run(t *testing.T, open func(t *testing.T, place string) ledger.Store) {
	for _, tc := range []struct {
		name  string
		check func(t *testing.T, open func() ledger.Store)
	}{
		{"an empty store has no frame and no file", empty},
		{"frames come back in order after opening again", inOrder},
		{"a frame read is the reader's own", ownBytes},
		{"a published file is replaced whole", replaced},
		{"a partial tile may go, a full one stays", tilesStay},
		{"a log over it survives opening again and verifies", wholeLog},
	} {
		t.Run(tc.name, func(t *testing.T) {
			place := t.TempDir()
			tc.check(t, func() ledger.Store { return open(t, place) })
		})
	}
}

func frame(i int) ledger.Frame {
	return ledger.Frame{Entry: fmt.Appendf(nil, "entry %d", i), Checkpoint: bytes.Repeat([]byte{byte(i)}, i*31%200)}
}

func read(t *testing.T, st ledger.Reader) (out []ledger.Frame) {
	t.Helper()
	for f, err := range st.Frames() {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
	return out
}

func empty(t *testing.T, open func() ledger.Store) {
	st := open()
	defer shut(t, st)
	if got := read(t, st); len(got) != 0 {
		t.Errorf("%d frames", len(got))
	}
	if _, err := st.Get(ledger.CheckpointFile); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v, wanted fs.ErrNotExist", err)
	}
}

func inOrder(t *testing.T, open func() ledger.Store) {
	const n = 50
	for i := range n {
		st := open()
		if got := read(t, st); len(got) != i {
			t.Fatalf("%d frames after %d appends", len(got), i)
		}
		if err := st.Append(frame(i)); err != nil {
			t.Fatal(err)
		}
		shut(t, st)
	}
	st := open()
	defer shut(t, st)
	for i, f := range read(t, st) {
		if want := frame(i); !bytes.Equal(f.Entry, want.Entry) || !bytes.Equal(f.Checkpoint, want.Checkpoint) {
			t.Errorf("frame %d came back changed", i)
		}
	}
}

func ownBytes(t *testing.T, open func() ledger.Store) {
	st := open()
	defer shut(t, st)
	if err := st.Append(frame(7)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got := read(t, st)
		if len(got) != 1 || !bytes.Equal(got[0].Entry, frame(7).Entry) {
			t.Fatal("what one reader changed, the next one read")
		}
		clear(got[0].Entry)
		clear(got[0].Checkpoint)
	}
}

func replaced(t *testing.T, open func() ledger.Store) {
	st := open()
	for _, text := range []string{"a long first text", "short", ""} {
		put(t, st, ledger.CheckpointFile, text)
		if got, err := st.Get(ledger.CheckpointFile); err != nil || string(got) != text {
			t.Errorf("got %q, %v; wanted %q", got, err, text)
		}
	}
	shut(t, st)
	st = open()
	defer shut(t, st)
	if got, err := st.Get(ledger.CheckpointFile); err != nil || len(got) != 0 {
		t.Errorf("after opening again: %q, %v", got, err)
	}
}

func tilesStay(t *testing.T, open func() ledger.Store) {
	st := open()
	defer shut(t, st)
	put(t, st, "tile/0/000.p/7", "seven")
	put(t, st, "tile/0/x001/000.p/9", "nine")
	put(t, st, "tile/0/000", "full")
	if got, err := st.Get("tile/0/000"); err != nil || string(got) != "full" {
		t.Errorf("the full tile: %q, %v", got, err)
	}
	if got, err := st.Get("tile/0/x001/000.p/9"); err != nil || string(got) != "nine" {
		t.Errorf("a partial tile without its full one: %q, %v", got, err)
	}
}

func wholeLog(t *testing.T, open func() ledger.Store) {
	const n = 300
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i := 0; i < n; i += 100 {
		l := Open(t, open())
		for k := range 100 {
			e := ledger.Entry{V: 1, Key: fmt.Sprintf("k/%d", i+k), Kind: "note", Case: "A", At: at.Add(time.Duration(i+k) * time.Second)}
			if _, err := l.Append(e); err != nil {
				t.Fatal(err)
			}
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	st := open()
	defer shut(t, st)
	r, err := ledger.Verify(st, "", nil)
	if err != nil || !r.OK() || r.Size != n || r.Published != n {
		t.Errorf("%d entries, %d published, broken %+v, %v", r.Size, r.Published, r.Broken(), err)
	}
}

func put(t *testing.T, st ledger.Store, name, text string) {
	t.Helper()
	if err := st.Put(name, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func shut(t *testing.T, st ledger.Store) {
	t.Helper()
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}
