package writ_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func span(t interface{ Fatal(...any) }, from, to int) writ.Window {
	w, err := writ.NewWindow(noon.Add(time.Duration(from)*time.Second), noon.Add(time.Duration(to)*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestAWindowIsHalfOpen(t *testing.T) {
	w := span(t, 0, 10)
	for _, tc := range []struct {
		name string
		at   time.Time
		want bool
	}{
		{"a nanosecond before the beginning is out", w.From().Add(-1), false},
		{"the beginning is in", w.From(), true},
		{"the beginning in another zone is in", w.From().In(time.FixedZone("x", 3600)), true},
		{"a nanosecond before the end is in", w.To().Add(-1), true},
		{"the end is out", w.To(), false},
	} {
		if got := w.Holds(tc.at); got != tc.want {
			t.Errorf("%s: got %v", tc.name, got)
		}
	}
	if (writ.Window{}).Holds(time.Time{}) || !(writ.Window{}).IsZero() || (writ.Window{}).String() != "no window" {
		t.Error("the zero Window holds something")
	}
	if w.String() != "2026-03-01T12:00:00Z/2026-03-01T12:00:10Z" {
		t.Errorf("got %s", w)
	}
}

func TestAWindowIsNeverEmpty(t *testing.T) {
	for _, length := range []time.Duration{0, -1, -time.Hour} {
		if w, err := writ.NewWindow(noon, noon.Add(length)); !errors.Is(err, writ.ErrWindow) || !w.IsZero() {
			t.Errorf("%s long: got %v, %v", length, w, err)
		}
	}
}

// TestTwoWindowsMeetWhereBothHold compares Meets with Holds at every second.
func TestTwoWindowsMeetWhereBothHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) writ.Window {
			from := rapid.IntRange(0, 20).Draw(t, name)
			return span(t, from, from+rapid.IntRange(1, 10).Draw(t, name+" long"))
		}
		a, b := draw("a"), draw("b")
		both, ok := a.Meets(b)
		other, _ := b.Meets(a)
		some := false
		for s := range 31 {
			at := noon.Add(time.Duration(s) * time.Second)
			want := a.Holds(at) && b.Holds(at)
			some = some || want
			if both.Holds(at) != want {
				t.Fatalf("second %d: got %v", s, !want)
			}
		}
		if ok != some || ok == both.IsZero() || !both.Equal(other) {
			t.Fatalf("met %v, want %v", ok, some)
		}
		if _, ok := a.Meets(writ.Window{}); ok {
			t.Fatal("it meets nothing at all")
		}
	})
}
