package oracle

import (
	"strconv"
	"time"

	"writ"
)

// A Leaves is one row that leaves for one ask, the fields with which it does, and every reason that would be true.
type Leaves struct {
	Ask, Row int // places in what was given
	Fields   map[string]string
	Reasons  []Reason
}

// A Reason is a name that was asked for, and whose it was then; "" where nobody is known.
type Reason struct {
	Asked  writ.Identifier
	Holder string
}

// Leaving says what leaves of all rows for all asks, decided at the instant now, and for which asks more than one fits.
// The rows are everything there is, with the assignments that follow from the sessions.
func Leaving(rows []Row, asks []Ask, now time.Time) (out []Leaves, ambiguous []int) {
	w := newWorld(rows)
	for n, a := range asks {
		if !a.Opened {
			continue
		}
		if w.severalFit(a, now) {
			ambiguous = append(ambiguous, n)
			continue
		}
		for i, r := range w.rows {
			kept := a.fields(r)
			reasons := w.reasons(a, r, now)
			if len(kept) > 0 && len(reasons) > 0 && !a.unbilled(r) {
				out = append(out, Leaves{n, i, kept, reasons})
			}
		}
	}
	return out, ambiguous
}

// when is the time in which an ask reads a name: the instant that the name itself states, the window, or now.
func (a Ask) when(id writ.Identifier, now time.Time) span {
	switch {
	case id.Kind() == writ.IPPortTime:
		_, _, at := socket(id)
		return span{at, at.Add(1)}
	case !a.Window.IsZero():
		return span{a.Window.From(), a.Window.To()}
	default:
		return span{now, now.Add(1)}
	}
}

// accounts are those that the ask names: it says by them whom it means.
func (a Ask) accounts() map[string]bool {
	out := map[string]bool{}
	for _, id := range a.Names {
		if id.Kind() == writ.Account {
			out[id.Reveal()] = true
		}
	}
	return out
}

// severalFit: one of the names was more than one's, and the ask names no account.
func (w world) severalFit(a Ask, now time.Time) bool {
	if len(a.accounts()) > 0 {
		return false
	}
	for _, id := range a.Names {
		if len(w.holdersOf(w.names(id), a.when(id, now))) > 1 {
			return true
		}
	}
	return false
}

// reasons are all on which the row may leave for the ask; none: it stays.
func (w world) reasons(a Ask, r Row, now time.Time) []Reason {
	var out []Reason
	for _, id := range a.Names {
		if !a.inTime(r, id, now) {
			continue
		}
		if id.Kind() == writ.Account {
			if w.ofAccount(id.Reveal(), r, a.when(id, now)) {
				out = append(out, Reason{id, id.Reveal()})
			}
			continue
		}
		out = append(out, w.ofName(a, id, r, now)...)
	}
	return out
}

// ofName: the row bears the name, and whose the name was in the ask's time, the row is.
func (w world) ofName(a Ask, id writ.Identifier, r Row, now time.Time) []Reason {
	var out []Reason
	names, when := w.names(id), a.when(id, now)
	meant := a.accounts()
	some, known := false, false
	for h := range w.holdersOf(names, when) {
		if len(meant) > 0 && !meant[h] {
			continue
		}
		some = true
		for _, n := range names {
			if r.bears(n) && w.isOf(r, n, h) || w.customerBehind(n, h, r, when) {
				out = append(out, Reason{id, h})
			}
		}
	}
	for _, n := range names {
		known = known || w.knows(n)
	}
	if nobodys := !some && (len(meant) == 0 || !known); nobodys && r.bearsAny(names) && r.Kind != "customer" {
		out = append(out, Reason{id, ""})
	}
	return out
}

// customerBehind: the name is an address, the holder's line had it then, and the row is the register's of that line's login.
func (w world) customerBehind(n name, holder string, r Row, when span) bool {
	for _, h := range w.lines {
		if h.name == n && h.holder == holder && h.span.touches(when) && r.Kind == "customer" && r.bears(name{writ.NAI, h.login}) && w.isOf(r, n, holder) {
			return true
		}
	}
	return false
}

// ofAccount: the row bears the account, or a number, address or login that was the account's in the ask's time, and is
// the account's.
func (w world) ofAccount(account string, r Row, when span) bool {
	if n := (name{writ.Account, account}); r.bears(n) && w.isOf(r, n, account) {
		return true
	}
	for _, h := range w.register {
		if h.holder == account && h.name.kind != writ.Name && h.span.touches(when) && r.bears(h.name) && w.isOf(r, h.name, account) {
			return true
		}
	}
	return false
}

// isOf: at the row's instant the name was this holder's and nobody else's. A line of the register says whose it is, a
// session whose line it is.
func (w world) isOf(r Row, n name, holder string) bool {
	switch r.Kind {
	case "customer":
		return r.Fields["account"] == holder
	case "session", "assignment":
		return w.whose(r.Fields["user"], r.At) == holder
	default:
		return only(w.at(n, r.At)) == holder
	}
}

// inTime: an event by its instant, a state if any of it lies in the window; at the instant that the name states; now,
// where no time is stated at all.
func (a Ask) inTime(r Row, id writ.Identifier, now time.Time) bool {
	window := !a.Window.IsZero()
	inside := window && a.Window.Holds(r.At)
	if r.state() {
		inside = window && r.span().touches(span{a.Window.From(), a.Window.To()})
	}
	if id.Kind() == writ.IPPortTime && r.state() {
		_, port, at := socket(id)
		return r.span().holds(at) && r.hasPort(port) && (!window || inside)
	}
	if window {
		return inside
	}
	return r.state() && r.span().holds(now)
}

// hasPort: where an address was shared, only the line that had the port.
func (r Row) hasPort(port int) bool {
	if r.Fields["port-from"] == "" && r.Fields["port-to"] == "" {
		return true
	}
	from, err := strconv.Atoi(r.Fields["port-from"])
	to, err2 := strconv.Atoi(r.Fields["port-to"])
	return err == nil && err2 == nil && from <= port && port <= to
}

// unbilled: the law opens only calls for which a charge could be assessed.
func (a Ask) unbilled(r Row) bool {
	for _, p := range a.Parts {
		if p == writ.BilledCallsOnly && r.Kind == "call" && r.Fields["answered"] != "yes" {
			return true
		}
	}
	return false
}

// fields are those of the ask's category that the law opens, an assignment cut to the window.
func (a Ask) fields(r Row) map[string]string {
	out := map[string]string{}
	for f, text := range r.Fields {
		spec := fields[r.Kind][f]
		if spec.category == a.Category && (len(a.Parts) == 0 || spec.part == "" || contains(a.Parts, spec.part)) {
			out[f] = text
		}
	}
	if r.Kind == "assignment" && len(out) > 0 && !a.Window.IsZero() {
		a.cut(r, out)
	}
	return out
}

// cut: when it began before the window and when it ended after it were not asked.
func (a Ask) cut(r Row, out map[string]string) {
	if from := a.Window.From(); r.At.Before(from) {
		out["from"] = from.Format(time.RFC3339Nano)
	}
	to := a.Window.To()
	if !r.Until.IsZero() && !r.Until.After(to) {
		return
	}
	out["end-known"] = "not within the window"
	if !r.Until.IsZero() {
		out["until"] = to.Format(time.RFC3339Nano)
	}
}

func contains(parts []writ.Narrowing, p writ.Narrowing) bool {
	for _, o := range parts {
		if o == p {
			return true
		}
	}
	return false
}
