package signed

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Format is the version of the file of signatures.
const Format = "writ/pack-signature/1"

// A Document is the file of signatures of one pack.
type Document struct {
	Format     string            `json:"format"`
	Pack       string            `json:"pack"`
	Files      map[string]string `json:"files"` // SHA-256 of each, hexadecimal
	Hash       string            `json:"hash"`  // of the pack, hexadecimal
	Signatures []Signature       `json:"signatures"`
}

// A Signature is one person's, over [Statement].
type Signature struct {
	Name string `json:"name"` // as the key file has it; the key counts
	Key  string `json:"key"`  // "ed25519:" and base64
	At   string `json:"at"`   // when it was signed, RFC 3339, UTC
	Sig  []byte `json:"sig"`
}

// The ways in which a file of signatures is none.
var (
	ErrForm    = errors.New("signed: " + Name + " is not of the form " + Format + "; sign the pack anew: writ packs sign")
	ErrNewer   = errors.New("signed: " + Name + " has a form that this program does not know; use a newer writ")
	ErrChanged = errors.New("signed: the files are not those that were signed")
	ErrTwice   = errors.New("signed: this person has signed these files already; a second person signs")
)

// Statement is what a person signs: that a pack of these files is law for this house from now on. A zero hash says that
// the pack is taken out.
func Statement(pack string, hash [32]byte, at time.Time) []byte {
	return []byte("writ/1/pack/" + pack + "/" + hex.EncodeToString(hash[:]) + "/" + stamp(at))
}

func stamp(at time.Time) string { return at.UTC().Round(0).Format(time.RFC3339Nano) }

// New begins a file of signatures for a pack.
func New(p Pack) Document {
	hash := p.Hash()
	return Document{Format: Format, Pack: p.Name, Files: p.Sums(), Hash: hex.EncodeToString(hash[:])}
}

// Read reads a file of signatures strictly. It checks no signature.
func Read(b []byte) (Document, error) {
	var d Document
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	err := dec.Decode(&d)
	if strings.HasPrefix(d.Format, "writ/pack-signature/") && d.Format != Format {
		return Document{}, ErrNewer
	}
	if err != nil || dec.More() || d.Format != Format || !packName.MatchString(d.Pack) {
		return Document{}, ErrForm
	}
	if hash := hashOf(d.Pack, d.Files); d.Hash != hex.EncodeToString(hash[:]) {
		return Document{}, ErrForm
	}
	for _, s := range d.Signatures {
		if _, err := s.public(); err != nil {
			return Document{}, ErrForm
		}
		if at, err := s.When(); err != nil || stamp(at) != s.At {
			return Document{}, ErrForm
		}
	}
	return d, nil
}

// Encode writes the file.
func (d Document) Encode() []byte {
	b, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		panic("signed: a document of our own can't be written: " + err.Error()) // a broken promise inside, never input
	}
	return append(b, '\n')
}

// Compare finds that a pack's files are not those of the document. The error is [ErrChanged] and names each file.
func (d Document) Compare(p Pack) error {
	var wrong []string
	if d.Pack != p.Name {
		wrong = append(wrong, "the pack's name")
	}
	have := p.Sums()
	for _, name := range slices.Sorted(maps.Keys(d.Files)) {
		switch sum, there := have[name]; {
		case !there:
			wrong = append(wrong, p.Name+"/"+name+" is missing")
		case sum != d.Files[name]:
			wrong = append(wrong, p.Name+"/"+name+" was changed")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(have)) {
		if _, listed := d.Files[name]; !listed {
			wrong = append(wrong, p.Name+"/"+name+" was added")
		}
	}
	if len(wrong) > 0 {
		return fmt.Errorf("%w: %s", ErrChanged, strings.Join(wrong, ", "))
	}
	return nil
}

// Sign adds a person's signature. A person signs once.
func (d Document) Sign(name string, key ed25519.PrivateKey, at time.Time) (Document, error) {
	pub, ok := key.Public().(ed25519.PublicKey)
	if !ok {
		return d, ErrForm
	}
	text := keyPrefix + base64.StdEncoding.EncodeToString(pub)
	for _, s := range d.Signatures {
		if s.Key == text {
			return d, ErrTwice
		}
	}
	hash, err := hex.DecodeString(d.Hash)
	if err != nil || len(hash) != 32 {
		return d, ErrForm
	}
	d.Signatures = append(slices.Clone(d.Signatures), Signature{name, text, stamp(at), ed25519.Sign(key, Statement(d.Pack, [32]byte(hash), at))})
	return d, nil
}

const keyPrefix = "ed25519:"

// Public gives the public key of a signature that Read has accepted.
func (s Signature) Public() ed25519.PublicKey {
	pub, _ := s.public()
	return pub
}

func (s Signature) public() (ed25519.PublicKey, error) {
	text, ok := strings.CutPrefix(s.Key, keyPrefix)
	b, err := base64.StdEncoding.DecodeString(text)
	if !ok || err != nil || len(b) != ed25519.PublicKeySize {
		return nil, ErrForm
	}
	return b, nil
}

// When is the instant at which it was signed.
func (s Signature) When() (time.Time, error) {
	at, err := time.Parse(time.RFC3339Nano, s.At)
	if err != nil {
		return time.Time{}, ErrForm
	}
	return at.UTC(), nil
}
