package production_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"writ/production/productiontest"
)

var show = flag.String("show", "", "folder to leave the parts of a package in, to look at")

// TestLeavesThePartsToLookAt does nothing unless it is told where.
func TestLeavesThePartsToLookAt(t *testing.T) {
	if *show == "" {
		t.Skip("look at a package's parts with -show DIR")
	}
	a := made(t, 120)
	for name := range a.Staging.Parts {
		if err := os.WriteFile(filepath.Join(*show, strings.ReplaceAll(name, "/", "-")), []byte(a.Staging.Plain(t, name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func made(t testing.TB, rows int) *productiontest.Assembled {
	t.Helper()
	c := productiontest.NewHouse(t).Decide(productiontest.Demand("2026-0017", 1)).Approve()
	h := c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, rows))
	return c.Assemble(h, c.Inputs())
}
