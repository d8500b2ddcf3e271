package law_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/law"
)

// freezing is the law of Ruritania with an end to what is preserved.
func freezing(t testing.TB, until string) *law.Set {
	t.Helper()
	text := strings.Replace(ruritania, "- {categories: [call-records], provision: Post Act art. 7}", "- {categories: [call-records], provision: Post Act art. 7, until: "+until+"}", 1)
	if text == ruritania {
		t.Fatal("the pack has changed")
	}
	return invented(t, text)
}

func freeze(t testing.TB) law.Demand {
	t.Helper()
	return inventedDemand(t, "CATEGORY", "call-records", "TYPE", "rt-freeze", "ISSUER", "police")
}

// Service is on 28 February at ten, the decision on 2 March; on 29 March the clocks of Ruritania go forward.
func TestAPreservationEndsWhenThePackSays(t *testing.T) {
	for _, tc := range []struct{ name, until, want string }{
		{"days after service end with the last of them, in summer time", "{of: served, plus: P90D, count: after}", "2026-05-30T00:00:00+02:00"},
		{"the last day before the clocks change has twenty-four hours", "{of: served, plus: P28D, count: after}", "2026-03-29T00:00:00+01:00"},
		{"the day on which they change has twenty-three", "{of: served, plus: P29D, count: after}", "2026-03-30T00:00:00+02:00"},
		{"days that begin with that of service", "{of: served, plus: P90D, count: beginning}", "2026-05-29T00:00:00+02:00"},
		{"hours are counted from the instant, whatever the clock does", "{of: served, plus: PT720H, count: elapsed}", "2026-03-30T11:00:00+02:00"},
		{"on the calendar, at the same time of day", "{of: served, plus: P30D, count: clock}", "2026-03-30T10:00:00+02:00"},
		{"a date in the law is its midnight", "2026-06-01", "2026-06-01T00:00:00+02:00"},
		{"an instant after the decision is an end", "{of: at, plus: PT1M, count: elapsed}", "2026-03-02T10:01:00+01:00"},
		{"the instant of the decision is none", "at", ""},
		{"nor is one that has passed", "{of: served, plus: P1D, count: after}", ""},
		{"nor one before service", "{of: served, minus: P1D, count: clock}", ""},
		{"nor one that starts from what is not stated", "{of: facts.confirmed, plus: P90D, count: after}", ""},
		{"the first that holds", "[{when: {service: telephony}, at: {of: served, plus: P5D, count: after}}, {at: {of: served, plus: P9D, count: after}}]", "2026-03-06T00:00:00+01:00"},
		{"the second where the first does not hold", "[{when: {service: sms}, at: {of: served, plus: P5D, count: after}}, {at: {of: served, plus: P9D, count: after}}]", "2026-03-10T00:00:00+01:00"},
		{"none, where the law says so", "[{when: {service: telephony}, at: none}, {at: {of: served, plus: P9D, count: after}}]", ""},
		{"none, where the first that holds can't be reckoned", "[{when: {service: telephony}, at: facts.confirmed}, {at: {of: served, plus: P9D, count: after}}]", ""},
		{"none, where nothing holds", "[{when: {service: sms}, at: {of: served, plus: P5D, count: after}}]", ""},
	} {
		d := decide(t, freeze(t), freezing(t, tc.until))
		o, x := only(t, d), law.Explain(d)
		if o.Answer != (law.Preserve{}) {
			t.Fatalf("%s: %s", tc.name, d)
		}
		if x.Answers[0].Until != tc.want || o.Until.IsZero() != (tc.want == "") {
			t.Errorf("%s: ends %v, explained as %q, want %q", tc.name, o.Until, x.Answers[0].Until, tc.want)
		}
		says := "to be kept until " + tc.want
		if tc.want == "" {
			says = "to be kept; the law states no end"
		}
		if !strings.Contains(x.String(), says) {
			t.Errorf("%s: the lawyer reads\n%s", tc.name, x)
		}
	}
}

