package production_test

import (
	"strings"
	"testing"

	"writ"
	"writ/law"
	"writ/production/productiontest"
)

// What a decision says of an ask stands in scope.json and in shortfall.json, whichever way it answers.
func TestWhatWasDecidedIsWrittenWhicheverWay(t *testing.T) {
	days, err := writ.ParsePeriod("P45D")
	if err != nil {
		t.Fatal(err)
	}
	dem := productiontest.Demand("2026-0017", 1)
	dem.Instrument.Type = "mixed-order"
	dem.Provider.Keeps[writ.CallRecords] = days
	unread := dem.Asks[1]
	unread.Identifiers = []law.Stated{{Kind: writ.E164, Text: "12"}}
	dem.Asks = []law.Ask{dem.Asks[0], dem.Asks[1], dem.Asks[2], dem.Asks[4], unread}
	c := productiontest.NewHouse(t).Decide(dem).Approve()
	a := c.Assemble(c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, 20)), c.Inputs())
	holds(t, c, a.Seal())
	scoped, stays := a.Staging.Plain(t, "scope.json"), a.Staging.Plain(t, "shortfall.json")
	for what, want := range map[string]string{
		"the part of the window that is not held": `"shortfall":[{"kind":"not-held"`,
		"until when it is kept":                   `"until":"2026-05-28T22:00:00Z"`,
		"by when it is due":                       `"deadline":"2026-03-09T23:00:00Z"`,
		"the ground of what stays":                `"ground":"instrument-too-weak"`,
		"the question":                            `"ground":"identifier-invalid"`,
	} {
		if !strings.Contains(scoped, want) {
			t.Errorf("scope.json lacks %s", what)
		}
	}
	for what, want := range map[string]string{
		"the part that is not held": `"answer":"not-held"`,
		"what is kept":              `"answer":"preserve"`,
		"what is asked":             `"answer":"clarify"`,
		"what would reach it":       `"ask":3`,
	} {
		if !strings.Contains(stays, want) {
			t.Errorf("shortfall.json lacks %s: %s", what, stays)
		}
	}
	if n := strings.Count(scoped, `"repair":"`); n != 2 {
		t.Errorf("scope.json says of %d asks what would reach it or what is asked, want 2", n)
	}
}
