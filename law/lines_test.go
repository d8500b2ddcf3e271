package law_test

import (
	"strings"
	"testing"

	"writ/law"
)

// manifold is a law that answers two asks in every way that a line shows, and an order to keep with an end.
var manifold = strings.NewReplacer(
	"  - {categories: [subscriber, call-records, session-records], provision: Post Act art. 3}",
	"  - {categories: [subscriber], fields: [name, address], provision: Post Act art. 3}\n  - {categories: [call-records], provision: Post Act art. 3}",
	"  limits:\n", "  limits:\n  - {categories: [call-records], starts: 2026-01-10, provision: Post Act art. 60}\n",
	"art. 7}\n", "art. 7, until: {of: served, plus: P90D, count: after}}\n",
).Replace(appeals)

// aCase is a case of two asks, with what it expects.
func aCase(t *testing.T, expect string, words ...string) law.Case {
	t.Helper()
	text := strings.NewReplacer(words...).Replace(ruritanianDemand)
	text = strings.NewReplacer("TYPE", "rt-writ", "ISSUER", "judge", "SIGNED", "true", "FROM", "2026-01-01T00:00:00+01:00", "TO", "2026-02-01T00:00:00+01:00").Replace(text)
	text = text[:strings.Index(text, "  expect:")]
	ask := text[strings.Index(text, "  - category"):]
	if expect = strings.TrimSpace(expect); strings.Count(expect, "answer:") == 2 {
		text += strings.Replace(ask, "call-records", "subscriber", 1)
	}
	cases, err := law.ReadCases([]byte(text+"  expect: {"+expect+"}\n"), "ruritania.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return cases[0]
}

const (
	calls = `{answer: must-release, provision: Post Act art. 3, window: {from: 2026-01-10T00:00:00+01:00, to: 2026-02-01T00:00:00+01:00}, shortfall: withhold}`
	who   = `{answer: release, provision: Post Act art. 3, fields: [address, name]}`
	right = `outcome: partial, due: 2026-03-03, notice: permitted, answers: [` + calls + `, ` + who + `], relief: [burden, {id: late, last-day: 2026-03-01}, fee]`
)

func TestACaseThatIsMetIsOkAndOneThatIsNotSaysWhatDiffers(t *testing.T) {
	s := invented(t, manifold)
	if ok, line := law.Line(aCase(t, right, "CATEGORY", "call-records"), s); !ok || line != "ok rt-1" {
		t.Fatalf("%s", line)
	}
	for name, c := range map[string][2]string{
		"the outcome": {"outcome: partial", "outcome: fulfil"}, "the day": {"due: 2026-03-03", "due: 2026-03-04"}, "the notice": {"notice: permitted", "notice: required"},
		"the answer": {"answer: release", "answer: must-release"}, "the provision": {"answer: release, provision: Post Act art. 3", "answer: release, provision: Post Act art. 4"},
		"the fields": {"fields: [address, name]", "fields: [name]"}, "the window": {"from: 2026-01-10", "from: 2026-01-11"}, "what is short": {"shortfall: withhold", "shortfall: default"},
		"that anything is short": {", shortfall: withhold", ""}, "a relief too few": {", fee]", "]"}, "another relief": {", fee]", ", free]"}, "its last day": {"last-day: 2026-03-01", "last-day: 2026-03-02"},
		"a relief too many": {", fee]", ", fee, voice]"},
	} {
		expect := strings.Replace(right, c[0], c[1], 1)
		if ok, line := law.Line(aCase(t, expect, "CATEGORY", "call-records"), s); expect == right || ok || !strings.HasPrefix(line, "FAIL rt-1: wanted ") {
			t.Errorf("%s is another, and the line says %q", name, line)
		}
	}
	lawless := aCase(t, right, "CATEGORY", "call-records")
	lawless.Demand.Packs = nil
	if ok, _, got := law.CheckCase(lawless, s); ok || !strings.HasPrefix(got, "error: ") {
		t.Errorf("no law at all: %q", got)
	}
}

func TestALineShowsEveryPartOfWhatIsWantedAndWhatCame(t *testing.T) {
	s := invented(t, manifold)
	keep := []string{"CATEGORY", "call-records", "TYPE", "rt-freeze", "ISSUER", "police"}
	const kept = "fulfil | preserve until before 2026-05-30T00:00:00+02:00 [Post Act art. 7] notice permitted"
	for _, tc := range []struct {
		name, expect string
		words        []string
		ok           bool
		want, got    string
	}{
		{"two asks", right, []string{"CATEGORY", "call-records"}, true,
			"partial | must-release 2026-01-09T23:00:00Z/2026-01-31T23:00:00Z shortfall withhold [Post Act art. 3] | release +address +name [Post Act art. 3]" +
				" due 2026-03-03 notice permitted relief burden, late by 2026-03-01, fee",
			"partial | must-release 2026-01-09T23:00:00Z/2026-01-31T23:00:00Z shortfall withhold [Post Act art. 3; Post Act art. 8] | release +name +address [Post Act art. 3]" +
				" due before 2026-03-04T00:00:00+01:00 notice permitted relief burden, late before 2026-03-02T00:00:00+01:00, fee"},
		{"what is kept until the end of a day", "outcome: fulfil, answers: [{answer: preserve, until: 2026-05-29}]", keep, true, "fulfil | preserve until 2026-05-29", kept},
		{"the day after", "outcome: fulfil, answers: [{answer: preserve, until: 2026-05-30}]", keep, false, "fulfil | preserve until 2026-05-30", kept},
		{"the instant", `outcome: fulfil, answers: [{answer: preserve, until: "2026-05-29T22:00:00Z"}]`, keep, true, "fulfil | preserve until 2026-05-29T22:00:00Z", kept},
		{"without an end", "outcome: fulfil, answers: [{answer: preserve, until: none}]", keep, false, "fulfil | preserve without end", kept},
		{"another ground", "outcome: reject, answers: [{answer: withhold, ground: expired}]", []string{"CATEGORY", "content"}, false, "reject | withhold/expired",
			"reject | withhold/instrument-too-weak [Post Act art. 1; Post Act art. 9] due before 2026-03-04T00:00:00+01:00 notice permitted"},
	} {
		ok, want, got := law.CheckCase(aCase(t, tc.expect, tc.words...), s)
		if ok != tc.ok || want != tc.want || got != tc.got {
			t.Errorf("%s: %v\n%s\n%s", tc.name, ok, want, got)
		}
	}
}
