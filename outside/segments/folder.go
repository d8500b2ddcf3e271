package segments

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"writ/retention"
)

const (
	extension = ".age"
	unwhole   = ".tmp" // what a crash leaves of an object that never was
)

// A Folder is where the objects lie: CLASS/DATE/GENERATION.parquet.age. Names carry class and day only. Each object is
// sealed as a whole.
type Folder struct{ dir *os.Root }

// Open opens the folder and makes it if it is not there.
func Open(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("segments: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("segments: %w", err)
	}
	return &Folder{root}, nil
}

// Close gives the folder back.
func (f *Folder) Close() error { return f.dir.Close() }

func objectName(d retention.Day, generation int64) string {
	return fmt.Sprintf("%s/%s/%06d.parquet%s", d.Class, d.Date, generation, extension)
}

// Put makes an object durable: written under another name, synced, renamed, then its folder synced. The name ends in
// ".age". After an error nothing stays under either name.
func (f *Folder) Put(name string, write func(io.Writer) error) (err error) {
	if err := f.makeDir(path.Dir(name)); err != nil {
		return err
	}
	tmp := name + unwhole
	file, err := f.dir.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, ignoreMissing(f.dir.Remove(tmp)))
		}
	}()
	if err := write(file); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	if err := f.dir.Rename(tmp, name); err != nil {
		return err
	}
	return f.syncDir(path.Dir(name))
}

// makeDir makes a folder and those above it, each durable.
func (f *Folder) makeDir(name string) error {
	if _, err := f.dir.Stat(name); err == nil {
		return nil
	}
	above := path.Dir(name)
	if above != "." {
		if err := f.makeDir(above); err != nil {
			return err
		}
	}
	if err := f.dir.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return f.syncDir(above)
}

func (f *Folder) syncDir(name string) error {
	d, err := f.dir.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Remove takes an object away, for good once it returns. One that is gone already is no error.
func (f *Folder) Remove(object string) error {
	if err := ignoreMissing(f.dir.Remove(object)); err != nil {
		return fmt.Errorf("segments: remove an object: %w", err)
	}
	if err := ignoreMissing(f.syncDir(path.Dir(object))); err != nil {
		return fmt.Errorf("segments: remove an object: %w", err)
	}
	return nil
}

// Sweep removes every object that is not known and every file that was not finished, and counts them. The caller
// is the store's one writer, between two writes.
func (f *Folder) Sweep(known func(object string) bool) (removed int, err error) {
	err = fs.WalkDir(f.dir.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if known(name) || !strings.HasSuffix(name, extension) && !strings.HasSuffix(name, extension+unwhole) {
			return nil
		}
		removed++
		return f.dir.Remove(name)
	})
	if err != nil {
		return removed, fmt.Errorf("segments: sweep: %w", err)
	}
	return removed, nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
