package retentiontest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"writ"
	"writ/law"
	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/records"
	"writ/retention"
	"writ/scope"
)

// Run checks that a Source keeps its promises. Open gives a source of the ledger id that holds the rows.
func Run(t *testing.T, open func(t *testing.T, id ledger.ID, rows []records.Row) retention.Source) {
	log := ledgertest.New(t)
	rows := Rows(t)
	src := open(t, log.ID(), rows)
	t.Run("a look-up finds what reading every row finds", func(t *testing.T) { equal(t, log, src, rows) })
	t.Run("each row that answers a quest is yielded, whole and once", func(t *testing.T) { whole(t, log, src, rows) })
	t.Run("the zero ticket and another ledger's open nothing", func(t *testing.T) { shut(t, src) })
	t.Run("a case that is stopped ends the work", func(t *testing.T) { stopped(t, log, src) })
	t.Run("who gives up is not kept waiting", func(t *testing.T) { givenUp(t, log, src) })
	t.Run("who needs no more rows may stop", func(t *testing.T) { enough(t, log, src) })
}

var (
	january  = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	february = january.AddDate(0, 1, 0)
)

func asks(t testing.TB) map[string][]law.Ask {
	return map[string][]law.Ask{
		"calls":        {Ask(writ.CallRecords, january, january.AddDate(0, 0, 10), id(t, writ.E164, ann))},
		"two-holders":  {Ask(writ.CallRecords, january, february, id(t, writ.E164, ann))},
		"unknown":      {Ask(writ.CallRecords, january, february, id(t, writ.E164, "+12025550177"))},
		"customer":     {Ask(writ.Subscriber, january, january.AddDate(0, 0, 10), id(t, writ.E164, ann))},
		"account":      {Ask(writ.CallRecords, january, february, id(t, writ.Account, "A-1")), Ask(writ.Subscriber, time.Time{}, time.Time{}, id(t, writ.Account, "A-1"))},
		"address":      {Ask(writ.IPAssignment, january, february, id(t, writ.IP, "198.51.100.8"))},
		"whose-ip":     {Ask(writ.Subscriber, time.Time{}, time.Time{}, id(t, writ.IPPortTime, "198.51.100.7:4000@2026-01-02T12:00:00Z"))},
		"line":         {Ask(writ.IPAssignment, january, february, id(t, writ.NAI, "ann@isp.example")), Ask(writ.SessionRecords, january, february, id(t, writ.NAI, "ann@isp.example"))},
		"several-asks": {Ask(writ.CallRecords, january, february, id(t, writ.E164, carol)), Ask(writ.Traffic, january, february, id(t, writ.E164, carol))},
	}
}

func equal(t *testing.T, log *ledger.Log, src retention.Source, rows []records.Row) {
	left := 0
	for name, a := range asks(t) {
		t.Run(name, func(t *testing.T) {
			d := Open(t, log, "equal-"+name, a...)
			want, wantOut := lookUp(t, d, Memory{log.ID(), rows})
			got, out := lookUp(t, d, src)
			if got != want {
				t.Errorf("got %s\nwant %s", got, want)
			}
			counted, _, err := retention.Survey(context.Background(), d.Permit(t, scope.Count), src)
			if err != nil {
				t.Fatal(err)
			}
			if _, n, _ := counted.Tally(); n != out || out != wantOut {
				t.Errorf("counted %d, looked up %d, want %d", n, out, wantOut)
			}
			left += int(out)
		})
	}
	if left == 0 {
		t.Error("no ask lets anything leave: the test is about nothing")
	}
}

