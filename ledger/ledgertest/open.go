package ledgertest

import (
	"bytes"
	"crypto/ed25519"
	"testing"

	"writ/ledger"
)

// Origin names the ledgers that this package opens.
const Origin = "ledger.example/test"

// Key gives the signing key number n, the same each time.
func Key(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

// Open opens a ledger over the store with key number 1.
func Open(t testing.TB, st ledger.Store) *ledger.Log {
	t.Helper()
	l, err := ledger.Open(st, Key(1), Origin)
	if err != nil {
		t.Fatalf("open the ledger: %v", err)
	}
	return l
}

// New gives an empty ledger in memory.
func New(t testing.TB) *ledger.Log {
	t.Helper()
	return Open(t, ledger.NewMemory())
}
