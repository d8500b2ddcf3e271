package capability

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"time"

	"github.com/gowebpki/jcs"
)

// What can be wrong with a statement.
var (
	ErrForm      = errors.New("form: this is no capability statement of this version in its one form")
	ErrSignature = errors.New("signature: the key that the statement names did not sign it")
	ErrSigner    = errors.New("signer: another key than the provider's signed it")
	ErrDates     = errors.New("dates: it is not yet, or no longer, valid on this day")
)

const mostOctets = 4 << 20

// Verify checks a signed statement offline: its form, its signature, by whom, and its days. signer nil: by whom is left
// open, and the caller says so. It gives the statement, and the key that signed it, where the form is right.
func Verify(doc []byte, signer ed25519.PublicKey, at time.Time) (Statement, ed25519.PublicKey, error) {
	var outer signed
	var s Statement
	if len(doc) > mostOctets || !strict(doc, &outer) || !strict(outer.Statement, &s) || s.Format != Format {
		return Statement{}, nil, ErrForm
	}
	if whole, err := jcs.Transform(doc); err != nil || !bytes.Equal(whole, bytes.TrimSuffix(doc, []byte("\n"))) {
		return Statement{}, nil, ErrForm
	}
	key, err := hex.DecodeString(outer.Key)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return Statement{}, nil, ErrForm
	}
	issued, err := time.Parse(time.DateOnly, s.Issued)
	expires, err2 := time.Parse(time.DateOnly, s.Expires)
	if err != nil || err2 != nil {
		return Statement{}, nil, ErrForm
	}
	sig, err := base64.StdEncoding.Strict().DecodeString(outer.Signature)
	switch {
	case err != nil || !ed25519.Verify(key, message(outer.Statement), sig):
		return s, key, ErrSignature
	case signer != nil && !signer.Equal(ed25519.PublicKey(key)):
		return s, key, ErrSigner
	case at.Before(issued) || !at.Before(expires.AddDate(0, 0, 1)):
		return s, key, ErrDates
	}
	return s, key, nil
}

// strict reads one JSON object without unknown members and with nothing after it.
func strict(doc []byte, into any) bool {
	d := json.NewDecoder(bytes.NewReader(doc))
	d.DisallowUnknownFields()
	if d.Decode(into) != nil {
		return false
	}
	_, err := d.Token()
	return errors.Is(err, io.EOF)
}
