package house

import (
	"context"
	"errors"
	"fmt"

	"writ/casefile"
	"writ/role/keeper"
	"writ/scope"
)

// A Step is one thing that people do with a case, by the name that they have for it.
type Step string

// The steps, in the order in which a case takes them.
const (
	Register     Step = "register"
	FirstRead    Step = "read"
	SecondRead   Step = "read again"
	Verify       Step = "verify and decide"
	Approve      Step = "approve"
	ApproveAgain Step = "approve again"
	DryRun       Step = "dry run"
	Run          Step = "run"
	Letter       Step = "letter"
	Deliver      Step = "deliver"
	Close        Step = "close"
)

// A Watch is told of each step before it is taken, and of what it left. An error of Before ends the carrying.
type Watch struct {
	Before func(Step) error
	After  func(Step, casefile.Case)
}

// Carry takes a case from where it stands to its end. It knows nothing but what the case and the ledger say, so that it
// goes on after a crash as before one.
func (h *House) Carry(ctx context.Context, k *keeper.Keeper, id string, d keeper.Demand, w Watch) error {
	made := false
	for range mostSteps {
		c, err := k.Case(ctx, id)
		if err != nil {
			return err
		}
		if c.State == casefile.Closed {
			return nil
		}
		step := next(k, c, made)
		if step == "" {
			return fmt.Errorf("house: nobody knows what to do with a case that is %s", c.State)
		}
		if err := w.Before(step); err != nil {
			return err
		}
		if err := h.take(ctx, k, c, d, step); err != nil {
			return fmt.Errorf("%s: %w", step, err)
		}
		made = made || step == Run
		if c, err = k.Case(ctx, id); err != nil {
			return err
		}
		w.After(step, c)
	}
	return errors.New("house: the case does not come to its end")
}

// mostSteps is more than any case takes.
const mostSteps = 25

// errThere ends a carrying.
var errThere = errors.New("house: there")

// CarryTo is Carry up to a step, which it does not take; "" is the end.
func (h *House) CarryTo(ctx context.Context, k *keeper.Keeper, id string, d keeper.Demand, upTo Step) error {
	err := h.Carry(ctx, k, id, d, Watch{After: func(Step, casefile.Case) {}, Before: func(s Step) error {
		if s == upTo {
			return errThere
		}
		return nil
	}})
	if errors.Is(err, errThere) {
		return nil
	}
	return err
}

// next says what a case needs. A case that was assembled is run once more, since nobody knows whether its package was
// sealed before the crash.
func next(k *keeper.Keeper, c casefile.Case, made bool) Step {
	switch c.State {
	case casefile.Received:
		return []Step{FirstRead, SecondRead}[len(c.Readings)]
	case casefile.Read, casefile.Verified:
		return Verify
	case casefile.Decided:
		return []Step{Approve, ApproveAgain}[len(c.Approvals)]
	case casefile.Approved, casefile.Running:
		_, counted := k.Ledger().Find(scope.OutcomeKey(c.ID, c.Version, scope.Count))
		switch {
		case !c.Decision.Opens:
			return Letter
		case !counted && c.State == casefile.Approved:
			return DryRun
		}
		return Run
	case casefile.Assembled:
		if !made {
			return Run
		}
		return Deliver
	case casefile.Delivered:
		return Close
	default:
		return ""
	}
}

func (h *House) take(ctx context.Context, k *keeper.Keeper, c casefile.Case, d keeper.Demand, step Step) (err error) {
	switch step {
	case FirstRead, SecondRead:
		who := map[Step]string{FirstRead: "An", SecondRead: "Bo"}[step]
		_, err = k.Read(ctx, c.ID, d, h.People[who])
	case Verify:
		if c.State == casefile.Verified {
			_, err = k.Decide(ctx, c.ID)
			return err
		}
		_, err = k.Verify(ctx, c.ID, "", h.People["Cy"])
	case Approve, ApproveAgain:
		who := map[Step]string{Approve: "Di", ApproveAgain: "Ed"}[step]
		_, err = k.Approve(ctx, c.ID, h.People[who])
	case DryRun:
		_, err = k.DryRun(ctx, c.ID)
	case Run, Letter:
		_, err = k.Run(ctx, c.ID)
	case Deliver:
		_, err = k.Deliver(ctx, c.ID, h.Delivery())
	case Close:
		_, err = k.CloseCase(ctx, c.ID, h.People["An"])
	case Register: // Bring does it
	}
	return err
}

// Bring registers a demand.
func (h *House) Bring(ctx context.Context, k *keeper.Keeper, d keeper.Demand) (casefile.Case, error) {
	return k.Register(ctx, d, h.People["An"])
}
