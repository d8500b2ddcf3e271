package seal

import (
	"fmt"
	"io"
	"log/slog"
)

// A CaseKey seals the papers and target identifiers of one case. Erasing its wrapped form erases them.
// It does not print.
type CaseKey struct{ k *caseKey }

type caseKey struct{ key *[32]byte }

// NewCaseKey makes a key for a case and wraps it under the root. The wrapped form opens for this case only.
func (r Root) NewCaseKey(caseRef string, rand io.Reader) (CaseKey, []byte, error) {
	under, err := r.derive("case keys")
	if err != nil {
		return CaseKey{}, nil, err
	}
	var k [32]byte
	if _, err := io.ReadFull(rand, k[:]); err != nil {
		return CaseKey{}, nil, fmt.Errorf("seal: make a case's key: %w", err)
	}
	wrapped, err := SealValue(under, "case key/"+caseRef, k[:], rand)
	return CaseKey{&caseKey{&k}}, wrapped, err
}

// OpenCaseKey opens a case's wrapped key.
func (r Root) OpenCaseKey(caseRef string, wrapped []byte) (CaseKey, error) {
	under, err := r.derive("case keys")
	if err != nil {
		return CaseKey{}, err
	}
	raw, err := OpenValue(under, "case key/"+caseRef, wrapped)
	if err != nil {
		return CaseKey{}, err
	}
	if len(raw) != 32 {
		return CaseKey{}, ErrForm
	}
	return CaseKey{&caseKey{(*[32]byte)(raw)}}, nil
}

// Zero reports whether there is no key in it.
func (k CaseKey) Zero() bool { return k.k == nil }

// Seal seals a small value; what says where it belongs ("paper/3") and must be the same to open it.
func (k CaseKey) Seal(what string, value []byte, rand io.Reader) ([]byte, error) {
	if k.k == nil {
		return nil, ErrZero
	}
	return SealValue(*k.k.key, what, value, rand)
}

// Open opens what Seal gave.
func (k CaseKey) Open(what string, sealed []byte) ([]byte, error) {
	if k.k == nil {
		return nil, ErrZero
	}
	return OpenValue(*k.k.key, what, sealed)
}

// String masks the key.
func (k CaseKey) String() string { return "case key ***" }

// GoString masks it under %#v.
func (k CaseKey) GoString() string { return "seal.CaseKey(***)" }

// LogValue masks it in logs.
func (k CaseKey) LogValue() slog.Value { return slog.StringValue(k.String()) }
