package verify

import (
	"writ/ledger"
	"writ/production/format"
)

// A proven entry is one whose place in the ledger was checked.
type proven struct {
	ledger.Entry
	index int64
}

// carried lists the kinds of entry that a package may carry.
var carried = map[string]bool{"policy": true, "enrol": true, "revoke": true, "rotate": true, "ceiling": true, "decided": true, "registered": true,
	"read": true, "verified": true, "approve": true, "emergency": true, "refuse": true, "withdraw": true, "close": true}

// readEntries proves each entry by itself, and that they stand in the ledger's order before the outcome.
func (c *checker) readEntries() *fault {
	var doc struct {
		Format  string   `json:"format"`
		Entries []string `json:"entries"`
	}
	if !strict(c.small[format.ApprovalsFile], &doc) || doc.Format != format.Approvals {
		return broken("approvals.json is not in its one form, or of another version")
	}
	last := int64(-1)
	for _, text := range doc.Entries {
		var p ledger.Proof
		if p.UnmarshalText([]byte(text)) != nil {
			return broken("an entry bears no proof")
		}
		e, err := p.Verify(c.m.Ledger)
		switch {
		case err != nil:
			return broken("an entry is not in the ledger")
		case p.Index <= last:
			return broken("the entries stand twice or out of order")
		case p.Index >= c.index || e.At.After(c.at):
			return broken("an entry is younger than the package")
		case !carried[e.Kind] || e.Case != "" && e.Case != c.m.Case:
			return broken("an entry is of another case, or of a kind that no package carries")
		}
		last = p.Index
		c.entries = append(c.entries, proven{e, p.Index})
	}
	return nil
}
