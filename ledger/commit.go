package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
)

// Commit stands for a text that must not be on the ledger, a target identifier above all: HMAC-SHA-256
// under the tenant's commitment key over the label's length, the label and the text, in base64url. Who
// holds the key can check a text against it; nobody else can, however few texts are possible.
func Commit(key [32]byte, label, text string) string {
	m := hmac.New(sha256.New, key[:])
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(label)))
	m.Write(n[:])
	m.Write([]byte(label))
	m.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// Committed reports, in constant time, whether commitment stands for the text.
func Committed(key [32]byte, label, text, commitment string) bool {
	return subtle.ConstantTimeCompare([]byte(Commit(key, label, text)), []byte(commitment)) == 1
}
