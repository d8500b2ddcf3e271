package keeper

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// partial is the name that a file has until it is whole. It is always the same, so that the next attempt takes away
// what a crash left.
func partial(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".part")
}

// writeDurable writes a file whole or not at all: beside, synced, renamed, the folder synced.
func writeDurable(path string, b []byte, mode os.FileMode) error {
	return writeStream(path, mode, always, func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	})
}

// always lets a file be written whatever happens meanwhile.
func always() error { return nil }

// writeStream is writeDurable for what is written bit by bit. last is asked when all is written and synced, before the
// file gets its name. When it or fill fails, nothing is left.
func writeStream(path string, mode os.FileMode, last func() error, fill func(io.Writer) error) error {
	if err := writePartial(path, mode, last, fill); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Base(path), err)
	}
	return syncDir(filepath.Dir(path))
}

func writePartial(path string, mode os.FileMode, last func() error, fill func(io.Writer) error) error {
	part := partial(path)
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	err = fill(f)
	for _, then := range []func() error{f.Sync, last} {
		if err == nil {
			err = then()
		}
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}

// errTaken says that something else lies where a file is to be handed over.
var errTaken = errors.New("a file of this name with other octets lies in the delivery folder, and was left as it is; move it away, or name another folder")

// copyDurable copies a file whole or not at all, and gives its hash; last is as for writeStream. A file that is there
// already stays: the same octets are as good as copied, others are errTaken.
func copyDurable(from, to string, last func() error) (sum [32]byte, err error) {
	src, err := os.Open(from)
	if err != nil {
		return sum, fmt.Errorf("open what is to be handed over: %w; run the case first", err)
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	if sum, _, err = hashed(src); err != nil {
		return sum, err
	}
	there, _, err := hashOf(to)
	switch {
	case err == nil && there == sum:
		return sum, syncDir(filepath.Dir(to))
	case err == nil:
		return sum, errTaken
	case !errors.Is(err, fs.ErrNotExist):
		return sum, fmt.Errorf("look into the delivery folder: %w", err)
	}
	return sum, copyNew(src, to, last)
}

// copyNew copies a file to where none is.
func copyNew(src *os.File, to string, last func() error) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("make the delivery folder: %w", err)
	}
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return writeStream(to, 0o600, last, func(w io.Writer) error {
		_, err := io.Copy(w, src)
		return err
	})
}

// hashOf gives the SHA-256 of a file and its size in octets.
func hashOf(path string) (sum [32]byte, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return hashed(f)
}

func hashed(r io.Reader) (sum [32]byte, size int64, err error) {
	h := sha256.New()
	size, err = io.Copy(h, r)
	return [32]byte(h.Sum(nil)), size, err
}

// noRoom reports whether a disk, or what of it is allotted, was full.
func noRoom(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }
