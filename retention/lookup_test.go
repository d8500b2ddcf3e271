package retention_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
	"writ/law"
	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/records"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

var day0 = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// The world is small, so that names change hands, clash and lead to each other.
var (
	numbers   = []string{"+12025550101", "+12025550102", "+12025550103", "+12025550104"}
	users     = []string{"u1@isp.example", "u2@isp.example", "u3@isp.example", "u4@isp.example"}
	addresses = []string{"198.51.100.1", "198.51.100.2", "2001:db8:1::7"}
	prefixes  = []string{"2001:db8:1::/56", "2001:db8:2::/56"}
	accounts  = []string{"A", "B", "C"}
)

func instant(t *rapid.T, what string) time.Time {
	return day0.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, what)) * 12 * time.Hour)
}

func maybe(t *rapid.T, f records.Field, from []string) records.Value {
	return records.V(f, rapid.SampledFrom(append(from, "")).Draw(t, string(f)))
}

func aRow(t *rapid.T, n int) records.Row {
	at, until := instant(t, "at"), time.Time{}
	var kind records.Kind
	var values []records.Value
	switch rapid.IntRange(0, 2).Draw(t, "kind") {
	case 0:
		kind = records.Call
		values = []records.Value{maybe(t, records.Caller, numbers), maybe(t, records.Callee, numbers), records.V(records.Answered, "yes"), records.V(records.Codec, "x")}
	case 1:
		kind = records.Session
		values = []records.Value{maybe(t, records.User, users), maybe(t, records.Address, addresses), maybe(t, records.Prefix, prefixes),
			records.V(records.SessionID, rapid.SampledFrom([]string{"s1", "s2", "s3", "s4"}).Draw(t, "session")),
			records.V(records.Event, rapid.SampledFrom([]string{"start", "stop"}).Draw(t, "event"))}
	case 2:
		kind = records.Customer
		at = at.Add(time.Duration(n) * time.Second) // two ends of one line are a register that contradicts itself
		if rapid.Bool().Draw(t, "ended") {
			until = at.Add(time.Duration(rapid.IntRange(1, 40).Draw(t, "lasted")) * 12 * time.Hour)
		}
		values = []records.Value{records.V(records.Account, rapid.SampledFrom(accounts).Draw(t, "account")), maybe(t, records.Number, numbers),
			maybe(t, records.User, users), maybe(t, records.Address, addresses), records.V(records.FullName, "Somebody")}
	}
	r, err := records.New(kind, records.KeyOf("test", fmt.Sprint(n)), at, until, values...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func anAsk(t *rapid.T) law.Ask {
	c := rapid.SampledFrom([]writ.Category{writ.CallRecords, writ.Subscriber, writ.SessionRecords, writ.IPAssignment, writ.Traffic}).Draw(t, "category")
	kinds := map[writ.Kind][]string{writ.E164: numbers, writ.NAI: users, writ.IP: addresses, writ.IPv6Prefix: prefixes, writ.Account: accounts,
		writ.IPPortTime: {"198.51.100.1:4000@2026-01-10T06:00:00Z", "198.51.100.2:4000@2026-01-20T06:00:00Z", "[2001:db8:1::7]:4000@2026-01-12T06:00:00Z"}}
	var ids []writ.Identifier
	for range rapid.IntRange(1, 2).Draw(t, "identifiers") {
		k := rapid.SampledFrom([]writ.Kind{writ.E164, writ.NAI, writ.IP, writ.IPv6Prefix, writ.Account, writ.IPPortTime}).Draw(t, "kind")
		id, err := writ.ParseIdentifier(k, rapid.SampledFrom(kinds[k]).Draw(t, "name"))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	from := instant(t, "from")
	return retentiontest.Ask(c, from, from.Add(time.Duration(rapid.IntRange(1, 40).Draw(t, "length"))*12*time.Hour), ids...)
}

// everythingSifted is the oracle: all rows and all that can be derived of them before the sieve, all tenures known.
func everythingSifted(t testing.TB, p scope.Permit, rows []records.Row) scope.Harvest {
	t.Helper()
	w, err := p.Spend(scope.Lookup)
	if err != nil {
		t.Fatal(err)
	}
	all := append(slices.Clone(rows), records.Assignments(rows)...)
	slices.SortFunc(all, func(a, b records.Row) int { return cmp.Or(a.At.Compare(b.At), bytes.Compare(a.Key[:], b.Key[:])) })
	var tenures []records.Tenure
	for _, r := range all {
		tenures = append(tenures, r.Tenures()...)
	}
	s, err := scope.NewSift(w, tenures, &retentiontest.Spool{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if err := s.Take(r); err != nil {
			t.Fatal(err)
		}
	}
	h, err := s.Close()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func textOf(t testing.TB, h scope.Harvest) []string {
	t.Helper()
	var out []string
	for j, err := range h.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		line := fmt.Sprint(j.Ask, j.Kind, j.Key, j.At, j.Until, j.Why.Field, j.Why.Holder)
		for _, v := range j.Values {
			line += fmt.Sprintf(" %s=%s", v.Field, v.Text())
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

func TestReadingOnlyWhatIsSoughtLosesNothing(t *testing.T) {
	log := ledgertest.New(t)
	n, left, unclear := 0, 0, 0
	for range 4 { // what a step forgets shows in one case of two hundred
		rapid.Check(t, func(rt *rapid.T) { n++; loses(t, log, n, rt, &left, &unclear) })
	}
	t.Logf("%d cases: %d rows left, %d asks unclear", n, left, unclear)
	if left < n/4 || unclear < n/20 {
		t.Error("the cases are of one sort only")
	}
}

func loses(t *testing.T, log *ledger.Log, n int, rt *rapid.T, left, unclear *int) {
	var rows []records.Row
	for range rapid.IntRange(5, 40).Draw(rt, "rows") {
		rows = append(rows, aRow(rt, len(rows)))
	}
	asks := rapid.SliceOfN(rapid.Custom(anAsk), 1, 3).Draw(rt, "asks")
	d := retentiontest.Open(t, log, fmt.Sprint("case-", n), asks...)
	want := everythingSifted(t, d.Permit(t, scope.Lookup), rows)
	got, w, err := retention.Lookup(context.Background(), d.Permit(t, scope.Lookup), retentiontest.Memory{ID: log.ID(), Held: rows}, &retentiontest.Spool{})
	if err != nil || w.Zero() {
		rt.Fatal(err)
	}
	if g, w := textOf(t, got), textOf(t, want); !slices.Equal(g, w) {
		rt.Fatalf("%d rows left, want %d; stayed %v, want %v; unclear %v, want %v\n got %q\nwant %q", len(g), len(w), got.Stayed(), want.Stayed(), got.Findings(), want.Findings(), g, w)
	}
	if fmt.Sprint(got.Findings()) != fmt.Sprint(want.Findings()) {
		rt.Fatalf("findings %v, want %v", got.Findings(), want.Findings())
	}
	examined, out, _ := got.Tally()
	if all, _, _ := want.Tally(); examined > all {
		rt.Fatalf("%d rows examined of %d: one was offered twice", examined, all)
	}
	*left += int(out)
	*unclear += len(got.Findings())
}

// endless yields the same row for ever, and says how many it gave.
type endless struct {
	row  records.Row
	n    *int
	stop func()
}

func (e endless) Rows(t retention.Ticket, quests []scope.Quest) iter.Seq2[records.Row, error] {
	return func(yield func(records.Row, error) bool) {
		if !slices.Contains(quests[0].Kinds, records.Call) {
			return
		}
		for {
			if *e.n++; *e.n == 10 {
				e.stop()
			}
			if !yield(e.row, nil) {
				return
			}
		}
	}
}

func TestAStopEndsALookupWhoseSourceNeverAsks(t *testing.T) {
	var call records.Row
	for _, r := range retentiontest.Rows(t) {
		if r.Kind == records.Call {
			call = r
			break
		}
	}
	who, err := writ.ParseIdentifier(writ.E164, call.Get(records.Caller))
	if err != nil {
		t.Fatal(err)
	}
	ask := retentiontest.Ask(writ.CallRecords, day0, day0.AddDate(0, 0, 7), who)
	for name, tc := range map[string]struct {
		stop func(d *retentiontest.Door, cancel func())
		want error
	}{
		"the case is withdrawn": {func(d *retentiontest.Door, _ func()) { d.Withdraw(t) }, scope.ErrStopped},
		"the caller gives up":   {func(_ *retentiontest.Door, cancel func()) { cancel() }, context.Canceled},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			d := retentiontest.Open(t, ledgertest.New(t), "case", ask)
			n := 0
			h, w, err := retention.Lookup(ctx, d.Permit(t, scope.Lookup), endless{call, &n, func() { tc.stop(d, cancel) }}, &retentiontest.Spool{})
			if !errors.Is(err, tc.want) || !h.Zero() || !w.Zero() {
				t.Errorf("%v", err)
			}
			if n > 3000 {
				t.Errorf("%d rows after the stop", n)
			}
		})
	}
}

func TestAPermitIsSpentOnceAndForItsActionOnly(t *testing.T) {
	log := ledgertest.New(t)
	who, err := writ.ParseIdentifier(writ.E164, numbers[0])
	if err != nil {
		t.Fatal(err)
	}
	d := retentiontest.Open(t, log, "case", retentiontest.Ask(writ.CallRecords, day0, day0.AddDate(0, 0, 7), who))
	src, ctx := retentiontest.Memory{ID: log.ID()}, context.Background()
	p := d.Permit(t, scope.Lookup)
	if _, _, err := retention.Survey(ctx, p, src); !errors.Is(err, scope.ErrWrong) {
		t.Errorf("a permit to look up counted: %v", err)
	}
	if _, _, err := retention.Lookup(ctx, p, src, nil); !errors.Is(err, scope.ErrZero) {
		t.Errorf("no spool: %v", err)
	}
	if _, _, err := retention.Lookup(ctx, p, nil, &retentiontest.Spool{}); !errors.Is(err, scope.ErrZero) {
		t.Errorf("no source: %v", err)
	}
	if _, _, err := retention.Lookup(ctx, p, src, &retentiontest.Spool{}); err != nil {
		t.Error(err)
	}
	if _, _, err := retention.Lookup(ctx, p, src, &retentiontest.Spool{}); !errors.Is(err, scope.ErrSpent) {
		t.Errorf("spent twice: %v", err)
	}
	h, _, err := retention.Survey(ctx, d.Permit(t, scope.Count), src)
	if err != nil {
		t.Error(err)
	}
	for range h.Rows() {
		t.Error("a count gave a row")
	}
	if _, _, err := retention.Lookup(ctx, d.Permit(t, scope.Count), src, &retentiontest.Spool{}); !errors.Is(err, scope.ErrWrong) {
		t.Errorf("a permit to count looked up: %v", err)
	}
	if _, _, err := retention.Lookup(ctx, scope.Permit{}, src, &retentiontest.Spool{}); !errors.Is(err, scope.ErrZero) {
		t.Errorf("the zero permit: %v", err)
	}
}

func TestTheZeroTicketDoesNothing(t *testing.T) {
	var k retention.Ticket
	if err := k.Opens(ledgertest.New(t).ID()); !errors.Is(err, scope.ErrZero) {
		t.Error(err)
	}
	if err := k.Live(); !errors.Is(err, scope.ErrZero) {
		t.Error(err)
	}
	if k.Context().Err() == nil {
		t.Error("its context goes on")
	}
}
