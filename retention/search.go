package retention

import (
	"slices"

	"writ"
	"writ/records"
	"writ/scope"
)

// A search reads one source for one work.
type search struct {
	t   Ticket
	src Source
}

// each puts every row that answers a quest to take, and asks now and then whether the work may go on.
func (s search) each(quests []scope.Quest, take func(records.Row) error) error {
	n := 0
	for r, err := range s.src.Rows(s.t, quests) {
		if err != nil {
			return err
		}
		if n++; n%askEvery == 0 {
			if err := s.t.Live(); err != nil {
				return err
			}
		}
		if err := take(r); err != nil {
			return err
		}
	}
	return nil
}

// bearing gathers the rows of a kind, of all times, that bear one of the names.
func (s search) bearing(k records.Kind, who names) ([]records.Row, error) {
	if len(who) == 0 {
		return nil, nil
	}
	var out []records.Row
	err := s.each([]scope.Quest{{Kinds: []records.Kind{k}, Names: who}}, func(r records.Row) error {
		out = append(out, r)
		return nil
	})
	return out, err
}

// Names are kept in the order in which they were found, once each.
type names []writ.Identifier

func (n names) with(more ...writ.Identifier) names {
	for _, id := range more {
		if !id.IsZero() && !slices.Contains(n, id) {
			n = append(n, id)
		}
	}
	return n
}

// named adds a text as a name of the kind; a text that is none names nobody that could be looked for.
func (n names) named(k writ.Kind, text string) names {
	id, err := writ.ParseIdentifier(k, text)
	if err != nil {
		return n
	}
	return n.with(id)
}
