package lap

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"

	"writ/production"
)

// Write seals a staged package into a file. The file appears under its path whole, and survives power loss, or not at
// all: it is written beside it first. A file that stands there is replaced. The path names no case and no target.
func Write(path string, s production.Staged, in production.Sealing) (production.Sealed, error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".writ-*.part")
	if err != nil {
		return production.Sealed{}, fmt.Errorf("lap: begin the file: %w", plain(err))
	}
	sealed, err := production.Seal(f, s, in)
	if err == nil {
		err = plain(f.Sync())
	}
	if closed := plain(f.Close()); err == nil {
		err = closed
	}
	if err == nil {
		err = plain(os.Rename(f.Name(), path))
	}
	if err == nil {
		return sealed, syncDir(dir)
	}
	if gone := plain(os.Remove(f.Name())); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return production.Sealed{}, fmt.Errorf("lap: write the package: %w", err)
}

// syncDir makes a new name survive power loss.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("lap: open the folder: %w", plain(err))
	}
	if err := errors.Join(plain(d.Sync()), plain(d.Close())); err != nil {
		return fmt.Errorf("lap: sync the folder: %w", err)
	}
	return nil
}

// plain leaves the path out of a file error: the reader of the error is not always the owner of the folder.
func plain(err error) error {
	var p *os.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return fmt.Errorf("%s: %w", p.Op, p.Err)
	case errors.As(err, &l):
		return fmt.Errorf("%s: %w", l.Op, l.Err)
	default:
		return err
	}
}

// To encrypts to one or more recipients, each of whom can open it alone.
func To(recipients ...age.Recipient) production.Recipient {
	return production.RecipientFunc(func(w io.Writer) (io.WriteCloser, error) {
		out, err := age.Encrypt(w, recipients...)
		if err != nil {
			return nil, errors.New("lap: the recipients can't be encrypted to")
		}
		return out, nil
	})
}

// A Key signs packages with an Ed25519 key held in memory.
type Key ed25519.PrivateKey

// Public gives the public half.
func (k Key) Public() [32]byte { return [32]byte(ed25519.PrivateKey(k).Public().(ed25519.PublicKey)) }

// Sign signs the message.
func (k Key) Sign(message []byte) ([]byte, error) {
	if len(k) != ed25519.PrivateKeySize {
		return nil, errors.New("lap: the package signing key is none")
	}
	return ed25519.Sign(ed25519.PrivateKey(k), message), nil
}

// String hides the key.
func (k Key) String() string { return "package signing key ***" }

// GoString hides the key under %#v.
func (k Key) GoString() string { return "lap.Key(***)" }
