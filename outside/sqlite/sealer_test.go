package sqlite_test

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"

	"golang.org/x/crypto/chacha20poly1305"

	"writ/ledger"
)

// aead is a Sealer for tests: real sealing under a root that stands in memory.
type aead struct{ root [32]byte }

func (a aead) NewKey(caseID string) ([]byte, error) {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	return seal(a.root[:], "key/"+caseID, key)
}

func (a aead) Seal(caseID string, wrapped []byte, label string, plain []byte) ([]byte, error) {
	key, err := open(a.root[:], "key/"+caseID, wrapped)
	if err != nil {
		return nil, err
	}
	return seal(key, label, plain)
}

func (a aead) Open(caseID string, wrapped []byte, label string, sealed []byte) ([]byte, error) {
	key, err := open(a.root[:], "key/"+caseID, wrapped)
	if err != nil {
		return nil, err
	}
	return open(key, label, sealed)
}

func (a aead) Tag(label, text string) string {
	return ledger.Commit(sha256.Sum256(a.root[:]), label, text)
}

func seal(key []byte, label string, plain []byte) ([]byte, error) {
	c, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, c.NonceSize())
	_, _ = rand.Read(nonce)
	return c.Seal(nonce, nonce, plain, []byte(label)), nil
}

func open(key []byte, label string, sealed []byte) ([]byte, error) {
	c, err := chacha20poly1305.NewX(key)
	if err != nil || len(sealed) < c.NonceSize() {
		return nil, errors.New("does not open")
	}
	return c.Open(nil, sealed[:c.NonceSize()], sealed[c.NonceSize():], []byte(label))
}
