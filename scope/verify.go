package scope

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"sync"
)

// A case is folded whole each time that it is looked at, and its people with it: the same bytes again and again. What
// was reckoned from them is remembered under their hash. A memo holds only what stood in the bytes; whether it counts
// is asked anew in every fold. What is missing is reckoned the long way.
type memo[T any] struct {
	mu  sync.Mutex
	all map[[32]byte]T
}

const mostRemembered = 1 << 16

func (m *memo[T]) get(id [32]byte) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.all[id]
	return v, ok
}

func (m *memo[T]) put(id [32]byte, v T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.all == nil || len(m.all) >= mostRemembered {
		m.all = map[[32]byte]T{}
	}
	m.all[id] = v
}

var (
	proven     memo[struct{}]  // signatures that were found good, with their key and message
	enrolments memo[Enrolment] // bodies of enrolments, read; whoever gets one changes nothing in it
)

// verify is ed25519.Verify, with memory.
func verify(key ed25519.PublicKey, message, sig []byte) bool {
	if len(key) != ed25519.PublicKeySize || len(sig) != ed25519.SignatureSize {
		return false
	}
	id := fingerprint(key, message, sig)
	if _, ok := proven.get(id); ok {
		return true
	}
	if !ed25519.Verify(key, message, sig) {
		return false
	}
	proven.put(id, struct{}{})
	return true
}

// fingerprint hashes what a signature is over: the key and the signature have one length each, the message what is left.
func fingerprint(key, message, sig []byte) [32]byte {
	room := make([]byte, 0, 512)
	room = binary.BigEndian.AppendUint64(room, uint64(len(message)))
	return sha256.Sum256(append(append(append(room, key...), sig...), message...))
}

// readEnrolment reads a body, with memory.
func readEnrolment(body []byte) (Enrolment, bool) {
	id := sha256.Sum256(body)
	if en, ok := enrolments.get(id); ok {
		return en, true
	}
	var en Enrolment
	if json.Unmarshal(body, &en) != nil {
		return Enrolment{}, false
	}
	enrolments.put(id, en)
	return en, true
}
