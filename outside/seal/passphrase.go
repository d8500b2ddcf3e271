package seal

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// Work factors of scrypt, as powers of two: 15 takes a tenth of a second. More is read, up to a few
// seconds, so that it can be raised without a new format.
const (
	workFactor    = 15
	maxWorkFactor = 20
	maxWrapped    = 1 << 16
)

// wrap seals a small secret under a passphrase, in a PEM block whose headers anyone can read.
func wrap(kind string, headers map[string]string, secret []byte, passphrase string) ([]byte, error) {
	to, err := age.NewScryptRecipient(passphrase)
	if err != nil { // age refuses an empty one, and nothing else
		return nil, ErrEmptyPassphrase
	}
	to.SetWorkFactor(workFactor)
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to)
	if err != nil {
		return nil, fmt.Errorf("seal: wrap: %w", err)
	}
	if _, err := w.Write(secret); err != nil {
		return nil, fmt.Errorf("seal: wrap: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("seal: wrap: %w", err)
	}
	headers["Version"] = "1"
	return pem.EncodeToMemory(&pem.Block{Type: kind, Headers: headers, Bytes: b.Bytes()}), nil
}

// block reads the PEM block of a kind and its headers, which nothing has proved yet.
func block(kind string, file []byte) (*pem.Block, error) {
	if len(file) > maxWrapped {
		return nil, fmt.Errorf("%w: larger than any key file", ErrForm)
	}
	b, _ := pem.Decode(file)
	switch {
	case b == nil || b.Type != kind:
		return nil, fmt.Errorf("%w: it does not begin with %q", ErrForm, "-----BEGIN "+kind+"-----")
	case b.Headers["Version"] != "1":
		return nil, fmt.Errorf("%w: %s of another version than 1", ErrForm, kind)
	}
	return b, nil
}

// unwrap opens a block with a passphrase.
func unwrap(b *pem.Block, passphrase string) ([]byte, error) {
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, ErrEmptyPassphrase
	}
	id.SetMaxWorkFactor(maxWorkFactor)
	r, err := age.Decrypt(bytes.NewReader(b.Bytes), id)
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return nil, ErrPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("%w (its head)", ErrDamaged)
	}
	secret, err := io.ReadAll(r)
	if err != nil {
		return nil, ErrDamaged
	}
	return secret, nil
}
