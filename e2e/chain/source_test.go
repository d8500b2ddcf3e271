package chain_test

import (
	"fmt"
	"iter"
	"time"

	"writ/e2e/chain/oracle"
	"writ/ledger"
	"writ/records"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

// stored are the rows that a store would hold: what the feeds made, and no assignment.
func (p *play) stored() []records.Row {
	var out []records.Row
	for _, r := range p.events() {
		out = append(out, stored(r, len(out)))
	}
	return out
}

// events are the calls, the lines of the register and the events of the sessions.
func (p *play) events() []oracle.Row {
	out := append(append([]oracle.Row{}, p.calls...), p.register...)
	for n, s := range p.sittings {
		for _, e := range []struct {
			what string
			at   time.Time
		}{{"start", s.Start}, {"interim", s.interim}, {"stop", s.Stop}} {
			if e.at.IsZero() {
				continue
			}
			f := map[string]string{"event": e.what, "start": e.at.Format(time.RFC3339Nano), "session-id": fmt.Sprintf("s%d", n), "user": s.Login, "octets-up": "17"}
			if s.Address != "" {
				f["address"] = s.Address
			}
			if s.Prefix != "" {
				f["ipv6-prefix"] = s.Prefix
			}
			if s.station != "" {
				f["station"] = s.station
			}
			out = append(out, oracle.Row{Kind: "session", At: e.at, Fields: f})
		}
	}
	return out
}

// everything is what the oracle looks at: the events, and who had which address.
func (p *play) everything() []oracle.Row {
	var sessions []oracle.Session
	for _, s := range p.sittings {
		sessions = append(sessions, s.Session)
	}
	return append(append(p.events(), p.shared...), oracle.Assignments(sessions)...)
}

func stored(r oracle.Row, n int) records.Row {
	var values []records.Value
	for f, text := range r.Fields {
		values = append(values, records.V(records.Field(f), text))
	}
	out, err := records.New(records.Kind(r.Kind), records.KeyOf("play", fmt.Sprint(n)), r.At, r.Until, values...)
	if err != nil {
		panic(err)
	}
	return out
}

// A source holds a play's rows. A greedy one yields all of a kind that is asked for, and who shared which address
// whatever is asked: more than it must, never less.
type source struct {
	id     ledger.ID
	rows   []records.Row
	shared []records.Row
	greedy bool
}

func (p *play) source(id ledger.ID) source {
	s := source{id: id, rows: p.stored(), greedy: p.greedy}
	for _, r := range p.shared {
		s.shared = append(s.shared, stored(r, -1-len(s.shared)))
	}
	return s
}

func (s source) Rows(t retention.Ticket, quests []scope.Quest) iter.Seq2[records.Row, error] {
	if !s.greedy {
		return retentiontest.Memory{ID: s.id, Held: s.rows}.Rows(t, quests)
	}
	wanted := map[records.Kind]bool{}
	for _, q := range quests {
		for _, k := range q.Kinds {
			wanted[k] = true
		}
	}
	return func(yield func(records.Row, error) bool) {
		if err := t.Opens(s.id); err != nil {
			yield(records.Row{}, err)
			return
		}
		for _, r := range append(s.shared, s.rows...) {
			if (wanted[r.Kind] || r.Kind == records.Assignment) && !yield(r, nil) {
				return
			}
		}
	}
}
