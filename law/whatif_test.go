package law_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"writ"
	"writ/law"
)

// ways writes the ways of a demand, a line each.
func ways(t testing.TB, d law.Demand, s *law.Set) []string {
	t.Helper()
	all, err := law.WhatIf(d, s)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, w := range all {
		out = append(out, w.Now+": "+strings.Join(w.Changes, "; and ")+": "+w.Gives+" on "+w.Provision)
	}
	return out
}

// ladder is Ruritania with a stronger writ, and rules that each want something else of the paper.
var ladder = strings.Replace(ruritania, "- type: rt-freeze", `  rules:
  - {id: unseen, check: signature, when: {category: session-records, facts.countersigned-by: {not: [chancellor]}}, answer: withhold, ground: not-validated, provision: Post Act art. 40, because: it lacks the seal}
  - {id: petty, check: offence, when: {category: session-records, none: [{offence.max-years: {at-least: 4}}]}, answer: withhold, ground: offence-threshold, provision: Post Act art. 41, because: it is petty}
  - {id: calm, check: emergency, when: {category: call-records, emergency: {not: [true]}}, answer: withhold, ground: emergency-not-shown, provision: Post Act art. 42, because: no danger}
- type: rt-great-writ
  name: {en: Great writ}
  provision: Post Act art. 50
  issuers:
  - {kinds: [minister, court]}
  opens:
  - {categories: [content], provision: Post Act art. 51}
- type: rt-freeze`, 1)

func TestWhatTheIssuerCouldChangeIsToldSmallestFirst(t *testing.T) {
	s := invented(t, ladder)
	for _, tc := range []struct {
		name   string
		words  []string
		change func(*law.Demand)
		want   []string
	}{
		{"nothing, where all is reached", []string{"CATEGORY", "subscriber"}, nil, nil},
		{"a stronger instrument", []string{"CATEGORY", "content"}, nil, []string{"withhold: another instrument: rt-great-writ (Great writ), given by minister, court: reached on Post Act art. 51"}},
		{"an issuer who may", []string{"CATEGORY", "subscriber", "ISSUER", "police"}, nil, []string{"withhold: the same instrument, given by judge: reached on Post Act art. 3"}},
		{"a signature", []string{"CATEGORY", "subscriber", "SIGNED", "false"}, nil, []string{"clarify: the paper is signed, in the form that the law wants: reached on Post Act art. 3"}},
		{"the emergency", []string{"CATEGORY", "call-records"}, nil, []string{"withhold: the paper states the danger: it is an emergency: reached on Post Act art. 3"}},
		{"an addressee", []string{"CATEGORY", "subscriber"}, func(d *law.Demand) { d.Instrument.Addressee = "other-entity" },
			[]string{"withhold: the paper is addressed to the provider: reached on Post Act art. 3"}},
		{"a period", []string{"CATEGORY", "call-records"}, func(d *law.Demand) { d.Asks[0].Window, d.Instrument.Emergency = nil, ptr(true) },
			[]string{"clarify: the paper states the period: from when until when, with the offset from UTC: reached on Post Act art. 3"}},
		{"a name", []string{"CATEGORY", "subscriber"}, func(d *law.Demand) { d.Asks[0].Identifiers = nil },
			[]string{"clarify: the paper names a person, number or account: reached on Post Act art. 3"}},
		{"a name in full", []string{"CATEGORY", "subscriber"}, func(d *law.Demand) { d.Asks[0].Identifiers[0].Text = "123" },
			[]string{"clarify: each identifier is written in full, in the standard's form: reached on Post Act art. 3"}},
		{"a new paper", []string{"CATEGORY", "subscriber"}, func(d *law.Demand) { d.Instrument.Expires = ptr(stamp(t, "2026-03-01")) },
			[]string{"withhold: a new paper of the same kind is made and served: reached on Post Act art. 3"}},
		{"the lowest threshold, with the fact that another rule names", []string{"CATEGORY", "session-records"}, nil,
			[]string{"withhold: the paper states countersigned-by: chancellor; and the offence stated has a maximum of at least 4 years: reached on Post Act art. 3"}},
		{"the fact alone", []string{"CATEGORY", "session-records"}, func(d *law.Demand) { d.Instrument.Offence = &law.Offence{MaxYears: ptr(9)} },
			[]string{"withhold: the paper states countersigned-by: chancellor: reached on Post Act art. 3"}},
		{"a shorter tap", []string{"CATEGORY", "live-iri", "FROM", "2026-03-02T12:00:00+01:00", "TO", "2026-03-20T00:00:00+01:00"}, nil,
			[]string{"reached in part: the paper states a period of at most 2 days, from now on, and is in force so long: tapped on Post Act art. 5"}},
		{"no one may open it", []string{"CATEGORY", "location"}, nil, nil},
		{"what was to be kept is", []string{"CATEGORY", "call-records", "TYPE", "rt-freeze", "ISSUER", "police"}, nil, nil},
	} {
		d := inventedDemand(t, tc.words...)
		if tc.change != nil {
			tc.change(&d)
		}
		if got := ways(t, d, s); !slices.Equal(got, tc.want) {
			t.Errorf("%s:\n got %q\nwant %q", tc.name, got, tc.want)
		}
	}
}

