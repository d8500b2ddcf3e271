package seal

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"filippo.io/age"
)

// A Recipient is a public age key: what is sealed to it, its Identity opens.
type Recipient struct {
	r    age.Recipient
	text string
}

// ParseRecipient reads "age1pq1…" (hybrid ML-KEM-768 with X25519) or "age1…" (X25519).
func ParseRecipient(text string) (Recipient, error) {
	text = strings.TrimSpace(text)
	var r age.Recipient
	var err error
	if strings.HasPrefix(text, "age1pq1") {
		r, err = age.ParseHybridRecipient(text)
	} else {
		r, err = age.ParseX25519Recipient(text)
	}
	if err != nil { // age's own error quotes the text
		return Recipient{}, fmt.Errorf("%w: no public key of age (age1pq1… or age1…)", ErrForm)
	}
	return Recipient{r, text}, nil
}

// String is the public key's text.
func (r Recipient) String() string { return r.text }

// Zero reports whether it is nobody's key.
func (r Recipient) Zero() bool { return r.r == nil }

// An Identity is a secret age key. It does not print; Reveal is the only way out.
type Identity struct{ i *identity }

type identity struct {
	id   age.Identity
	to   Recipient
	text *string
}

// NewIdentity makes a hybrid identity: what it protects may be kept for years, also after its key is gone.
func NewIdentity() (Identity, error) {
	h, err := age.GenerateHybridIdentity()
	if err != nil {
		return Identity{}, fmt.Errorf("seal: make a key: %w", err)
	}
	return hybrid(h), nil
}

// NewClassicIdentity makes an X25519 identity, for those whose age is older than 1.3.
func NewClassicIdentity() (Identity, error) {
	x, err := age.GenerateX25519Identity()
	if err != nil {
		return Identity{}, fmt.Errorf("seal: make a key: %w", err)
	}
	return classic(x), nil
}

func hybrid(h *age.HybridIdentity) Identity {
	text := h.String()
	return Identity{&identity{h, Recipient{h.Recipient(), h.Recipient().String()}, &text}}
}

func classic(x *age.X25519Identity) Identity {
	text := x.String()
	return Identity{&identity{x, Recipient{x.Recipient(), x.Recipient().String()}, &text}}
}

// ParseIdentity reads an identity file: one "AGE-SECRET-KEY-…" line, comments (#) and empty lines.
func ParseIdentity(file []byte) (Identity, error) {
	var found []string
	for line := range strings.Lines(string(file)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			found = append(found, line)
		}
	}
	if len(found) != 1 {
		return Identity{}, fmt.Errorf("%w: %d lines with a key, not one", ErrForm, len(found))
	}
	if h, err := age.ParseHybridIdentity(found[0]); err == nil {
		return hybrid(h), nil
	}
	if x, err := age.ParseX25519Identity(found[0]); err == nil {
		return classic(x), nil
	}
	return Identity{}, fmt.Errorf("%w: no secret key of age", ErrForm)
}

// Zero reports whether there is no key in it.
func (i Identity) Zero() bool { return i.i == nil }

// Recipient is the public half.
func (i Identity) Recipient() Recipient {
	if i.i == nil {
		return Recipient{}
	}
	return i.i.to
}

// Reveal gives the secret's text, as age reads it.
func (i Identity) Reveal() string {
	if i.i == nil {
		return ""
	}
	return *i.i.text
}

// String masks the secret.
func (i Identity) String() string { return "age identity ***" }

// GoString masks it under %#v.
func (i Identity) GoString() string { return "seal.Identity(***)" }

// LogValue masks it in logs.
func (i Identity) LogValue() slog.Value { return slog.StringValue(i.String()) }

// Seal seals what is written to the recipients, as one age file on w. It is whole only after Close, which
// leaves w open.
func Seal(w io.Writer, to ...Recipient) (io.WriteCloser, error) {
	rs := make([]age.Recipient, len(to))
	hybrids := 0
	for i, r := range to {
		if r.r == nil {
			return nil, ErrZero
		}
		if _, ok := r.r.(*age.HybridRecipient); ok {
			hybrids++
		}
		rs[i] = r.r
	}
	switch {
	case len(rs) == 0:
		return nil, ErrZero
	case hybrids != 0 && hybrids != len(rs):
		return nil, ErrMixed
	}
	out, err := age.Encrypt(w, rs...)
	if err != nil {
		return nil, fmt.Errorf("seal: write the head: %w", err)
	}
	return out, nil
}

// Open reads what was sealed. Each chunk of 64 KiB is checked before it is given; what comes before an
// error was written so, but may be cut off: use none of it until io.EOF, where that matters.
func Open(r io.Reader, ids ...Identity) (io.Reader, error) {
	as, err := ages(ids)
	if err != nil {
		return nil, err
	}
	out, err := age.Decrypt(r, as...)
	if err != nil {
		return nil, openError(err)
	}
	return checked{out}, nil
}

// OpenAt is Open for random access to a sealed file of size octets; it gives the size of what is inside.
// The size is checked before it returns, each chunk when it is read. It may be read from several goroutines.
func OpenAt(r io.ReaderAt, size int64, ids ...Identity) (io.ReaderAt, int64, error) {
	as, err := ages(ids)
	if err != nil {
		return nil, 0, err
	}
	out, n, err := age.DecryptReaderAt(r, size, as...)
	if err != nil {
		return nil, 0, openError(err)
	}
	return out, n, nil
}

func ages(ids []Identity) ([]age.Identity, error) {
	out := make([]age.Identity, len(ids))
	for i, id := range ids {
		if id.i == nil {
			return nil, ErrZero
		}
		out[i] = id.i.id
	}
	if len(out) == 0 {
		return nil, ErrZero
	}
	return out, nil
}

func openError(err error) error {
	var none *age.NoIdentityMatchError
	if errors.As(err, &none) {
		return ErrRecipient
	}
	return fmt.Errorf("%w (its head)", ErrDamaged)
}

// checked names what age finds in the middle of a file.
type checked struct{ r io.Reader }

func (c checked) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	return n, err
}
