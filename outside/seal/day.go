package seal

import (
	"bytes"
	"fmt"
	"io"
)

// A Day is the key pair of one day's segments, as ingest makes it: the public half to seal to, and the
// secret half sealed to the tenant's root. Erasing the sealed half erases the day.
type Day struct {
	To     Recipient
	Sealed []byte // an age file to the root's recipient that holds the identity's text
}

// NewDay makes a day's key. It needs the root's public half only. The secret half is not kept.
func NewDay(root Recipient) (Day, error) {
	id, err := NewIdentity()
	if err != nil {
		return Day{}, err
	}
	var b bytes.Buffer
	w, err := Seal(&b, root)
	if err != nil {
		return Day{}, err
	}
	if _, err := io.WriteString(w, id.Reveal()); err != nil {
		return Day{}, fmt.Errorf("seal: seal a day's key: %w", err)
	}
	if err := w.Close(); err != nil {
		return Day{}, fmt.Errorf("seal: seal a day's key: %w", err)
	}
	return Day{id.Recipient(), b.Bytes()}, nil
}

// OpenDay opens a day's key with the root's identity.
func OpenDay(root Identity, sealed []byte) (Identity, error) {
	r, err := Open(bytes.NewReader(sealed), root)
	if err != nil {
		return Identity{}, err
	}
	text, err := io.ReadAll(io.LimitReader(r, maxWrapped))
	if err != nil {
		return Identity{}, fmt.Errorf("%w (a day's key)", ErrDamaged)
	}
	return ParseIdentity(text)
}
