package retentiontest

import (
	"fmt"
	"testing"
	"time"

	"writ"
	"writ/records"
)

// Rows make a small provider: two customers and a number that changed hands between them, calls between them and to
// others, and two lines that were given the same address one after the other. They are stored as any others.
func Rows(t testing.TB) []records.Row {
	b := &builder{t: t}
	b.customer("A-1", "", "2024-01-01T00:00:00Z", "2026-01-15T12:00:00Z", records.V(records.Number, ann), records.V(records.User, "ann@isp.example"))
	b.customer("A-1", "ann", "2024-01-01T00:00:00Z", "", records.V(records.Number, annOther), records.V(records.FullName, "Ann Other"))
	b.customer("B-2", "", "2026-01-15T12:00:00Z", "", records.V(records.Number, ann), records.V(records.User, "bob@isp.example"))
	b.customer("C-3", "", "2020-01-01T00:00:00Z", "", records.V(records.Number, carol))
	for day := range 40 {
		at := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, day)
		b.call(at, ann, carol, "yes")
		b.call(at.Add(time.Hour), carol, ann, []string{"yes", "no"}[day%2])
		b.call(at.Add(2*time.Hour), carol, "+12025550199", "yes")
		b.call(at.Add(3*time.Hour), ann, annOther, "yes")
	}
	b.session("2026-01-02T00:00:00Z", "start", "s1", "ann@isp.example", "198.51.100.7")
	b.session("2026-01-02T06:00:00Z", "interim", "s1", "ann@isp.example", "198.51.100.7")
	b.session("2026-01-03T00:00:00Z", "start", "s2", "bob@isp.example", "198.51.100.7") // ends s1 by implication
	b.session("2026-01-20T00:00:00Z", "stop", "s2", "bob@isp.example", "198.51.100.7")
	b.session("2026-01-05T00:00:00Z", "start", "s3", "ann@isp.example", "198.51.100.8")
	return b.rows
}

// Names that [Rows] hold.
const (
	ann      = "+12025550123"
	annOther = "+12025550124"
	carol    = "+12025550150"
)

type builder struct {
	t    testing.TB
	rows []records.Row
}

func (b *builder) add(k records.Kind, at, until time.Time, values ...records.Value) {
	b.t.Helper()
	r, err := records.New(k, records.KeyOf("test", fmt.Sprint(len(b.rows))), at, until, values...)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Source = records.Source{Feed: "test", Line: int64(len(b.rows) + 1)}
	b.rows = append(b.rows, r)
}

func (b *builder) customer(account, user, from, until string, more ...records.Value) {
	b.t.Helper()
	values := append(more, records.V(records.Account, account), records.V(records.From, from), records.V(records.Until, until))
	if user != "" {
		values = append(values, records.V(records.Email, user+"@mail.example"))
	}
	b.add(records.Customer, instant(b.t, from), instant(b.t, until), values...)
}

func (b *builder) call(at time.Time, from, to, answered string) {
	b.t.Helper()
	b.add(records.Call, at, time.Time{}, records.V(records.Caller, from), records.V(records.Callee, to), records.V(records.Dialled, to),
		records.V(records.Answered, answered), records.V(records.Start, at.Format(time.RFC3339Nano)))
}

func (b *builder) session(at, event, id, user, address string) {
	b.t.Helper()
	b.add(records.Session, instant(b.t, at), time.Time{}, records.V(records.Event, event), records.V(records.SessionID, id),
		records.V(records.User, user), records.V(records.Address, address), records.V(records.Start, at))
}

func instant(t testing.TB, s string) time.Time {
	t.Helper()
	if s == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func id(t testing.TB, k writ.Kind, s string) writ.Identifier {
	t.Helper()
	out, err := writ.ParseIdentifier(k, s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
