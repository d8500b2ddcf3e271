package calendar_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
	"writ/calendar"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := calendar.Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func period(t testing.TB, s string) writ.Period {
	t.Helper()
	p, err := writ.ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAZoneThatIsNotInTheDatabaseIsRefused(t *testing.T) {
	for _, name := range []string{"", "Local", "Europe/Nowhere", "../etc/passwd"} {
		if loc, err := calendar.Zone(name); err == nil {
			t.Errorf("%q was read as %v", name, loc)
		}
	}
}

func TestPeriodsEndAsLawCountsThem(t *testing.T) {
	ny, dublin, apia, havana := zone(t, "America/New_York"), zone(t, "Europe/Dublin"), zone(t, "Pacific/Apia"), zone(t, "America/Havana")
	for _, tc := range []struct {
		name string
		got  time.Time
		want string
	}{
		{"ten days after the first end with the eleventh", calendar.After(at(t, "2026-09-01T09:30:00+01:00").In(dublin), period(t, "P10D")), "2026-09-12T00:00:00+01:00"},
		{"thirty days beginning with a day count that day", calendar.Beginning(at(t, "2026-04-06T12:00:00-04:00").In(ny), period(t, "P30D")), "2026-05-06T00:00:00-04:00"},
		{"hours are elapsed hours over the change to summer time", calendar.After(at(t, "2026-03-07T20:00:00-05:00").In(ny), period(t, "PT48H")), "2026-03-09T21:00:00-04:00"},
		{"the end of a day that has 25 hours", calendar.EndOfDay(at(t, "2026-11-01T05:30:00Z").In(ny)), "2026-11-02T00:00:00-05:00"},
		{"a day that a zone left out ends where it would have begun", calendar.EndOfDay(at(t, "2011-12-29T12:00:00-10:00").In(apia)), "2011-12-31T00:00:00+14:00"},
		{"and a period that would end with it ends there", calendar.After(at(t, "2011-12-20T12:00:00-10:00").In(apia), period(t, "P9D")), "2011-12-31T00:00:00+14:00"},
		{"a day whose first hour comes twice begins with the first of them", calendar.StartOfDay(at(t, "2026-11-01T12:00:00-05:00").In(havana)), "2026-11-01T00:00:00-04:00"},
		{"and the day before ends there", calendar.EndOfDay(at(t, "2026-10-31T12:00:00-04:00").In(havana)), "2026-11-01T00:00:00-04:00"},
	} {
		if want := at(t, tc.want); !tc.got.Equal(want) {
			t.Errorf("%s: %v, want %v", tc.name, tc.got, want)
		}
	}
}

func TestWallClockTimesThatOccurTwiceOrNeverAreNotRead(t *testing.T) {
	ny := zone(t, "America/New_York")
	wall := func(s string) time.Time {
		v, err := time.Parse("2006-01-02T15:04:05", s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for _, tc := range []struct {
		wall string
		ok   bool
	}{
		{"2026-11-01T00:59:59", true}, {"2026-11-01T01:00:00", false}, {"2026-11-01T01:30:00", false}, {"2026-11-01T02:00:00", true},
		{"2026-03-08T01:59:59", true}, {"2026-03-08T02:30:00", false}, {"2026-03-08T03:00:00", true}, {"2026-06-01T12:00:00", true},
	} {
		if _, ok := calendar.Local(wall(tc.wall), ny); ok != tc.ok {
			t.Errorf("%s: read %v, want %v", tc.wall, ok, tc.ok)
		}
	}
}

// usLegal is the set of 5 USC 6103.
func usLegal(t testing.TB) calendar.Set {
	s := calendar.Set{Name: "legal"}
	for name, rule := range map[string]string{"New Year": "1 January", "King": "third Monday of January", "Washington": "third Monday of February",
		"Memorial": "last Monday of May", "Juneteenth": "19 June", "Independence": "4 July", "Workers": "first Monday of September",
		"Columbus": "second Monday of October", "Veterans": "11 November", "Thanksgiving": "fourth Thursday of November", "Christmas": "25 December"} {
		h, err := calendar.ParseHoliday(name, rule, calendar.ObservedNearest, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		s.Days = append(s.Days, h)
	}
	return s
}

func TestHolidaysFallWhereTheAlmanacHasThem(t *testing.T) {
	s := usLegal(t)
	want := map[string]bool{}
	for _, d := range []string{"2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07", "2026-10-12", "2026-11-11",
		"2026-11-26", "2026-12-25", "2027-01-01", "2027-01-18", "2027-02-15", "2027-05-31", "2027-06-18", "2027-07-05", "2027-09-06", "2027-10-11",
		"2027-11-11", "2027-11-25", "2027-12-24", "2027-12-31"} { // 1 January 2028 is a Saturday, observed on the Friday before
		want[d] = true
	}
	for day := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC); day.Year() < 2028; day = day.AddDate(0, 0, 1) {
		if got := s.Falls(day); got != want[day.Format("2006-01-02")] {
			t.Errorf("%s: holiday %v", day.Format("2006-01-02"), got)
		}
	}
}

// TestAHolidayOnAWeekendIsKeptOnTheNextFreeWeekday holds the days that the British almanac has for both sides of the border.
func TestAHolidayOnAWeekendIsKeptOnTheNextFreeWeekday(t *testing.T) {
	s := calendar.Set{Name: "bank holidays"}
	for _, rule := range []string{"26 December", "25 December", "2 January", "1 January", "17 March"} { // the order of the list does not count
		h, err := calendar.ParseHoliday(rule, rule, calendar.ObservedNext, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		s.Days = append(s.Days, h)
	}
	for year, days := range map[int]string{
		2020: "01-01 01-02 03-17 12-25 12-28", 2021: "01-01 01-04 03-17 12-27 12-28", 2022: "01-03 01-04 03-17 12-26 12-27",
		2023: "01-02 01-03 03-17 12-25 12-26", 2024: "01-01 01-02 03-18 12-25 12-26", 2018: "01-01 01-02 03-19 12-25 12-26",
	} {
		var kept []string
		for day := time.Date(year, 1, 1, 12, 0, 0, 0, time.UTC); day.Year() == year; day = day.AddDate(0, 0, 1) {
			if day.Weekday() != time.Saturday && day.Weekday() != time.Sunday && !s.Business(day) {
				kept = append(kept, day.Format("01-02"))
			}
		}
		if got := strings.Join(kept, " "); got != days {
			t.Errorf("%d: kept on %s, want %s", year, got, days)
		}
	}
}

func TestALastDayOfTheYearIsKeptInJanuary(t *testing.T) {
	h, err := calendar.ParseHoliday("old year's day", "31 December", calendar.ObservedNext, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := calendar.Set{Days: []calendar.Holiday{h}}
	if monday := time.Date(2023, 1, 2, 9, 0, 0, 0, time.UTC); s.Business(monday) || !s.Business(monday.AddDate(0, 0, 1)) {
		t.Error("31 December 2022 was a Saturday: it is kept on Monday 2 January 2023, and on no other day")
	}
}

func TestEasterMondays(t *testing.T) {
	h, err := calendar.ParseHoliday("Easter Monday", "Easter+1", calendar.ObservedNever, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := calendar.Set{Days: []calendar.Holiday{h}}
	for _, d := range []string{"2024-04-01", "2025-04-21", "2026-04-06", "2027-03-29", "2038-04-26"} {
		v, err := time.Parse("2006-01-02", d)
		if err != nil {
			t.Fatal(err)
		}
		if !s.Falls(v) || s.Falls(v.AddDate(0, 0, 1)) {
			t.Errorf("%s is Easter Monday and the day after is not", d)
		}
	}
}

func TestTheMondayBeforeADay(t *testing.T) {
	h, err := calendar.ParseHoliday("Victoria Day", "Monday before 25 May", calendar.ObservedNever, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := calendar.Set{Days: []calendar.Holiday{h}}
	for _, d := range []string{"2019-05-20", "2020-05-18", "2021-05-24", "2026-05-18", "2027-05-24"} { // in 2020 the 25th is itself a Monday
		day, err := time.Parse(time.DateOnly, d)
		if err != nil {
			t.Fatal(err)
		}
		if !s.Falls(day) || s.Falls(day.AddDate(0, 0, 7)) || s.Falls(day.AddDate(0, 0, -7)) {
			t.Errorf("%s is the Monday before 25 May, and no other", d)
		}
	}
}

func TestAPeriodThatEndsOnAWeekendRunsOn(t *testing.T) {
	s, ny := usLegal(t), zone(t, "America/New_York")
	friday := at(t, "2026-07-03T00:00:00-04:00").In(ny) // observed Independence Day
	if got, want := s.Roll(calendar.EndOfDay(friday)), at(t, "2026-07-07T00:00:00-04:00"); !got.Equal(want) {
		t.Errorf("rolled to %v, want %v", got, want)
	}
	if got, want := s.BusinessDays(at(t, "2026-07-02T15:00:00-04:00").In(ny), 1), at(t, "2026-07-07T00:00:00-04:00"); !got.Equal(want) {
		t.Errorf("one business day after 2 July ends %v, want %v", got, want)
	}
}

func TestRulesThatAreNoDaysAreRefused(t *testing.T) {
	for _, rule := range []string{"", "32 January", "1 Januar", "fifth Monday of May", "third Mon of May", "Easter+x", "Easter+100", "first Monday in May",
		"31 June", "30 February", "0 May", "Monday before 31 June", "Mon before 25 May", "Monday before 32 May", "Monday before x May", "Monday before 25 Mai", "Monday after 25 May"} {
		if _, err := calendar.ParseHoliday("x", rule, calendar.ObservedNever, 0, 0); err == nil {
			t.Errorf("%q was read", rule)
		}
	}
}

func TestDaysAreWholeAndJoinWithoutGap(t *testing.T) {
	names := []string{"America/New_York", "Europe/Rome", "America/Sao_Paulo", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Apia"}
	rapid.Check(t, func(r *rapid.T) {
		loc := zone(t, rapid.SampledFrom(names).Draw(r, "zone"))
		v := time.Unix(rapid.Int64Range(0, 2_000_000_000).Draw(r, "at"), 0).In(loc)
		start, end := calendar.StartOfDay(v), calendar.EndOfDay(v)
		if v.Before(start) || !v.Before(end) || end.Sub(start) > 26*time.Hour {
			r.Fatalf("%v is not in [%v, %v)", v, start, end)
		}
		if before := start.Add(-1); before.Day() == v.Day() {
			r.Fatalf("the instant before %v is of the same day", start)
		}
	})
}
