package law_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"writ/law"
)

// TestDaysAreCountedOverEveryAskOfTheCategoryForTheUser, whatever else is asked between them.
func TestDaysAreCountedOverEveryAskOfTheCategoryForTheUser(t *testing.T) {
	s := invented(t, strings.Replace(ruritania, beforeLimit, "  rules: [{check: person, when: {days-asked: {more-than: 1}}, answer: withhold, ground: too-broad, provision: P 1, because: more than a day}]\n"+beforeLimit, 1))
	day := func(category, from, to string) law.Ask {
		return inventedDemand(t, "CATEGORY", category, "FROM", from+"T00:00:00+01:00", "TO", to+"T00:00:00+01:00").Asks[0]
	}
	first, other, second := day("call-records", "2026-01-10", "2026-01-11"), day("subscriber", "2026-01-10", "2026-01-11"), day("call-records", "2026-01-20", "2026-01-21")
	stranger := second
	stranger.Identifiers = []law.Stated{{Kind: "e164", Text: "+420987654321"}}
	for name, tc := range map[string]struct {
		asks []law.Ask
		want string
	}{
		"one day": {[]law.Ask{first}, "must-release"}, "the same day twice": {[]law.Ask{first, first}, "must-release"}, "two days": {[]law.Ask{first, second}, "withhold"},
		"two days and another category between": {[]law.Ask{first, other, second}, "withhold"}, "a day of somebody else": {[]law.Ask{first, stranger}, "must-release"},
	} {
		d := inventedDemand(t, "CATEGORY", "call-records")
		d.Asks = tc.asks
		if got := onlyAnswer(t, d, s); got != tc.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestACountryIsTwoCapitals(t *testing.T) {
	for code, ok := range map[string]bool{"XR": true, "AZ": true, "1R": false, "X1": false, "xR": false, "Xr": false, "X": false, "XRR": false} {
		text := strings.Replace(ruritania, "period: P12M", "period: P12M\n  when: {country: \""+code+"\"}", 1)
		if _, err := law.Load(fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(text)}}); (err == nil) != ok {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestAnExpectedWindowHasTwoInstants(t *testing.T) {
	for _, window := range []string{"{from: 2026-01-10T00:00:00Z}", "{to: 2026-01-10T00:00:00Z}", "{}", "{from: 2026-01-10, to: 2026-01-11T00:00:00Z}", "{from: 2026-01-10T00:00:00Z, to: 2026-01-11}", "{from: 2026-01-10T00:00:00Z, to: 2026-01-10T00:00:00Z}"} {
		text := strings.NewReplacer("{answer: not-held}", "{answer: release, window: "+window+"}", "TYPE", "rt-writ", "ISSUER", "judge", "SIGNED", "true", "CATEGORY", "traffic", "FROM", "2026-01-01", "TO", "2026-02-01").Replace(ruritanianDemand)
		if _, err := law.ReadCases([]byte(text), "cases.yaml"); err == nil || !strings.Contains(err.Error(), "window") && !strings.Contains(err.Error(), "backwards") {
			t.Errorf("%s: %v", window, err)
		}
	}
}
