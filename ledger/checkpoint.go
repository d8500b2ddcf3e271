package ledger

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// An ID names one log: the SHA-256 of its verification key's text, which holds the origin.
type ID [32]byte

// VerificationKey writes a public key as c2sp.org/signed-note does: origin+hash+key. It is empty if the
// key is none, or the origin is empty or holds a space or "+".
func VerificationKey(pub ed25519.PublicKey, origin string) string {
	if len(pub) != ed25519.PublicKeySize {
		return ""
	}
	text, err := note.NewEd25519VerifierKey(origin, pub)
	if err != nil {
		return ""
	}
	if _, err := note.NewVerifier(text); err != nil {
		return ""
	}
	return text
}

// IDOf names the log that a verification key belongs to.
func IDOf(vkey string) ID { return sha256.Sum256([]byte(vkey)) }

// A Checkpoint is what a signed note says of a log: so many entries, under this root.
type Checkpoint struct {
	Origin string
	Size   int64
	Root   [32]byte
}

// OpenCheckpoint reads a signed checkpoint. The log's own key must have signed it; other signatures
// (witnesses) are left alone.
func OpenCheckpoint(signed []byte, vkey string) (Checkpoint, error) {
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return Checkpoint{}, ErrKey
	}
	n, err := note.Open(signed, note.VerifierList(v))
	if err != nil {
		return Checkpoint{}, &BrokenError{CheckSignature, "checkpoint", "the log's key has not signed it"}
	}
	c, err := parseCheckpoint(n.Text)
	if err == nil && c.Origin != v.Name() {
		err = &BrokenError{CheckSignature, "checkpoint", "its origin is not the key's"}
	}
	return c, err
}

func parseCheckpoint(text string) (Checkpoint, error) {
	bad := &BrokenError{CheckSignature, "checkpoint", "not the three lines of a checkpoint"}
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] == "" {
		return Checkpoint{}, bad
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || lines[1] != strconv.FormatInt(size, 10) {
		return Checkpoint{}, bad
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != sha256.Size {
		return Checkpoint{}, bad
	}
	return Checkpoint{lines[0], size, [32]byte(root)}, nil
}

func checkpointText(origin string, size int64, root tlog.Hash) string {
	return fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)
}

// A signer signs checkpoints with the log's key; note.NewSigner would want the key as text.
type signer struct {
	name string
	hash uint32
	key  ed25519.PrivateKey
}

func newSigner(key ed25519.PrivateKey, origin string) (*signer, string, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, "", ErrKey
	}
	vkey := VerificationKey(key.Public().(ed25519.PublicKey), origin)
	if vkey == "" {
		return nil, "", ErrKey
	}
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, "", ErrKey
	}
	return &signer{origin, v.KeyHash(), key}, vkey, nil
}

func (s *signer) Name() string                    { return s.name }
func (s *signer) KeyHash() uint32                 { return s.hash }
func (s *signer) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }

// sign gives the signed checkpoint of a tree.
func (s *signer) sign(size int64, root tlog.Hash) ([]byte, error) {
	return note.Sign(&note.Note{Text: checkpointText(s.name, size, root)}, s)
}
