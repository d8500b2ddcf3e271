package chain_test

import (
	"fmt"
	"strings"
	"time"

	"writ"
	"writ/e2e/chain/oracle"
)

func isOpened(a oracle.Ask) bool { return a.Opened }
func isShut(a oracle.Ask) bool   { return !a.Opened }

// bears tells whether a field of the row has the text of one of the ask's names.
func bears(a oracle.Ask, r oracle.Row) bool {
	for _, id := range a.Names {
		text := strings.TrimPrefix(id.Reveal(), "tel:")
		if id.Kind() == writ.IPPortTime {
			text = addressOf(id)
		}
		for _, v := range r.Fields {
			if v == text {
				return true
			}
		}
	}
	return false
}

func addressOf(id writ.Identifier) string {
	where, _, _ := strings.Cut(id.Reveal(), "@")
	where = where[:strings.LastIndexByte(where, ':')]
	return strings.Trim(where, "[]")
}

func inside(a oracle.Ask, t time.Time) bool {
	return t.After(a.Window.From()) && t.Before(a.Window.To())
}

// each finds an opened ask and a row that bears a name of it.
func each(r run, found func(oracle.Ask, oracle.Row) bool) bool {
	for _, a := range r.asks {
		for _, row := range r.rows {
			if a.Opened && bears(a, row) && found(a, row) {
				return true
			}
		}
	}
	return false
}

func event(name string, met func(oracle.Ask, time.Time) bool) border {
	return border{name, func(_ *play, r run) bool {
		return each(r, func(a oracle.Ask, o oracle.Row) bool {
			return (o.Kind == "call" || o.Kind == "session") && !a.Window.IsZero() && met(a, o.At)
		})
	}}
}

// holding meets a state that says who had a name that is asked for.
func holding(name string, met func(oracle.Ask, oracle.Row) bool) border {
	return border{name, func(_ *play, r run) bool {
		return each(r, func(a oracle.Ask, o oracle.Row) bool {
			return (o.Kind == "customer" || o.Kind == "assignment") && !a.Window.IsZero() && met(a, o)
		})
	}}
}

// called meets a call and a line of the register that bear the same name that is asked for.
func called(name string, met func(oracle.Row, time.Time) bool) border {
	return border{name, func(_ *play, r run) bool {
		return each(r, func(a oracle.Ask, o oracle.Row) bool {
			return o.Kind == "call" && each(r, func(b oracle.Ask, s oracle.Row) bool {
				return s.Kind == "customer" && &a.Names[0] == &b.Names[0] && met(s, o.At)
			})
		})
	}}
}

// hands counts the most accounts that had one number of an ask with, or without, an account named, inside its window.
func hands(r run, named bool) int {
	most := 0
	for _, a := range r.asks {
		account := false
		for _, id := range a.Names {
			account = account || id.Kind() == writ.Account
		}
		if !a.Opened || account != named {
			continue
		}
		for _, id := range a.Names {
			had := map[string]bool{}
			for _, o := range r.rows {
				one := oracle.Ask{Names: []writ.Identifier{id}}
				if o.Kind == "customer" && id.Kind() != writ.Account && bears(one, o) && o.At.Before(a.Window.To()) && (o.Until.IsZero() || o.Until.After(a.Window.From())) {
					had[o.Fields["account"]] = true
				}
			}
			most = max(most, len(had))
		}
	}
	return most
}

func severalOf(r run, k writ.Kind) bool {
	for _, n := range r.several {
		for _, id := range r.asks[n].Names {
			if id.Kind() == k {
				return true
			}
		}
	}
	return false
}

func corrected(p *play, o oracle.Row) bool {
	for _, s := range p.register {
		if o.Until.IsZero() && !s.Until.IsZero() && s.At.Equal(o.At) && s.Fields["account"] == o.Fields["account"] {
			return true
		}
	}
	return false
}

func asksFor(what string, k writ.Kind) border {
	return border{"an opened ask by " + what, func(_ *play, r run) bool {
		for _, a := range r.asks {
			for _, id := range a.Names {
				if a.Opened && id.Kind() == k {
					return true
				}
			}
		}
		return false
	}}
}

func leaves(r run, kind, field string) bool {
	for _, l := range r.leaves {
		if _, ok := l.Fields[field]; ok && r.rows[l.Row].Kind == kind {
			return true
		}
	}
	return false
}

func leaving(name, kind, field string) border {
	return border{name, func(_ *play, r run) bool { return leaves(r, kind, field) }}
}

func twice(r run) bool {
	seen := map[int]bool{}
	for _, l := range r.leaves {
		if seen[l.Row] {
			return true
		}
		seen[l.Row] = true
	}
	return false
}

// inPrefix meets a row that leaves for an address or prefix and bears only a prefix around it.
func inPrefix(r run) bool {
	for _, l := range r.leaves {
		asked := l.Reasons[0].Asked
		v6 := strings.Contains(asked.Reveal(), "2001:db8:1:") && (asked.Kind() == writ.IP || asked.Kind() == writ.IPv6Prefix)
		if v6 && r.rows[l.Row].Kind != "customer" && !bears(oracle.Ask{Names: []writ.Identifier{asked}}, r.rows[l.Row]) {
			return true
		}
	}
	return false
}

// cut meets an assignment that leaves with another text in a field than it has.
func cut(r run, field string) bool {
	for _, l := range r.leaves {
		if o := r.rows[l.Row]; o.Kind == "assignment" && o.Fields[field] != l.Fields[field] {
			return true
		}
	}
	return false
}

func endsWithWindow(r run) bool {
	for _, l := range r.leaves {
		if o := r.rows[l.Row]; o.Kind == "assignment" && o.Until.Equal(r.asks[l.Ask].Window.To()) {
			return true
		}
	}
	return false
}

func has(r run, kind, field, text string) bool {
	for _, o := range r.rows {
		if o.Kind == kind && o.Fields[field] == text {
			return true
		}
	}
	return false
}

func atInstant(r run, of func(oracle.Row) time.Time) bool {
	return each(r, func(a oracle.Ask, o oracle.Row) bool {
		for _, id := range a.Names {
			_, when, _ := strings.Cut(id.Reveal(), "@")
			if id.Kind() == writ.IPPortTime && o.Kind == "assignment" && when == of(o).Format(time.RFC3339Nano) {
				return true
			}
		}
		return false
	})
}

func port(name string, n int) border {
	return border{name, func(p *play, r run) bool {
		return p.port && each(r, func(a oracle.Ask, o oracle.Row) bool {
			return o.Fields["port-from"] != "" && strings.Contains(a.Names[0].Reveal(), fmt.Sprintf(":%d@", n))
		})
	}}
}

func unbilled(r run) bool {
	return each(r, func(a oracle.Ask, o oracle.Row) bool {
		return a.Category == writ.CallRecords && o.Kind == "call" && o.Fields["answered"] != "yes" && a.Window.Holds(o.At)
	})
}
