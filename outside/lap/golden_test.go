package lap_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"writ/ledger/ledgertest"
	"writ/outside/lap"
	"writ/production"
	"writ/production/productiontest"
	"writ/production/verify"
)

var update = flag.Bool("update", false, "make the golden files anew")

const golden = "testdata/v1"

// TestAPackageOfVersion1StaysReadable opens a package as it was once made, with nothing but its files.
func TestAPackageOfVersion1StaysReadable(t *testing.T) {
	if *update {
		remake(t)
	}
	file := func(name string) []byte { return read(t, filepath.Join(golden, name)) }
	o := lap.VerifyOptions{Identity: file("agency.key"), Auditor: file("auditor.key"), Signer: file("signer.pub"), Expect: verify.Expect{Case: "2026-0017", Version: 1, Reference: "TL-2026/17"}}
	out := verified(t, filepath.Join(golden, "package.lap"), o)
	for _, c := range out.Checks {
		if c.State != verify.Holds {
			t.Errorf("%s: %s: %s", c.Name, c.State, c.Detail)
		}
	}
	if out.Fingerprint != strings.TrimSpace(string(file("fingerprint.txt"))) {
		t.Errorf("the fingerprint is %s", out.Fingerprint)
	}
}

func remake(t *testing.T) {
	c := productiontest.NewHouse(t).Decide(productiontest.Demand("2026-0017", 1)).Approve()
	a := c.Assemble(c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, 12)), c.Inputs())
	agency, auditor, key := identity(t), identity(t), lap.Key(ledgertest.Key(200))
	if err := os.MkdirAll(golden, 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := lap.Write(filepath.Join(golden, "package.lap"), a.Staged, production.Sealing{Proof: a.Proof, LedgerKey: a.Log.VerificationKey(), Sign: key,
		Agency: lap.To(agency.Recipient()), Auditor: lap.To(auditor.Recipient())}); err != nil {
		t.Fatal(err)
	}
	public := key.Public()
	for name, text := range map[string]string{"agency.key": agency.String() + "\n", "auditor.key": auditor.String() + "\n",
		"signer.pub": string(production.SignerText(public, a.Log.VerificationKey())), "fingerprint.txt": verify.Fingerprint(public[:]) + "\n"} {
		if err := os.WriteFile(filepath.Join(golden, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
