package keeper

import (
	"context"
	"time"

	"writ/casefile"
	"writ/law"
	"writ/scope"
)

// decision makes a case's decision again from what was decided on, by the packs of that day. Its digest must be the one
// on the ledger: Grant compares.
func (k *Keeper) decision(c casefile.Case) (law.Decision, error) {
	if c.Decision == nil {
		return law.Decision{}, casefile.ErrState
	}
	packs, err := k.LawOf(c)
	if err != nil {
		return law.Decision{}, err
	}
	return law.Decide(c.Decision.Demand.Demand, packs)
}

// grant folds the ledger over the case's decision. What a step has written down comes onto the ledger first, so that a
// refusal can't be waiting while something leaves; the case must be what the ledger says of it; and the law in force must
// not answer otherwise.
func (k *Keeper) grant(ctx context.Context, c casefile.Case) (scope.Scope, error) {
	if err := k.projected(ctx, c.ID); err != nil {
		return scope.Scope{}, err
	}
	d, err := k.decision(c)
	if err != nil {
		return scope.Scope{}, err
	}
	if err := k.changed(d); err != nil {
		return scope.Scope{}, err
	}
	return scope.Grant(k.log, d, k.stops, k.clock)
}

// preserveUntil is the first instant at which the law no longer binds the provider to keep what the decision preserves:
// the latest of its answers. It is zero where nothing is preserved, or where the law states no end for some of it; a case
// that keeps and has no end is never erased.
func preserveUntil(d law.Decision) time.Time {
	var until time.Time
	for o := range d.Outcomes() {
		if _, ok := o.Answer.(law.Preserve); !ok {
			continue
		}
		if o.Until.IsZero() {
			return time.Time{}
		}
		if o.Until.After(until) {
			until = o.Until
		}
	}
	return until
}
