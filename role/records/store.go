package records

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"writ/outside/catalogue"
	"writ/outside/seal"
	"writ/outside/segments"
)

// ErrLocked: another process writes to the store.
var ErrLocked = errors.New("another process takes records into this store; wait until it is done, or stop it")

// A Store is a tenant's folder of retained records, held by its one writer.
type Store struct {
	cat    *catalogue.Catalogue
	folder *segments.Folder
	root   seal.Recipient
	lock   *os.File
	seal   segments.Sealer
	most   size
}

// OpenStore opens the store in a folder, makes it if it is not there, and takes away what a crash left. New days are
// sealed to the root's recipient.
func OpenStore(ctx context.Context, dir string, root seal.Recipient) (*Store, error) {
	s, err := openStore(ctx, dir, root)
	if err != nil {
		return nil, fmt.Errorf("store of records: %w", err)
	}
	return s, nil
}

func openStore(ctx context.Context, dir string, root seal.Recipient) (_ *Store, err error) {
	if root.Zero() {
		return nil, seal.ErrZero
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	s := &Store{root: root, seal: sealer, most: size{chunkRecords, chunkOctets}}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if s.lock, err = lock(filepath.Join(dir, "lock")); err != nil {
		return nil, err
	}
	if s.cat, err = catalogue.Open(ctx, dir, func(b []byte) { rand.Read(b) }); err != nil {
		return nil, err
	}
	if s.folder, err = segments.Open(filepath.Join(dir, "objects")); err != nil {
		return nil, err
	}
	return s, s.sweep(ctx)
}

func lock(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the store's own file
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = ErrLocked
		}
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// sweep removes the objects that no row of the catalogue names.
func (s *Store) sweep(ctx context.Context) error {
	objects, err := s.cat.Objects(ctx)
	if err != nil {
		return err
	}
	known := make(map[string]bool, len(objects))
	for _, o := range objects {
		known[o] = true
	}
	_, err = s.folder.Sweep(func(object string) bool { return known[object] })
	return err
}

// Catalogue tells what the store holds: days, segments, files, refusals. Nothing in it names anybody.
func (s *Store) Catalogue() *catalogue.Catalogue { return s.cat }

// Close lets another writer in.
func (s *Store) Close() error {
	var errs []error
	if s.folder != nil {
		errs = append(errs, s.folder.Close())
	}
	if s.cat != nil {
		errs = append(errs, s.cat.Close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close()) // gives the lock back
	}
	return errors.Join(errs...)
}
