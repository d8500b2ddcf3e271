package lemf

import (
	"crypto/aes"
	"encoding/hex"
	"errors"
	"strings"

	"writ/wire/etsi"
)

// A Key opens encryption containers: AES-192 or AES-256 in CBC, by its length. It prints masked; nil opens only what is
// not encrypted.
type Key struct{ cipher *etsi.Cipher }

// ErrKey says that a text is no key. It quotes nothing.
var ErrKey = errors.New("not a key of the handover; write 48 (AES-192) or 64 (AES-256) hexadecimal digits")

// ParseKey reads a key in hexadecimal digits; white space around it is passed over.
func ParseKey(text string) (*Key, error) {
	octets, err := hex.DecodeString(strings.TrimSpace(text))
	if err != nil {
		return nil, ErrKey // hex quotes what it read
	}
	kind := etsi.AES256CBC
	switch len(octets) {
	case 24:
		kind = etsi.AES192CBC
	case 2 * aes.BlockSize:
	default:
		return nil, ErrKey
	}
	c, err := etsi.NewCipher(kind, octets)
	if err != nil {
		return nil, ErrKey
	}
	return &Key{c}, nil
}

// String hides it.
func (k *Key) String() string { return "key:***" }

// An Opener decodes PDUs and opens their containers. It is lenient about the domain alone, which the PDU remarks. The zero Opener
// has no key.
type Opener struct {
	Key     *Key
	scratch []byte
}

// Decode reads a PDU into p. opened is the error of a container that the key, where there is one, does not open; p.Kind is then that
// of the container.
func (o *Opener) Decode(p *etsi.PDU, octets []byte) (opened, err error) {
	p.Tolerate = etsi.WrongDomain
	if err := p.Decode(octets); err != nil {
		return nil, err
	}
	if p.Kind != etsi.KindEncrypted || o.Key == nil && p.Container.Type != etsi.NotEncrypted {
		return nil, nil
	}
	var c *etsi.Cipher
	if o.Key != nil {
		c = o.Key.cipher
	}
	if o.scratch, opened = p.Open(c, o.scratch[:0]); opened != nil {
		_ = p.Decode(octets) // it was read before
	}
	return opened, nil
}
