package lemf

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"writ/intercept/lemf"
)

// The files of a folder.
const (
	fileHI2     = "hi2.ber"
	fileHI3     = "hi3.ber"
	fileDoubted = "doubted.ber"
)

// A store is the folder in which a delivery lies. One process holds it.
type store struct {
	dir   string
	lock  *os.File
	files map[lemf.Handover]*os.File
	doubt *os.File
	dirty map[*os.File]bool
}

// openStore opens or makes the folder and takes in what lies there. A PDU that a crash cut in two is taken off: its sender has no
// acknowledgement and sends it again. The words say what was done.
func openStore(ctx context.Context, dir string, known func(lemf.Handover, []byte)) (s *store, words []string, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, fmt.Errorf("open the folder of a delivery: %w", err)
	}
	s = &store{dir: dir, files: map[lemf.Handover]*os.File{}, dirty: map[*os.File]bool{}}
	if words, err = s.fill(ctx, known); err != nil {
		return nil, nil, errors.Join(err, s.close())
	}
	return s, words, nil
}

// fill opens what belongs to a store.
func (s *store) fill(ctx context.Context, known func(lemf.Handover, []byte)) (words []string, err error) {
	if err := s.own(); err != nil {
		return nil, err
	}
	for h, name := range map[lemf.Handover]string{lemf.HI2: fileHI2, lemf.HI3: fileHI3} {
		f, err := s.append(name)
		if err != nil {
			return nil, err
		}
		s.files[h] = f
		said, err := mend(ctx, filepath.Join(s.dir, name), f, func(b []byte) { known(h, b) })
		if err != nil {
			return nil, err
		}
		words = append(words, said...)
	}
	if s.doubt, err = s.append(fileDoubted); err != nil {
		return nil, err
	}
	return words, syncDir(s.dir)
}

// own takes the folder for this process alone.
func (s *store) own() error {
	f, err := os.OpenFile(filepath.Join(s.dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("open the folder of a delivery: %w", err)
	}
	s.lock = f
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return errors.New("another process receives into this folder; stop it or take another folder")
	}
	return nil
}

func (s *store) append(name string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(s.dir, name), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the folder of a delivery: %w", err)
	}
	return f, nil
}

// mend reads what lies in a file and takes a cut PDU off its end.
func mend(ctx context.Context, path string, f *os.File, each func([]byte)) (words []string, err error) {
	end, err := scan(ctx, path, func(_ int64, _ int, b []byte) error { each(b); return nil })
	switch {
	case err != nil:
		return nil, err
	case end.Lost():
		return nil, fmt.Errorf("%s holds what is no PS-PDU at octet %d; move the file away and start again", filepath.Base(path), end.Offset)
	case !end.Cut():
		return nil, nil
	}
	if err := f.Truncate(end.Offset); err != nil {
		return nil, fmt.Errorf("take off a cut PDU: %w", err)
	}
	return []string{fmt.Sprintf("%s ended inside a PDU; its %d octets were taken off", filepath.Base(path), end.Rest)}, f.Sync()
}

// put appends PDUs; they are durable after the next sync.
func (s *store) put(h lemf.Handover, octets []byte) error { return s.write(s.files[h], octets) }

// aside keeps a PDU of which nobody can tell whether it came before.
func (s *store) aside(octets []byte) error { return s.write(s.doubt, octets) }

func (s *store) write(f *os.File, octets []byte) error {
	s.dirty[f] = true
	if _, err := f.Write(octets); err != nil {
		return fmt.Errorf("store PDUs: %w", err)
	}
	return nil
}

// sync makes all that was put durable.
func (s *store) sync() error {
	for f := range s.dirty {
		if err := f.Sync(); err != nil {
			return fmt.Errorf("make PDUs durable: %w", err)
		}
		delete(s.dirty, f)
	}
	return nil
}

func (s *store) close() error {
	var all []error
	for _, f := range []*os.File{s.files[lemf.HI2], s.files[lemf.HI3], s.doubt, s.lock} {
		if f != nil {
			all = append(all, f.Close())
		}
	}
	return errors.Join(all...)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
