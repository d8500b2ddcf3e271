package probe

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"writ/outside/seal"
)

// The files of a folder (docs/formats/probe-store.md). Neither name says anything of a task.
const (
	fileTasks = "tasks.sealed"
	fileLock  = "lock"
	storeForm = "writ/probe-store/1\n"
	sealedAs  = "writ/probe-store" // what the sealed value is, so that no other may stand in its place
)

// A kept is what a restart needs.
type kept struct {
	secret        [32]byte // for correlation ids
	core, element []byte
}

func (k kept) encode() []byte {
	out := append([]byte(storeForm), k.secret[:]...)
	for _, part := range [][]byte{k.core, k.element} {
		out = append(binary.BigEndian.AppendUint32(out, uint32(len(part))), part...)
	}
	return out
}

func decode(src []byte) (k kept, err error) {
	rest, ok := bytes.CutPrefix(src, []byte(storeForm))
	if !ok || len(rest) < len(k.secret) {
		return kept{}, ErrStore
	}
	rest = rest[copy(k.secret[:], rest):]
	for _, part := range []*[]byte{&k.core, &k.element} {
		if len(rest) < 4 || uint64(binary.BigEndian.Uint32(rest)) > uint64(len(rest)-4) {
			return kept{}, ErrStore
		}
		n := 4 + int(binary.BigEndian.Uint32(rest))
		*part, rest = rest[4:n], rest[n:]
	}
	if len(rest) > 0 {
		return kept{}, ErrStore
	}
	return k, nil
}

// A store is the folder of one process.
type store struct {
	dir  string
	key  [32]byte
	lock *os.File
}

func openStore(dir string, key [32]byte) (*store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("probe: open its folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, fileLock), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("probe: open its folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(ErrHeld, f.Close())
	}
	return &store{dir, key, f}, nil
}

func (s *store) close() error { return s.lock.Close() }

// load gives what is kept; false: nothing ever was.
func (s *store) load() (k kept, found bool, err error) {
	sealed, err := os.ReadFile(filepath.Join(s.dir, fileTasks))
	if errors.Is(err, fs.ErrNotExist) {
		return kept{}, false, nil
	}
	if err != nil {
		return kept{}, false, fmt.Errorf("%w: %w", ErrStore, err)
	}
	plain, err := seal.OpenValue(s.key, sealedAs, sealed)
	if err != nil {
		return kept{}, false, fmt.Errorf("%w: %w", ErrStore, err)
	}
	k, err = decode(plain)
	return k, err == nil, err
}

// save makes k what is kept: when it returns nil, k survives power loss; else k or what was there before does.
func (s *store) save(k kept) error {
	sealed, err := seal.SealValue(s.key, sealedAs, k.encode(), rand.Reader)
	if err == nil {
		err = replace(filepath.Join(s.dir, fileTasks), sealed)
	}
	if err != nil {
		return fmt.Errorf("probe: keep its tasks: %w", err)
	}
	return nil
}

func replace(path string, octets []byte) error {
	part := path + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(octets)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