// lookUp gives the tally and the sorted rows that leave, as text.
func lookUp(t *testing.T, d *Door, src retention.Source) (text string, out int64) {
	t.Helper()
	h, _, err := retention.Lookup(context.Background(), d.Permit(t, scope.Lookup), src, &Spool{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for j, err := range h.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprint(j.Ask, j.Kind, j.Key, j.At, j.Why.Field, j.Why.Holder)
		for _, v := range j.Values {
			line += fmt.Sprintf(" %s=%s", v.Field, v.Text())
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	examined, out, withheld := h.Tally()
	return fmt.Sprintf("%d %d %d\n%q", examined, out, withheld, lines), out
}

// spy hands the ticket of a look-up on.
type spy struct {
	src retention.Source
	see func(retention.Ticket)
}

func (s spy) Rows(t retention.Ticket, q []scope.Quest) iter.Seq2[records.Row, error] {
	s.see(t)
	return s.src.Rows(t, q)
}

// withTicket runs f while a look-up holds a ticket.
func withTicket(t *testing.T, ctx context.Context, d *Door, f func(retention.Ticket)) {
	t.Helper()
	done := false
	_, _, err := retention.Lookup(ctx, d.Permit(t, scope.Lookup), spy{Memory{ID: d.Log.ID()}, func(k retention.Ticket) {
		if !done {
			done = true
			f(k)
		}
	}}, &Spool{})
	if !done {
		t.Fatalf("no ticket was made: %v", err)
	}
}

func all(k retention.Ticket, src retention.Source, quests ...scope.Quest) (out []records.Row, err error) {
	for r, e := range src.Rows(k, quests) {
		if e != nil {
			return out, e
		}
		out = append(out, r)
	}
	return out, nil
}

func everything(t *testing.T) []scope.Quest {
	w, err := writ.NewWindow(january.AddDate(0, 0, 3), january.AddDate(0, 0, 9))
	if err != nil {
		t.Fatal(err)
	}
	return []scope.Quest{
		{Kinds: []records.Kind{records.Call}, Names: []writ.Identifier{id(t, writ.E164, ann)}},
		{Kinds: []records.Kind{records.Call, records.Customer}, Names: []writ.Identifier{id(t, writ.E164, carol), id(t, writ.E164, ann)}, Span: w},
		{Kinds: []records.Kind{records.Session, records.Assignment}, Names: []writ.Identifier{id(t, writ.IP, "198.51.100.7"), id(t, writ.NAI, "ann@isp.example")}},
		{Kinds: []records.Kind{records.Customer}, Names: []writ.Identifier{id(t, writ.Account, "A-1")}},
	}
}

func whole(t *testing.T, log *ledger.Log, src retention.Source, rows []records.Row) {
	withTicket(t, context.Background(), Open(t, log, "whole", asks(t)["calls"]...), func(k retention.Ticket) {
		for i, q := range append([][]scope.Quest{everything(t)}, singly(everything(t))...) {
			want, err := all(k, Memory{log.ID(), rows}, q...)
			if err != nil {
				t.Fatal(err)
			}
			got, err := all(k, src, q...)
			if err != nil {
				t.Fatal(err)
			}
			if Text(got) != Text(want) || len(want) == 0 {
				t.Errorf("quests %d: got %d rows, want %d:\n got %s\nwant %s", i, len(got), len(want), Text(got), Text(want))
			}
		}
	})
}

func singly(all []scope.Quest) [][]scope.Quest {
	var out [][]scope.Quest
	for _, q := range all {
		out = append(out, []scope.Quest{q})
	}
	return out
}

// Text writes rows so that they can be compared, in any order.
func Text(rows []records.Row) string {
	lines := make([]string, len(rows))
	for i, r := range rows {
		lines[i] = fmt.Sprint(r.Kind, r.Key, r.At.UTC(), r.Until.UTC(), r.Source.Line)
		for _, v := range r.Values {
			lines[i] += fmt.Sprintf(" %s=%s", v.Field, v.Text())
		}
	}
	slices.Sort(lines)
	return fmt.Sprintf("%q", lines)
}

func shut(t *testing.T, src retention.Source) {
	if got, err := all(retention.Ticket{}, src, everything(t)...); !errors.Is(err, scope.ErrZero) || len(got) > 0 {
		t.Errorf("the zero ticket: %d rows, %v", len(got), err)
	}
	other, err := ledger.Open(ledger.NewMemory(), ledgertest.Key(2), ledgertest.Origin)
	if err != nil {
		t.Fatal(err)
	}
	h, w, err := retention.Lookup(context.Background(), Open(t, other, "private", asks(t)["calls"]...).Permit(t, scope.Lookup), src, &Spool{})
	if !errors.Is(err, scope.ErrLedger) || !h.Zero() || !w.Zero() {
		t.Errorf("a private ledger: %v", err)
	}
}

func stopped(t *testing.T, log *ledger.Log, src retention.Source) {
	d := Open(t, log, "stopped", asks(t)["calls"]...)
	withTicket(t, context.Background(), d, func(k retention.Ticket) {
		d.Withdraw(t)
		if got, err := all(k, src, everything(t)...); !errors.Is(err, scope.ErrStopped) {
			t.Errorf("%d rows after the stop, %v", len(got), err)
		}
	})
}

func givenUp(t *testing.T, log *ledger.Log, src retention.Source) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	withTicket(t, ctx, Open(t, log, "given-up", asks(t)["calls"]...), func(k retention.Ticket) {
		cancel()
		if got, err := all(k, src, everything(t)...); !errors.Is(err, context.Canceled) {
			t.Errorf("%d rows after the caller gave up, %v", len(got), err)
		}
	})
}

func enough(t *testing.T, log *ledger.Log, src retention.Source) {
	withTicket(t, context.Background(), Open(t, log, "enough", asks(t)["calls"]...), func(k retention.Ticket) {
		n := 0
		for _, err := range src.Rows(k, everything(t)) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == 2 {
				break
			}
		}
		if n != 2 {
			t.Errorf("%d rows, want to stop after 2", n)
		}
	})
}
