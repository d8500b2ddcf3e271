package verify

import (
	"strconv"
	"time"

	"writ"
	"writ/law"
	"writ/records"
)

// window: an event by its instant, a state by any of it; without a window, as the records stood at the decision.
func (c *checker) window(r *row, o law.Outcome, id writ.Identifier) *fault {
	switch r.kind {
	case records.Call, records.Session:
		return event(r, o)
	case records.Assignment, records.Customer:
		return c.state(r, o, id)
	default:
		return breaks(Rows, "a row is of no known kind")
	}
}

func event(r *row, o law.Outcome) *fault {
	text := r.get(records.Start)
	if r.at != "" {
		if r.at == text {
			return breaks(Rows, "a row says its instant twice")
		}
		text = r.at
	}
	at, ok := instant(text)
	switch {
	case !ok:
		return breaks(Window, "a row has no instant")
	case !inside(at, o.Window):
		return breaks(Window, "a row lies outside the window of its ask")
	default:
		return nil
	}
}

// inside says whether an instant lies in a window: the beginning does, the end does not.
func inside(at time.Time, w writ.Window) bool {
	return !w.IsZero() && !at.Before(w.From()) && at.Before(w.To())
}

func instant(text string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, text)
	return t, err == nil && t.UTC().Format(time.RFC3339Nano) == text
}

// state: what of its ends the row shows must lie where the ask may look.
func (c *checker) state(r *row, o law.Outcome, id writ.Identifier) *fault {
	if r.at != "" {
		return breaks(Rows, "a state bears an instant")
	}
	from, hasFrom := instant(r.get(records.From))
	until, hasUntil := instant(r.get(records.Until))
	if r.kind == records.Assignment && !hasFrom {
		return breaks(Window, "an assignment does not say from when it held")
	}
	lasts := func(at time.Time) bool { return (!hasFrom || !at.Before(from)) && (!hasUntil || at.Before(until)) }
	_, port, at, exact := records.SplitIPPortTime(id)
	switch {
	case exact && (!lasts(at) || !shared(r, port)):
		return breaks(Window, "a row did not hold at the instant and port asked for")
	case o.Window.IsZero():
		if !exact && !lasts(c.d.Demand().At) {
			return breaks(Window, "a row did not hold at the instant of the decision")
		}
	case hasFrom && !from.Before(o.Window.To()), hasUntil && !until.After(o.Window.From()):
		return breaks(Window, "a row lies outside the window of its ask")
	case r.kind == records.Assignment && (from.Before(o.Window.From()) || hasUntil && until.After(o.Window.To())):
		return breaks(Window, "an assignment tells what lay outside the window of its ask")
	}
	return nil
}

// shared: where an address was shared, the port decides whose it was.
func shared(r *row, port uint16) bool {
	first, last := r.get(records.PortFrom), r.get(records.PortTo)
	if first == "" || last == "" {
		return true
	}
	a, err1 := strconv.ParseUint(first, 10, 16)
	b, err2 := strconv.ParseUint(last, 10, 16)
	return err1 == nil && err2 == nil && a <= uint64(port) && uint64(port) <= b
}
