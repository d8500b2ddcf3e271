package retention

import (
	"writ"
	"writ/records"
)

// assignments derives who had each address when, for those that bear one of the names. Whom an address was given to
// next may end an assignment, so all events of every address that occurs are read, of all times.
func (s search) assignments(who names) ([]records.Row, error) {
	events, err := s.bearing(records.Session, who)
	if err != nil {
		return nil, err
	}
	if addresses := addressesIn(events); !within(addresses, who) {
		if events, err = s.bearing(records.Session, addresses); err != nil {
			return nil, err
		}
	}
	var out []records.Row
	for _, r := range records.Assignments(events) {
		if bears(r, who) {
			out = append(out, r)
		}
	}
	return out, nil
}

func addressesIn(events []records.Row) names {
	var out names
	seen := map[string]bool{}
	for _, e := range events {
		for f, k := range map[records.Field]writ.Kind{records.Address: writ.IP, records.Prefix: writ.IPv6Prefix} {
			if text := e.Get(f); text != "" && !seen[text] {
				seen[text] = true
				out = out.named(k, text)
			}
		}
	}
	return out
}

func within(some, all names) bool {
	return len(all.with(some...)) == len(all)
}

func bears(r records.Row, who names) bool {
	for _, id := range who {
		if len(r.Naming(id)) > 0 {
			return true
		}
	}
	return false
}
