package seal

import (
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// valueVersion is the first octet of a sealed value.
const valueVersion = 1

// SealValue seals a small value under a key: the version, a random nonce of 24 octets, and the value under
// XChaCha20-Poly1305 with the version and what (where it belongs) as associated data.
func SealValue(key [32]byte, what string, value []byte, rand io.Reader) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		return nil, ErrForm
	}
	out := make([]byte, 1+aead.NonceSize(), 1+aead.NonceSize()+len(value)+aead.Overhead())
	out[0] = valueVersion
	if _, err := io.ReadFull(rand, out[1:]); err != nil {
		return nil, fmt.Errorf("seal: draw a nonce: %w", err)
	}
	return aead.Seal(out, out[1:], value, bound(what)), nil
}

// OpenValue opens what SealValue gave for the same key and what.
func OpenValue(key [32]byte, what string, sealed []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(key[:])
	if err != nil {
		return nil, ErrForm
	}
	head := 1 + aead.NonceSize()
	if len(sealed) < head+aead.Overhead() || sealed[0] != valueVersion {
		return nil, fmt.Errorf("%w: no sealed value of version %d", ErrForm, valueVersion)
	}
	value, err := aead.Open(nil, sealed[1:head], sealed[head:], bound(what))
	if err != nil {
		return nil, ErrDamaged
	}
	return value, nil
}

func bound(what string) []byte { return append([]byte("writ value 1\x00"), what...) }
