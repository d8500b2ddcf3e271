package sqlite

import (
	"context"
	"errors"
	"slices"
	"strings"

	"writ/casefile"
	"writ/ledger"
)

// Audit compares every case with the ledger; see casefile.Store.
func (st *Store) Audit(ctx context.Context, l casefile.Ledger) ([]casefile.Difference, error) {
	all, err := st.List(ctx)
	if err != nil {
		return nil, err
	}
	var out []casefile.Difference
	known := map[string]bool{}
	for _, s := range all {
		known[s.ID] = true
		found, err := st.audit(ctx, s.ID, l)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	for _, key := range l.Keys("registered/") {
		if id, _, _ := strings.Cut(strings.TrimPrefix(key, "registered/"), "/"); !known[id] {
			known[id] = true
			out = append(out, casefile.Difference{Case: id, What: "the ledger has this case, the store does not"})
		}
	}
	return out, nil
}

func (st *Store) audit(ctx context.Context, id string, l casefile.Ledger) ([]casefile.Difference, error) {
	c, err := st.Load(ctx, id)
	_, erased := l.Find(casefile.ErasedKey(id))
	switch {
	case errors.Is(err, casefile.ErrErased) && erased:
		return nil, nil
	case errors.Is(err, casefile.ErrErased):
		return []casefile.Difference{{Case: id, What: "its key is gone, the ledger knows of no erasure"}}, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return []casefile.Difference{{Case: id, What: "it can't be opened: " + err.Error()}}, nil
	}
	waits, err := collect(ctx, st.read, oneWaiting, `SELECT seq, entry FROM outbox WHERE appended IS NULL AND case_id = ? ORDER BY seq`, id)
	if err != nil {
		return nil, err
	}
	entries := slices.Collect(func(yield func(ledger.Entry) bool) {
		for _, w := range waits {
			if _, there := l.Find(w.entry.Key); !there && !yield(w.entry) {
				return
			}
		}
	})
	return casefile.Check(c, l.OfCase(id), entries), nil
}
