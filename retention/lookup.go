package retention

import (
	"context"

	"writ/records"
	"writ/scope"
)

// askEvery is after how many rows a lookup asks whether it may go on. Asking reads the case on the ledger.
const askEvery = 1024

// Lookup spends a permit to look up and sifts what the source holds. The spool keeps what leaves, sealed; closing it
// is the caller's. On an error nothing leaves, the action has no outcome, and the next attempt is visible.
func Lookup(ctx context.Context, p scope.Permit, src Source, spool scope.Spool) (scope.Harvest, scope.Work, error) {
	if spool == nil {
		return scope.Harvest{}, scope.Work{}, scope.ErrZero
	}
	return find(ctx, p, scope.Lookup, src, spool)
}

// Survey spends a permit to count: the harvest has totals and no row. It is itself a lookup, and stands on the ledger.
func Survey(ctx context.Context, p scope.Permit, src Source) (scope.Harvest, scope.Work, error) {
	return find(ctx, p, scope.Count, src, nil)
}

func find(ctx context.Context, p scope.Permit, a scope.Action, src Source, spool scope.Spool) (scope.Harvest, scope.Work, error) {
	if src == nil {
		return scope.Harvest{}, scope.Work{}, scope.ErrZero
	}
	w, err := p.Spend(a)
	if err != nil {
		return scope.Harvest{}, scope.Work{}, err
	}
	h, err := sift(search{t: Ticket{&ticket{ctx, w}}, src: src}, w, spool)
	if err != nil {
		return scope.Harvest{}, scope.Work{}, err
	}
	return h, w, nil
}

func sift(s search, w scope.Work, spool scope.Spool) (scope.Harvest, error) {
	tenures, err := s.tenures(scope.Sought(w))
	if err != nil {
		return scope.Harvest{}, err
	}
	sieve, err := scope.NewSift(w, tenures, spool)
	if err != nil {
		return scope.Harvest{}, err
	}
	if err := s.offer(sieve); err != nil {
		return scope.Harvest{}, err
	}
	if err := s.t.Live(); err != nil {
		return scope.Harvest{}, err
	}
	return sieve.Close()
}

// offer puts each candidate before the sieve once: the stored rows, then the derived ones.
func (s search) offer(sieve scope.Sift) error {
	stored, derived := split(sieve.Quests())
	if len(stored) > 0 {
		if err := s.each(stored, sieve.Take); err != nil {
			return err
		}
	}
	if len(derived) == 0 {
		return nil
	}
	rows, err := s.assignments(derived)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := sieve.Take(r); err != nil {
			return err
		}
	}
	return nil
}

// split parts what is asked of the stores from the names whose assignments are to be derived.
func split(quests []scope.Quest) (stored []scope.Quest, derived names) {
	for _, q := range quests {
		var kinds []records.Kind
		for _, k := range q.Kinds {
			if k == records.Assignment {
				derived = derived.with(q.Names...)
				continue
			}
			kinds = append(kinds, k)
		}
		if len(kinds) > 0 {
			q.Kinds = kinds
			stored = append(stored, q)
		}
	}
	return stored, derived
}
