package verify_test

import (
	"bytes"
	"testing"

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
