package probe

import (
	"slices"

	"writ/intercept"
	"writ/ledger"
)

const entryVersion = 1

// proved reports whether one of the keys' ledgers holds an entry that commits to this task.
func proved(task intercept.Task, keys []string) bool {
	salt, inclusion, err := intercept.DecodeProof(task.Proof)
	if err != nil {
		return false
	}
	var p ledger.Proof
	if p.UnmarshalText(inclusion) != nil {
		return false
	}
	return slices.ContainsFunc(keys, func(key string) bool {
		e, err := p.Verify(key)
		if err != nil || e.Kind != intercept.EntryKind || e.V != entryVersion {
			return false
		}
		commitment, err := intercept.ReadEntryBody(e.Body)
		return err == nil && commitment == task.Commitment(salt)
	})
}
