package law_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"writ/law"
)

const (
	opensWho    = "  - {categories: [live-iri], provision: Post Act art. 5}\n"
	beforeDuty  = "duties:\n"
	refersTail  = "answer: refer, ground: uncertain-rule, provision: P 1, because: so}\n"
	beforeLimit = "  limits:\n"
)

// TestLawThatOnlyLooksLikeAContradictionIsLoaded, and the same law a step further is refused.
func TestLawThatOnlyLooksLikeAContradictionIsLoaded(t *testing.T) {
	for _, tc := range []struct{ name, at, sound, refused string }{
		{"a higher rule that ended the day before", beforeDuty,
			"never:\n- {categories: [call-records], instruments: [rt-writ], from: 2010-01-01, to: 2019-12-31, provision: C 1, because: so}\n",
			"never:\n- {categories: [call-records], instruments: [rt-writ], from: 2010-01-01, to: 2020-01-01, provision: C 1, because: so}\n"},
		{"a higher rule for another category", beforeDuty,
			"never:\n- {categories: [content], instruments: [rt-writ], provision: C 1, because: so}\n", "never:\n- {categories: [content, traffic], instruments: [rt-writ], provision: C 1, because: so}\n"},
		{"a higher rule for another instrument", beforeDuty,
			"never:\n- {categories: [traffic], instruments: [rt-freeze], provision: C 1, because: so}\n", "never:\n- {categories: [traffic], instruments: [rt-freeze, rt-writ], provision: C 1, because: so}\n"},
		{"two openings of one category, one after the other", opensWho,
			"  - {categories: [live-iri], to: 2022-12-31, provision: Post Act art. 5}\n  - {categories: [live-iri], from: 2023-01-01, provision: Post Act art. 5a}\n",
			"  - {categories: [live-iri], to: 2023-01-01, provision: Post Act art. 5}\n  - {categories: [live-iri], from: 2023-01-01, provision: Post Act art. 5a}\n"},
		{"two openings for two services", opensWho,
			"  - {categories: [live-iri], when: {service: [sms, telephony]}, provision: Post Act art. 5}\n  - {categories: [live-iri], when: {service: mobile}, provision: Post Act art. 5a}\n",
			"  - {categories: [live-iri], when: {service: [sms, telephony]}, provision: Post Act art. 5}\n  - {categories: [live-iri], when: {service: [mobile, sms]}, provision: Post Act art. 5a}\n"},
		{"two openings, one for what the other bars", opensWho,
			"  - {categories: [live-iri], when: {service: {not: [sms, mobile]}}, provision: Post Act art. 5}\n  - {categories: [live-iri], when: {service: mobile}, provision: Post Act art. 5a}\n",
			"  - {categories: [live-iri], when: {service: {not: [sms]}}, provision: Post Act art. 5}\n  - {categories: [live-iri], when: {service: [sms, mobile]}, provision: Post Act art. 5a}\n"},
		{"the same, the other way round", opensWho,
			"  - {categories: [live-iri], when: {service: mobile}, provision: Post Act art. 5}\n  - {categories: [live-iri], when: {service: {not: [sms, mobile]}}, provision: Post Act art. 5a}\n",
			"  - {categories: [live-iri], when: {service: mobile}, provision: Post Act art. 5}\n  - {categories: [live-iri], when: {service: {not: [sms]}}, provision: Post Act art. 5a}\n"},
		{"openings for kinds of name, of which one ask may have both", opensWho,
			"  - {categories: [live-iri], when: {facts.a: [x]}, provision: Post Act art. 5}\n  - {categories: [live-iri], when: {facts.a: [y]}, provision: Post Act art. 5a}\n",
			"  - {categories: [live-iri], when: {identifier: e164}, provision: Post Act art. 5}\n  - {categories: [live-iri], when: {identifier: imsi}, provision: Post Act art. 5a}\n"},
		{"two rules, of which the first holds for a time", beforeDuty,
			"rules:\n- {id: a, check: person, to: 2022-12-31, " + refersTail + "- {id: b, check: person, " + refersTail,
			"rules:\n- {id: a, check: person, to: 2022-12-31, " + refersTail + "- {id: b, check: person, to: 2022-12-31, " + refersTail},
		{"two rules, of which the second began before", beforeDuty,
			"rules:\n- {id: a, check: person, from: 2021-01-01, " + refersTail + "- {id: b, check: person, " + refersTail,
			"rules:\n- {id: a, check: person, " + refersTail + "- {id: b, check: person, from: 2021-01-01, " + refersTail},
		{"two rules, judged by different days", beforeDuty,
			"rules:\n- {id: a, check: person, by: at, " + refersTail + "- {id: b, check: person, " + refersTail,
			"rules:\n- {id: a, check: person, by: at, " + refersTail + "- {id: b, check: person, by: at, " + refersTail},
		{"two rules at two checks", beforeDuty,
			"rules:\n- {id: a, check: person, " + refersTail + "- {id: b, check: offence, " + refersTail, "rules:\n- {id: a, check: person, " + refersTail + "- {id: b, check: person, " + refersTail},
		{"a rule of two conditions before one", beforeDuty,
			"rules:\n- {id: a, check: person, when: {service: sms, facts.a: x}, " + refersTail + "- {id: b, check: person, when: {service: sms}, " + refersTail,
			"rules:\n- {id: a, check: person, when: {service: sms}, " + refersTail + "- {id: b, check: person, when: {service: sms}, " + refersTail},
		{"a notice that ends before one that does not", beforeLimit,
			"  notice: [{is: delayed, until: {of: served, plus: P1D, count: after}}, {is: permitted}]\n" + beforeLimit, "  notice: [{is: delayed}, {is: permitted}]\n" + beforeLimit},
		{"a category named as closed that is opened at times", beforeLimit,
			"  closed: {ground: too-broad, for: {payment: P 3}}\n" + beforeLimit, "  closed: {ground: too-broad, for: {traffic: P 3}}\n" + beforeLimit},
	} {
		for text, ok := range map[string]bool{tc.sound: true, tc.refused: false} {
			if tc.at == beforeDuty {
				text += beforeDuty
			}
			_, err := law.Load(fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(strings.Replace(ruritania, tc.at, text, 1))}})
			if (err == nil) != ok {
				t.Errorf("%s: loaded %v, want %v: %v", tc.name, err == nil, ok, err)
			}
		}
	}
}

