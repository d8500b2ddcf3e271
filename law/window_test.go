package law_test

import (
	"strings"
	"testing"

	"writ/law"
)

func TestAWindowIsAskedForAgainWhereItCannotBeRead(t *testing.T) {
	s := invented(t, ruritania)
	const tenth, eleventh = "2026-01-10T00:00:00+01:00", "2026-01-11T00:00:00+01:00"
	for _, tc := range []struct{ name, category, from, to, want string }{
		{"whole", "call-records", tenth, eleventh, "must-release"},
		{"neither beginning nor end, of calls", "call-records", "", "", "window-missing"},
		{"no beginning, of calls", "call-records", "", eleventh, "window-missing"},
		{"no end, of calls", "call-records", tenth, "", "window-missing"},
		{"neither beginning nor end, of the person", "subscriber", "", "", "release"},
		{"no beginning, of the person", "subscriber", "", eleventh, "window-ambiguous"},
		{"no end, of the person", "subscriber", tenth, "", "window-missing"},
		{"a day that begins it", "call-records", "2026-01-10", eleventh, "window-ambiguous"},
		{"a day that ends it", "call-records", tenth, "2026-01-11", "window-ambiguous"},
		{"a beginning without a zone", "call-records", "2026-01-10T00:00:00", eleventh, "window-ambiguous"},
		{"an end without a zone", "call-records", tenth, "2026-01-11T00:00:00", "window-ambiguous"},
		{"no length", "call-records", tenth, tenth, "window-ambiguous"},
		{"backwards", "call-records", eleventh, tenth, "window-ambiguous"},
	} {
		d := inventedDemand(t, "CATEGORY", tc.category)
		d.Asks[0].Window = &law.StatedWindow{}
		if tc.from != "" {
			d.Asks[0].Window.From = ptr(stamp(t, tc.from))
		}
		if tc.to != "" {
			d.Asks[0].Window.To = ptr(stamp(t, tc.to))
		}
		o := only(t, decide(t, d, s))
		name, ground := law.AnswerName(o.Answer)
		if ground != "" {
			name = string(ground)
		}
		if name != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, name, tc.want)
		}
	}
}

// TestTheIssuersOwnClockReadsATimeWithoutAZone: but a zone that is none spoils what has no offset, and that alone.
func TestTheIssuersOwnClockReadsATimeWithoutAZone(t *testing.T) {
	s := invented(t, ruritania)
	for _, tc := range []struct{ name, zone, from, to, want string }{
		{"its zone is read", "Asia/Tokyo", "2026-01-10T08:00:00", "2026-01-11T08:00:00", "must-release"},
		{"a zone that is none", "Asia/Zenda", "2026-01-10T08:00:00", "2026-01-11T08:00:00", "clarify"},
		{"a zone that is none, for the end alone", "Asia/Zenda", "2026-01-10T08:00:00+09:00", "2026-01-11T08:00:00", "clarify"},
		{"a zone that is none, for the beginning alone", "Asia/Zenda", "2026-01-10T08:00:00", "2026-01-11T08:00:00+09:00", "clarify"},
		{"a zone that nothing needs", "Asia/Zenda", "2026-01-10T08:00:00+09:00", "2026-01-11T08:00:00+09:00", "must-release"},
		{"an hour that never was", "Europe/Prague", "2025-03-30T02:30:00", "2026-01-11T08:00:00", "clarify"},
		{"an hour that was twice", "Europe/Prague", "2025-10-26T02:30:00", "2026-01-11T08:00:00", "clarify"},
	} {
		d := inventedDemand(t, "CATEGORY", "call-records", "FROM", tc.from, "TO", tc.to)
		d.Instrument.Facts = map[string]any{"local-zone": tc.zone}
		o := only(t, decide(t, d, s))
		if got, _ := law.AnswerName(o.Answer); got != tc.want {
			t.Errorf("%s: %s", tc.name, got)
		}
		if tc.zone == "Asia/Tokyo" && !o.Window.From().Equal(stamp(t, "2026-01-10T00:00:00+01:00").Time) {
			t.Errorf("%s: from %v", tc.name, o.Window.From())
		}
	}
}

func TestATapOfAYearIsTheLongest(t *testing.T) {
	s := invented(t, boundless)
	for until, want := range map[string]string{"2027-03-03T12:00:00+01:00": "intercept", "2027-03-03T12:00:01+01:00": "clarify"} { // 366 days, and a second
		d := inventedDemand(t, "CATEGORY", "live-cc", "FROM", "2026-03-02T12:00:00+01:00", "TO", until)
		if got := onlyAnswer(t, d, s); got != want {
			t.Errorf("until %s: %s", until, got)
		}
	}
}

// TestALimitNarrowsTheWindowFromEitherSide: what is cut off is told, and nothing is told where nothing is.
func TestALimitNarrowsTheWindowFromEitherSide(t *testing.T) {
	for _, tc := range []struct{ name, limit, from, to string }{
		{"from its beginning", "starts: 2026-01-10", "2026-01-10T00:00:00+01:00", "2026-02-01T00:00:00+01:00"},
		{"to its end", "ends: 2026-01-20", "2026-01-01T00:00:00+01:00", "2026-01-20T00:00:00+01:00"},
		{"from both", "starts: 2026-01-10, ends: 2026-01-20", "2026-01-10T00:00:00+01:00", "2026-01-20T00:00:00+01:00"},
		{"from neither", "starts: 2026-01-01, ends: 2026-02-01", "", ""},
		{"a day that is not stated cuts nothing", "starts: facts.day", "", ""},
		{"nor does one that is no law yet", "starts: 2026-01-10, from: 2026-03-01", "", ""},
		{"nor where it does not hold", "starts: 2026-01-10, when: {service: sms}", "", ""},
		{"nothing is left after it", "starts: 2026-02-01", "withheld", ""},
		{"nothing is left before it", "ends: 2026-01-01", "withheld", ""},
	} {
		s := invented(t, strings.Replace(ruritania, "  limits:\n", "  limits:\n  - {categories: [call-records], "+tc.limit+", ground: too-broad, provision: Post Act art. 60}\n", 1))
		o := only(t, decide(t, inventedDemand(t, "CATEGORY", "call-records"), s))
		if tc.from == "withheld" {
			if _, ground := law.AnswerName(o.Answer); ground != "too-broad" || o.Grounds[0].Because == "" {
				t.Errorf("%s: %T", tc.name, o.Answer)
			}
			continue
		}
		from, to, short := "2026-01-01T00:00:00+01:00", "2026-02-01T00:00:00+01:00", 0
		if tc.from != "" {
			from, to, short = tc.from, tc.to, 1
		}
		if len(o.Shortfall) != short || !o.Window.From().Equal(stamp(t, from).Time) || !o.Window.To().Equal(stamp(t, to).Time) {
			t.Errorf("%s: %v without %v", tc.name, o.Window, o.Shortfall)
		}
	}
}
