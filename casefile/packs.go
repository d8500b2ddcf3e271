package casefile

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"writ/law/signed"
	"writ/ledger"
	"writ/scope"
)

// PackKind is the kind of the entry that takes a pack in, or out again.
const PackKind = "pack"

// PackKey is the key of the n-th entry about a pack, from 1.
func PackKey(pack string, n int) string { return fmt.Sprintf("pack/%s/%d", pack, n) }

// A PackTaken is the body of an entry of kind `pack`: from then on the house decides by a pack of these files, or, where
// the hash is empty, no longer by one of its own under this name. Its fields stand in the order of canonical JSON, so that the
// ledger shows it readable.
type PackTaken struct {
	By       []PackSigner `json:"by"`
	Hash     string       `json:"hash"` // of the pack's files, hexadecimal; "" takes it out
	Pack     string       `json:"pack"`
	Replaces string       `json:"replaces"` // hash of the pack of this name that was law until then; "" where there was none
	V        int          `json:"v"`
}

// A PackSigner is one person's signature over [signed.Statement].
type PackSigner struct {
	At  time.Time `json:"at"`
	Sig []byte    `json:"sig"`
	Who string    `json:"who"`
}

// ErrPackUnsigned says that two people did not sign a pack as the house wants it.
var ErrPackUnsigned = errors.New("casefile: two different people who are enrolled must have signed the pack, both counsel or approver and one of them counsel, " +
	"after a pack of this name was last taken in and not ahead of the clock")

// leastPackSigners is how many must sign a pack, whatever the policy says.
const leastPackSigners = 2

// Packs folds which packs a house has taken in: for each name the last entry, the names in the order of their first entry.
// An entry that two people did not sign, as they were enrolled when it was appended, is an error: a ledger that has one is
// not to be decided on. The entries are those of ledger.Log.OfCase("").
func Packs(id ledger.ID, entries []ledger.Entry) ([]PackTaken, error) {
	f := packFold{at: map[string]time.Time{}, count: map[string]int{}, last: map[string]PackTaken{}}
	for i, e := range entries {
		if e.Kind != PackKind {
			continue
		}
		if err := f.take(e, PeopleOf(id, entries[:i])); err != nil {
			return nil, fmt.Errorf("%w: the ledger's entry %s", err, e.Key)
		}
	}
	out := make([]PackTaken, len(f.names))
	for i, n := range f.names {
		out[i] = f.last[n]
	}
	return out, nil
}

// packFold is what the entries have said so far.
type packFold struct {
	names []string
	at    map[string]time.Time // of the last entry about a name
	count map[string]int
	last  map[string]PackTaken
}

func (f *packFold) take(e ledger.Entry, people People) error {
	var p PackTaken
	dec := json.NewDecoder(bytes.NewReader(e.Body))
	dec.DisallowUnknownFields()
	if e.V != 1 || dec.Decode(&p) != nil || p.V != 1 || e.Case != "" || e.Key != PackKey(p.Pack, f.count[p.Pack]+1) {
		return errors.New("casefile: a pack was taken in, in a form that this program does not know; use a newer writ")
	}
	if err := p.Signed(people, f.at[p.Pack], e.At); err != nil {
		return err
	}
	if f.count[p.Pack]++; f.count[p.Pack] == 1 {
		f.names = append(f.names, p.Pack)
	}
	f.at[p.Pack], f.last[p.Pack] = e.At, p
	return nil
}

// Signed checks that two people who are enrolled signed what p says: after the last entry about the pack, so that a pack
// that was replaced does not come back on its old signatures, and not after now.
func (p PackTaken) Signed(people People, last, now time.Time) error {
	hash, err := p.hash()
	if err != nil {
		return err
	}
	signers, counsel := map[string]bool{}, false
	for _, s := range p.By {
		who, ok := people.Find(s.Who)
		if !ok || who.Role != scope.Counsel && who.Role != scope.Approver || !s.At.After(last) || s.At.After(now) {
			return ErrPackUnsigned
		}
		if !ed25519.Verify(who.Key, signed.Statement(p.Pack, hash, s.At), s.Sig) {
			return ErrPackUnsigned
		}
		signers[who.Name], counsel = true, counsel || who.Role == scope.Counsel
	}
	if len(signers) < leastPackSigners || !counsel {
		return ErrPackUnsigned
	}
	return nil
}

// hash reads the hash of the files; zero where the pack is taken out.
func (p PackTaken) hash() (out [32]byte, err error) {
	if p.Hash == "" {
		return out, nil
	}
	b, err := hex.DecodeString(p.Hash)
	if err != nil || len(b) != len(out) {
		return out, errors.New("casefile: the hash of a pack is none")
	}
	return [32]byte(b), nil
}
