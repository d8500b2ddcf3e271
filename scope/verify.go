package scope

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"sync"
)

// A case is folded whole each time that it is looked at, and its people with it: the same signatures again and again.
// proven remembers the hash of those that were found good, so that each is reckoned once. It only ever holds what
// verify itself put in, and a hash that is missing means the long way, never no.
var proven = memo{good: map[[32]byte]struct{}{}}

const mostProven = 1 << 16

type memo struct {
	mu   sync.Mutex
	good map[[32]byte]struct{}
}

// verify is ed25519.Verify for a key of the right length, with memory.
func verify(key ed25519.PublicKey, message, sig []byte) bool {
	if len(key) != ed25519.PublicKeySize || len(sig) != ed25519.SignatureSize {
		return false
	}
	id := fingerprint(key, message, sig)
	if proven.has(id) {
		return true
	}
	if !ed25519.Verify(key, message, sig) {
		return false
	}
	proven.add(id)
	return true
}

// fingerprint hashes what a signature is over: the key and the signature have one length each, the message what is left.
func fingerprint(key, message, sig []byte) [32]byte {
	room := make([]byte, 0, 512)
	room = binary.BigEndian.AppendUint64(room, uint64(len(message)))
	return sha256.Sum256(append(append(append(room, key...), sig...), message...))
}

func (m *memo) has(id [32]byte) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.good[id]
	return ok
}

func (m *memo) add(id [32]byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.good) >= mostProven {
		clear(m.good)
	}
	m.good[id] = struct{}{}
}
