package verify_test

import (
	"encoding/hex"
	"encoding/json"
	"strings"

	"writ/law"
	"writ/production/productiontest"
)

// redecided gives the forged package a demand with the decision that the law truly gives it.
func redecided(f *forger, d law.Demand) {
	c := productiontest.NewHouse(f.t).Decide(d).Approve()
	h := c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(f.t, 40))
	in := c.Inputs()
	a := c.Assemble(h, in)
	r, _ := a.Staging.Open("scope.json")
	var b strings.Builder
	if _, err := copyInflated(&b, r); err != nil {
		f.t.Fatal(err)
	}
	f.parts["scope.json"] = []byte(b.String())
	digest := c.Decision.Digest()
	f.m["decision"] = hex.EncodeToString(digest[:])
	if !json.Valid(f.parts["scope.json"]) {
		f.t.Fatal("no scope")
	}
}
