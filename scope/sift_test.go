package scope_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"writ"
	"writ/law"
	"writ/records"
	"writ/scope"
)

func at(s string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", "2026-"+s)
	if err != nil {
		panic(err)
	}
	return t
}

func v(f records.Field, s string) records.Value { return records.V(f, s) }

func session(t testing.TB, when, event, id, user, address string) records.Row {
	t.Helper()
	return row(t, records.Session, at(when), time.Time{}, v(records.Event, event), v(records.SessionID, id), v(records.User, user),
		v(records.Address, address), v(records.OctetsUp, "5"), v(records.Start, at(when).Format(time.RFC3339)))
}

// given is an assignment that a source yields by itself, ports and all.
func given(t testing.TB, from, until, user, address string, more ...records.Value) records.Row {
	t.Helper()
	u := time.Time{}
	values := append(more, v(records.User, user), v(records.Address, address), v(records.From, at(from).Format(time.RFC3339)))
	if until != "" {
		u = at(until)
		values = append(values, v(records.Until, u.Format(time.RFC3339)), v(records.EndKnown, "stop"))
	} else {
		values = append(values, v(records.EndKnown, "open"))
	}
	return row(t, records.Assignment, at(from), u, values...)
}

const (
	other = "+12025550124"
	third = "+12025550150"
	dslA  = "ann@isp.example"
	dslB  = "bob@isp.example"
	addr  = "198.51.100.7"
)

// A sieving is one ask on some rows, and what leaves: the rows by their instants, in order.
type sieving struct {
	name  string
	asks  []law.Ask
	rows  func(t testing.TB) []records.Row
	want  []string // a part of each row's text, in order
	found string   // the ground found, if one is
}

func calls(who ...law.Stated) []law.Ask {
	return []law.Ask{ask(writ.CallRecords, january, february, who...)}
}