func TestVersionsOfAnInstrumentFollowEachOtherDayByDay(t *testing.T) {
	second := func(from string) string {
		return strings.Replace(ruritania, "- type: rt-freeze", "- {type: rt-writ, name: {en: New writ}, from: "+from+", provision: New Act art. 1, issuers: [{kinds: [judge]}], opens: [{categories: [subscriber], provision: New Act art. 3}]}\n- type: rt-freeze", 1)
	}
	old := func(text string) string {
		return strings.Replace(text, "  provision: Post Act art. 1\n", "  provision: Post Act art. 1\n  to: 2026-02-26\n", 1)
	}
	if _, err := law.Load(fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(old(second("2026-02-26")))}}); err == nil || !strings.Contains(err.Error(), "overlaps another version") {
		t.Errorf("two on one day: %v", err)
	}
	s := invented(t, old(second("2026-02-27")))
	for issued, want := range map[string]string{"2026-02-26": "Post Act art. 3", "2026-02-27": "New Act art. 3"} {
		if o := only(t, decide(t, inventedDemand(t, "CATEGORY", "subscriber", "issued: 2026-02-27", "issued: "+issued), s)); o.Grounds[0].Provision != want {
			t.Errorf("a writ of %s: %s", issued, o.Grounds[0].Provision)
		}
	}
	if got := s.InstrumentName("ruritania", "rt-writ", "en"); got != "New writ" {
		t.Errorf("the newest gives the name: %q", got)
	}
	early := decide(t, inventedDemand(t, "CATEGORY", "subscriber", "issued: 2026-02-27", "issued: 2019-12-31"), s)
	if _, ground := law.AnswerName(only(t, early).Answer); ground != "not-yet-valid" {
		t.Errorf("a writ from before the law: %s", ground)
	}
}
