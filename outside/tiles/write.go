package tiles

import (
	"errors"
	"fmt"
	"os"
	"path"
	"strings"

	"writ/ledger"
)

// Append adds a frame with one write and one fsync. If the write fails (the disk is full) and the journal
// can be cut back to where it was, the error wraps ledger.ErrUnkept; after a failed fsync nobody knows
// what the disk holds, and the folder takes nothing more until it is opened again.
func (f *Folder) Append(fr ledger.Frame) error {
	raw, err := ledger.AppendFrame(nil, fr)
	if err != nil {
		return errors.Join(ledger.ErrUnkept, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.failed != nil {
		return fmt.Errorf("ledger folder: closed after: %w", f.failed)
	}
	if f.torn {
		if err := f.cutTorn(); err != nil {
			return f.fail("cut off what a crash left", err)
		}
	}
	if _, err := f.journal.WriteAt(raw, f.end); err != nil {
		return f.undo(err)
	}
	if err := f.sync(f.journal); err != nil {
		return f.fail("sync the journal", err)
	}
	f.end += int64(len(raw))
	return nil
}

// cutTorn cuts off the tail that was never acknowledged, durably, before anything is written over it.
func (f *Folder) cutTorn() error {
	if err := f.journal.Truncate(f.end); err != nil {
		return err
	}
	f.torn = false
	if f.end == 0 { // the crash came before the magic was whole
		return f.begin()
	}
	return f.sync(f.journal)
}

// undo cuts a frame off that was not written whole.
func (f *Folder) undo(cause error) error {
	if err := errors.Join(f.journal.Truncate(f.end), f.sync(f.journal)); err != nil {
		return f.fail("write the journal", errors.Join(cause, err))
	}
	return fmt.Errorf("ledger folder: write the journal: %w (%w)", cause, ledger.ErrUnkept)
}

func (f *Folder) fail(what string, err error) error {
	f.failed = err
	return fmt.Errorf("ledger folder: %s: %w", what, err)
}

// Put replaces a published file: written beside it, synced, renamed over it, the folder synced. With a full
// tile its partial ones go.
func (f *Folder) Put(name string, data []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if errors.Is(f.failed, os.ErrClosed) {
		return fmt.Errorf("ledger folder: publish %s: %w", name, os.ErrClosed)
	}
	if err := f.put(name, data); err != nil {
		return fmt.Errorf("ledger folder: publish %s: %w", name, err)
	}
	return nil
}

func (f *Folder) put(name string, data []byte) error {
	if !published(name) {
		return errors.New("not the name of a published file")
	}
	parent := path.Dir(name)
	if err := f.makeDirs(parent); err != nil {
		return err
	}
	fresh := name + ".new"
	if err := f.writeFile(fresh, data); err != nil {
		return errors.Join(err, f.dir.Remove(fresh))
	}
	if err := f.dir.Rename(fresh, name); err != nil {
		return err
	}
	if err := f.syncDir(parent); err != nil {
		return err
	}
	if strings.HasPrefix(name, "tile/") && !strings.HasSuffix(parent, ".p") {
		return f.dir.RemoveAll(name + ".p")
	}
	return nil
}

func published(name string) bool {
	return name == ledger.CheckpointFile || name == ledger.KeyFile || strings.HasPrefix(name, "tile/") && path.Clean(name) == name
}

func (f *Folder) writeFile(name string, data []byte) error {
	w, err := f.dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return errors.Join(err, w.Close())
	}
	return errors.Join(f.sync(w), w.Close())
}

// makeDirs makes the folders down to dir and syncs each one that gained an entry.
func (f *Folder) makeDirs(dir string) error {
	if dir == "." {
		return nil
	}
	if _, err := f.dir.Stat(dir); err == nil {
		return nil
	}
	if err := f.makeDirs(path.Dir(dir)); err != nil {
		return err
	}
	if err := f.dir.Mkdir(dir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return f.syncDir(path.Dir(dir))
}
