package oracle

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"writ"
)

// A holding is the fact that somebody had a name.
type holding struct {
	name   name
	holder string // an account; of a line that no register knows, its login
	login  string // set where a line had an address
	span   span
}

// world is all that is known.
type world struct {
	rows     []Row
	register []holding
	lines    []holding // addresses, by the sessions
}

func newWorld(rows []Row) world {
	w := world{}
	for _, r := range rows {
		if r.Kind == "customer" {
			w.register = append(w.register, holdingsOf(r)...)
		}
	}
	w.register = settled(w.register)
	for _, r := range rows {
		w.rows = append(w.rows, settledRow(r, rows))
		if r.Kind == "assignment" {
			w.lines = append(w.lines, w.lineHoldings(r)...)
		}
	}
	return w
}

// holdingsOf says what a line of the register says: this account had these names then.
func holdingsOf(r Row) []holding {
	var out []holding
	for f, text := range r.Fields {
		if k := fields["customer"][f].names; k != "" {
			out = append(out, holding{name: name{k, text}, holder: r.Fields["account"], span: r.span()})
		}
	}
	return out
}

// settled drops what a later line of the register corrects: it was open when it was written, and has an end now.
func settled(all []holding) []holding {
	var out []holding
	for _, h := range all {
		corrected := false
		for _, o := range all {
			if h.span.until.IsZero() && !o.span.until.IsZero() && o.name == h.name && o.holder == h.holder && o.span.from.Equal(h.span.from) {
				corrected = true
			}
		}
		if !corrected {
			out = append(out, h)
		}
	}
	return out
}

// settledRow gives an open line of the register the earliest end that a later line gives it: one of the same account, with
// the same beginning and one of the same numbers, addresses or devices, or none where it has none.
func settledRow(r Row, rows []Row) Row {
	if r.Kind != "customer" || !r.Until.IsZero() {
		return r
	}
	for _, o := range rows {
		if o.Kind != "customer" || o.Until.IsZero() || !o.At.Equal(r.At) || o.Fields["account"] != r.Fields["account"] || !r.sameLine(o) {
			continue
		}
		if r.Until.IsZero() || o.Until.Before(r.Until) {
			r.Until = o.Until
		}
	}
	return r
}

func (r Row) sameLine(o Row) bool {
	bare := true
	for f, text := range r.Fields {
		switch fields["customer"][f].names {
		case "", writ.Account, writ.Name:
		default:
			bare = false
			if o.Fields[f] == text {
				return true
			}
		}
	}
	return bare
}

// lineHoldings says what an assignment says: this line had this address then, and whose line it was when it began.
func (w world) lineHoldings(r Row) []holding {
	var out []holding
	for f, text := range r.Fields {
		if k := fields["assignment"][f].names; k == writ.IP || k == writ.IPv6Prefix {
			out = append(out, holding{name{k, text}, w.whose(r.Fields["user"], r.At), r.Fields["user"], r.span()})
		}
	}
	return out
}

// whose is the one account whose login it was at that instant; without one, the line itself.
func (w world) whose(login string, at time.Time) string {
	canonical := login
	if i := strings.LastIndexByte(login, '@'); i >= 0 {
		canonical = login[:i] + strings.ToLower(login[i:])
	}
	if one := only(w.at(name{writ.NAI, canonical}, at)); one != "" {
		return one
	}
	return login
}

// names are all under which the world has what an identifier names: as records write it, and for an IPv6 address or
// prefix the prefixes of one line (/48 to /64) of which it is a part.
func (w world) names(id writ.Identifier) []name {
	first := asWritten(id)
	out := []name{first}
	for _, r := range w.rows {
		for f, text := range r.Fields {
			n := name{writ.IPv6Prefix, text}
			if fields[r.Kind][f].names == writ.IPv6Prefix && !slices.Contains(out, n) && within(first, text) {
				out = append(out, n)
			}
		}
	}
	return out
}

// within reports whether an address or prefix lies in a prefix that one line may have been given.
func within(n name, prefix string) bool {
	p, err := netip.ParsePrefix(prefix)
	if err != nil || p.Bits() < 48 || p.Bits() > 64 {
		return false
	}
	switch n.kind {
	case writ.IP:
		return p.Contains(netip.MustParseAddr(n.text))
	case writ.IPv6Prefix:
		q := netip.MustParsePrefix(n.text)
		return q.Bits() > p.Bits() && p.Contains(q.Addr())
	default:
		return false
	}
}

// holdersOf are all who had any of the names at some instant of the span.
func (w world) holdersOf(names []name, s span) map[string]bool {
	out := map[string]bool{}
	for _, n := range names {
		for h := range w.holders(n, s) {
			out[h] = true
		}
	}
	return out
}

// holders are all who had the name at some instant of the span.
func (w world) holders(n name, s span) map[string]bool {
	out := map[string]bool{}
	for _, list := range [][]holding{w.register, w.lines} {
		for _, h := range list {
			if h.name == n && h.span.touches(s) {
				out[h.holder] = true
			}
		}
	}
	return out
}

// at are all who had the name at the instant.
func (w world) at(n name, t time.Time) map[string]bool {
	return w.holders(n, span{t, t.Add(1)})
}

// knows reports whether anybody ever had the name.
func (w world) knows(n name) bool {
	return len(w.holders(n, span{from: time.Time{}.Add(1)})) > 0
}

// only is the one of a set of one.
func only(set map[string]bool) string {
	if len(set) != 1 {
		return ""
	}
	for one := range set {
		return one
	}
	return ""
}
