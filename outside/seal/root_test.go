package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

func TestEachPurposeHasAKeyOfItsOwnAlwaysTheSame(t *testing.T) {
	r := testRoot()
	ledger, err1 := r.LedgerKey()
	pack, err2 := r.PackageKey()
	commit, err3 := r.CommitmentKey()
	catalogue, err4 := r.CatalogueKey()
	id, err5 := r.Identity()
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("ledger %s\npackage %s\ncommitment %x\ncatalogue %x\nset %x\nrecipient %s\n",
		PublicKeyText(ledger.Public().(ed25519.PublicKey)), PublicKeyText(pack.Public().(ed25519.PublicKey)),
		commit, catalogue, r.set(), id.Recipient())
	if *update {
		if err := os.WriteFile("testdata/root-v1.txt", []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/root-v1.txt")
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("keys that follow from the root changed; those of version 1 are\n%s", want)
	}
	seen := map[string]bool{}
	for _, k := range [][]byte{ledger.Seed(), pack.Seed(), commit[:], catalogue[:]} {
		if seen[string(k)] {
			t.Error("two purposes share a key")
		}
		seen[string(k)] = true
	}
}

func TestNothingFollowsFromTheZeroRoot(t *testing.T) {
	var r Root
	_, e1 := r.LedgerKey()
	_, e2 := r.PackageKey()
	_, e3 := r.CommitmentKey()
	_, e4 := r.CatalogueKey()
	_, e5 := r.Identity()
	_, _, e6 := r.NewCaseKey("A", rand.Reader)
	_, e7 := r.Split(1, 1, rand.Reader)
	_, e8 := CaseKey{}.Seal("x", nil, rand.Reader)
	_, e9 := CaseKey{}.Open("x", nil)
	_, e10 := Share{}.Wrap("p")
	for i, err := range []error{e1, e2, e3, e4, e5, e6, e7, e8, e9, e10} {
		if !errors.Is(err, ErrZero) {
			t.Errorf("%d: %v, wanted ErrZero", i+1, err)
		}
	}
}

func TestADayIsMadeWithThePublicHalfAndOpenedWithTheRoot(t *testing.T) {
	root, err := testRoot().Identity()
	if err != nil {
		t.Fatal(err)
	}
	public, err := ParseRecipient(root.Recipient().String()) // what ingest holds
	if err != nil {
		t.Fatal(err)
	}
	day, err := NewDay(public)
	if err != nil {
		t.Fatal(err)
	}
	segment := sealed(t, []byte("rows of the day"), day.To)
	id, err := OpenDay(root, day.Sealed)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Open(bytes.NewReader(segment), id)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || string(got) != "rows of the day" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := OpenDay(mustIdentity(t, NewIdentity), day.Sealed); !errors.Is(err, ErrRecipient) {
		t.Errorf("another root: %v, wanted ErrRecipient", err)
	}
}

func TestACaseKeyOpensForItsCaseAndPlaceOnly(t *testing.T) {
	key, wrapped, err := testRoot().NewCaseKey("case A", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	paper, err := key.Seal("paper/1", []byte("scan"), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	again, err := testRoot().OpenCaseKey("case A", wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Open("paper/1", paper); err != nil || string(got) != "scan" {
		t.Errorf("%q, %v", got, err)
	}
	if twice, err := key.Seal("paper/1", []byte("scan"), rand.Reader); err != nil || bytes.Equal(twice, paper) {
		t.Errorf("the same value sealed twice looks the same, %v", err)
	}
	if _, err := key.Seal("paper/1", []byte("scan"), bytes.NewReader(nil)); err == nil {
		t.Error("sealed without a nonce")
	}
	other, err := NewRoot(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, e1 := testRoot().OpenCaseKey("case B", wrapped)
	_, e2 := other.OpenCaseKey("case A", wrapped)
	_, e3 := again.Open("paper/2", paper)
	_, e4 := again.Open("paper/1", append(bytes.Clone(paper[:len(paper)-1]), paper[len(paper)-1]^1))
	for i, err := range []error{e1, e2, e3, e4} {
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%d: %v, wanted ErrDamaged", i+1, err)
		}
	}
	if _, err := again.Open("paper/1", nil); !errors.Is(err, ErrForm) {
		t.Errorf("nothing: %v, wanted ErrForm", err)
	}
}

func TestNoSecretPrints(t *testing.T) {
	shares, err := testRoot().Split(2, 2, bytes.NewReader(make([]byte, rootSize)))
	if err != nil {
		t.Fatal(err)
	}
	id, err := testRoot().Identity()
	if err != nil {
		t.Fatal(err)
	}
	key, _, err := testRoot().NewCaseKey("A", bytes.NewReader(bytes.Repeat([]byte{3}, 100)))
	if err != nil {
		t.Fatal(err)
	}
	type inside struct{ V any }
	type hidden struct {
		r Root
		s Share
		k CaseKey
		i Identity
	}
	for _, v := range []any{testRoot(), shares[0], key, id, hidden{testRoot(), shares[0], key, id}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			for _, shown := range []string{fmt.Sprintf(verb, v), fmt.Sprintf(verb, inside{v}), fmt.Sprintf(verb, map[any]int{v: 1})} {
				for _, secret := range []string{"3, 3, 3", "3 3 3", "030303", "\\x03\\x03", "SECRET-KEY", id.Reveal()[20:40]} {
					if strings.Contains(shown, secret) {
						t.Errorf("%T under %s shows %q", v, verb, secret)
					}
				}
			}
		}
	}
}
