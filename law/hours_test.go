package law_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"writ/law"
)

// dueWith decides a writ served at an instant, whose answer is due as the pack says.
func dueWith(t *testing.T, due, served string) (time.Time, bool) {
	t.Helper()
	pack := strings.Replace(ruritania, "  - at: {of: served, plus: P3D, count: after}", due, 1)
	pack += "holidays: {name: feasts, source: almanac, days: [{name: Coronation, on: 4 March}]}\n"
	d := inventedDemand(t, "CATEGORY", "subscriber", "2026-02-28T10:00:00+01:00", served, "at: 2026-03-02", "at: 2026-03-31")
	return decide(t, d, invented(t, pack)).Due()
}

func TestOpenDaysAreCountedWithoutWeekendsAndFeasts(t *testing.T) {
	for _, tc := range []struct{ name, count, served, want string }{
		{"three business days from a Friday pass the weekend and the feast", "business", "2026-02-27T11:00:00+01:00", "2026-03-06T00:00:00+01:00"},
		{"of working days Saturday is one", "working", "2026-02-27T11:00:00+01:00", "2026-03-04T00:00:00+01:00"},
		{"from a Saturday it is not counted itself", "working", "2026-02-28T11:00:00+01:00", "2026-03-06T00:00:00+01:00"},
		{"nor on a Sunday", "working", "2026-03-01T11:00:00+01:00", "2026-03-06T00:00:00+01:00"},
	} {
		due, ok := dueWith(t, "  - at: {of: served, plus: P3D, count: "+tc.count+"}", tc.served)
		if got := due.Format(time.RFC3339); !ok || got != tc.want {
			t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestOfficeHoursBeginAndEndByTheClockOfTheCountry(t *testing.T) {
	const due = `  - {when: {served: {in-hours: "08:00-17:00"}}, at: {of: served, plus: PT1H, count: elapsed}}
  - {when: {served: {stated: true}}, at: {of: served, plus: PT2H, count: elapsed}}`
	for _, tc := range []struct {
		name, served string
		hours        time.Duration
	}{
		{"the first instant", "2026-03-03T08:00:00+01:00", 1},
		{"a nanosecond before it", "2026-03-03T07:59:59.999999999+01:00", 2},
		{"the last second", "2026-03-03T16:59:59+01:00", 1},
		{"the closing hour itself", "2026-03-03T17:00:00+01:00", 2},
		{"a nanosecond past it", "2026-03-03T17:00:00.000000001+01:00", 2},
		{"written in another offset", "2026-03-03T07:30:00Z", 1},
		{"a Saturday", "2026-02-28T10:00:00+01:00", 2},
		{"a feast", "2026-03-04T10:00:00+01:00", 2},
	} {
		served, err := time.Parse(time.RFC3339Nano, tc.served)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := dueWith(t, due, tc.served); !ok || !got.Equal(served.Add(tc.hours*time.Hour)) {
			t.Errorf("%s: due %v", tc.name, got)
		}
	}
	if got, ok := dueWith(t, due, "2026-03-03"); !ok || got.Format(time.RFC3339) != "2026-03-03T02:00:00+01:00" {
		t.Errorf("a day without an hour lies in no office hours: due %v", got)
	}
}

func TestHoursAndOpenDaysThatAreNoneAreRefused(t *testing.T) {
	for _, tc := range []struct{ due, says string }{
		{`  - at: {of: served, plus: P1M, count: business}`, "is no number of business days"},
		{`  - at: {of: served, plus: P0D, count: working}`, "is no number of working days"},
		{`  - at: {of: served, plus: P401D, count: working}`, "is no number of working days"},
		{`  - at: {of: served, plus: PT3H, count: business}`, "is no number of business days"},
		{`  - at: {of: served, minus: P3D, count: business}`, "does not say how many"},
		{`  - {when: {served: {in-hours: "08:00"}}, at: served}`, "are no hours of a day"},
		{`  - {when: {served: {in-hours: "17:00-08:00"}}, at: served}`, "are no hours of a day"},
		{`  - {when: {service: {in-hours: "08:00-17:00"}}, at: served}`, "the path is no time"},
	} {
		pack := strings.Replace(ruritania, "  - at: {of: served, plus: P3D, count: after}", tc.due, 1)
		_, err := law.Load(fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(pack)}}, "ruritania")
		if err == nil || !strings.Contains(err.Error(), tc.says) {
			t.Errorf("%s: %v, want %q", tc.due, err, tc.says)
		}
	}
}
