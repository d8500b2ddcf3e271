package law_test

import (
	"slices"
	"strings"
	"testing"

	"writ/law"
)

// barredBy is Ruritania with one rule that withholds session records where a condition holds.
func barredBy(t *testing.T, when string) *law.Set {
	t.Helper()
	return invented(t, strings.Replace(ruritania, "- type: rt-freeze", `  rules:
  - {id: bar, check: person, when: {`+when+`}, answer: withhold, ground: expired, provision: Post Act art. 70, because: so}
- type: rt-freeze`, 1))
}

// TestTheFactThatStandsInTheWayIsTold with a value under which it stands there no more.
func TestTheFactThatStandsInTheWayIsTold(t *testing.T) {
	reached := func(says string) []string { return []string{"withhold: " + says + ": reached on Post Act art. 3"} }
	for _, tc := range []struct {
		name, when string
		facts      map[string]any
		want       []string
	}{
		{"one that may not be stated", "facts.veto: {stated: true}", map[string]any{"veto": "the Crown"}, reached("the paper does not state veto")},
		{"one that must be stated", "facts.seal: {stated: false}", nil, reached("the paper states seal: true")},
		{"one that must be stated, of which the law knows the words", "facts.seal: {stated: false, not: [red]}", nil, reached("the paper states seal: red")},
		{"a truth", "facts.urgent: false", map[string]any{"urgent": false}, reached("the paper states urgent: true")},
		{"a word among others", "facts.office: {not: [chancery, treasury]}", nil, reached("the paper states office: chancery, treasury")},
		{"a word that is another", "facts.office: [chancery]", map[string]any{"office": "chancery"}, reached("the paper states office, and not chancery")},
		{"too few", "facts.count: {under: 5}", map[string]any{"count": 4}, reached("the paper states count: 5")},
		{"at most so many", "facts.count: {at-most: 5}", map[string]any{"count": 4}, reached("the paper states count: 6")},
		{"too many", "facts.count: {at-least: 5}", map[string]any{"count": 9}, reached("the paper states count: 4")},
		{"more than so many", "facts.count: {more-than: 5}", map[string]any{"count": 9}, reached("the paper states count: 5")},
		{"a fact within another", "facts.seal.colour: {not: [red]}", map[string]any{"seal": map[string]any{"age": 3}}, reached("the paper states seal.colour: red")},
		{"a fact within one that is not stated", "facts.seal.colour: {not: [red]}", nil, reached("the paper states seal.colour: red")},
		{"a day that came too soon", "none: [{facts.day: {from: at}}]", map[string]any{"day": "2026-03-01"}, reached("the paper states day: 2026-03-04T10:00:00+01:00")},
		{"a day that came too late", "facts.day: {from: at}", map[string]any{"day": "2026-03-20"}, reached("the paper states day: 2026-02-28T10:00:00+01:00")},
		{"one that must be as another is", "none: [{facts.land: {same-as: issuer-country}}]", map[string]any{"land": "XS"}, reached("the paper states land: XR")},
		{"one of a group", "any: [{facts.a: [x]}]", map[string]any{"a": "x"}, reached("the paper states a, and not x")},
	} {
		d := inventedDemand(t, "CATEGORY", "session-records")
		d.Instrument.Facts = tc.facts
		if got := ways(t, d, barredBy(t, tc.when)); !slices.Equal(got, tc.want) {
			t.Errorf("%s:\n got %q\nwant %q", tc.name, got, tc.want)
		}
	}
}

// TestAFactOnWhichAnOpeningTurnsIsTold as one that bars is.
func TestAFactOnWhichAnOpeningTurnsIsTold(t *testing.T) {
	s := invented(t, strings.Replace(ruritania, "  - {categories: [live-iri], provision", "  - {categories: [payment], when: {facts.tax: true}, provision: Post Act art. 71}\n  - {categories: [live-iri], provision", 1))
	d := inventedDemand(t, "CATEGORY", "payment")
	if got := ways(t, d, s); !slices.Equal(got, []string{"withhold: the paper states tax: true: reached on Post Act art. 71"}) {
		t.Errorf("got %q", got)
	}
	if d.Instrument.Facts != nil {
		t.Error("the demand was changed")
	}
}

// TestWhatTheProviderHoldsIsNothingThatAPaperCanState: facts on which a duty or the age of records turns are left alone.
func TestWhatTheProviderHoldsIsNothingThatAPaperCanState(t *testing.T) {
	const bar = "facts.held: {not: [P1Y]}"
	d := inventedDemand(t, "CATEGORY", "session-records")
	if got := ways(t, d, barredBy(t, bar)); len(got) != 1 {
		t.Fatalf("without such a law it is told: %q", got)
	}
	for name, more := range map[string]string{
		"the age of records":            "kept:\n- {category: payment, fact: facts.held}\n",
		"when a fact gives their age":   "kept:\n- {category: payment, fact: facts.other, when: {facts.held: [P1Y]}}\n",
		"when a duty binds":             "duties:\n- {id: more, categories: [payment], services: [sms], period: P1D, when: {facts.held: [P1Y]}, provision: Post Act art. 72}\n",
		"what lies past a duty":         "duties:\n- {id: more, categories: [payment], services: [sms], period: P1D, provision: Post Act art. 72, past: [{when: {facts.held: [P1Y]}, answer: refer, ground: uncertain-rule, provision: Post Act art. 72, because: so}]}\n",
		"what is held for a duty alone": "duties:\n- {id: more, categories: [payment], services: [sms], period: P1D, provision: Post Act art. 72, alone: [{when: {none: [{facts.held: [P1Y]}]}, answer: refer, ground: uncertain-rule, provision: Post Act art. 72, because: so}]}\n",
	} {
		pack := strings.Replace(ruritania, "- type: rt-freeze", `  rules:
  - {id: bar, check: person, when: {`+bar+`}, answer: withhold, ground: expired, provision: Post Act art. 70, because: so}
- type: rt-freeze`, 1)
		s, err := law.LoadFiles([]law.File{{Name: "ruritania/pack.yaml", Text: pack}, {Name: "ruritania/second.yaml", Text: "format: writ-pack/1\ndefaults: {source: s, certainty: known, from: 2020-01-01}\n" + more}})
		if err != nil {
			t.Fatal(err)
		}
		if got := ways(t, d, s); len(got) != 0 {
			t.Errorf("%s: %q", name, got)
		}
	}
}
