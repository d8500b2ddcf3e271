package seal

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"filippo.io/age"
)

const rootSize = 32

// A Root is a tenant's secret: every other key of the tenant follows from it or is wrapped under it. It
// is kept only as shares. It does not print.
type Root struct{ r *root }

// The secret lies behind a second pointer: under a verb that does not fit, fmt prints what the first one points at.
type root struct{ secret *[rootSize]byte }

// NewRoot makes a root from 32 octets of rand.
func NewRoot(rand io.Reader) (Root, error) {
	r := &root{new([rootSize]byte)}
	if _, err := io.ReadFull(rand, r.secret[:]); err != nil {
		return Root{}, fmt.Errorf("seal: make a root: %w", err)
	}
	return Root{r}, nil
}

// Zero reports whether there is no secret in it; no key follows from it then.
func (r Root) Zero() bool { return r.r == nil }

// derive gives the key for one purpose: HKDF-SHA-256 without salt, info "writ/1/" and the purpose.
func (r Root) derive(purpose string) ([32]byte, error) {
	if r.r == nil {
		return [32]byte{}, ErrZero
	}
	k, err := hkdf.Key(sha256.New, r.r.secret[:], nil, "writ/1/"+purpose, 32)
	if err != nil {
		return [32]byte{}, fmt.Errorf("seal: derive a key: %w", err)
	}
	return [32]byte(k), nil
}

// set names the root without telling anything of it.
func (r Root) set() (out [setSize]byte) {
	if k, err := r.derive("share set"); err == nil {
		copy(out[:], k[:])
	}
	return out
}

// LedgerKey signs the tenant's ledger.
func (r Root) LedgerKey() (ed25519.PrivateKey, error) { return r.signing("ledger signing") }

// PackageKey signs the tenant's packages.
func (r Root) PackageKey() (ed25519.PrivateKey, error) { return r.signing("package signing") }

func (r Root) signing(purpose string) (ed25519.PrivateKey, error) {
	seed, err := r.derive(purpose)
	if err != nil {
		return nil, err
	}
	return ed25519.NewKeyFromSeed(seed[:]), nil
}

// CommitmentKey is for ledger.Commit: what stands on the ledger in place of target identifiers.
func (r Root) CommitmentKey() ([32]byte, error) { return r.derive("commitment") }

// CatalogueKey seals what the catalogue of retained records must not show.
func (r Root) CatalogueKey() ([32]byte, error) { return r.derive("catalogue") }

// Identity opens what was sealed to the tenant: the day keys above all. It is hybrid.
func (r Root) Identity() (Identity, error) {
	seed, err := r.derive("age identity")
	if err != nil {
		return Identity{}, err
	}
	h, err := age.ParseHybridIdentity(strings.ToUpper(bech32("age-secret-key-pq-", seed[:])))
	if err != nil {
		return Identity{}, fmt.Errorf("seal: derive the root's identity: %w", ErrForm)
	}
	return hybrid(h), nil
}

// String masks the root.
func (r Root) String() string { return "tenant root ***" }

// GoString masks it under %#v.
func (r Root) GoString() string { return "seal.Root(***)" }

// LogValue masks it in logs.
func (r Root) LogValue() slog.Value { return slog.StringValue(r.String()) }
