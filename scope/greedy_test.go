package scope_test

import (
	"iter"

	"writ/records"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

// greedy yields every row it has, whatever is asked, once its ticket opens: more than a source must, never less.
type greedy struct{ of retentiontest.Memory }

func (g greedy) Rows(t retention.Ticket, quests []scope.Quest) iter.Seq2[records.Row, error] {
	kinds := map[records.Kind]bool{}
	for _, q := range quests {
		for _, k := range q.Kinds {
			kinds[k] = true
		}
	}
	return func(yield func(records.Row, error) bool) {
		if err := t.Opens(g.of.ID); err != nil {
			yield(records.Row{}, err)
			return
		}
		for _, r := range g.of.Held {
			if kinds[r.Kind] && !yield(r, nil) {
				return
			}
		}
	}
}

// watched calls see before each row.
type watched struct {
	of  retention.Source
	see func()
}

func (w watched) Rows(t retention.Ticket, quests []scope.Quest) iter.Seq2[records.Row, error] {
	return func(yield func(records.Row, error) bool) {
		for r, err := range w.of.Rows(t, quests) {
			w.see()
			if !yield(r, err) {
				return
			}
		}
	}
}
