package keeper

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"writ/outside/seal"
	"writ/scope"
)

func newFounding(t *testing.T) Founding {
	t.Helper()
	auditor, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	f := Founding{Tenant: "main", Shares: 1, Threshold: 1, Passphrase: "x", Auditor: auditor.Recipient().String(), Now: time.Unix(1_800_000_000, 0), Rand: rand.Reader}
	for _, name := range []string{"Di", "Ed"} {
		pub, _, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		f.Policy.Founders = append(f.Policy.Founders, scope.Person{Name: name, Role: scope.Approver, Key: pub})
	}
	return f
}

func TestAFoundingThatACrashCutShortCanBeDoneAgain(t *testing.T) {
	home := t.TempDir()
	dir := filepath.Join(home, tenantsDir, "main")
	for _, d := range []string{ledgerDir, sharesDir, storeDir} { // so far it came
		if err := os.MkdirAll(filepath.Join(dir, d), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, rootFile), []byte("of a root that nobody has"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Init(home, newFounding(t)); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(dir, rootFile))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Init(home, newFounding(t)); !errors.Is(err, errThere) {
		t.Errorf("founded twice: %v", err)
	}
	if after, err := os.ReadFile(filepath.Join(dir, rootFile)); err != nil || string(after) != string(before) {
		t.Errorf("the root was exchanged (%v)", err)
	}
}

func TestATenantWithRecordsAndNoLedgerIsNotFoundedAgain(t *testing.T) {
	for _, kept := range []string{caseFile, filepath.Join(storeDir, "segment")} {
		home := t.TempDir()
		name := filepath.Join(home, tenantsDir, "main", kept)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		if _, err := Init(home, newFounding(t)); !errors.Is(err, errThere) {
			t.Errorf("with %s there: %v", kept, err)
		}
	}
}
