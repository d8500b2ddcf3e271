package verify_test

import (
	"bytes"
	"crypto/ed25519"
	"testing"

	"writ/ledger/ledgertest"
	"writ/production/productiontest"
	"writ/production/verify"
)

func lap(t *testing.T, rows int) (*productiontest.Assembled, []byte) {
	t.Helper()
	c := productiontest.NewHouse(t).Decide(productiontest.Demand("2026-0017", 1)).Approve()
	h := c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, rows))
	a := c.Assemble(h, c.Inputs())
	return a, a.Seal()
}

func TestAPackageAsItIsMadeHolds(t *testing.T) {
	a, file := lap(t, 300)
	out := verify.File(bytes.NewReader(file), int64(len(file)), a.Brought())
	for _, c := range out.Checks {
		if c.State != verify.Holds && c.Name != verify.Expected {
			t.Errorf("%s: %s: %s", c.Name, c.State, c.Detail)
		}
	}
	if out.Rows < 400 {
		t.Errorf("only %d rows: the test has nothing to verify", out.Rows)
	}
}

// A file of several signers: a package is the one's whose key sealed it, wherever it stands among them, and nobody's
// where none of them did.
func TestAPackageIsKnownAmongSeveralSigners(t *testing.T) {
	c, file := lap(t, 5)
	own := c.Known()[0]
	other := verify.Known{Package: ledgertest.Key(77).Public().(ed25519.PublicKey), Ledger: own.Ledger}
	for name, tc := range map[string]struct {
		signers []verify.Known
		want    verify.State
	}{
		"it stands first":        {[]verify.Known{own, other}, verify.Holds},
		"it stands last":         {[]verify.Known{other, own}, verify.Holds},
		"it is not among them":   {[]verify.Known{other, other}, verify.Breaks},
		"there is another alone": {[]verify.Known{other}, verify.Breaks},
		"nobody was brought":     {nil, verify.Untold},
	} {
		b := c.Brought()
		b.Signers = tc.signers
		if got := verify.File(bytes.NewReader(file), int64(len(file)), b).State(verify.Signer); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
	b := c.Brought()
	b.Signers = []verify.Known{{Package: own.Package, Ledger: "ledger.example/other+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"}}
	if out := verify.File(bytes.NewReader(file), int64(len(file)), b); out.OK() {
		t.Error("the package holds against a signer with another ledger")
	}
}