// TestARuleThatPreservesHasItsOwnEnd: not that of the instrument, which may preserve for longer or shorter.
func TestARuleThatPreservesHasItsOwnEnd(t *testing.T) {
	for until, want := range map[string]string{", until: {of: served, plus: P10D, count: after}": "2026-03-11T00:00:00+01:00", "": ""} {
		for _, kind := range [][]string{{"TYPE", "rt-writ"}, {"TYPE", "rt-freeze", "ISSUER", "police"}} {
			text := strings.Replace(ruritania, "art. 7}\n", "art. 7, until: {of: served, plus: P90D, count: after}}\n", 1)
			s := invented(t, text+"rules:\n- {check: person, answer: preserve, provision: Post Act art. 11, because: the King may object"+until+"}\n")
			d := decide(t, inventedDemand(t, append(kind, "CATEGORY", "call-records")...), s)
			if o := only(t, d); o.Answer != (law.Preserve{}) || law.Explain(d).Answers[0].Until != want {
				t.Errorf("%v with %q: %s", kind, until, d)
			}
		}
	}
}

func TestWhatIsNotHeldIsNotKeptUntilAnything(t *testing.T) {
	d := freeze(t)
	clear(d.Provider.Keeps)
	for o := range decide(t, d, freezing(t, "{of: served, plus: P90D, count: after}")).Outcomes() {
		if _, ok := o.Answer.(law.Default); !ok || !o.Until.IsZero() {
			t.Errorf("%T until %v", o.Answer, o.Until)
		}
	}
}

// TestAnEndNeverLiesBeforeServiceOrDecision draws any demand under any pack, and any moment that a pack can write.
func TestAnEndNeverLiesBeforeServiceOrDecision(t *testing.T) {
	s, all := packs(t), allCases(t)
	kept, ended := 0, 0
	sound := func(r *rapid.T, d law.Demand, s *law.Set) {
		for o := range decide(t, d, s).Outcomes() {
			_, keeps := o.Answer.(law.Preserve)
			switch {
			case !keeps && !o.Until.IsZero():
				r.Fatalf("%T has an end of preservation", o.Answer)
			case !keeps:
				continue
			}
			kept++
			if o.Until.IsZero() {
				continue
			}
			ended++
			if served := d.Instrument.Served; !o.Until.After(d.At) || served != nil && served.HasTime && served.Offset && !o.Until.After(served.Time) {
				r.Fatalf("decided %v, ends %v", d.At, o.Until)
			}
		}
	}
	var preserving []law.Case
	for _, c := range all {
		if c.Expect.Answers[0].Answer == "preserve" {
			preserving = append(preserving, c)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		sound(r, anyDemand(r, preserving), s)
		d := freeze(t)
		d.At = d.At.Add(time.Duration(rapid.IntRange(0, 9000).Draw(r, "at")) * time.Hour)
		sound(r, d, freezing(t, anyMoment(r)))
	})
	t.Logf("%d of %d preservations had an end", ended, kept)
	if ended*5 < kept || kept-ended < kept/20 {
		t.Error("hardly any, or nearly all: the demands drawn show little")
	}
}

func anyMoment(r *rapid.T) string {
	of := rapid.SampledFrom([]string{"at", "issued", "served", "expires", "facts.extended", "[facts.extended, served]"}).Draw(r, "of")
	move := rapid.SampledFrom([]string{"plus", "minus"}).Draw(r, "move")
	period := rapid.SampledFrom([]string{"PT1M", "PT72H", "P1D", "P60D", "P90D", "P6M", "P1Y"}).Draw(r, "period")
	count := rapid.SampledFrom([]string{"elapsed", "after", "beginning", "clock"}).Draw(r, "count")
	return "{of: " + of + ", " + move + ": " + period + ", count: " + count + "}"
}
