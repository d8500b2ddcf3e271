package verify

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"

	"github.com/gowebpki/jcs"

	"writ/production/format"
)

// The checks of a letter.
const (
	LetterForm      = "letter"    // letter.json is in its one form
	LetterSignature = Signature   // the key that it names signed it
	LetterSigner    = Signer      // that key is the provider's
	LetterDocuments = "documents" // letter.html and letter.pdf are those that it names
)

// Letter verifies a letter: its JSON and, where they are brought, its documents. nil documents are not looked at.
func Letter(text, html, pdf []byte, signers []Known) Outcome {
	out := &Outcome{}
	for _, name := range []string{LetterForm, LetterSignature, LetterSigner, LetterDocuments} {
		out.Checks = append(out.Checks, Check{name, Untold, unreached})
	}
	l := &letterReader{text: text, html: html, pdf: pdf, signers: signers, out: out}
	for _, s := range []struct {
		name string
		f    func() *fault
	}{{LetterForm, l.form}, {LetterSignature, l.signature}, {LetterSigner, l.provider}, {LetterDocuments, l.documents}} {
		if !out.run(s.name, s.f) {
			break
		}
	}
	return *out
}

type letterReader struct {
	text, html, pdf []byte
	signers         []Known
	out             *Outcome
	doc             struct {
		Key       string          `json:"key"`
		Letter    json.RawMessage `json:"letter"`
		Signature string          `json:"signature"`
	}
	key    ed25519.PublicKey
	letter struct {
		Format    string `json:"format"`
		Case      string `json:"case"`
		Version   int    `json:"version"`
		Documents []part `json:"documents"`
	}
}

func (l *letterReader) form() *fault {
	if !strict(l.text, &l.doc) || json.Unmarshal(l.doc.Letter, &l.letter) != nil || l.letter.Format != format.Letter || !hash32(l.doc.Key) {
		return broken("letter.json is not in its one form, or of another version")
	}
	key, err := hex.DecodeString(l.doc.Key)
	if err != nil {
		return broken("letter.json names no key")
	}
	l.key, l.out.Fingerprint, l.out.Case, l.out.Version = key, Fingerprint(key), l.letter.Case, l.letter.Version
	return nil
}

func (l *letterReader) signature() *fault {
	sig, err := base64.StdEncoding.Strict().DecodeString(l.doc.Signature)
	inner, err2 := jcs.Transform(l.doc.Letter)
	if err != nil || err2 != nil || !signedBy(l.key, format.Letter, inner, sig) {
		return broken("the key that the letter names did not sign it")
	}
	return nil
}

func (l *letterReader) provider() *fault {
	if len(l.signers) == 0 {
		l.out.set(Signer, Untold, "fingerprint, not checked; compare it with the provider's, or bring its signer file")
		return nil
	}
	if _, ok := whose(l.signers, l.key); !ok {
		return broken("another key than the provider's signed the letter")
	}
	return nil
}

func (l *letterReader) documents() *fault {
	if len(l.letter.Documents) != 2 || l.letter.Documents[0].Name != "letter.html" || l.letter.Documents[1].Name != "letter.pdf" {
		return broken("letter.json names other documents than a letter has")
	}
	if l.html == nil && l.pdf == nil {
		l.out.set(LetterDocuments, Untold, "not brought")
	}
	for i, b := range [][]byte{l.html, l.pdf} {
		d := l.letter.Documents[i]
		if b != nil && (hashText(b) != d.SHA256 || int64(len(b)) != d.Size) {
			return broken(d.Name + " is not the document that letter.json names")
		}
	}
	if l.pdf != nil && !bytes.Contains(l.pdf, []byte("/Keywords (letter.html sha256:"+l.letter.Documents[0].SHA256+")")) {
		return broken("letter.pdf is not the twin of letter.html")
	}
	return nil
}