func TestEachAskOfADemandHasItsOwnWays(t *testing.T) {
	s := invented(t, ladder)
	d := inventedDemand(t, "CATEGORY", "subscriber")
	d.Asks = append(d.Asks, d.Asks[0])
	d.Asks[1].Category = "content"
	all, err := law.WhatIf(d, s)
	if err != nil || len(all) != 1 || all[0].Ask != 2 || all[0].Category != "content" {
		t.Errorf("got %+v, %v", all, err)
	}
}

func TestWhatIfAsksOnlySoundDemands(t *testing.T) {
	if _, err := law.WhatIf(law.Demand{}, packs(t)); err == nil {
		t.Error("the zero demand has ways")
	}
}

// TestWhatIfSaysNothingOfWhatIsHeld: providers that keep everything, nothing, or anything are told the same.
func TestWhatIfSaysNothingOfWhatIsHeld(t *testing.T) {
	s, all := packs(t), allCases(t)
	told := 0
	rapid.Check(t, func(r *rapid.T) {
		d := anyDemand(r, all)
		if len(d.Asks) > 3 {
			d.Asks = d.Asks[:3]
		}
		was := ways(t, d, s)
		told += len(was)
		d.Provider.Keeps = map[writ.Category]writ.Period{}
		if again := ways(t, d, s); !slices.Equal(was, again) {
			r.Fatalf("nothing is kept, and other ways are told:\n%q\n%q", was, again)
		}
		for _, c := range writ.Categories() {
			if p, err := writ.ParsePeriod(rapid.SampledFrom([]string{"P1D", "P6M", "P72M", "P90Y"}).Draw(r, "age")); err == nil {
				d.Provider.Keeps[c] = p
			}
		}
		if again := ways(t, d, s); !slices.Equal(was, again) {
			r.Fatalf("more is kept, and other ways are told:\n%q\n%q", was, again)
		}
	})
	if told == 0 {
		t.Error("no way was ever told")
	}
}

// TestWhatIfNamesNoOne: no sentence holds a text of the paper that a rule does not know.
func TestWhatIfNamesNoOne(t *testing.T) {
	s := packs(t)
	for _, c := range allCases(t)[:60] {
		for _, line := range ways(t, c.Demand, s) {
			for _, a := range c.Demand.Asks {
				for _, id := range a.Identifiers {
					if len(id.Text) > 5 && strings.Contains(line, strings.TrimPrefix(id.Text, "+")) {
						t.Errorf("%s: %s", c.ID, line)
					}
				}
			}
		}
	}
}
