package retentiontest

import (
	"iter"
	"slices"

	"writ"
	"writ/ledger"
	"writ/records"
	"writ/retention"
	"writ/scope"
)

// A Memory is the slow, obvious Source that others are compared with: it reads every row for every quest.
type Memory struct {
	ID   ledger.ID
	Held []records.Row
}

// Rows is retention.Source's.
func (m Memory) Rows(t retention.Ticket, quests []scope.Quest) iter.Seq2[records.Row, error] {
	return func(yield func(records.Row, error) bool) {
		if err := t.Opens(m.ID); err != nil {
			yield(records.Row{}, err)
			return
		}
		for i, r := range m.Held {
			if i%64 == 0 {
				if err := t.Live(); err != nil {
					yield(records.Row{}, err)
					return
				}
			}
			if slices.ContainsFunc(quests, func(q scope.Quest) bool { return Answers(r, q) }) && !yield(r, nil) {
				return
			}
		}
	}
}

// Answers is the promise of retention.Source: whether a row answers a quest.
func Answers(r records.Row, q scope.Quest) bool {
	if !slices.Contains(q.Kinds, r.Kind) || !q.Span.IsZero() && !r.In(q.Span) {
		return false
	}
	return slices.ContainsFunc(q.Names, func(id writ.Identifier) bool { return len(r.Naming(id)) > 0 })
}
