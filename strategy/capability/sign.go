package capability

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/gowebpki/jcs"
)

type signed struct {
	Key       string          `json:"key"`
	Statement json.RawMessage `json:"statement"`
	Signature string          `json:"signature"`
}

var errForm = errors.New("the statement has no canonical JSON form")

// Sign writes a statement in its one form, signed as a letter is: Ed25519 over the format, a line feed and the canonical
// statement. The same statement and key give the same octets.
func Sign(s Statement, key ed25519.PrivateKey) ([]byte, error) {
	plain, err := json.Marshal(s)
	if err != nil {
		return nil, errForm
	}
	inner, err := jcs.Transform(plain)
	if err != nil {
		return nil, errForm
	}
	pub, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return nil, errForm
	}
	sig := ed25519.Sign(key, message(inner))
	outer, err := json.Marshal(signed{hex.EncodeToString(pub), inner, base64.StdEncoding.EncodeToString(sig)})
	if err != nil {
		return nil, errForm
	}
	return jcs.Transform(outer)
}

func message(inner []byte) []byte { return append([]byte(Format+"\n"), inner...) }