func TestWhatLeaves(t *testing.T) {
	num := named(writ.E164, number)
	for _, tc := range []sieving{
		{name: "the window is half-open", asks: calls(num), rows: func(t testing.TB) []records.Row {
			return []records.Row{call(t, january.Add(-1), number, third, "yes"), call(t, january, number, third, "yes"),
				call(t, february.Add(-1), number, third, "yes"), call(t, february, number, third, "yes")}
		}, want: []string{"2026-01-01T00:00:00Z", "2026-01-31T23:59:59Z"}},
		{name: "whoever called or was called, others not", asks: calls(num), rows: func(t testing.TB) []records.Row {
			return []records.Row{call(t, at("01-02 00:00"), third, number, "no"), call(t, at("01-03 00:00"), third, other, "yes")}
		}, want: []string{"01-02T00:00"}},
		{name: "a tel URI is the number", asks: calls(named(writ.TELURI, "tel:"+number)), rows: func(t testing.TB) []records.Row {
			return []records.Row{call(t, at("01-02 00:00"), third, number, "no"), call(t, at("01-03 00:00"), third, other, "yes")}
		}, want: []string{"01-02T00:00"}},
		{name: "a number that changed hands is two people's, so nobody's", asks: calls(num), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), at("01-15 00:00"), v(records.Number, number)), line(t, "B", at("01-15 00:00"), time.Time{}, v(records.Number, number)),
				call(t, at("01-02 00:00"), number, third, "yes"), call(t, at("01-20 00:00"), number, third, "yes")}
		}, found: "identifier-ambiguous"},
		{name: "unless it changed hands at the window's end", asks: calls(num), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), february, v(records.Number, number)), line(t, "B", february, time.Time{}, v(records.Number, number)),
				call(t, at("01-02 00:00"), number, third, "yes")}
		}, want: []string{"01-02T00:00"}},
		{name: "or at its beginning", asks: calls(num), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00").AddDate(-1, 0, 0), january, v(records.Number, number)), line(t, "B", january, time.Time{}, v(records.Number, number)),
				call(t, at("01-02 00:00"), number, third, "yes")}
		}, want: []string{"01-02T00:00"}},
		{name: "an order that names the account has its intervals only", asks: calls(num, named(writ.Account, "A")), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), at("01-15 00:00"), v(records.Number, number)), line(t, "B", at("01-15 00:00"), time.Time{}, v(records.Number, number)),
				call(t, at("01-14 23:59"), number, third, "yes"), call(t, at("01-15 00:00"), number, third, "yes")}
		}, want: []string{"01-14T23:59"}},
		{name: "an account that never had the number has nothing of it", asks: calls(num, named(writ.Account, "C")), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), time.Time{}, v(records.Number, number)), line(t, "C", at("01-01 00:00"), time.Time{}, v(records.Number, other)),
				call(t, at("01-02 00:00"), number, third, "yes"), call(t, at("01-03 00:00"), other, third, "yes")}
		}, want: []string{"01-03T00:00"}},
		{name: "an account without a number that the register does not know has it", asks: calls(num, named(writ.Account, "C")), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "C", at("01-01 00:00"), time.Time{}, v(records.Number, other)), call(t, at("01-02 00:00"), number, third, "yes")}
		}, want: []string{"01-02T00:00"}},
		{name: "two who had it at once are nobody, also where one is named", asks: calls(num, named(writ.Account, "A")), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), at("01-20 00:00"), v(records.Number, number)), line(t, "B", at("01-10 00:00"), time.Time{}, v(records.Number, number)),
				call(t, at("01-09 00:00"), number, third, "yes"), call(t, at("01-12 00:00"), number, third, "yes")}
		}, want: []string{"01-09T00:00"}},
		{name: "one name of an ask that is two people's holds the ask", asks: calls(named(writ.E164, other), num), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), at("01-15 00:00"), v(records.Number, number)), line(t, "B", at("01-15 00:00"), time.Time{}, v(records.Number, number)),
				call(t, at("01-02 00:00"), other, third, "yes")}
		}, found: "identifier-ambiguous"},
		{name: "what nobody had then is still the number's", asks: calls(num), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("02-10 00:00"), time.Time{}, v(records.Number, number)), call(t, at("01-02 00:00"), number, third, "yes")}
		}, want: []string{"01-02T00:00"}},
		{name: "what nobody had for a while is not the holder's", asks: calls(num), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-10 00:00"), at("01-12 00:00"), v(records.Number, number)), call(t, at("01-09 00:00"), number, third, "yes"),
				call(t, at("01-10 00:00"), number, third, "yes"), call(t, at("01-12 00:00"), number, third, "yes")}
		}, want: []string{"01-10T00:00"}},
		{name: "a field leaves with its category alone", asks: []law.Ask{ask(writ.Traffic, january, february, num)}, rows: func(t testing.TB) []records.Row {
			return []records.Row{call(t, at("01-02 00:00"), number, third, "yes")}
		}, want: []string{"0 call 2026-01-02T00:00:00Z caller-ip=192.0.2.1"}},
		{name: "two asks give the record to each, with its own fields", asks: append(calls(num), ask(writ.Traffic, january, february, num)), rows: func(t testing.TB) []records.Row {
			return []records.Row{call(t, at("01-02 00:00"), number, third, "yes")}
		}, want: []string{"0 call 2026-01-02T00:00:00Z start=2026-01-02T00:00:00Z caller=+12025550123 callee=+12025550150 answered=yes", "1 call 2026-01-02T00:00:00Z caller-ip=192.0.2.1"}},
		{name: "an account leads to its numbers and lines, in their time", asks: append(calls(named(writ.Account, "A")), ask(writ.SessionRecords, january, february, named(writ.Account, "A"))), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), at("01-15 00:00"), v(records.Number, number), v(records.User, dslA)),
				call(t, at("01-02 00:00"), number, third, "yes"), call(t, at("01-16 00:00"), number, third, "yes"),
				session(t, "01-03 00:00", "start", "s1", dslA, addr), session(t, "01-17 00:00", "start", "s2", dslA, addr), session(t, "01-04 00:00", "start", "s3", dslB, addr)}
		}, want: []string{"01-02T00:00", "session 2026-01-03T00:00"}},
		{name: "an account leads to no namesake", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.Account, "A"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), time.Time{}, v(records.FullName, "Ann Smith")), line(t, "B", at("01-01 00:00"), time.Time{}, v(records.FullName, "Ann Smith"))}
		}, want: []string{"account=A"}},
		{name: "without a window the register says what is so now", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, num)}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), at("02-01 00:00"), v(records.Number, number)), line(t, "B", at("02-01 00:00"), time.Time{}, v(records.Number, number)),
				line(t, "C", begin.Add(1), time.Time{}, v(records.Number, number)), line(t, "D", at("01-01 00:00"), begin, v(records.Number, number))}
		}, want: []string{"account=B"}},
		{name: "with a window the register says what was so in it", asks: []law.Ask{ask(writ.Subscriber, january, at("01-20 00:00"), num)}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), at("02-01 00:00"), v(records.Number, number)), line(t, "B", at("02-01 00:00"), time.Time{}, v(records.Number, number))}
		}, want: []string{"account=A"}},
		{name: "calls without a window are none's", asks: []law.Ask{ask(writ.Payment, time.Time{}, time.Time{}, num)}, rows: func(t testing.TB) []records.Row {
			return []records.Row{call(t, at("01-02 00:00"), number, third, "yes"), line(t, "A", at("01-01 00:00"), time.Time{}, v(records.Number, number), v(records.BankAccount, "DE00"))}
		}, want: []string{"bank-account=DE00"}},
		{name: "a line of the register that ended later is not as open as it was written", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, num)}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), time.Time{}, v(records.Number, number)), line(t, "A", at("01-01 00:00"), at("02-01 00:00"), v(records.Number, number))}
		}},
		{name: "nor for an order that names the account", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.Account, "A"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), time.Time{}, v(records.Number, number)), line(t, "A", at("01-01 00:00"), at("02-01 00:00"), v(records.Number, number)),
				line(t, "A", at("01-02 00:00"), time.Time{}, v(records.Number, other))}
		}, want: []string{"number=" + other}},
		{name: "of several ends the earliest counts", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.Account, "A"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), at("02-01 00:00"), v(records.Number, number)), line(t, "A", at("01-01 00:00"), time.Time{}, v(records.Number, number)),
				line(t, "A", at("01-01 00:00"), begin.Add(time.Hour), v(records.Number, number)), line(t, "A", at("01-01 00:00"), at("02-02 00:00"), v(records.Number, number))}
		}, want: []string{"customer"}},
		{name: "another line of the account that began with it and ended is another line", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.Account, "A"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), time.Time{}, v(records.Number, number), v(records.FullName, "Ann")), line(t, "A", at("01-01 00:00"), at("02-01 00:00"), v(records.Number, other), v(records.FullName, "Ann"))}
		}, want: []string{"number=" + number}},
		{name: "a line that has nothing but its account is known by that", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.Account, "A"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), time.Time{}, v(records.FullName, "Ann")), line(t, "A", at("01-01 00:00"), at("02-01 00:00"))}
		}},
		{name: "a session that ends ends no line of the register", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.Account, "A")), ask(writ.SessionRecords, january, february, named(writ.IP, addr))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-02 00:00"), time.Time{}, v(records.Address, addr), v(records.User, dslA)), session(t, "01-02 00:00", "start", "s1", dslA, addr), session(t, "01-03 00:00", "stop", "s1", dslA, addr)}
		}, want: []string{"0 customer", "1 session 2026-01-02", "1 session 2026-01-03"}},
		{name: "an account leads to no address of a line that was another's by then", asks: []law.Ask{ask(writ.IPAssignment, at("01-05 00:00"), at("01-06 00:00"), named(writ.Account, "A")),
			ask(writ.Payment, time.Time{}, time.Time{}, named(writ.IP, addr))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), at("01-03 00:00"), v(records.User, dslA)), line(t, "B", at("01-03 00:00"), time.Time{}, v(records.User, dslA)),
				session(t, "01-02 00:00", "start", "s1", dslA, addr)}
		}},
		{name: "a session that ends leaves the register's address where it was", asks: []law.Ask{ask(writ.Subscriber, at("01-05 00:00"), at("01-06 00:00"), named(writ.IP, addr))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-02 00:00"), time.Time{}, v(records.Address, addr), v(records.User, dslA)), session(t, "01-02 00:00", "start", "s1", dslA, addr), session(t, "01-03 00:00", "stop", "s1", dslA, addr)}
		}, want: []string{"account=A"}},
		{name: "an order that names both accounts has both's intervals", asks: calls(num, named(writ.Account, "A"), named(writ.Account, "B")), rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), at("01-15 00:00"), v(records.Number, number)), line(t, "B", at("01-15 00:00"), time.Time{}, v(records.Number, number)),
				call(t, at("01-14 23:59"), number, third, "yes"), call(t, at("01-15 00:00"), number, third, "yes")}
		}, want: []string{"01-14T23:59", "01-15T00:00"}},
		{name: "of two instants either may be the row's", asks: []law.Ask{ask(writ.IPAssignment, january, february, named(writ.IPPortTime, addr+":1@2026-01-02T12:00:00Z"), named(writ.IPPortTime, addr+":1@2026-01-04T12:00:00Z"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{session(t, "01-04 00:00", "start", "s1", dslA, addr), session(t, "01-05 00:00", "stop", "s1", dslA, addr)}
		}, want: []string{"from=2026-01-04"}},
		{name: "namesakes are nobody", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.Name, "Ann Smith"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), time.Time{}, v(records.FullName, "Ann Smith")), line(t, "B", at("01-01 00:00"), time.Time{}, v(records.FullName, "Ann Smith"))}
		}, found: "identifier-ambiguous"},
		{name: "a name that one bears is hers", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.Name, "Ann  Smith"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), time.Time{}, v(records.FullName, "Ann Smith")), line(t, "B", at("01-01 00:00"), time.Time{}, v(records.FullName, "Bob Smith"))}
		}, want: []string{"account=A"}},
		{name: "an address was its line's in its time, and nothing else of the line is asked", asks: []law.Ask{ask(writ.IPAssignment, january, february, named(writ.IP, addr)), ask(writ.SessionRecords, january, february, named(writ.IP, addr))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{session(t, "01-02 00:00", "start", "s1", dslA, addr), session(t, "01-03 00:00", "stop", "s1", dslA, addr),
				session(t, "01-04 00:00", "start", "s2", dslA, "198.51.100.8")}
		}, want: []string{"1 session 2026-01-02T00:00:00Z", "1 session 2026-01-03", "address=198.51.100.7 from=2026-01-02T00:00:00Z until=2026-01-03T00:00:00Z end-known=stop user=ann@isp.example"}},
		{name: "an address at an instant leads to the customer", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.IPPortTime, addr+":4000@2026-01-02T12:00:00Z"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), time.Time{}, v(records.User, dslA)), line(t, "B", at("01-01 00:00"), time.Time{}, v(records.User, dslB)),
				session(t, "01-02 00:00", "start", "s1", dslA, addr), session(t, "01-03 00:00", "start", "s2", dslB, addr)}
		}, want: []string{"account=A"}},
		{name: "the instant at which another got it is the other's", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.IPPortTime, addr+":4000@2026-01-03T00:00:00Z"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), time.Time{}, v(records.User, dslA)), line(t, "B", at("01-01 00:00"), time.Time{}, v(records.User, dslB)),
				session(t, "01-02 00:00", "start", "s1", dslA, addr), session(t, "01-03 00:00", "start", "s2", dslB, addr)}
		}, want: []string{"account=B"}},
		{name: "who was the customer at another time was not asked", asks: []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.IPPortTime, addr+":4000@2026-01-02T12:00:00Z"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{line(t, "A", at("01-01 00:00"), at("01-20 00:00"), v(records.User, dslA), v(records.PostalAddr, "old")), line(t, "A", at("01-20 00:00"), time.Time{}, v(records.User, dslA), v(records.PostalAddr, "new")),
				session(t, "01-02 00:00", "start", "s1", dslA, addr)}
		}, want: []string{"postal-address=old"}},
		{name: "a window beside the instant narrows it", asks: []law.Ask{ask(writ.IPAssignment, at("01-05 00:00"), february, named(writ.IPPortTime, addr+":4000@2026-01-02T12:00:00Z"))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{session(t, "01-02 00:00", "start", "s1", dslA, addr), session(t, "01-03 00:00", "stop", "s1", dslA, addr)}
		}},
		{name: "an assignment is cut to the window", asks: []law.Ask{ask(writ.IPAssignment, at("01-02 12:00"), at("01-02 18:00"), named(writ.IP, addr))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{session(t, "01-02 00:00", "start", "s1", dslA, addr), session(t, "01-03 00:00", "stop", "s1", dslA, addr)}
		}, want: []string{"from=2026-01-02T12:00:00Z until=2026-01-02T18:00:00Z end-known=not within the window"}},
		{name: "one that fills the window exactly is not cut", asks: []law.Ask{ask(writ.IPAssignment, at("01-02 00:00"), at("01-03 00:00"), named(writ.IP, addr))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{session(t, "01-02 00:00", "start", "s1", dslA, addr), session(t, "01-03 00:00", "stop", "s1", dslA, addr)}
		}, want: []string{"from=2026-01-02T00:00:00Z until=2026-01-03T00:00:00Z end-known=stop"}},
		{name: "one that still lasts tells nothing of what comes after", asks: []law.Ask{ask(writ.IPAssignment, january, february, named(writ.NAI, dslA))}, rows: func(t testing.TB) []records.Row {
			return []records.Row{session(t, "01-02 00:00", "start", "s1", dslA, addr)}
		}, want: []string{"from=2026-01-02T00:00:00Z end-known=not within the window user"}},
	} {
		t.Run(tc.name, func(t *testing.T) { tc.check(t) })
	}
}

