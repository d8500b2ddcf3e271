package keeper

import (
	"context"
	"errors"

	"writ/casefile"
	"writ/scope"
)

// Approve is one person's yes to the case as it stands.
func (k *Keeper) Approve(ctx context.Context, id string, by Signer) (casefile.Case, error) {
	return k.say(ctx, id, scope.Approve, "", by)
}

// Hasten is one person's yes where life is in danger. A second must follow within the policy's hours.
func (k *Keeper) Hasten(ctx context.Context, id string, by Signer) (casefile.Case, error) {
	return k.say(ctx, id, scope.Emergency, "", by)
}

// Refuse is an approver's no, with its reason.
func (k *Keeper) Refuse(ctx context.Context, id, reason string, by Signer) (casefile.Case, error) {
	return k.say(ctx, id, scope.Refuse, reason, by)
}

// CloseCase ends a case; its clocks run on.
func (k *Keeper) CloseCase(ctx context.Context, id string, by Signer) (casefile.Case, error) {
	return k.say(ctx, id, scope.Close, "", by)
}

// Withdraw stops a case. The stop is durable before anything else is tried, and stays so when the rest fails.
func (k *Keeper) Withdraw(ctx context.Context, id, reason string, by Signer) (casefile.Case, error) {
	if _, err := k.person(by); err != nil {
		return casefile.Case{}, err
	}
	if err := k.stops.put(stopLine{id, k.withdrawals(id)}); err != nil {
		return casefile.Case{}, err
	}
	return k.say(ctx, id, scope.Withdraw, reason, by)
}

func (k *Keeper) say(ctx context.Context, id string, verb scope.Verb, reason string, by Signer) (casefile.Case, error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return c, err
	}
	if verb == scope.Approve || verb == scope.Emergency {
		if err := k.LawChanged(c); err != nil {
			return c, err // nothing would leave on it
		}
	}
	act, err := k.act(by, c.Statement(verb), reason)
	if err != nil {
		return c, err
	}
	e, err := eventOf(verb, act)
	if err != nil {
		return c, err
	}
	return k.step(ctx, id, e)
}

func eventOf(verb scope.Verb, act casefile.Act) (casefile.Event, error) {
	switch verb {
	case scope.Approve:
		return casefile.ApprovalGiven{Act: act}, nil
	case scope.Emergency:
		return casefile.EmergencyApproval{Act: act}, nil
	case scope.Refuse:
		return casefile.Refusal{Act: act}, nil
	case scope.Withdraw:
		return casefile.Withdrawal{Act: act}, nil
	case scope.Close:
		return casefile.Closing{Act: act}, nil
	case scope.Registered, scope.Read, scope.Verified:
	}
	return nil, errors.New("keeper: not a verb that is said of a decided case")
}

// withdrawals counts the stops of a case on the ledger.
func (k *Keeper) withdrawals(caseID string) int {
	n := 0
	for _, e := range k.log.OfCase(caseID) {
		if scope.Verb(e.Kind) == scope.Withdraw {
			n++
		}
	}
	return n
}

// brought reports whether a case is this tenant's: whether its ledger has it.
func (k *Keeper) brought(caseID string) bool {
	return caseID != "" && len(k.log.OfCase(caseID)) > len(k.log.OfCase(""))
}
