package keeper

import (
	"context"
	"errors"
	"fmt"

	"writ/casefile"
	"writ/intercept"
	"writ/intercept/admf"
	"writ/ledger"
	"writ/scope"
)

// An Order is what a tap needs beside its case: the agency's numbers, who carries it out, and how its agency takes product. Under that
// profile the agency must have confirmed a test ([Keeper.ConfirmTrial]).
type Order struct {
	Terms   admf.Terms
	Profile intercept.Profile
}

// ErrOtherAgency says that a renewal was to take over another agency's tap.
var ErrOtherAgency = errors.New("keeper: the renewal is of another agency than the tap; set a tap of its own")

// ErrLIIDTaken says that the agency's number is another tap's.
var ErrLIIDTaken = errors.New("keeper: another tap has the LIID; each identity of each instrument has its own")

// ErrNoTap says that a case has no tap that could be renewed or have ended.
var ErrNoTap = errors.New("keeper: the case has set no tap; name the one that did")

// SetTap orders what a case's decision lets be tapped: it grants, issues, spends, and makes the tasks. They are kept and on the ledger when it
// returns; [Keeper.TapCalls] then gives what is to be sent. What the decision orders and no tap can meet is given back. After a crash it
// goes on where it stood.
func (k *Keeper) SetTap(ctx context.Context, id string, o Order) ([]admf.Unmet, error) {
	k.carrying.Lock()
	defer k.carrying.Unlock()
	return k.activate(ctx, id, func(_ casefile.Case, w scope.Work) ([]*keptTap, []admf.Unmet, error) {
		if err := k.mayTap(o); err != nil {
			return nil, nil, err
		}
		taps, unmet, err := admf.Plan(w, o.Terms, k.rand)
		if err != nil {
			return nil, unmet, err
		}
		var out []*keptTap
		for _, t := range taps {
			name, err := k.newName()
			if err != nil {
				return nil, unmet, err
			}
			out = append(out, &keptTap{name, t})
		}
		return out, unmet, nil
	})
}

// mayTap asks whether the agency's system was tested, and whether its numbers are free.
func (k *Keeper) mayTap(o Order) error {
	live := map[intercept.LIID]bool{}
	for _, t := range k.taps {
		live[t.tap.LIID] = true
	}
	for _, l := range o.Terms.LIIDs {
		if live[l] {
			return ErrLIIDTaken
		}
	}
	for _, l := range o.Terms.LIIDs {
		live[l] = true // a test under the number that the tap gets was none either
	}
	return k.tested(o.Profile, live)
}

// RenewTap lets the taps of an earlier case go on under another one's instrument, which was decided and approved by itself, with their
// numbers. Each identity of the earlier case must be ordered again.
func (k *Keeper) RenewTap(ctx context.Context, id, earlier string) error {
	k.carrying.Lock()
	defer k.carrying.Unlock()
	_, err := k.activate(ctx, id, func(c casefile.Case, w scope.Work) ([]*keptTap, []admf.Unmet, error) {
		old, err := k.cases.Load(ctx, earlier)
		if err != nil {
			return nil, nil, err
		}
		if old.Agency != c.Agency {
			return nil, nil, ErrOtherAgency
		}
		var out []*keptTap
		for _, t := range k.taps {
			if !t.tap.Rests(earlier) {
				continue
			}
			next, err := t.tap.Renew(w)
			if err != nil {
				return nil, nil, err
			}
			out = append(out, &keptTap{t.name, next})
		}
		if len(out) == 0 {
			return nil, nil, ErrNoTap
		}
		return out, nil, nil
	})
	return err
}

// activate carries out a case's order once: plan gives its taps, which are kept and ordered before the outcome is written.
func (k *Keeper) activate(ctx context.Context, id string, plan func(casefile.Case, scope.Work) ([]*keptTap, []admf.Unmet, error)) ([]admf.Unmet, error) {
	k.tapping.Lock()
	defer k.tapping.Unlock()
	if err := k.loadTaps(); err != nil {
		return nil, err
	}
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	if r, done := k.log.Find(scope.OutcomeKey(c.ID, c.Version, scope.Activate)); done {
		return nil, k.tapHandedOver(ctx, c, r) // a crash kept the case from knowing
	}
	w, err := k.tapWork(ctx, c)
	if err != nil {
		return nil, err
	}
	mine := k.tapsOf(c)
	var unmet []admf.Unmet
	if len(mine) == 0 { // else they were kept before a crash
		var planned []*keptTap
		if planned, unmet, err = plan(c, w); err != nil {
			return unmet, err
		}
		if err := errors.Join(w.Live(), k.keepTaps(planned)); err != nil {
			return unmet, err
		}
		mine = k.tapsOf(c)
	}
	if _, err := k.order(ctx, mine); err != nil {
		return unmet, err
	}
	r, err := w.Done(fmt.Appendf(nil, `{"taps":%d,"v":1}`, len(mine)))
	if err != nil {
		return unmet, err
	}
	return unmet, k.tapHandedOver(ctx, c, r)
}

// tapsOf gives the taps in memory that rest on a case as it stands.
func (k *Keeper) tapsOf(c casefile.Case) (out []*keptTap) {
	for _, t := range k.taps {
		if t.rests(c) {
			out = append(out, t)
		}
	}
	return out
}

// tapWork gives the work of a permit to activate.
func (k *Keeper) tapWork(ctx context.Context, c casefile.Case) (scope.Work, error) {
	s, err := k.grant(ctx, c)
	if err != nil {
		return scope.Work{}, err
	}
	p, err := s.Issue(scope.Activate)
	if err != nil {
		return scope.Work{}, err
	}
	return p.Spend(scope.Activate)
}

// tapHandedOver ends the case where nothing else answers it: what also opens records ends with their delivery.
func (k *Keeper) tapHandedOver(ctx context.Context, c casefile.Case, r ledger.Receipt) error {
	if c.Decision.Opens || c.State == casefile.Delivered {
		return nil
	}
	if c.State != casefile.Running {
		if _, err := k.step(ctx, c.ID, casefile.RunBegun{At: k.clock()}); err != nil {
			return err
		}
	}
	_, err := k.step(ctx, c.ID, casefile.HandedOver{At: k.clock(), Outcome: r})
	return err
}