func (tc sieving) check(t *testing.T) {
	h := newHouse(t)
	d := h.approved(asks(tc.asks...))
	hv, _, err := h.lookUp(d, tc.rows(t))
	if err != nil {
		t.Fatal(err)
	}
	got := texts(t, hv)
	if len(got) != len(tc.want) || !slices.EqualFunc(got, tc.want, strings.Contains) {
		t.Errorf("got\n %s\nwant\n %s", strings.Join(got, "\n "), strings.Join(tc.want, "\n "))
	}
	found := ""
	for _, f := range hv.Findings() {
		found += string(f.Ground)
	}
	if found != tc.found {
		t.Errorf("found %q, want %q", found, tc.found)
	}
	examined, out, withheld := hv.Tally()
	if examined != out+withheld {
		t.Errorf("examined %d, out %d, withheld %d", examined, out, withheld)
	}
}

func TestOnlyWhatANationalSecurityLetterOpens(t *testing.T) {
	h := newHouse(t)
	d := h.approved(asks(ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.E164, number)), ask(writ.CallRecords, january, february, named(writ.E164, number)),
		ask(writ.Traffic, january, february, named(writ.E164, number))), func(d *law.Demand) {
		d.Instrument.Type, d.Instrument.Issuer.Kind, d.Instrument.Facts = "nsl-2709", "intelligence", map[string]any{"certified": true}
	})
	got := h.leaves(d, []records.Row{
		line(t, "A", at("01-01 00:00"), time.Time{}, v(records.Number, number), v(records.FullName, "Ann"), v(records.PostalAddr, "1 Main St"), v(records.ServiceType, "voice"),
			v(records.BankAccount, "DE00"), v(records.From, "2026-01-01T00:00:00Z")),
		line(t, "A", at("01-01 00:00"), time.Time{}, v(records.Number, number), v(records.ServiceType, "voice")),
		line(t, "A", at("01-01 00:00"), time.Time{}, v(records.Number, number), v(records.FullName, "Ann alone")),
		call(t, at("01-02 00:00"), number, third, "yes"), call(t, at("01-03 00:00"), third, number, "no")})
	want := []string{"0 customer 2026-01-01T00:00:00Z name=Ann postal-address=1 Main St from=2026-01-01T00:00:00Z", "0 customer 2026-01-01T00:00:00Z name=Ann alone",
		"1 call 2026-01-02T00:00:00Z start=2026-01-02T00:00:00Z caller=+12025550123 callee=+12025550150 answered=yes"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n %s\nwant\n %s", strings.Join(got, "\n "), strings.Join(want, "\n "))
	}
}

func TestALawThatOpensOnePartAlone(t *testing.T) {
	dir := fstest.MapFS{}
	files, err := os.ReadDir("../law/packs/us-federal")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile("../law/packs/us-federal/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		dir["us-federal/"+f.Name()] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(b), "fields: [name, address, service-length]", "fields: [name]"))}
	}
	h := newHouse(t)
	dem := warrant()
	dem.Instrument.Type, dem.Instrument.Issuer.Kind, dem.Instrument.Facts = "nsl-2709", "intelligence", map[string]any{"certified": true}
	dem.Asks = []law.Ask{ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.E164, number))}
	d := must(law.Decide(dem, must(law.Load(dir))(t)))(t)
	h.intake(d)
	h.say(scope.Approve, d, "ann", "bob")
	got := h.leaves(d, []records.Row{line(t, "A", at("01-01 00:00"), time.Time{}, v(records.Number, number), v(records.FullName, "Ann"), v(records.PostalAddr, "1 Main St"))})
	if !slices.Equal(got, []string{"0 customer 2026-01-01T00:00:00Z name=Ann"}) {
		t.Errorf("got %v", got)
	}
}
