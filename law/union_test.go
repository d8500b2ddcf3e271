package law_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"writ/law"
)

// union is law above countries: its orders are answered by the days of the country in which the addressee sits.
const union = `
format: writ-pack/1
pack: union
title: Union
notice: permitted
zone-of: addressee-country
countries:
- {code: XR, zone: Europe/Prague, languages: [rt]}
- {code: XS, zone: Asia/Tokyo, languages: [st]}
defaults: {source: the Union's Journal, from: 2020-01-01, certainty: known}
holidays: {name: feasts, source: almanac, days: [{name: Union day, on: 4 March}]}
instruments:
- type: union-order
  name: {en: Union order}
  provision: Union Act art. 1
  issuers:
  - {kinds: [judge]}
  opens:
  - {categories: [call-records], provision: Union Act art. 2}
  due:
  - at: {of: served, plus: P3D, count: business}
`

func underUnion(t *testing.T, more string) *law.Set {
	t.Helper()
	s, err := law.Load(fstest.MapFS{"union/pack.yaml": {Data: []byte(union)}, "ruritania/pack.yaml": {Data: []byte(ruritania + more)}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func unionDemand(t *testing.T, facts map[string]any, words ...string) law.Demand {
	t.Helper()
	d := inventedDemand(t, append(words, "packs: [ruritania]", "packs: [union, ruritania]", "TYPE", "union-order", "CATEGORY", "call-records", "2026-02-28T10", "2026-02-27T10")...)
	d.Instrument.Facts = facts
	return d
}

func TestTheFeastsOfTheAddresseesCountryCountAndElseThoseOfTheUnion(t *testing.T) {
	inRuritania := map[string]any{"addressee-country": "XR"}
	for feasts, want := range map[string]string{
		"": "2026-03-06T00:00:00+01:00", // a Wednesday is Union day
		"holidays: {name: feasts, source: almanac, days: [{name: Coronation, on: 2 March}, {name: the day after, on: 3 March}]}\n": "2026-03-07T00:00:00+01:00",
	} {
		if due, ok := decide(t, unionDemand(t, inRuritania), underUnion(t, feasts)).Due(); !ok || due.Format(time.RFC3339) != want {
			t.Errorf("with %q: due %v, want %s", feasts, due, want)
		}
	}
}

func TestDaysOfTheUnionAreThoseOfTheCountryOfTheAddressee(t *testing.T) {
	s := underUnion(t, "")
	for _, tc := range []struct {
		name        string
		facts       map[string]any
		established string
		zone        string
	}{
		{"the country that the paper names", map[string]any{"addressee-country": "XS", "designated": "XR"}, "[XR]", "Asia/Tokyo"},
		{"else where the establishment is that was designated", map[string]any{"designated": "XS"}, "[XR]", "Asia/Tokyo"},
		{"else the first country of the provider that the pack knows", nil, "[XX, XS, XR]", "Asia/Tokyo"},
		{"else none", nil, "[XX]", "UTC"},
	} {
		d := decide(t, unionDemand(t, tc.facts, "established: [XR]", "established: "+tc.established), s)
		if d.Zone() != tc.zone {
			t.Errorf("%s: %s", tc.name, d.Zone())
		}
	}
}

// TestADutyThatIsNotKnownIsNoReasonToSayThatNothingWasToBeKept: the law of the addressee's country is not loaded.
func TestADutyThatIsNotKnownIsNoReasonToSayThatNothingWasToBeKept(t *testing.T) {
	old := []string{"FROM", "2025-05-01T00:00:00+02:00", "TO", "2025-06-01T00:00:00+02:00"}
	for _, tc := range []struct {
		name, packs, country, want string
	}{
		{"the country's law is there, and it had to be kept", "[union, ruritania]", "XR", "default"},
		{"it is named and not loaded", "[union, strelsau]", "XS", "refer"},
		{"another is named and not loaded", "[union, ruritania, strelsau]", "XR", "default"},
		{"no country's law is named", "[union]", "XS", "not-held"},
	} {
		words := append([]string{"packs: [ruritania]", "packs: " + tc.packs}, old...)
		d := unionDemand(t, map[string]any{"addressee-country": tc.country}, words...)
		o := only(t, decide(t, d, underUnion(t, "")))
		if got, _ := law.AnswerName(o.Answer); got != tc.want {
			t.Errorf("%s: %s", tc.name, got)
		}
		d.Asks[0].Window, d.Provider.Keeps = nil, nil
		if tc.want == "refer" {
			noWindow := strings.Replace(union, "art. 2}", "art. 2, without-window: true}", 1)
			s, err := law.Load(fstest.MapFS{"union/pack.yaml": {Data: []byte(noWindow)}})
			if err != nil {
				t.Fatal(err)
			}
			if got, ground := law.AnswerName(only(t, decide(t, d, s)).Answer); got != "refer" || ground != "uncertain-rule" {
				t.Errorf("%s, without a window: %s", tc.name, got)
			}
		}
	}
}

func TestOnlyThePacksThatAreNamedAreLoaded(t *testing.T) {
	dir := fstest.MapFS{"union/pack.yaml": {Data: []byte(union)}, "ruritania/pack.yaml": {Data: []byte(ruritania)}}
	s, err := law.Load(dir, "union")
	if err != nil || strings.Join(s.Names(), " ") != "union" {
		t.Errorf("%v, %v", s.Names(), err)
	}
}
