package lap_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"writ/ledger/ledgertest"
	"writ/outside/lap"
	"writ/production"
	"writ/production/productiontest"
	"writ/production/verify"
)

// A sealed package with all its keys.
type sealed struct {
	path    string
	options lap.VerifyOptions
}

func seal(t *testing.T, rows int) sealed {
	t.Helper()
	agency, auditor := identity(t), identity(t)
	c := productiontest.NewHouse(t).Decide(productiontest.Demand("2026-0017", 1)).Approve()
	h := c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, rows))
	a := c.Assemble(h, c.Inputs())
	key := lap.Key(ledgertest.Key(200))
	path := filepath.Join(t.TempDir(), "out.lap")
	s, err := lap.Write(path, a.Staged, production.Sealing{Proof: a.Proof, LedgerKey: a.Log.VerificationKey(), Sign: key,
		Agency: lap.To(agency.Recipient()), Auditor: lap.To(auditor.Recipient())})
	if err != nil {
		t.Fatal(err)
	}
	file := read(t, path)
	if sha256.Sum256(file) != s.Hash || int64(len(file)) != s.Size {
		t.Error("what Write says of the file is not so")
	}
	return sealed{path, lap.VerifyOptions{Identity: []byte(agency.String() + "\n"), Auditor: []byte(auditor.String() + "\n"),
		Signer: production.SignerText(key.Public(), a.Log.VerificationKey())}}
}

func identity(t *testing.T) *age.X25519Identity {
	t.Helper()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func verified(t *testing.T, path string, o lap.VerifyOptions) verify.Outcome {
	t.Helper()
	out, err := lap.Verify(path, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWhatIsKnownGrowsWithTheKeysBrought(t *testing.T) {
	s := seal(t, 20)
	for _, tc := range []struct {
		name    string
		o       lap.VerifyOptions
		unknown []string
	}{
		{"without any key, the file is whole and its signer unknown", lap.VerifyOptions{}, verify.Checks()[2:]},
		{"with the signer, the outside is known", lap.VerifyOptions{Signer: s.options.Signer}, verify.Checks()[3:]},
		{"with all keys, everything is known but what was expected", s.options, []string{verify.Expected}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			out := verified(t, s.path, tc.o)
			var unknown []string
			for _, c := range out.Checks {
				if c.State == verify.Untold {
					unknown = append(unknown, c.Name)
				}
			}
			if !out.OK() || fmt.Sprint(unknown) != fmt.Sprint(tc.unknown) {
				t.Errorf("broken: %v, unknown: %v, want %v", out.Broken(), unknown, tc.unknown)
			}
		})
	}
}

func TestOneChangedByteIsFoundAndNamed(t *testing.T) {
	s := seal(t, 20)
	whole := read(t, s.path)
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	named := map[string]int{}
	path := filepath.Join(t.TempDir(), "changed.lap")
	for range 200 {
		b := bytes.Clone(whole)
		at := r.IntN(len(b))
		b[at] ^= byte(1 + r.IntN(255))
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, o := range []lap.VerifyOptions{s.options, {}} {
			out := verified(t, path, o)
			if out.OK() {
				t.Fatalf("octet %d of %d changed, and nothing found it (seed %d)", at, len(b), seed)
			}
			named[out.Broken().Name+": "+out.Broken().Detail]++
		}
	}
	t.Logf("found by: %v", named)
}

func TestAByteMoreOrLessIsFound(t *testing.T) {
	s := seal(t, 5)
	whole := read(t, s.path)
	path := filepath.Join(t.TempDir(), "changed.lap")
	for name, b := range map[string][]byte{
		"an octet behind": append(bytes.Clone(whole), 0), "an octet before": append([]byte{'P'}, whole...), "the last octet gone": whole[:len(whole)-1],
		"nothing": nil, "half": whole[:len(whole)/2], "twice": append(bytes.Clone(whole), whole...),
	} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if out := verified(t, path, s.options); out.OK() || out.Broken().Name != verify.Container {
			t.Errorf("%s: broken is %v", name, out.Broken())
		}
	}
}

func TestAnothersIdentityOpensNothing(t *testing.T) {
	s := seal(t, 5)
	o := s.options
	o.Identity = []byte(identity(t).String())
	if out := verified(t, s.path, o); out.OK() || out.Broken().Name != verify.Identity {
		t.Errorf("broken is %v", out.Broken())
	}
	o = s.options
	o.Auditor = []byte(identity(t).String())
	if out := verified(t, s.path, o); out.OK() || out.Broken().Name != verify.Conservation {
		t.Errorf("broken is %v", out.Broken())
	}
}

func TestEverydayToolsOpenIt(t *testing.T) {
	unzip, err := exec.LookPath("unzip")
	if err != nil {
		t.Skip("unzip is not installed: what it says of a package is not tried")
	}
	s := seal(t, 5)
	if out, err := exec.Command(unzip, "-tq", s.path).CombinedOutput(); err != nil {
		t.Errorf("unzip: %v: %s", err, out)
	}
	out, err := exec.Command(unzip, "-p", s.path, "package.age").Output()
	if err != nil {
		t.Fatal(err)
	}
	ids, err := age.ParseIdentities(bytes.NewReader(s.options.Identity))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := age.Decrypt(bytes.NewReader(out), ids...)
	if err != nil {
		t.Fatal(err)
	}
	inner := filepath.Join(t.TempDir(), "package.zip")
	f, err := os.Create(inner)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.ReadFrom(plain); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(unzip, "-tq", inner).CombinedOutput(); err != nil {
		t.Errorf("unzip: %v: %s", err, out)
	}
}

func TestAFailedWriteLeavesNothing(t *testing.T) {
	c := productiontest.NewHouse(t).Decide(productiontest.Demand("2026-0017", 1)).Approve()
	h := c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, 5))
	a := c.Assemble(h, c.Inputs())
	for name := range a.Staging.Parts {
		if strings.HasPrefix(name, "tables/") {
			a.Staging.Parts[name][9] ^= 1
		}
	}
	dir := t.TempDir()
	if _, err := lap.Write(filepath.Join(dir, "out.lap"), a.Staged, a.Sealing()); err == nil {
		t.Error("a package was sealed whose parts had changed since they were verified")
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 0 {
		t.Errorf("it left %v", left)
	}
}
