package oracle

import (
	"net/netip"
	"strings"
	"time"

	"writ"
)

// A Row is one record: its kind, its instant or its span, and its fields.
type Row struct {
	Kind   string // call, session, assignment or customer
	At     time.Time
	Until  time.Time // of a state; zero while it lasts
	Fields map[string]string
}

// An Ask is one category for some names, as the decision opens it.
type Ask struct {
	Category writ.Category
	Names    []writ.Identifier
	Opened   bool
	Window   writ.Window      // zero: none
	Parts    []writ.Narrowing // empty: the whole category
}

// A name is a kind and the text under which records have it.
type name struct {
	kind writ.Kind
	text string
}

// asWritten is how records write a name that an order has in another form.
func asWritten(id writ.Identifier) name {
	switch text := id.Reveal(); id.Kind() {
	case writ.TELURI:
		return name{writ.E164, strings.TrimPrefix(text, "tel:")}
	case writ.UserName:
		return name{writ.NAI, text}
	case writ.IPPortTime:
		address, _, _ := socket(id)
		return name{writ.IP, address}
	default:
		return name{id.Kind(), text}
	}
}

// socket takes address:port@instant apart.
func socket(id writ.Identifier) (address string, port int, at time.Time) {
	where, when, _ := strings.Cut(id.Reveal(), "@")
	ap := netip.MustParseAddrPort(where)
	at, err := time.Parse(time.RFC3339Nano, when)
	if err != nil {
		panic(err)
	}
	return ap.Addr().String(), int(ap.Port()), at
}

// bears reports whether one of the row's fields has the name.
func (r Row) bears(n name) bool {
	for f, text := range r.Fields {
		if spec := fields[r.Kind][f]; spec.names != "" && spec.names == n.kind && text == n.text {
			return true
		}
	}
	return false
}

func (r Row) bearsAny(names []name) bool {
	for _, n := range names {
		if r.bears(n) {
			return true
		}
	}
	return false
}

// state reports whether the row holds for a span.
func (r Row) state() bool { return r.Kind == "customer" || r.Kind == "assignment" }

// A span is [from, until), or [from, …) where until is zero.
type span struct{ from, until time.Time }

func (r Row) span() span { return span{r.At, r.Until} }

func (s span) holds(t time.Time) bool {
	return !t.Before(s.from) && (s.until.IsZero() || t.Before(s.until))
}

// touches reports whether some instant lies in both: the later beginning is such an instant, or there is none.
func (s span) touches(o span) bool {
	later := s.from
	if o.from.After(later) {
		later = o.from
	}
	return s.holds(later) && o.holds(later)
}
