package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

const personKind = "WRIT PERSON KEY"

// A PersonFile is what anyone can read of a person's key file, before the passphrase has proved it.
type PersonFile struct {
	Name   string
	Public ed25519.PublicKey
}

type person struct {
	Name string `json:"name"`
	Seed []byte `json:"seed"`
}

// NewPersonKey makes a person's signing key (Ed25519, from 32 octets of rand) and gives the file that
// keeps it under the passphrase, with the name and the public half readable, and the public half.
func NewPersonKey(name, passphrase string, rand io.Reader) (file []byte, pub ed25519.PublicKey, err error) {
	if !personName(name) {
		return nil, nil, fmt.Errorf("%w: a person's name is 1 to 200 octets on one line", ErrForm)
	}
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(rand, seed); err != nil {
		return nil, nil, fmt.Errorf("seal: make a person's key: %w", err)
	}
	pub = ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	secret, err := json.Marshal(person{name, seed})
	if err != nil {
		return nil, nil, fmt.Errorf("seal: make a person's key: %w", err)
	}
	file, err = wrap(personKind, map[string]string{"Name": name, "Public": PublicKeyText(pub)}, secret, passphrase)
	return file, pub, err
}

// ReadPersonFile reads the public part of a person's key file.
func ReadPersonFile(file []byte) (PersonFile, error) {
	b, err := block(personKind, file)
	if err != nil {
		return PersonFile{}, err
	}
	pub, err := ParsePublicKey(b.Headers["Public"])
	if err != nil || !personName(b.Headers["Name"]) {
		return PersonFile{}, fmt.Errorf("%w: a person's key without name or public half", ErrForm)
	}
	return PersonFile{b.Headers["Name"], pub}, nil
}

// OpenPersonKey opens a person's key file. The name and the public half that stand in the open must be
// those that were sealed.
func OpenPersonKey(file []byte, passphrase string) (ed25519.PrivateKey, string, error) {
	shown, err := ReadPersonFile(file)
	if err != nil {
		return nil, "", err
	}
	b, err := block(personKind, file)
	if err != nil {
		return nil, "", err
	}
	secret, err := unwrap(b, passphrase)
	if err != nil {
		return nil, "", err
	}
	var p person
	if json.Unmarshal(secret, &p) != nil || len(p.Seed) != ed25519.SeedSize {
		return nil, "", fmt.Errorf("%w: the sealed part is no person's key", ErrForm)
	}
	key := ed25519.NewKeyFromSeed(p.Seed)
	if p.Name != shown.Name || !bytes.Equal(key.Public().(ed25519.PublicKey), shown.Public) {
		return nil, "", fmt.Errorf("%w: its open part names another person or key", ErrDamaged)
	}
	return key, p.Name, nil
}

func personName(s string) bool {
	return s != "" && len(s) <= 200 && utf8.ValidString(s) && strings.TrimSpace(s) == s && !strings.ContainsFunc(s, unicode.IsControl)
}

const publicPrefix = "ed25519:"

// PublicKeyText writes a public signing key: "ed25519:" and its base64.
func PublicKeyText(pub ed25519.PublicKey) string {
	return publicPrefix + base64.StdEncoding.EncodeToString(pub)
}

// ParsePublicKey reads what PublicKeyText wrote.
func ParsePublicKey(text string) (ed25519.PublicKey, error) {
	b, ok := strings.CutPrefix(strings.TrimSpace(text), publicPrefix)
	raw, err := base64.StdEncoding.Strict().DecodeString(b)
	if !ok || err != nil || len(raw) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("%w: no public signing key (ed25519:…)", ErrForm)
	}
	return raw, nil
}
