package letter

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gowebpki/jcs"

	"writ/production/format"
)

// A Signer signs with the package signing key; production.Signer is one.
type Signer interface {
	Public() [32]byte // Ed25519
	Sign(message []byte) ([]byte, error)
}

// Files are a letter in its three forms. Their names hold nothing of the case.
type Files struct {
	HTML []byte // letter.html
	PDF  []byte // letter.pdf
	JSON []byte // letter.json: the letter, the hashes of the two, and the signature
	Hash [32]byte
}

// Outcome is the body of the ledger's entry that ends the action: pass it to scope's Work.Done.
func (f Files) Outcome() []byte {
	return fmt.Appendf(nil, `{"format":%q,"letter":%q}`, format.Outcome, hex.EncodeToString(f.Hash[:]))
}

type (
	signedText struct {
		Key       string     `json:"key"`
		Letter    letterText `json:"letter"`
		Signature string     `json:"signature"`
	}
	letterText struct {
		Format    string     `json:"format"`
		Kind      Kind       `json:"kind"`
		Provider  string     `json:"provider"`
		Agency    string     `json:"agency"`
		Reference string     `json:"reference"`
		Case      string     `json:"case"`
		Version   int        `json:"version"`
		Type      string     `json:"instrument"`
		Issued    string     `json:"issued"`
		Made      string     `json:"made"`
		Decision  string     `json:"decision"`
		Language  string     `json:"language,omitempty"`
		Items     []Item     `json:"items"`
		Documents []document `json:"documents"`
	}
	document struct {
		Name   string `json:"name"`
		SHA256 string `json:"sha256"`
		Size   int    `json:"size"`
	}
)

var errSign = errors.New("letter: it has no JSON form")

// Sign draws the letter in its three forms and signs it. The same letter and key give the same octets.
func Sign(l Letter, by Signer) (Files, error) {
	var html, pdf bytes.Buffer
	if err := l.HTML(&html); err != nil {
		return Files{}, err
	}
	page := sha256.Sum256(html.Bytes())
	if err := l.PDF(&pdf, hex.EncodeToString(page[:])); err != nil {
		return Files{}, err
	}
	in := l.Inputs
	text := letterText{Format: format.Letter, Kind: l.Kind, Provider: in.Provider, Agency: in.Agency, Reference: in.Reference, Case: l.Case, Version: l.Version,
		Type: l.Type, Issued: l.Issued, Made: in.At.UTC().Format(time.RFC3339Nano), Decision: hex.EncodeToString(l.Decision[:]), Language: in.Texts.Language,
		Items: l.Items, Documents: []document{named("letter.html", html.Bytes()), named("letter.pdf", pdf.Bytes())}}
	inner, err := canonical(text)
	if err != nil {
		return Files{}, err
	}
	sig, err := by.Sign(append([]byte(format.Letter+"\n"), inner...))
	if err != nil {
		return Files{}, fmt.Errorf("letter: sign: %w", err)
	}
	key := by.Public()
	out, err := canonical(signedText{hex.EncodeToString(key[:]), text, base64.StdEncoding.EncodeToString(sig)})
	return Files{html.Bytes(), pdf.Bytes(), out, sha256.Sum256(inner)}, err
}

func named(name string, b []byte) document {
	sum := sha256.Sum256(b)
	return document{name, hex.EncodeToString(sum[:]), len(b)}
}

func canonical(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, errSign
	}
	out, err := jcs.Transform(plain)
	if err != nil {
		return nil, errSign
	}
	return out, nil
}
