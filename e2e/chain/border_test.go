package chain_test

import (
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"writ"
	"writ/e2e/chain/oracle"
)

// least is the share of cases that each border must meet, so that the property is not true for want of trying.
const least = 0.01

// A tally counts how many cases met each border.
type tally struct {
	mu sync.Mutex
	n  map[string]int
}

func newTally() *tally { return &tally{n: map[string]int{}} }

func (c *tally) add(o *tally) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for name, n := range o.n {
		c.n[name] += n
	}
}

// note looks at one case that was played.
func (c *tally) note(p *play, r run) {
	for _, b := range borders {
		if b.met(p, r) {
			c.n[b.name]++
		}
	}
}

// print shows the shares, and fails where one is below the least.
func (c *tally) print(t *testing.T, n int) {
	for _, b := range borders {
		share := float64(c.n[b.name]) / float64(n)
		t.Logf("%6.2f %%  %s", 100*share, b.name)
		if share < least-leeway(n) && !testing.Short() {
			t.Errorf("%q is met in %.2f %% of the cases: the property is not tried there", b.name, 100*share)
		}
	}
}

// leeway is how far below the least a share of n cases may fall by chance alone: four standard deviations.
func leeway(n int) float64 { return 4 * math.Sqrt(least*(1-least)/float64(n)) }

// A border is a place where a rule turns. What meets it bears a name that is asked for: else it would stay anyway.
type border struct {
	name string
	met  func(p *play, r run) bool
}

var borders = []border{
	{"something leaves", func(_ *play, r run) bool { return len(r.leaves) > 0 }},
	{"nothing leaves, though something is opened", func(_ *play, r run) bool { return len(r.leaves) == 0 && slices.ContainsFunc(r.asks, isOpened) }},
	{"an ask that is not opened", func(_ *play, r run) bool { return !slices.ContainsFunc(r.asks, isOpened) }},
	{"an ask without a window where one is needed", func(p *play, r run) bool {
		return slices.ContainsFunc(r.asks, func(a oracle.Ask) bool { return !a.Opened && a.Category == writ.CallRecords && a.Window.IsZero() })
	}},
	{"several asks opened", func(_ *play, r run) bool { return len(slices.DeleteFunc(slices.Clone(r.asks), isShut)) > 1 }},
	{"one record leaves for two asks", func(_ *play, r run) bool { return twice(r) }},

	event("an event at the window's first instant", func(a oracle.Ask, at time.Time) bool { return at.Equal(a.Window.From()) }),
	event("an event a nanosecond before the window", func(a oracle.Ask, at time.Time) bool { return at.Equal(a.Window.From().Add(-1)) }),
	event("an event a nanosecond before the window's end", func(a oracle.Ask, at time.Time) bool { return at.Equal(a.Window.To().Add(-1)) }),
	event("an event at the window's end", func(a oracle.Ask, at time.Time) bool { return at.Equal(a.Window.To()) }),

	holding("a holder begins within the window", func(a oracle.Ask, s oracle.Row) bool { return inside(a, s.At) }),
	holding("a holder ends within the window", func(a oracle.Ask, s oracle.Row) bool { return inside(a, s.Until) }),
	holding("a holder ends with the window's first instant", func(a oracle.Ask, s oracle.Row) bool { return s.Until.Equal(a.Window.From()) }),
	holding("a holder begins with the window's end", func(a oracle.Ask, s oracle.Row) bool { return s.At.Equal(a.Window.To()) }),
	holding("a holder whose line is still open", func(a oracle.Ask, s oracle.Row) bool { return s.Until.IsZero() }),

	called("an event at the instant at which a holder begins", func(s oracle.Row, at time.Time) bool { return at.Equal(s.At) }),
	called("an event at the instant at which a holder ends", func(s oracle.Row, at time.Time) bool { return at.Equal(s.Until) }),
	called("an event a nanosecond before a holder ends", func(s oracle.Row, at time.Time) bool { return at.Equal(s.Until.Add(-1)) }),

	{"more than one fits", func(_ *play, r run) bool { return len(r.several) > 0 }},
	{"more than one fits, and the account is named", func(_ *play, r run) bool { return hands(r, true) > 1 }},
	{"a number changes hands inside the window", func(_ *play, r run) bool { return hands(r, false) > 1 }},
	{"a name that nobody holds leaves", func(_ *play, r run) bool {
		return slices.ContainsFunc(r.leaves, func(l oracle.Leaves) bool { return l.Reasons[0].Holder == "" })
	}},
	{"namesakes", func(_ *play, r run) bool { return severalOf(r, writ.Name) }},
	{"a line of the register that a later one ends", func(p *play, _ run) bool {
		return slices.ContainsFunc(p.register, func(o oracle.Row) bool { return corrected(p, o) })
	}},

	asksFor("an account", writ.Account), asksFor("a tel URI", writ.TELURI), asksFor("a user name", writ.UserName), asksFor("a name", writ.Name),
	asksFor("an address at an instant", writ.IPPortTime), asksFor("a delegated prefix", writ.IPv6Prefix), asksFor("a SIP URI", writ.SIPURI),
	{"an address inside a prefix that a line was given leaves", func(_ *play, r run) bool { return inPrefix(r) }},
	asksFor("hardware", writ.MAC), asksFor("a SIM", writ.IMSI), asksFor("a handset", writ.IMEI), asksFor("an e-mail address", writ.Email),

	leaving("a call leaves", "call", "caller"), leaving("a session's event leaves", "session", "event"), leaving("an assignment leaves", "assignment", "user"),
	leaving("the traffic part of a call leaves", "call", "caller-ip"), leaving("the place of a call leaves", "call", "caller-cell"), leaving("a line of the register leaves", "customer", "account"),
	leaving("means of payment leave", "customer", "bank-account"), leaving("hardware of a session leaves", "session", "octets-up"),

	{"an assignment cut at its beginning", func(_ *play, r run) bool { return cut(r, "from") }},
	{"an assignment cut at its end", func(_ *play, r run) bool { return cut(r, "until") }},
	{"an assignment that ends with the window", func(_ *play, r run) bool { return endsWithWindow(r) }},
	{"an end that is implied", func(_ *play, r run) bool { return has(r, "assignment", "end-known", "implied") }},
	{"an address's session begins at the instant asked", func(p *play, r run) bool { return atInstant(r, func(o oracle.Row) time.Time { return o.At }) }},
	{"an address's session ends at the instant asked", func(p *play, r run) bool { return atInstant(r, func(o oracle.Row) time.Time { return o.Until }) }},

	port("the port before the first", 3999), port("the first port", 4000), port("the last port", 4999), port("the first port of the next", 5000), port("the port after the last", 6000),

	{"a letter leaves out calls that nobody could be charged for", func(p *play, r run) bool { return p.letter && unbilled(r) }},
	{"a letter lets a billed call leave", func(p *play, r run) bool { return p.letter && leaves(r, "call", "caller") }},
	{"a letter opens parts of a line of the register", func(p *play, r run) bool { return p.letter && (leaves(r, "customer", "from")) }},
	{"a register's line that begins with the decision, or ends with it", func(p *play, r run) bool {
		return slices.ContainsFunc(p.register, func(o oracle.Row) bool { return o.Until.Equal(now) || o.At.Equal(now) })
	}},
}
