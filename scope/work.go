package scope

import (
	"writ/law"
	"writ/ledger"
)

// Work is a spent Permit. The stores take it, and it alone can end the action.
type Work struct {
	p *permit
	_ spent
}

// spent makes Work another shape than Permit: else the one could be converted into the other, and never be spent.
type spent struct{}

// Spend takes the Permit's right: a second time it is refused, and so it is once the case was stopped, refused or closed
// since the Permit was issued.
func (p Permit) Spend(a Action) (Work, error) {
	switch {
	case p.p == nil:
		return Work{}, ErrZero
	case p.p.action != a:
		return Work{}, ErrWrong
	case p.p.used.Swap(true):
		return Work{}, ErrSpent
	}
	w := Work{p: p.p}
	if err := w.Live(); err != nil {
		return Work{}, err
	}
	return w, nil
}

// Live says whether the work may still go on: long work asks again and again, since a stop, a refusal or a late
// second approval ends it within a second. So does its outcome.
func (w Work) Live() error {
	if w.p == nil {
		return ErrZero
	}
	f, err := w.p.s.look()
	if err != nil {
		return err
	}
	if _, done := w.p.s.log.Find(OutcomeKey(f.caseID, f.version, w.p.action)); done {
		return ErrDone
	}
	return w.p.s.goesOn(w.p.action, f)
}

// Done appends the outcome and ends the action for ever. What is said in it names no target.
func (w Work) Done(what []byte) (ledger.Receipt, error) {
	if w.p == nil {
		return ledger.Receipt{}, ErrZero
	}
	dem := w.p.s.d.Demand()
	return w.p.s.append(ledger.Entry{V: 1, Key: OutcomeKey(dem.Case, dem.Version, w.p.action), Kind: "outcome", Case: dem.Case, Body: what})
}

// Zero reports whether the work opens nothing.
func (w Work) Zero() bool { return w.p == nil }

// Action is what the work does.
func (w Work) Action() Action {
	if w.p == nil {
		return ""
	}
	return w.p.action
}

// Ledger names the log on which the permit stands. Keys open for their own ledger's work only.
func (w Work) Ledger() ledger.ID {
	if w.p == nil {
		return ledger.ID{}
	}
	return w.p.s.log.ID()
}

// Decision is what the work rests on.
func (w Work) Decision() law.Decision {
	if w.p == nil {
		return law.Decision{}
	}
	return w.p.s.d
}

// Case is the case and its version.
func (w Work) Case() (id string, version int) {
	dem := w.Decision().Demand()
	return dem.Case, dem.Version
}
