package production

import (
	"fmt"

	"writ/ledger"
	"writ/production/format"
)

// carried lists the kinds of entry that a package carries: who decided, read, verified and approved, and
// under which policy. Intents and outcomes stay: they tell what was counted.
var carried = map[string]bool{"policy": true, "enrol": true, "revoke": true, "rotate": true, "ceiling": true, "decided": true,
	"registered": true, "read": true, "verified": true, "approve": true, "emergency": true, "refuse": true, "withdraw": true, "close": true}

// Entries gives what the log says about a case and about its people, each entry with its proof under the
// log's head as it is now.
func Entries(log *ledger.Log, caseID string) ([]ledger.Proof, error) {
	var out []ledger.Proof
	for _, e := range log.OfCase(caseID) {
		if !carried[e.Kind] {
			continue
		}
		r, ok := log.Find(e.Key)
		if !ok {
			return nil, fmt.Errorf("%w: the ledger lost an entry", ErrInput)
		}
		p, err := log.Prove(r.Index())
		if err != nil {
			return nil, fmt.Errorf("prove entry %d: %w", r.Index(), err)
		}
		out = append(out, p)
	}
	return out, nil
}

type approvalsText struct {
	Format  string   `json:"format"`
	Entries []string `json:"entries"` // each c2sp.org/tlog-proof
}

func approvalsOf(entries []ledger.Proof) (approvalsText, error) {
	out := approvalsText{Format: format.Approvals, Entries: []string{}}
	for _, p := range entries {
		b, err := p.MarshalText()
		if err != nil {
			return out, fmt.Errorf("write the proof of entry %d: %w", p.Index, err)
		}
		out.Entries = append(out.Entries, string(b))
	}
	return out, nil
}
