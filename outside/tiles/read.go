package tiles

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"

	"writ/ledger"
)

// Frames yields the frames that are whole.
func (f *Folder) Frames() iter.Seq2[ledger.Frame, error] {
	f.mu.Lock()
	defer f.mu.Unlock()
	return frames(f.journal, f.end)
}

// Get returns a published file.
func (f *Folder) Get(name string) ([]byte, error) { return get(f.dir, name) }

func frames(r io.ReaderAt, end int64) iter.Seq2[ledger.Frame, error] {
	part := io.NewSectionReader(r, 0, end)
	return ledger.FramesOf(ledger.NewJournalReader(bufio.NewReaderSize(part, 1<<18)))
}

func get(dir *os.Root, name string) ([]byte, error) {
	if !published(name) {
		return nil, fmt.Errorf("ledger folder: %w", fs.ErrNotExist)
	}
	b, err := dir.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("ledger folder: %w", err)
	}
	return b, nil
}

// A reader only looks: it takes no lock and changes nothing. It reads the published checkpoint before it
// measures the journal, so that a writer at work can't make one look ahead of the other.
type reader struct {
	dir        *os.Root
	journal    *os.File
	size       int64
	checkpoint []byte
	noCheck    error // why there is no checkpoint
}

func openReader(dir string) (*reader, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	j, err := root.Open(journalName)
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrNone
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	checkpoint, noCheck := get(root, ledger.CheckpointFile)
	info, err := j.Stat()
	if err != nil {
		return nil, errors.Join(err, j.Close(), root.Close())
	}
	return &reader{root, j, info.Size(), checkpoint, noCheck}, nil
}

func (r *reader) Frames() iter.Seq2[ledger.Frame, error] { return frames(r.journal, r.size) }
func (r *reader) close() error                           { return errors.Join(r.journal.Close(), r.dir.Close()) }

func (r *reader) Get(name string) ([]byte, error) {
	if name == ledger.CheckpointFile {
		return r.checkpoint, r.noCheck
	}
	return get(r.dir, name)
}

// Verify checks the ledger in a folder, also while its writer works: what the writer adds meanwhile is
// not looked at. See ledger.Verify for vkey, which may be empty, and seen. An error means that the folder
// could not be checked (ErrNone: it holds no ledger); what is wrong with the ledger stands in the Report.
func Verify(dir, vkey string, seen [][]byte) (ledger.Report, error) {
	r, err := openReader(dir)
	if err != nil {
		return ledger.Report{}, fmt.Errorf("ledger folder: %w", err)
	}
	report, err := ledger.Verify(r, vkey, seen)
	return report, errors.Join(err, r.close())
}
