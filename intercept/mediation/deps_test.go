package mediation_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestMediationLinksNoCaseAndNoLaw: what it links knows no paper, no person and no decision, and does no I/O.
func TestMediationLinksNoCaseAndNoLaw(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, "writ/intercept") {
		t.Fatalf("the list is of something else: %d packages", len(deps))
	}
	for _, d := range deps {
		for _, never := range []string{"writ/scope", "writ/law", "writ/casefile", "writ/production", "writ/retention", "writ/strategy", "writ/intercept/admf", "writ/outside", "writ/role", "net/http", "database/sql"} {
			if d == never || strings.HasPrefix(d, never+"/") {
				t.Errorf("it links %s", d)
			}
		}
	}
}
