package law_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"writ/law"
)

// TestADutyRoundedToTheYearEndsWithTheYear: the first instant of the next year lies after it.
func TestADutyRoundedToTheYearEndsWithTheYear(t *testing.T) {
	s := invented(t, strings.Replace(ruritania, "- id: calls\n", "- id: people\n  categories: [subscriber]\n  services: [telephony]\n  period: P1Y\n  runs-from: facts.ended\n  round: year-end\n  provision: Post Act art. 10\n  because: people are kept to the end of the next year\n- id: calls\n", 1))
	d := inventedDemand(t, "CATEGORY", "subscriber")
	d.Asks[0].Window = nil
	d.Instrument.Facts = map[string]any{"ended": "2024-05-20"}
	turn := time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC) // midnight in Prague
	d.Instrument.Issued, d.Instrument.Served = ptr(stamp(t, "2025-12-30")), ptr(stamp(t, "2025-12-30"))
	for at, want := range map[time.Time]string{turn.Add(-time.Nanosecond): "must-release", turn: "release"} {
		d.At = at
		if got, _ := law.AnswerName(only(t, decide(t, d, s)).Answer); got != want {
			t.Errorf("at %v: %s, want %s", at, got, want)
		}
	}
}

// TestTheDayOfAReliefIsTheEarliestOfItsAsks, in whatever order they stand; an ask for which there is none takes it from
// no other.
func TestTheDayOfAReliefIsTheEarliestOfItsAsks(t *testing.T) {
	s := invented(t, ruritania+"relief:\n- {id: plead, is: modify, decides: the Crown, last-day: {of: end, plus: P10D, count: after}, provision: Post Act art. 30, because: it burdens}\n")
	d := inventedDemand(t, "CATEGORY", "call-records")
	ask := func(end string) law.Ask {
		a := d.Asks[0]
		a.Window = &law.StatedWindow{From: a.Window.From, To: ptr(stamp(t, end))}
		return a
	}
	late, early, none := ask("2026-02-01T00:00:00+01:00"), ask("2026-01-10T00:00:00+01:00"), d.Asks[0]
	none.Window = nil
	for _, asks := range [][]law.Ask{{late, early}, {early, late}, {early, none}, {none, early}, {late, none, early}} {
		d.Asks = asks
		r := reliefOf(decide(t, d, s), "plead")
		if r == nil || r.By.Format(time.DateOnly) != "2026-01-21" {
			t.Fatalf("%d asks: %+v", len(asks), r)
		}
	}
}

// TestOpeningsJudgedByDifferentDaysMayBothHold: one judged by the paper's day and one by the day of the decision overlap,
// however far their own days lie apart.
func TestOpeningsJudgedByDifferentDaysMayBothHold(t *testing.T) {
	const whole = "  - {categories: [traffic], certainty: uncertain, provision: Post Act art. 4}\n"
	parted := func(by string) error {
		two := "  - {id: old, categories: [traffic], provision: Post Act art. 4, to: 2021-01-01}\n  - {id: new, categories: [traffic], provision: Post Act art. 4, from: 2025-01-01" + by + "}\n"
		_, err := law.Load(fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(strings.Replace(ruritania, whole, two, 1))}})
		return err
	}
	if err := parted(""); err != nil {
		t.Errorf("both by the paper's day, apart: %v", err)
	}
	if err := parted(", by: at"); err == nil || !strings.Contains(err.Error(), "overlapping rules") {
		t.Errorf("by different days: %v", err)
	}
}

// TestNoWayIsToldTwice: what would change an outcome is listed once.
func TestNoWayIsToldTwice(t *testing.T) {
	s, told := packs(t), 0
	for i, c := range allCases(t) {
		if i%12 != 0 {
			continue
		}
		ways, err := law.WhatIf(c.Demand, s)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, w := range ways {
			said := strings.Join(slices.Concat([]string{string(rune('0' + w.Ask)), string(w.Gives), w.Provision}, w.Changes), "|")
			if seen[said] {
				t.Errorf("%s: %s is told twice", c.ID, said)
			}
			seen[said] = true
			told++
		}
	}
	if told < 100 {
		t.Errorf("only %d ways were told", told)
	}
}
