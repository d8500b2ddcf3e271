package tiles

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"writ/ledger"
	"writ/ledger/ledgertest"
)

func mustOpen(t testing.TB, dir string) *Folder {
	t.Helper()
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func note(i int) ledger.Entry {
	return ledger.Entry{V: 1, Key: fmt.Sprintf("k/%d", i), Kind: "note", Case: "A", At: time.Unix(1_772_442_000, 0).Add(time.Duration(i) * time.Second)}
}

// grow appends notes from the log's size on, up to n in all.
func grow(t testing.TB, l *ledger.Log, n int) {
	t.Helper()
	for i := int(l.Head().Size); i < n; i++ {
		if _, err := l.Append(note(i)); err != nil {
			t.Fatal(err)
		}
	}
}

func vkey() string {
	return ledger.VerificationKey(ledgertest.Key(1).Public().(ed25519.PublicKey), ledgertest.Origin)
}

func TestTheFolderKeepsAStoresPromises(t *testing.T) {
	ledgertest.Run(t, func(t *testing.T, place string) ledger.Store {
		return mustOpen(t, filepath.Join(place, "ledger"))
	})
}

func TestTheFolderIsClosedToOthers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "ledger")
	if err := os.MkdirAll(dir, 0o755); err != nil { // made by somebody less careful
		t.Fatal(err)
	}
	l := ledgertest.Open(t, mustOpen(t, dir))
	grow(t, l, 300)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if want := map[bool]fs.FileMode{true: 0o700, false: 0o600}[d.IsDir()]; info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, wanted %o", d.Name(), info.Mode().Perm(), want)
		}
		if strings.HasSuffix(path, ".new") {
			t.Errorf("%s was left behind", d.Name())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestThereIsOneWriter(t *testing.T) {
	dir := t.TempDir()
	f := mustOpen(t, dir)
	if _, err := Open(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("a second writer: %v, wanted ErrLocked", err)
	}
	if err := errors.Join(f.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	if err := f.Append(ledger.Frame{}); !errors.Is(err, os.ErrClosed) {
		t.Errorf("append after closing: %v", err)
	}
	if err := f.Put(ledger.CheckpointFile, nil); !errors.Is(err, os.ErrClosed) {
		t.Errorf("publish after closing: %v", err)
	}
	if err := mustOpen(t, dir).Close(); err != nil {
		t.Errorf("the next writer: %v", err)
	}
}

func TestOneFsyncAnAppend(t *testing.T) {
	f := mustOpen(t, t.TempDir())
	l := ledgertest.Open(t, f)
	grow(t, l, 1) // the first one also writes the verification key
	before := f.Syncs()
	grow(t, l, 255)
	if n := f.Syncs() - before; n != 254 {
		t.Errorf("%d fsyncs for 254 appends", n)
	}
	grow(t, l, 256) // the full tile is published
	if n := f.Syncs() - before - 255; n < 1 || n > 16 {
		t.Errorf("%d fsyncs to publish a full tile", n)
	}
}

func TestTheFullTileTakesThePartialOnesPlace(t *testing.T) {
	dir := t.TempDir()
	l := ledgertest.Open(t, mustOpen(t, dir))
	grow(t, l, 100)
	if err := l.Publish(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "tile/entries/000.p/100")); err != nil {
		t.Error(err)
	}
	grow(t, l, 256)
	if _, err := os.Stat(filepath.Join(dir, "tile/entries/000.p")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the partial tiles are still there: %v", err)
	}
}

func TestNoNameLeadsOutOfTheFolder(t *testing.T) {
	f := mustOpen(t, filepath.Join(t.TempDir(), "ledger"))
	for _, name := range []string{"../x", "tile/../../x", "journal", "lock", "/tile/x", "", "tile//x"} {
		if err := f.Put(name, []byte("x")); err == nil {
			t.Errorf("%q was written", name)
		}
		if _, err := f.Get(name); err == nil {
			t.Errorf("%q was read", name)
		}
	}
}

func TestATornTailIsCutOffByTheNextAppendAndNotBefore(t *testing.T) {
	dir := t.TempDir()
	l := ledgertest.Open(t, mustOpen(t, dir))
	grow(t, l, 5)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	journal := filepath.Join(dir, journalName)
	whole, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	torn, err := ledger.AppendFrame(bytes.Clone(whole), ledger.Frame{Entry: make([]byte, 5000)})
	if err != nil {
		t.Fatal(err)
	}
	torn = torn[:len(torn)-50] // what is left is longer than the frame that comes next
	if err := os.WriteFile(journal, torn, 0o600); err != nil {
		t.Fatal(err)
	}
	l = ledgertest.Open(t, mustOpen(t, dir))
	if got, err := os.ReadFile(journal); err != nil || !bytes.Equal(got, torn) {
		t.Errorf("opening changed the journal, %v", err)
	}
	if r, err := Verify(dir, vkey(), nil); err != nil || !r.OK() || r.Size != 5 {
		t.Errorf("with a torn tail: %+v, %v", r.Broken(), err)
	}
	grow(t, l, 6)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(journal)
	if err != nil || !bytes.HasPrefix(got, whole) {
		t.Fatalf("what was acknowledged changed, %v", err)
	}
	if r, err := Verify(dir, vkey(), nil); err != nil || !r.OK() || r.Size != 6 {
		t.Errorf("after the next append: %+v, %v", r.Broken(), err)
	}
}

func TestADamagedJournalDoesNotOpenAndIsNotChanged(t *testing.T) {
	dir := t.TempDir()
	l := ledgertest.Open(t, mustOpen(t, dir))
	grow(t, l, 5)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	journal := filepath.Join(dir, journalName)
	b, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(journal, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); !errors.Is(err, ledger.ErrBroken) || !strings.Contains(err.Error(), "octet") {
		t.Errorf("%v, wanted ErrBroken with the position", err)
	}
	if got, err := os.ReadFile(journal); err != nil || !bytes.Equal(got, b) {
		t.Errorf("the journal was changed, %v", err)
	}
	if r, err := Verify(dir, vkey(), nil); err != nil || r.OK() {
		t.Errorf("verified: %+v, %v", r, err)
	}
	if _, err := Open(dir); errors.Is(err, ErrLocked) {
		t.Error("a failed Open kept the lock")
	}
}

func TestWhereThereIsNoLedgerVerifySaysSo(t *testing.T) {
	if _, err := Verify(t.TempDir(), "", nil); !errors.Is(err, ErrNone) {
		t.Errorf("an empty folder: %v, wanted ErrNone", err)
	}
	if _, err := Verify(filepath.Join(t.TempDir(), "none"), "", nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
}

func TestVerifyingWhileTheWriterWorks(t *testing.T) {
	dir := t.TempDir()
	l := ledgertest.Open(t, mustOpen(t, dir))
	grow(t, l, 1)
	var writer sync.WaitGroup
	done := make(chan struct{})
	writer.Go(func() {
		defer close(done)
		grow(t, l, 600)
	})
	for n := 0; ; n++ {
		r, err := Verify(dir, vkey(), nil)
		if err != nil || !r.OK() {
			t.Fatalf("look %d: %+v, %v", n, r.Broken(), err)
		}
		select {
		case <-done:
			writer.Wait()
			return
		default:
		}
	}
}

// A faulty file fails as told.
type faulty struct {
	file
	short, sync, truncate error
}

func (f *faulty) WriteAt(p []byte, off int64) (int, error) {
	if f.short == nil {
		return f.file.WriteAt(p, off)
	}
	n, err := f.file.WriteAt(p[:len(p)/2], off)
	return n, errors.Join(err, f.short)
}

func (f *faulty) Sync() error {
	if f.sync != nil {
		return f.sync
	}
	return f.file.Sync()
}

func (f *faulty) Truncate(n int64) error {
	if f.truncate != nil {
		return f.truncate
	}
	return f.file.Truncate(n)
}

func TestAFullDiskIsSurvivedAndAFailedFsyncIsNotTrusted(t *testing.T) {
	full, broken := errors.New("no space left"), errors.New("input/output error")
	for _, tc := range []struct {
		name   string
		fault  faulty
		goesOn bool
	}{
		{"the disk is full, half a frame was written", faulty{short: full}, true},
		{"the disk is full and can't be cut back", faulty{short: full, truncate: broken}, false},
		{"fsync fails", faulty{sync: broken}, false},
	} {
		dir := t.TempDir()
		f := mustOpen(t, dir)
		l := ledgertest.Open(t, f)
		grow(t, l, 3)
		real := f.journal
		tc.fault.file = real
		f.journal = &tc.fault
		if _, err := l.Append(note(3)); !errors.Is(err, full) && !errors.Is(err, broken) {
			t.Errorf("%s: %v", tc.name, err)
		}
		f.journal = real // the fault is gone
		_, err := l.Append(note(3))
		if (err == nil) != tc.goesOn {
			t.Errorf("%s: the next append: %v", tc.name, err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		l = ledgertest.Open(t, mustOpen(t, dir))
		grow(t, l, 5)
		if r, err := Verify(dir, vkey(), nil); err != nil || !r.OK() || r.Size != 5 {
			t.Errorf("%s: opened again: %+v, %v", tc.name, r.Broken(), err)
		}
	}
}
