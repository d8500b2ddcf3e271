package verify

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"writ/production/format"
)

// ErrSigner says that a file is no signer file.
var ErrSigner = errors.New("verify: not a signer file (writ/signer/1); ask the provider for its signer.pub")

// A Known is what the provider made known beforehand: by which keys its packages and its ledger are checked.
type Known struct {
	Package ed25519.PublicKey
	Ledger  string // verification key
}

// ParseSigners reads a signer file: one signer, or several one after the other. Each is three lines, of which the
// second and third name the keys.
func ParseSigners(text []byte) ([]Known, error) {
	lines := strings.Split(string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))), "\n")
	last := len(lines) - 1
	if last < 3 || last%3 != 0 || lines[last] != "" {
		return nil, ErrSigner
	}
	var out []Known
	for i := 0; i < last; i += 3 {
		k, err := parseSigner([3]string(lines[i : i+3]))
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	return out, nil
}

func parseSigner(lines [3]string) (Known, error) {
	if lines[0] != format.Signer {
		return Known{}, ErrSigner
	}
	key, isKey := strings.CutPrefix(lines[1], "package ")
	vkey, isLedger := strings.CutPrefix(lines[2], "ledger ")
	raw, err := base64.StdEncoding.Strict().DecodeString(key)
	if _, bad := note.NewVerifier(vkey); bad != nil || err != nil || !isKey || !isLedger || len(raw) != ed25519.PublicKeySize {
		return Known{}, ErrSigner
	}
	return Known{ed25519.PublicKey(raw), vkey}, nil
}

// whose finds the signer whose package key it is: the reader of a file of several need not know whose the package is.
func whose(signers []Known, key ed25519.PublicKey) (Known, bool) {
	i := slices.IndexFunc(signers, func(k Known) bool { return key.Equal(k.Package) })
	if i < 0 {
		return Known{}, false
	}
	return signers[i], true
}

// Fingerprint is what people compare of a key: the first 16 octets of its SHA-256, in groups.
func Fingerprint(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	text := hex.EncodeToString(sum[:16])
	var groups []string
	for i := 0; i < len(text); i += 4 {
		groups = append(groups, text[i:i+4])
	}
	return strings.Join(groups, " ")
}
