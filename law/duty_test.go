package law_test

import (
	"strings"
	"testing"

	"writ/law"
)

// TestANoticeSetsThePeriodOfADuty: the fact sets how long records had to be kept, and never longer than the law.
func TestANoticeSetsThePeriodOfADuty(t *testing.T) {
	s := invented(t, strings.Replace(ruritania, "  period: P12M\n", "  period: P12M\n  period-of: facts.notice\n", 1))
	const held, recent, old, older = "2026-01-01", "2025-08-01", "2025-05-01", "2024-12-01" // six months are held, counted from 2 March 2026
	for _, tc := range []struct{ name, notice, from, want string }{
		{"held, within the notice", "P3M", held, "must-release"},
		{"held, beyond the notice", "P1M", held, "release"},
		{"not held, within the notice", "P12M", old, "default"},
		{"not held, beyond the notice", "P9M", old, "not-held"},
		{"not held, within a shorter notice", "P9M", recent, "default"},
		{"a notice longer than the law allows counts as far as the law", "P36M", old, "default"},
		{"and no further", "P36M", older, "not-held"},
		{"no notice", "", held, "release"},
		{"a notice without a period", "some", old, "not-held"},
	} {
		d := inventedDemand(t, "CATEGORY", "call-records", "FROM", tc.from+"T00:00:00+00:00", "TO", tc.from[:8]+"21T00:00:00+00:00")
		if tc.notice != "" {
			d.Instrument.Facts = map[string]any{"notice": tc.notice}
		}
		if got := onlyAnswer(t, d, s); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

// TestARuleMayLookAtTheWholePaper: what is asked beside it can close an ask.
func TestARuleMayLookAtTheWholePaper(t *testing.T) {
	s := invented(t, strings.Replace(ruritania, "  limits:\n", `  rules:
  - {id: alone, when: {asks: {not: [subscriber]}}, answer: withhold, ground: category-not-provided, provision: Post Act art. 3, because: calls leave beside the name only}
  limits:
`, 1))
	d := inventedDemand(t, "CATEGORY", "call-records")
	if got := onlyAnswer(t, d, s); got != "withhold" {
		t.Errorf("calls alone: %s", got)
	}
	d.Asks = append(d.Asks, law.Ask{Category: "subscriber", Identifiers: d.Asks[0].Identifiers})
	if got := onlyAnswer(t, d, s); got != "must-release" {
		t.Errorf("calls beside the name: %s", got)
	}
}

// onlyAnswer is the answer to the first ask.
func onlyAnswer(t *testing.T, d law.Demand, s *law.Set) string {
	t.Helper()
	for o := range decide(t, d, s).Outcomes() {
		name, _ := law.AnswerName(o.Answer)
		return name
	}
	t.Fatal("no outcome")
	return ""
}
