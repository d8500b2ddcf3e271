package law_test

import (
	"slices"
	"strings"
	"testing"

	"writ/law"
)

const statesThePeriod = "clarify: the paper states the period: from when until when, with the offset from UTC: reached on Post Act art. 3"

// TestAPeriodThatCannotBeReadIsToBeStated whichever half of it is wanting.
func TestAPeriodThatCannotBeReadIsToBeStated(t *testing.T) {
	s := invented(t, ruritania)
	whole := inventedDemand(t, "CATEGORY", "call-records").Asks[0].Window
	wall := ptr(stamp(t, "2026-01-10T00:00:00"))
	for name, w := range map[string]*law.StatedWindow{
		"none": nil, "no beginning": {To: whole.To}, "no end": {From: whole.From}, "a beginning without a zone": {From: wall, To: whole.To},
		"an end without a zone": {From: whole.From, To: wall}, "backwards": {From: whole.To, To: whole.From}, "no length": {From: whole.From, To: whole.From},
	} {
		d := inventedDemand(t, "CATEGORY", "call-records")
		d.Asks[0].Window = w
		if got := ways(t, d, s); !slices.Equal(got, []string{statesThePeriod}) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestAPeriodOfWhichALimitCutsAPartIsToBeShortened(t *testing.T) {
	s := invented(t, strings.Replace(ruritania, "  limits:\n", "  limits:\n  - {categories: [call-records], starts: 2026-01-10, provision: Post Act art. 60}\n", 1))
	d := inventedDemand(t, "CATEGORY", "call-records")
	want := []string{"reached in part: the period is shortened to what the law reaches: reached on Post Act art. 3"}
	if got := ways(t, d, s); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestALanguageThatIsAcceptedIsTold: those of the country, and those that the addressee says it accepts.
func TestALanguageThatIsAcceptedIsTold(t *testing.T) {
	s := invented(t, strings.Replace(ruritania, "- type: rt-freeze", `  rules:
  - {id: tongue, check: person, when: {none: [{language: {same-as: official-language}}, {facts.accepts: {has: language}}]}, answer: clarify, ground: language, provision: Post Act art. 73, because: nobody here reads it}
- type: rt-freeze`, 1))
	for _, tc := range []struct {
		name    string
		accepts any
		want    []string
	}{
		{"that of the country", nil, []string{"rt"}},
		{"one more", "de", []string{"rt, de"}},
		{"two more", []any{"de", "fr"}, []string{"rt, de, fr"}},
		{"what is no language is not told", []any{"any language", "fr"}, []string{"rt, fr"}},
	} {
		d := inventedDemand(t, "CATEGORY", "subscriber")
		d.Instrument.Language = "xx"
		if tc.accepts != nil {
			d.Instrument.Facts = map[string]any{"accepts": tc.accepts}
		}
		got := ways(t, d, s)
		if len(got) == 0 || got[0] != "clarify: the paper is in a language that is accepted: "+tc.want[0]+": reached on Post Act art. 3" {
			t.Errorf("%s: %q", tc.name, got)
		}
	}
}

func TestACategoryThatNothingOpensIsWithheldOnTheProvisionOfThePaperAlone(t *testing.T) {
	o := only(t, decide(t, inventedDemand(t, "CATEGORY", "location"), invented(t, ruritania)))
	if w, ok := o.Answer.(law.Withhold); !ok || o.Grounds[0].Provision != "Post Act art. 1" || w.Repair != "an instrument that the law names for this category" {
		t.Errorf("%T on %q", o.Answer, o.Grounds[0].Provision)
	}
	o = only(t, decide(t, inventedDemand(t, "CATEGORY", "content"), invented(t, ruritania)))
	if w, ok := o.Answer.(law.Withhold); !ok || w.Repair != "the King's own writ" {
		t.Errorf("what would reach it: %+v", o.Answer)
	}
}
