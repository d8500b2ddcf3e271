package scope_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"writ/law"
	"writ/records"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

// row makes a record; its key is made from everything in it.
func row(t testing.TB, k records.Kind, at, until time.Time, values ...records.Value) records.Row {
	t.Helper()
	parts := []string{string(k), at.String(), until.String()}
	for _, v := range values {
		parts = append(parts, string(v.Field), v.Text())
	}
	return must(records.New(k, records.KeyOf("test", parts...), at, until, values...))(t)
}

func call(t testing.TB, at time.Time, from, to, answered string) records.Row {
	t.Helper()
	return row(t, records.Call, at, time.Time{}, records.V(records.Caller, from), records.V(records.Callee, to), records.V(records.Answered, answered),
		records.V(records.CallerIP, "192.0.2.1"), records.V(records.Start, at.Format(time.RFC3339Nano)))
}

// line is a line of the subscriber register.
func line(t testing.TB, account string, from, until time.Time, more ...records.Value) records.Row {
	t.Helper()
	return row(t, records.Customer, from, until, append(more, records.V(records.Account, account))...)
}

// month is two calls a day for forty days: one of the number asked for, one of others.
func month(t testing.TB) []records.Row {
	t.Helper()
	var out []records.Row
	for day := range 40 {
		at := january.AddDate(0, 0, day)
		out = append(out, call(t, at, number, "+12025550150", "yes"), call(t, at, "+12025550999", "+12025550150", "yes"))
	}
	return out
}

// everything is a source that holds nothing back: the sieve alone decides.
func (h *house) everything(rows []records.Row) retention.Source {
	return greedy{retentiontest.Memory{ID: h.log.ID(), Held: rows}}
}

func (h *house) lookUp(d law.Decision, rows []records.Row) (scope.Harvest, scope.Work, error) {
	p, err := h.issue(d, scope.Lookup)
	if err != nil {
		return scope.Harvest{}, scope.Work{}, err
	}
	return retention.Lookup(context.Background(), p, h.everything(rows), &retentiontest.Spool{})
}

// leaves gives what leaves of the rows, as text: ask, kind and the fields.
func (h *house) leaves(d law.Decision, rows []records.Row) []string {
	h.t.Helper()
	hv, _, err := h.lookUp(d, rows)
	if err != nil {
		h.t.Fatal(err)
	}
	return texts(h.t, hv)
}

func texts(t testing.TB, hv scope.Harvest) []string {
	t.Helper()
	var out []string
	for j, err := range hv.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		s := fmt.Sprintf("%d %s %s", j.Ask, j.Kind, j.At.Format(time.RFC3339))
		for _, v := range j.Values {
			s += fmt.Sprintf(" %s=%s", v.Field, v.Text())
		}
		out = append(out, s)
	}
	return out
}
