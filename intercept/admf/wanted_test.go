package admf

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/intercept"
)

func day(n int) time.Time { return noon.AddDate(0, 0, n) }

func TestWhatIsWantedAtAnInstant(t *testing.T) {
	iri, cc := intercept.IRIOnly, intercept.IRIAndCC
	span := func(name string, from, until int, d intercept.Deliver) Span {
		return Span{name, 1, day(from), day(until), d}
	}
	a, b := span("a", 0, 10, cc), span("b", 10, 20, cc)
	for _, tc := range []struct {
		name        string
		spans       []Span
		fallen      string // the case that stands no more
		at          time.Time
		from, until int // days; 0, 0: nothing is wanted
		deliver     intercept.Deliver
	}{
		{"before its start it is wanted already", []Span{b}, "", day(0), 10, 20, cc},
		{"inside", []Span{a}, "", day(5), 0, 10, cc},
		{"a nanosecond before its end", []Span{a}, "", day(10).Add(-1), 0, 10, cc},
		{"the end itself is out", []Span{a}, "", day(10), 0, 0, 0},
		{"stopped", []Span{a}, "a", day(5), 0, 0, 0},
		{"one follows without a gap", []Span{a, b}, "", day(5), 0, 20, cc},
		{"the one that follows falls away", []Span{a, b}, "b", day(5), 0, 10, cc},
		{"the first falls away: the next has not begun", []Span{a, b}, "a", day(5), 10, 20, cc},
		{"the next holds by itself", []Span{a, b}, "", day(12), 10, 20, cc},
		{"one follows after a gap", []Span{a, span("c", 11, 20, cc)}, "", day(5), 0, 10, cc},
		{"in the gap", []Span{a, span("c", 11, 20, cc)}, "", day(10), 11, 20, cc},
		{"one that is renewed early", []Span{a, span("c", 4, 30, cc)}, "", day(5), 4, 30, cc},
		{"less follows", []Span{a, span("c", 10, 20, iri)}, "", day(5), 0, 10, cc},
		{"less has followed", []Span{a, span("c", 10, 20, iri)}, "", day(10), 10, 20, iri},
		{"more within less", []Span{span("a", 0, 10, iri), span("c", 3, 5, cc)}, "", day(4), 3, 5, cc},
		{"after it", []Span{span("a", 0, 10, iri), span("c", 3, 5, cc)}, "", day(5), 0, 10, iri},
		{"three in a row", []Span{b, a, span("c", 20, 25, cc)}, "", day(0), 0, 25, cc},
		{"nothing at all", nil, "", day(0), 0, 0, 0},
	} {
		tap := Tap{XID: intercept.XID{1}, Spans: tc.spans}
		got, on := tap.Wanted(tc.at, func(s Span) bool { return s.Case != tc.fallen })
		if on != (tc.until != 0) || on && (!got.From.Equal(day(tc.from)) || !got.Until.Equal(day(tc.until)) || got.Deliver != tc.deliver) {
			t.Errorf("%s: %v to %v, %v, %v", tc.name, got.From, got.Until, got.Deliver, on)
		}
	}
}

// TestNothingIsWantedWithoutAuthority: each microsecond that is wanted lies in a span that stands and delivers as much, and where such a
// span holds now something is wanted.
func TestNothingIsWantedWithoutAuthority(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tap, standing := Tap{XID: intercept.XID{1}}, map[string]bool{}
		for n := range rapid.IntRange(0, 5).Draw(t, "spans") {
			from := rapid.IntRange(0, 12).Draw(t, "from")
			name := string(rune('a' + n))
			tap.Spans = append(tap.Spans, Span{name, 1, day(from), day(from + rapid.IntRange(1, 6).Draw(t, "days")), intercept.Deliver(rapid.IntRange(1, 2).Draw(t, "deliver"))})
			standing[name] = rapid.Bool().Draw(t, "stands")
		}
		now := day(rapid.IntRange(0, 18).Draw(t, "now"))
		covered := func(at time.Time, least intercept.Deliver) bool {
			for _, s := range tap.Spans {
				if standing[s.Case] && s.Deliver >= least && !at.Before(s.From) && at.Before(s.Until) {
					return true
				}
			}
			return false
		}
		task, on := tap.Wanted(now, func(s Span) bool { return standing[s.Case] })
		if covered(now, intercept.IRIOnly) != (on && task.Holds(now)) {
			t.Fatalf("wanted %v at %v", on, now)
		}
		if on && covered(now, intercept.IRIAndCC) != (task.Deliver == intercept.IRIAndCC) && task.Holds(now) {
			t.Fatalf("delivers %v", task.Deliver)
		}
		for at := task.From; on && at.Before(task.Until); at = at.Add(12 * time.Hour) {
			if !covered(at, task.Deliver) {
				t.Fatalf("%v of %v to %v lies in no authority", at, task.From, task.Until)
			}
		}
	})
}
