package retention

import (
	"context"

	"writ/ledger"
	"writ/scope"
)

// A Ticket is what a [Source] asks for before it opens anything. Only this package makes one, from a spent permit.
// The zero Ticket opens nothing. It carries the ledger on which the permit stands: keys open for their own ledger only.
type Ticket struct{ t *ticket }

type ticket struct {
	ctx  context.Context
	work scope.Work
}

// Opens says whether a store of this ledger may be opened: scope.ErrZero for the zero Ticket, scope.ErrLedger for
// one of another ledger.
func (t Ticket) Opens(id ledger.ID) error {
	switch {
	case t.t == nil || t.t.work.Zero():
		return scope.ErrZero
	case id == (ledger.ID{}) || t.t.work.Ledger() != id:
		return scope.ErrLedger
	}
	return nil
}

// Context is the caller's, for what a Source calls. That of the zero Ticket is over.
func (t Ticket) Context() context.Context {
	if t.t == nil {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		return ctx
	}
	return t.t.ctx
}

// Live says whether the work may still go on: an error once the caller gave up or the case was stopped. A Source that
// works without yielding a row asks at least every [Patience].
func (t Ticket) Live() error {
	if t.t == nil {
		return scope.ErrZero
	}
	if err := t.t.ctx.Err(); err != nil {
		return err
	}
	return t.t.work.Live()
}
