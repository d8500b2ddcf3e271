package keeper

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"writ/outside/seal"
)

// staging is a folder in which the parts of one package wait, each sealed to the tenant, until the package is sealed
// to the agency. It survives a crash; it is removed when the package is there.
type staging struct {
	dir string
	to  seal.Recipient
	id  seal.Identity
}

// stage opens the staging area of a version of a case.
func (k *Keeper) stage(caseID string, version int) (staging, error) {
	s := staging{filepath.Join(k.dir, stagingDir, fmt.Sprintf("%s-%d", caseID, version)), k.identity.Recipient(), k.identity}
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return s, fmt.Errorf("make the staging area: %w", err)
	}
	return s, nil
}

// remove takes the staging area away.
func (s staging) remove() error { return os.RemoveAll(s.dir) }

// Create begins a part. When Close returns nil, the part survives power loss.
func (s staging) Create(name string) (io.WriteCloser, error) {
	f, err := os.CreateTemp(s.dir, ".tmp-*")
	if err != nil {
		return nil, fmt.Errorf("stage a part: %w", err)
	}
	w, err := seal.Seal(f, s.to)
	if err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	return &stagedPart{WriteCloser: w, f: f, as: s.path(name)}, nil
}

// path keeps a part's name inside the folder, whatever it holds.
func (s staging) path(name string) string {
	return filepath.Join(s.dir, fmt.Sprintf("%x", name))
}

// Open reads a part from its beginning.
func (s staging) Open(name string) (io.ReadCloser, error) {
	f, err := os.Open(s.path(name))
	if err != nil {
		return nil, fmt.Errorf("open a staged part: %w", err)
	}
	r, err := seal.Open(f, s.id)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
}

type stagedPart struct {
	io.WriteCloser
	f  *os.File
	as string
}

// Close ends the sealing, makes the part durable and gives it its name.
func (p *stagedPart) Close() error {
	err := p.WriteCloser.Close()
	if err == nil {
		err = p.f.Sync()
	}
	if cerr := p.f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(p.f.Name(), p.as)
	}
	if err == nil {
		return syncDir(filepath.Dir(p.as))
	}
	return errors.Join(fmt.Errorf("stage a part: %w", err), os.Remove(p.f.Name()))
}

// errNoRecipient says that the directory has no key for the agency.
var errNoRecipient = errors.New("the directory has no key for the agency (recipient:): ask it for its age recipient, enter it, and verify the case anew")
