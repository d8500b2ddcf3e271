package retention

import (
	"bytes"
	"cmp"
	"slices"

	"writ"
	"writ/records"
)

// tenures reads who held what: everything the sieve needs to tell whose rows the names sought reach.
//
//  1. Addresses: who was given them, from session events of all times; the names under which those lines signed in.
//  2. The register's lines that bear a name sought, or the name of such a line.
//  3. All lines of the customers found, since an order by account reaches them.
//  4. The lines of others that bear a name of those: who else held it, and when, decides between them.
func (s search) tenures(sought []writ.Identifier) ([]records.Tenure, error) {
	given, err := s.assignments(addressesOf(sought))
	if err != nil {
		return nil, err
	}
	who := names(nil).with(sought...)
	for _, r := range given {
		who = who.named(writ.NAI, r.Get(records.User))
	}
	reg := register{seen: map[records.Key]bool{}}
	for range 3 {
		fresh := reg.unread(who)
		rows, err := s.bearing(records.Customer, fresh)
		if err != nil {
			return nil, err
		}
		reg.take(rows)
		who = who.with(reg.names()...)
	}
	return tenuresOf(append(reg.rows, given...)), nil
}

// A register gathers the customers' lines, each once.
type register struct {
	rows []records.Row
	seen map[records.Key]bool
	read names
}

// unread gives the names that were not looked for yet, and notes that they are now.
func (g *register) unread(who names) names {
	fresh := who[len(g.read):]
	g.read = who
	return fresh
}

func (g *register) take(rows []records.Row) {
	for _, r := range rows {
		if !g.seen[r.Key] {
			g.seen[r.Key] = true
			g.rows = append(g.rows, r)
		}
	}
}

// names lists the accounts found and what their lines bear.
func (g *register) names() names {
	var out names
	for _, r := range g.rows {
		out = out.named(writ.Account, r.Get(records.Account))
		for _, t := range r.Tenures() {
			out = out.with(t.ID)
		}
	}
	return out
}

// tenuresOf adds to what the rows hold the person's name: nobody else's lines are read for it, but where two customers
// bear the name that is sought, it names neither.
// tenuresOf lists them by time, so that nothing depends on the order in which a source found the rows.
func tenuresOf(rows []records.Row) []records.Tenure {
	slices.SortFunc(rows, func(a, b records.Row) int { return cmp.Or(a.At.Compare(b.At), bytes.Compare(a.Key[:], b.Key[:])) })
	var out []records.Tenure
	for _, r := range rows {
		out = append(out, r.Tenures()...)
		if name, err := writ.ParseIdentifier(writ.Name, r.Get(records.FullName)); err == nil {
			out = append(out, records.Tenure{ID: name, Holder: r.Get(records.Account), From: r.At, Until: r.Until})
		}
	}
	return out
}

func addressesOf(ids []writ.Identifier) names {
	var out names
	for _, id := range ids {
		if id.Kind() == writ.IP || id.Kind() == writ.IPv6Prefix {
			out = out.with(id)
		}
	}
	return out
}
