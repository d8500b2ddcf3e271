package probe

import (
	"slices"

	"writ/intercept"
	"writ/ledger"
)

const entryVersion = 1

// proved gives the number of the order, from 1, that one of the keys' ledgers holds of this task; 0 where none does. The task may go to no
// destination that the order doesn't name.
func proved(task intercept.Task, keys []string) int {
	proof, err := intercept.DecodeProof(task.Proof)
	if err != nil {
		return 0
	}
	for _, did := range task.To {
		if !slices.ContainsFunc(proof.Places, func(p intercept.Place) bool { return p.DID == did }) {
			return 0
		}
	}
	var p ledger.Proof
	if p.UnmarshalText(proof.Inclusion) != nil {
		return 0
	}
	for _, key := range keys {
		if n := number(task, proof, p, key); n > 0 {
			return n
		}
	}
	return 0
}

func number(task intercept.Task, proof intercept.Proof, p ledger.Proof, key string) int {
	e, err := p.Verify(key)
	if err != nil || e.Kind != intercept.EntryKind || e.V != entryVersion {
		return 0
	}
	commitment, err := intercept.ReadEntryBody(e.Body)
	if err != nil || commitment != task.Commitment(proof.Salt, proof.Places) {
		return 0
	}
	n, err := intercept.ReadEntryKey(task.XID, e.Key)
	if err != nil {
		return 0
	}
	return n
}

// Directed refuses a task of which a destination lies elsewhere than its proof says. at gives the one text of a destination's address.
// Under another maker's ADMF any place is good.
func (c *Core) Directed(task intercept.Task, at func(intercept.DID) string) error {
	if c.cfg.Limits.Foreign {
		return nil
	}
	proof, err := intercept.DecodeProof(task.Proof)
	if err != nil {
		return ErrUnproved
	}
	for _, did := range task.To {
		if !slices.Contains(proof.Places, intercept.Place{DID: did, Address: at(did)}) {
			return ErrUnproved
		}
	}
	return nil
}
