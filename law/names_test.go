package law_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"writ/law"
)

// TestARuleWithoutANameIsCalledByItsListAndItsPlaceFromOne: such names stand in decisions, so they stay.
func TestARuleWithoutANameIsCalledByItsListAndItsPlaceFromOne(t *testing.T) {
	const bars = `{when: {facts.never: true}, check: person, answer: withhold, ground: expired, provision: P 1, because: so}`
	const holds = `{check: person, answer: withhold, ground: expired, provision: P 2, because: so}`
	for _, tc := range []struct {
		name, at, now string
		words         []string
		rule          string
	}{
		{"what is opened", "", "", []string{"CATEGORY", "subscriber"}, "ruritania/rt-writ/opens-1"},
		{"the second", "", "", []string{"CATEGORY", "traffic"}, "ruritania/rt-writ/opens-2"},
		{"what is preserved", "", "", []string{"CATEGORY", "call-records", "TYPE", "rt-freeze", "ISSUER", "police"}, "ruritania/rt-freeze/preserves-1"},
		{"the duty by its own", "", "", []string{"CATEGORY", "call-records"}, "ruritania/calls"},
		{"a duty", "- id: calls\n  categories", "- categories", []string{"CATEGORY", "call-records"}, "ruritania/duty-1"},
		{"a rule of the instrument", beforeLimit, "  rules: [" + bars + ", " + holds + "]\n" + beforeLimit, []string{"CATEGORY", "subscriber"}, "ruritania/rt-writ/rule-2"},
		{"a rule of the pack", beforeDuty, "rules: [" + bars + ", " + holds + "]\n" + beforeDuty, []string{"CATEGORY", "subscriber"}, "ruritania/rule-2"},
		{"a limit of the instrument", beforeLimit, beforeLimit + "  - {categories: [subscriber], starts: 2027-01-01, provision: P 3}\n", []string{"CATEGORY", "subscriber"}, "ruritania/rt-writ/limit-1"},
		{"a limit of the pack", beforeDuty, "limits: [{categories: [subscriber], starts: 2027-01-01, provision: P 3}]\n" + beforeDuty, []string{"CATEGORY", "subscriber"}, "ruritania/limit-1"},
		{"a cut", beforeLimit, "  cuts: [{when: {facts.never: true}, provision: P 4}, {provision: P 5, because: so}]\n" + beforeLimit, []string{"CATEGORY", "subscriber"}, "ruritania/rt-writ/cut-2"},
		{"a relief", beforeLimit, "  relief: [{is: cost, decides: the court, provision: P 6, because: so}]\n" + beforeLimit, []string{"CATEGORY", "subscriber"}, "ruritania/rt-writ/relief-1"},
		{"a relief of the pack", beforeDuty, "relief: [{is: cost, decides: the court, provision: P 6, because: so}]\n" + beforeDuty, []string{"CATEGORY", "subscriber"}, "ruritania/relief-1"},
		{"what lies past a duty", "  period: P12M\n", "  period: P1D\n  past: [{when: {facts.never: true}, answer: refer, ground: uncertain-rule, provision: P 7, because: so}, {answer: refer, ground: uncertain-rule, provision: P 7, because: so}]\n",
			[]string{"CATEGORY", "call-records"}, "ruritania/calls/past-2"},
		{"the rule for places", beforeDuty, "area: {answer: refer, ground: uncertain-rule, provision: P 8, because: so}\n" + beforeDuty,
			[]string{"CATEGORY", "call-records", "{kind: e164, value: \"+420123456789\"}", "{kind: cell, value: 230-1-12-77}"}, "ruritania/area"},
	} {
		d := decide(t, inventedDemand(t, tc.words...), invented(t, strings.Replace(ruritania, tc.at, tc.now, 1)))
		o := only(t, d)
		named := slices.ContainsFunc(o.Grounds, func(g law.Ground) bool { return g.Rule == tc.rule })
		relieved := slices.ContainsFunc(d.Reliefs(), func(r law.Relief) bool { return r.Ground.Rule == tc.rule })
		if !named && !relieved {
			t.Errorf("%s is not %s: %+v", tc.name, tc.rule, o.Grounds)
		}
	}
}

// TestAWrongRuleIsToldByItsName also where it has none of its own.
func TestAWrongRuleIsToldByItsName(t *testing.T) {
	for rule, now := range map[string]string{
		"ruritania/rt-writ/rule-2":   "  rules: [{check: person, answer: refer, ground: uncertain-rule, provision: P 1, because: so}, {check: wind}]\n",
		"ruritania/rt-writ/own":      "  rules: [{id: own, check: person, answer: refer, ground: uncertain-rule, provision: P 1}]\n",
		"ruritania/rt-writ/relief-1": "  relief: [{is: mercy, decides: the court, provision: P 6, because: so}]\n",
		"ruritania/rt-writ":          "  reads: [{category: wind, as: traffic, provision: P 9}]\n",
	} {
		_, err := law.Load(fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(strings.Replace(ruritania, beforeLimit, now+beforeLimit, 1))}})
		if err == nil || !strings.Contains(err.Error(), ": "+rule+": ") {
			t.Errorf("%s: %v", rule, err)
		}
	}
}
