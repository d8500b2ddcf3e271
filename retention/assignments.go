package retention

import (
	"writ"
	"writ/records"
	"writ/scope"
)

// assignments derives who had each address when, for those that bear one of the names, from session events of all
// times, since whom an address was given to next may end an assignment:
//
//  1. the events that bear a name;
//  2. all events of every address in those;
//  3. the other events of the sessions found: a start or a stop need not bear the address.
func (s search) assignments(sought names) ([]records.Row, error) {
	who := sought
	if len(who) == 0 {
		return nil, nil
	}
	events, err := s.bearing(records.Session, who)
	if err != nil {
		return nil, err
	}
	if lent := namesIn(events, addressFields); !within(lent, who) {
		who = who.with(lent...)
		if events, err = s.bearing(records.Session, who); err != nil {
			return nil, err
		}
	}
	if lines := namesIn(events, lineFields); !within(lines, who) {
		if events, err = s.complete(events, lines); err != nil {
			return nil, err
		}
	}
	return bearers(records.Assignments(events), sought), nil
}

// Where a session event bears names.
var (
	addressFields = map[records.Field]writ.Kind{records.Address: writ.IP, records.Prefix: writ.IPv6Prefix}
	lineFields    = map[records.Field]writ.Kind{records.User: writ.NAI}
)

// A sitting is one session of one line at one access server.
type sitting struct{ nas, session, user string }

func sittingOf(e records.Row) sitting {
	return sitting{e.Get(records.NAS), e.Get(records.SessionID), e.Get(records.User)}
}

// complete adds the events of the same sessions that lack what was looked for. Of each line's other sessions nothing is
// held in memory.
func (s search) complete(events []records.Row, lines names) ([]records.Row, error) {
	sittings, have := map[sitting]bool{}, map[records.Key]bool{}
	for _, e := range events {
		sittings[sittingOf(e)], have[e.Key] = true, true
	}
	quest := []scope.Quest{{Kinds: []records.Kind{records.Session}, Names: lines}}
	err := s.each(quest, func(e records.Row) error {
		if sittings[sittingOf(e)] && !have[e.Key] {
			events = append(events, e)
		}
		return nil
	})
	return events, err
}

func namesIn(events []records.Row, fields map[records.Field]writ.Kind) names {
	var out names
	seen := map[string]bool{}
	for _, e := range events {
		for f, k := range fields {
			if text := e.Get(f); text != "" && !seen[text] {
				seen[text] = true
				out = out.named(k, text)
			}
		}
	}
	return out
}

func within(some, all names) bool { return len(all.with(some...)) == len(all) }

// bearers keeps the rows that bear one of the names.
func bearers(rows []records.Row, who names) []records.Row {
	var out []records.Row
	for _, r := range rows {
		for _, id := range who {
			if len(r.Naming(id)) > 0 {
				out = append(out, r)
				break
			}
		}
	}
	return out
}
