package keeper

import (
	"context"
	"errors"
	"fmt"

	"writ/casefile"
	"writ/scope"
)

// ErrUnlike says that the cases and the ledger tell different things. Nothing is opened then.
var ErrUnlike = errors.New("the cases are not what the ledger says of them: one of the two was set back, cut or edited; stop, and compare both with a backup, and the ledger with a checkpoint that others hold")

// Audit compares every case with the ledger and lists what differs. Nothing found means that the cases are the ledger's
// projection.
func (k *Keeper) Audit(ctx context.Context) ([]casefile.Difference, error) {
	return k.cases.Audit(ctx, k.log)
}

// projected brings onto the ledger what waits, and asks that the case be what the ledger says of it.
func (k *Keeper) projected(ctx context.Context, id string) error {
	if err := k.settle(ctx); err != nil {
		return err
	}
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return err
	}
	if d := casefile.Check(c, k.log.OfCase(id), nil); len(d) > 0 {
		return fmt.Errorf("case %s: %s: %w", id, d[0].What, ErrUnlike)
	}
	return nil
}

// compare asks what can be asked without opening a case: that the ledger has brought in each one, and has the outcome
// of what is said to be made or out. It is quick, and finds a ledger that was set back at once.
func (k *Keeper) compare(ctx context.Context) error {
	all, err := k.cases.List(ctx)
	if err != nil {
		return err
	}
	for _, s := range all {
		if !k.told(s) {
			return fmt.Errorf("case %s is %s, and the ledger does not say so: %w", s.ID, s.State, ErrUnlike)
		}
	}
	return nil
}

// outcomes are those of which the ledger has one, where a case stands thus.
var outcomes = map[casefile.State][]scope.Action{
	casefile.Assembled:  {scope.Assemble},
	casefile.Delivered:  {scope.Deliver, scope.Letter, scope.Keep, scope.Activate},
	casefile.Clarifying: {scope.Letter},
}

func (k *Keeper) told(s casefile.Summary) bool {
	if !k.brought(s.ID) {
		return false
	}
	want, ok := outcomes[s.State]
	for _, a := range want {
		if _, there := k.log.Find(scope.OutcomeKey(s.ID, s.Version, a)); there {
			return true
		}
	}
	return !ok
}
