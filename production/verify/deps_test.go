package verify_test

import (
	"os/exec"
	"strings"
	"testing"
)

// TestItSharesNoCodeWithAssembly: what verification links of ours is the vocabulary, the law's engine, the ledger's proofs,
// the names of the fields, and the names of the format.
func TestItSharesNoCodeWithAssembly(t *testing.T) {
	goTool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("there is no go command: what verification links is not looked at")
	}
	out, err := exec.Command(goTool, "list", "-deps", "writ/production/verify").Output()
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{"writ": true, "writ/law": true, "writ/calendar": true, "writ/strict": true, "writ/ledger": true, "writ/records": true,
		"writ/production/format": true, "writ/production/verify": true}
	seen := 0
	for _, pkg := range strings.Fields(string(out)) {
		if pkg != "writ" && !strings.HasPrefix(pkg, "writ/") {
			continue
		}
		seen++
		if !allowed[pkg] {
			t.Errorf("verification links %s", pkg)
		}
	}
	if seen < 5 {
		t.Errorf("only %d packages of ours: the test has looked at nothing", seen)
	}
}
