package law_test

import (
	"strings"
	"testing"
	"time"

	"writ"
	"writ/law"
)

// TestSecrecyOfThePaperAndNoticeOfTheLawStandBesideEachOther: the longer of the two binds, and says on what it rests.
func TestSecrecyOfThePaperAndNoticeOfTheLawStandBesideEachOther(t *testing.T) {
	const (
		tenDays  = "{is: prohibited, until: {of: served, plus: P10D, count: after}, provision: Post Act art. 30}"
		endless  = "{is: prohibited, provision: Post Act art. 31}"
		passed   = "{is: prohibited, until: {of: served, plus: P1D, count: after}, provision: Post Act art. 32}"
		open     = "{is: delayed, until: facts.told, provision: Post Act art. 33}"
		elsewise = "{is: required, when: {service: sms}, provision: Post Act art. 34}"
	)
	for _, tc := range []struct {
		name, rules, secrecy string // secrecy: "" none is ordered, "endless", or its last day
		is                   writ.Notice
		provision, until     string
	}{
		{"neither says anything", "", "", writ.NoticePermitted, "", ""},
		{"secrecy without an end", "", "endless", writ.NoticeProhibited, "", ""},
		{"secrecy to the end of its last day", "", "2026-03-10", writ.NoticeProhibited, "", "2026-03-11T00:00:00+01:00"},
		{"secrecy that is over", "", "2026-03-01", writ.NoticePermitted, "", ""},
		{"secrecy that ends with the instant of the decision", "", "2026-03-02T10:00:00+01:00", writ.NoticePermitted, "", ""},
		{"the law alone", tenDays, "", writ.NoticeProhibited, "Post Act art. 30", "2026-03-11T00:00:00+01:00"},
		{"the law for longer than the paper", tenDays, "2026-03-05", writ.NoticeProhibited, "Post Act art. 30", "2026-03-11T00:00:00+01:00"},
		{"the law as long as the paper", tenDays, "2026-03-10", writ.NoticeProhibited, "Post Act art. 30", "2026-03-11T00:00:00+01:00"},
		{"the paper for longer than the law", tenDays, "2026-03-15", writ.NoticeProhibited, "", "2026-03-16T00:00:00+01:00"},
		{"the paper without an end", tenDays, "endless", writ.NoticeProhibited, "", ""},
		{"the law without an end", endless, "2026-03-15", writ.NoticeProhibited, "Post Act art. 31", ""},
		{"both without an end", endless, "endless", writ.NoticeProhibited, "Post Act art. 31", ""},
		{"what the law says for a time that has passed, it says no more", passed, "", writ.NoticePermitted, "", ""},
		{"the second where the first is over", passed + ", " + endless, "", writ.NoticeProhibited, "Post Act art. 31", ""},
		{"the first that holds", elsewise + ", " + tenDays + ", " + endless, "", writ.NoticeProhibited, "Post Act art. 30", "2026-03-11T00:00:00+01:00"},
		{"an end that can't be reckoned is none", open, "", writ.NoticeDelayed, "Post Act art. 33", ""},
		{"secrecy is stronger than what the law delays", open, "2026-03-10", writ.NoticeProhibited, "", "2026-03-11T00:00:00+01:00"},
	} {
		s := invented(t, strings.Replace(ruritania, "  due:\n", "  notice: ["+tc.rules+"]\n  due:\n", 1))
		d := inventedDemand(t, "CATEGORY", "subscriber")
		if tc.secrecy != "" {
			d.Instrument.Secrecy = &law.Secrecy{}
			if tc.secrecy != "endless" {
				d.Instrument.Secrecy.Until = ptr(stamp(t, tc.secrecy))
			}
		}
		got := decide(t, d, s).Telling()
		until := ""
		if !got.Until.IsZero() {
			until = got.Until.Format(time.RFC3339)
		}
		if got.Is != tc.is || got.Provision != tc.provision || until != tc.until {
			t.Errorf("%s: %s [%s] until %q", tc.name, got.Is, got.Provision, until)
		}
	}
}

func TestNothingIsToldOfAnInstrumentThatNoPackKnows(t *testing.T) {
	d := inventedDemand(t, "CATEGORY", "subscriber", "TYPE", "rt-wink")
	if got := decide(t, d, invented(t, ruritania)); got.Notice() != writ.NoticeProhibited || got.Telling() != (law.Telling{Is: writ.NoticeProhibited}) {
		t.Errorf("%+v", got.Telling())
	}
}
