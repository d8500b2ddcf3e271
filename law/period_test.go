package law_test

import (
	"strings"
	"testing"

	"writ"
	"writ/law"
)

// namesKept is Ruritania with a duty to keep who had a number; terms says how.
func namesKept(t *testing.T, terms string) *law.Set {
	t.Helper()
	return invented(t, strings.Replace(ruritania, beforeDuty, beforeDuty+"- {id: names, categories: [subscriber], services: [telephony], period: P12M, provision: Post Act art. 80, "+terms+"}\n", 1))
}

// TestADutyThatRunsFromAnEventEndsWithItsPeriodOrItsYear: the decision is of 2 March 2026, at ten.
func TestADutyThatRunsFromAnEventEndsWithItsPeriodOrItsYear(t *testing.T) {
	const byDay, byYear = "runs-from: facts.ended", "runs-from: facts.ended, round: year-end"
	for _, tc := range []struct{ name, terms, ended, held, lost string }{
		{"a year and ten hours ago", byDay, "2025-03-02", "release", "not-held"},
		{"a day less", byDay, "2025-03-03", "must-release", "default"},
		{"a year ago to the second", byDay, "2025-03-02T10:00:00+01:00", "release", "not-held"},
		{"and a second less", byDay, "2025-03-02T10:00:01+01:00", "must-release", "default"},
		{"it still runs where it is not said to have begun", byDay, "", "must-release", "default"},
		{"the end of the year, where the law rounds", byYear, "2025-01-01", "must-release", "default"},
		{"of the year before", byYear, "2024-12-31", "release", "not-held"},
		{"what was never collected had not to be kept", "only-collected: true", "", "must-release", "not-held"},
		{"a purpose that the duty does not serve", "purpose: {facts.tax: true}", "", "release", "not-held"},
		{"a duty that is uncertain", "certainty: uncertain", "", "release", "refer"},
		{"one that binds another service", "when: {service: sms}", "", "release", "not-held"},
		{"one that is no law yet", "from: 2026-03-03", "", "release", "not-held"},
		{"one that is law from today", "from: 2026-03-02", "", "must-release", "default"},
		{"one that was law until today", "to: 2026-03-02", "", "must-release", "default"},
		{"one that was law until yesterday", "to: 2026-03-01", "", "release", "not-held"},
	} {
		s := namesKept(t, tc.terms)
		d := inventedDemand(t, "CATEGORY", "subscriber")
		d.Asks[0].Window = nil
		if tc.ended != "" {
			d.Instrument.Facts = map[string]any{"ended": tc.ended}
		}
		held := onlyAnswer(t, d, s)
		delete(d.Provider.Keeps, writ.Subscriber)
		if lost := onlyAnswer(t, d, s); held != tc.held || lost != tc.lost {
			t.Errorf("%s: held %s, not held %s", tc.name, held, lost)
		}
	}
}

// TestWhatLeavesAndWhatFailsRestsOnTheDutyToo: the rule of the duty stands beside that of the instrument, or before it.
func TestWhatLeavesAndWhatFailsRestsOnTheDutyToo(t *testing.T) {
	because := func(o law.Outcome) (out []string) {
		for _, g := range o.Grounds {
			out = append(out, g.Rule[strings.LastIndexByte(g.Rule, '/')+1:]+": "+g.Because)
		}
		return out
	}
	for _, tc := range []struct{ name, terms, keeps, want string }{
		{"held", "because: a year of names", "P5Y", "opens-1: the instrument is of this kind: Royal writ; it reaches this category; names: a year of names"},
		{"held, and the duty does not say why", "only-collected: false", "P5Y", "opens-1: the instrument is of this kind: Royal writ; it reaches this category; names: it had to be kept"},
		{"lost", "because: a year of names", "", "names: a year of names; opens-1: the instrument is of this kind: Royal writ; it reaches this category"},
		{"lost, and the duty does not say why", "only-collected: false", "", "names: it had to be kept, and is not; opens-1: the instrument is of this kind: Royal writ; it reaches this category"},
		{"never collected", "only-collected: true", "", "opens-1: it is not kept, and no law said to keep it; names: the duty to keep does not reach it"},
		{"in doubt", "certainty: uncertain", "", "names: it is not kept, and whether it had to be kept is uncertain"},
	} {
		d := inventedDemand(t, "CATEGORY", "subscriber")
		d.Asks[0].Window = nil
		if tc.keeps == "" {
			delete(d.Provider.Keeps, writ.Subscriber)
		}
		if got := strings.Join(because(only(t, decide(t, d, namesKept(t, tc.terms)))), "; "); got != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", tc.name, got, tc.want)
		}
	}
}

// TestAWindowIsAnsweredPartByPart: six months of calls are held, a year of them had to be.
func TestAWindowIsAnsweredPartByPart(t *testing.T) {
	for _, tc := range []struct{ name, keeps, from, to, want, begins, short string }{
		{"the newest part leaves, the rest is a default", "P6M", "2025-08-01", "2025-10-01", "must-release", "2025-09-02T10:00:00+02:00", "default"},
		{"a part that nobody had to keep", "P14M", "2025-01-15", "2025-10-01", "release", "2025-01-15T00:00:00+01:00", ""},
		{"all of it within the duty", "P14M", "2025-03-03", "2025-10-01", "must-release", "2025-03-03T00:00:00+01:00", ""},
		{"a default, and before it what nobody had to keep", "P1M", "2025-01-15", "2025-10-01", "default", "", ""},
		{"all before anyone had to keep it", "P1M", "2025-01-15", "2025-02-01", "not-held", "", ""},
	} {
		d := inventedDemand(t, "CATEGORY", "call-records", "call-records: P6M", "call-records: "+tc.keeps)
		*d.Asks[0].Window = law.StatedWindow{From: ptr(stamp(t, tc.from+"T00:00:00"+offset(tc.from))), To: ptr(stamp(t, tc.to+"T00:00:00+02:00"))}
		o := only(t, decide(t, d, invented(t, ruritania)))
		var short []string
		for _, s := range o.Shortfall {
			short = append(short, s.Kind)
		}
		name, _ := law.AnswerName(o.Answer)
		if name != tc.want || strings.Join(short, " ") != tc.short || tc.begins != "" && !o.Window.From().Equal(stamp(t, tc.begins).Time) || (tc.begins == "") != o.Window.IsZero() {
			t.Errorf("%s: %s from %v without %v", tc.name, name, o.Window.From(), short)
		}
	}
}

// offset is that of Ruritania's clocks at the beginning of a day of 2025.
func offset(day string) string {
	if day > "2025-03-30" && day < "2025-10-26" {
		return "+02:00"
	}
	return "+01:00"
}
