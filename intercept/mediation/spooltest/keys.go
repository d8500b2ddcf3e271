package spooltest

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"sync"

	"writ/intercept"
	"writ/intercept/mediation"
)

// Keys are a keeper's keys for tests: they are in memory and follow from the task, so they keep nothing secret.
type Keys struct {
	mu       sync.Mutex
	destroys map[intercept.XID]uint32 // how often, and so the generation
	failing  error
}

// NewKeys makes a keeper that has destroyed nothing.
func NewKeys() *Keys { return &Keys{destroys: map[intercept.XID]uint32{}} }

// Fail makes the keeper answer with an error until Fail(nil).
func (k *Keys) Fail(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.failing = err
}

func (k *Keys) under(x intercept.XID) (pad [32]byte, generation uint32, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	generation = k.destroys[x]
	return sha256.Sum256(append(binary.BigEndian.AppendUint32([]byte("spooltest"), generation), x[:]...)), generation, k.failing
}

// Wrap implements mediation.Keys.
func (k *Keys) Wrap(_ context.Context, x intercept.XID, key [32]byte) ([]byte, error) {
	pad, generation, err := k.under(x)
	wrapped := binary.BigEndian.AppendUint32(nil, generation)
	wrapped = append(wrapped, key[:]...)
	subtle.XORBytes(wrapped[4:], wrapped[4:], pad[:])
	return wrapped, err
}

// Unwrap implements mediation.Keys.
func (k *Keys) Unwrap(_ context.Context, x intercept.XID, wrapped []byte) (key [32]byte, err error) {
	pad, generation, err := k.under(x)
	if err != nil {
		return key, err
	}
	if len(wrapped) != 36 || binary.BigEndian.Uint32(wrapped) != generation {
		return key, mediation.ErrDestroyed
	}
	subtle.XORBytes(key[:], wrapped[4:], pad[:])
	return key, nil
}

// Destroy implements mediation.Keys.
func (k *Keys) Destroy(_ context.Context, x intercept.XID) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.failing == nil {
		k.destroys[x]++
	}
	return k.failing
}

// Destroyed says how often a task's key was destroyed.
func (k *Keys) Destroyed(x intercept.XID) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return int(k.destroys[x])
}
