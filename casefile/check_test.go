package casefile_test

import (
	"testing"

	"writ/casefile"
	. "writ/casefile/casefiletest"
	"writ/ledger"
	"writ/scope"
)

// play out a case and give what the ledger got.
func written(t *testing.T, h *house, steps int) (casefile.Case, []ledger.Entry) {
	t.Helper()
	var c casefile.Case
	var entries []ledger.Entry
	for _, e := range h.Life(t, 1, h.Request(t, order{}), Start)[:steps] {
		var effects []casefile.Effect
		c, effects = mustDo(t, c, e(c))
		for _, a := range of[casefile.Append](effects) {
			entries = append(entries, a.Entry)
		}
	}
	return c, entries
}

func TestACaseEditedToLookFurtherIsFoundOut(t *testing.T) {
	h := newHouse(t)
	c, entries := written(t, h, 6)
	if found := casefile.Check(c, entries, nil); len(found) > 0 {
		t.Fatalf("an honest case differs: %v", found)
	}
	if found := casefile.Check(c, entries[:3], entries[3:]); len(found) > 0 {
		t.Fatalf("an honest case whose entries wait differs: %v", found)
	}
	for name, forge := range map[string]func(c *casefile.Case){
		"an approval added": func(c *casefile.Case) {
			c.Approvals = append(c.Approvals, casefile.Approval{Who: Eve})
		},
		"an approval added, history and all": func(c *casefile.Case) {
			c.Approvals = append(c.Approvals, casefile.Approval{Who: Eve})
			c.History = append(c.History, casefile.Entry{At: minute(9), Verb: scope.Approve, Who: Eve, Version: 1, To: casefile.Approved})
			c.State = casefile.Approved
		},
		"the state alone":           func(c *casefile.Case) { c.State = casefile.Approved },
		"another decision":          func(c *casefile.Case) { d := *c.Decision; d.Digest[0]++; c.Decision = &d },
		"no decision":               func(c *casefile.Case) { c.Decision = nil },
		"a version ahead":           func(c *casefile.Case) { c.Version = 2 },
		"a registrar left out":      func(c *casefile.Case) { c.Registrars = nil },
		"an approval left out":      func(c *casefile.Case) { c.Approvals = nil },
		"a statement left out":      func(c *casefile.Case) { c.History = c.History[:len(c.History)-1] },
		"delivered without outcome": func(c *casefile.Case) { c.State = casefile.Delivered },
		"erased without entry":      func(c *casefile.Case) { c.Erased = true },
	} {
		t.Run(name, func(t *testing.T) {
			forged, _ := written(t, h, 6)
			forge(&forged)
			if found := casefile.Check(forged, entries, nil); len(found) == 0 {
				t.Errorf("nothing was found")
			}
		})
	}
	if found := casefile.Check(c, entries[:5], nil); len(found) == 0 {
		t.Errorf("a lost entry was not found")
	}
}
