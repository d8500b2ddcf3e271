package segments

import (
	"errors"
	"testing"
	"time"

	"writ"
	"writ/records"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

func window(t *testing.T, from, to string) writ.Window {
	t.Helper()
	var at [2]time.Time
	for i, s := range []string{from, to} {
		var err error
		if at[i], err = time.Parse(time.RFC3339, s); err != nil {
			t.Fatal(err)
		}
	}
	w, err := writ.NewWindow(at[0], at[1])
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestTheDaysReadAreThoseOfEverySpan(t *testing.T) {
	who, err := writ.ParseIdentifier(writ.E164, "+12025550123")
	if err != nil {
		t.Fatal(err)
	}
	early, late := window(t, "2026-01-03T00:00:00Z", "2026-01-05T00:00:00Z"), window(t, "2026-02-03T12:00:00Z", "2026-02-05T00:00:01Z")
	for _, tc := range []struct {
		name     string
		class    records.Class
		spans    []writ.Window
		from, to string
	}{
		{"the day on which a span ends is left out where it ends at midnight", "calls", []writ.Window{early}, "2026-01-03", "2026-01-04"},
		{"and read where it ends a second later", "calls", []writ.Window{late}, "2026-02-03", "2026-02-05"},
		{"two spans are read from the first day to the last, in this order", "calls", []writ.Window{early, late}, "2026-01-03", "2026-02-05"},
		{"and in the other", "calls", []writ.Window{late, early}, "2026-01-03", "2026-02-05"},
		{"one without a span reads every day", "calls", []writ.Window{early, {}}, "", ""},
		{"a state may have begun long before", "customers", []writ.Window{early}, "", "2026-01-04"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var quests []scope.Quest
			for _, w := range tc.spans {
				quests = append(quests, scope.Quest{Kinds: records.Kinds(), Names: []writ.Identifier{who}, Span: w})
			}
			if from, to := questionOf(tc.class, quests).dates(); from != tc.from || to != tc.to {
				t.Errorf("%s to %s, want %s to %s", from, to, tc.from, tc.to)
			}
		})
	}
}

func TestWorkThatTakesLongAsksAgainAndAgain(t *testing.T) {
	now, asked := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 0
	p := &pulse{ask: func() error { asked++; return nil }, clock: func() time.Time { return now }}
	for range 100 {
		if err := p.beat(); err != nil {
			t.Fatal(err)
		}
		now = now.Add(retention.Patience / 4)
	}
	if asked != 25 {
		t.Errorf("asked %d times, want once in four beats", asked)
	}
}

func TestAStopEndsTheReadingOfOneLongSegment(t *testing.T) {
	f, m := folder(t), newMemory()
	m.store(t, f, retentiontest.Rows(t))
	who, err := writ.ParseIdentifier(writ.E164, "+12025550123")
	if err != nil {
		t.Fatal(err)
	}
	stop, beats := errors.New("stopped"), 0
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	live := &pulse{clock: func() time.Time { now = now.Add(retention.Patience); return now }, ask: func() error {
		if beats++; beats > 3 {
			return stop
		}
		return nil
	}}
	s := &Source{folder: f, cat: m, open: m.open}
	rows := 0
	err = s.read(t.Context(), live, []scope.Quest{{Kinds: []records.Kind{records.Call}, Names: []writ.Identifier{who}}},
		func(records.Row) bool { rows++; return true })
	if !errors.Is(err, stop) || rows > 0 {
		t.Errorf("%d rows, %v: the first segment alone has more pages than it may read", rows, err)
	}
}
