package tiles

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"

	"writ/ledger"
)

const (
	journalName = "journal"
	lockName    = "lock"
)

var (
	// ErrLocked: another process or another Open in this one writes to the folder.
	ErrLocked = errors.New("another writer has it open; stop that one first, or speak to it")
	// ErrNone: the folder holds no ledger.
	ErrNone = errors.New("no ledger in this folder; name the folder that holds the file journal")
)

// A Folder is a ledger.Store over a folder. It is safe for use by several goroutines.
type Folder struct {
	dir   *os.Root
	lock  *os.File
	syncs atomic.Int64

	mu      sync.Mutex // guards what follows, and keeps one write at a time
	journal file
	end     int64 // of the last whole frame
	torn    bool  // octets after end were never acknowledged; the first Append cuts them off
	failed  error
}

// A file is what Folder needs of the journal's *os.File.
type file interface {
	io.ReaderAt
	io.WriterAt
	Truncate(size int64) error
	Sync() error
	Close() error
}

// Open opens the folder for its one writer and makes it if it is not there. What a crash left of an
// unacknowledged frame is not shown, and is cut off by the next Append.
func Open(dir string) (*Folder, error) {
	f, err := open(dir)
	if err != nil {
		return nil, fmt.Errorf("ledger folder: %w", err)
	}
	return f, nil
}

func open(dir string) (_ *Folder, err error) {
	root, err := enter(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{dir: root}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.release())
		}
	}()
	if f.lock, err = root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, ErrLocked
		}
		return nil, fmt.Errorf("lock it: %w", err)
	}
	j, err := root.OpenFile(journalName, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	f.journal = j
	return f, f.measure(j)
}

// enter makes the folder if need be and closes it to others.
func enter(dir string) (*os.Root, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, err
	}
	if err := syncFolder(filepath.Dir(filepath.Clean(dir))); err != nil {
		return nil, err
	}
	return os.OpenRoot(dir)
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// measure finds where the last whole frame ends. An empty file gets its magic.
func (f *Folder) measure(j *os.File) error {
	r := ledger.NewJournalReader(bufio.NewReaderSize(j, 1<<18))
	var err error
	for err == nil {
		_, err = r.Next()
	}
	f.end = r.Offset()
	switch {
	case errors.Is(err, ledger.ErrTorn):
		f.torn = true
		return nil
	case !errors.Is(err, io.EOF):
		return err
	case f.end == 0:
		return f.begin()
	}
	return nil
}

func (f *Folder) begin() error {
	if _, err := f.journal.WriteAt([]byte(ledger.JournalMagic), 0); err != nil {
		return err
	}
	f.end = int64(len(ledger.JournalMagic))
	if err := f.sync(f.journal); err != nil {
		return err
	}
	return f.syncDir(".")
}

// Syncs counts the fsync calls since Open, of files and folders.
func (f *Folder) Syncs() int64 { return f.syncs.Load() }

func (f *Folder) sync(x interface{ Sync() error }) error {
	f.syncs.Add(1)
	return x.Sync()
}

func (f *Folder) syncDir(name string) error {
	d, err := f.dir.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.sync(d), d.Close())
}

// Close lets another writer in.
func (f *Folder) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if errors.Is(f.failed, os.ErrClosed) {
		return nil
	}
	f.failed = os.ErrClosed
	return f.release()
}

func (f *Folder) release() error {
	var errs []error
	if f.journal != nil {
		errs = append(errs, f.journal.Close())
	}
	if f.lock != nil {
		errs = append(errs, f.lock.Close()) // gives the lock back
	}
	return errors.Join(append(errs, f.dir.Close())...)
}
