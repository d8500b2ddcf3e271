package keeper

import (
	"context"
	"errors"

	"writ/casefile"
	"writ/ledger"
	"writ/production"
	"writ/retention"
	"writ/scope"
)

// A Picture is what a dry run shows: totals by ask, never a row.
type Picture struct {
	Totals   []scope.AskTotal
	Findings []scope.Finding
	Examined int64
	Out      int64
}

// DryRun counts what would leave. It is itself a lookup: after the first approval, once a version, on the ledger.
func (k *Keeper) DryRun(ctx context.Context, id string) (_ Picture, err error) {
	k.carrying.Lock()
	defer k.carrying.Unlock()
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return Picture{}, err
	}
	s, err := k.grant(ctx, c)
	if err != nil {
		return Picture{}, err
	}
	p, err := s.Issue(scope.Count)
	if err != nil {
		return Picture{}, err
	}
	st, err := k.store(ctx)
	if err != nil {
		return Picture{}, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	h, w, err := retention.Survey(ctx, p, st.Source(k.identity, k.log.ID()))
	if err != nil {
		return Picture{}, err
	}
	examined, out, _ := h.Tally()
	if _, err := w.Done([]byte(`{"v":1}`)); err != nil {
		return Picture{}, err
	}
	return Picture{h.Totals(), h.Findings(), examined, out}, nil
}

// A Made says what a run left for delivery.
type Made struct {
	Package string // path of the package; "" where nothing leaves
	Sealed  production.Sealed
	Letter  string // the folder of the letter: letter.html, letter.pdf, letter.json; "" where none is needed
}

// Run carries out what the decision opens: it reads the rows, makes the package and seals it; where the decision opens
// nothing, or not all, it writes the letter. After a crash it goes on where it stood.
func (k *Keeper) Run(ctx context.Context, id string) (Made, error) {
	k.carrying.Lock()
	defer k.carrying.Unlock()
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return Made{}, err
	}
	if c.Decision == nil {
		return Made{}, casefile.ErrState
	}
	if err := k.projected(ctx, id); err != nil {
		return Made{}, err
	}
	var m Made
	switch {
	case c.State == casefile.Delivered && needsLetter(c): // the letter alone may be missing
	case c.Decision.Opens:
		if m, err = k.runPackage(ctx, c); err != nil {
			return m, err
		}
	case c.Decision.Keeps:
		if err := k.runKeep(ctx, c); err != nil {
			return m, err
		}
	}
	if !needsLetter(c) {
		return m, nil
	}
	m.Letter, err = k.writeLetter(ctx, id)
	return m, err
}

// runKeep ends a preservation: nothing is handed over. Nothing in the store expires before retention schedules are
// there, so that what is held stays held; the clock of the case says until when it must.
func (k *Keeper) runKeep(ctx context.Context, c casefile.Case) error {
	if c.State == casefile.Delivered {
		return nil
	}
	r, done := k.log.Find(scope.OutcomeKey(c.ID, c.Version, scope.Keep))
	if !done {
		var err error
		if r, err = k.keep(ctx, c); err != nil {
			return err
		}
	}
	_, err := k.step(ctx, c.ID, casefile.HandedOver{At: k.clock(), Outcome: r})
	return err
}

// keep puts what the decision preserves under its hold, and ends the action.
func (k *Keeper) keep(ctx context.Context, c casefile.Case) (ledger.Receipt, error) {
	c, err := k.step(ctx, c.ID, casefile.RunBegun{At: k.clock()})
	if err != nil {
		return ledger.Receipt{}, err
	}
	s, err := k.grant(ctx, c)
	if err != nil {
		return ledger.Receipt{}, err
	}
	p, err := s.Issue(scope.Keep)
	if err != nil {
		return ledger.Receipt{}, err
	}
	w, err := p.Spend(scope.Keep)
	if err != nil {
		return ledger.Receipt{}, err
	}
	return w.Done([]byte(`{"v":1}`))
}
