package writ_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
)

func period(t interface{ Fatal(...any) }, s string) writ.Period {
	p, err := writ.ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func instant(t interface{ Fatal(...any) }, s, zone string) time.Time {
	z, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, z)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestPeriodsOnTheCalendar(t *testing.T) {
	for _, tc := range []struct{ name, from, zone, period, before, after string }{
		{"months", "2026-03-15 10:00", "UTC", "P18M", "2024-09-15 10:00", "2027-09-15 10:00"},
		{"a day that the month lacks is its last", "2026-08-31 10:00", "UTC", "P6M", "2026-02-28 10:00", "2027-02-28 10:00"},
		{"in a leap year too", "2024-02-29 10:00", "UTC", "P1Y", "2023-02-28 10:00", "2025-02-28 10:00"},
		{"weeks are seven days", "2026-03-15 10:00", "UTC", "P2W", "2026-03-01 10:00", "2026-03-29 10:00"},
		{"a day over a change of the clock is a day", "2026-03-28 12:00", "Europe/Rome", "P1D", "2026-03-27 12:00", "2026-03-29 12:00"},
		{"hours are elapsed hours", "2026-03-28 12:00", "Europe/Rome", "PT24H", "2026-03-27 12:00", "2026-03-29 13:00"},
		{"all together", "2026-03-15 10:00", "UTC", "P1Y2M3DT4H5M", "2025-01-12 05:55", "2027-05-18 14:05"},
		{"a month that has no first midnight in its zone", "2017-09-15 10:00", "America/Asuncion", "P1M", "2017-08-15 10:00", "2017-10-15 10:00"},
		{"nothing", "2026-03-15 10:00", "UTC", "P0D", "2026-03-15 10:00", "2026-03-15 10:00"},
	} {
		from, p := instant(t, tc.from, tc.zone), period(t, tc.period)
		if got := p.Before(from); !got.Equal(instant(t, tc.before, tc.zone)) {
			t.Errorf("%s: before is %s, want %s", tc.name, got, tc.before)
		}
		if got := p.After(from); !got.Equal(instant(t, tc.after, tc.zone)) {
			t.Errorf("%s: after is %s, want %s", tc.name, got, tc.after)
		}
	}
}

func TestWhatIsNoPeriod(t *testing.T) {
	for _, s := range []string{"", "P", "PT", "P1", "1Y", "P1YT", "PT1D", "P1H", "P1M1Y", "P1D1W", "P-1D", "P1.5D", "PT1S", "P1Y1Y", "p1y", "P123456D", "P1D ", "PéM"} {
		if _, err := writ.ParsePeriod(s); !errors.Is(err, writ.ErrPeriod) {
			t.Errorf("%q: got %v", s, err)
		}
	}
}

// TestAPeriodIsWrittenAsItIsRead draws units, and reads what String writes.
func TestAPeriodIsWrittenAsItIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`P([1-9][0-9]?Y)?([1-9][0-9]?M)?([1-9][0-9]?D)(T[1-9][0-9]?H([1-9][0-9]?M)?)?`).Draw(t, "period")
		if got := period(t, s).String(); got != s {
			t.Fatalf("%s is written %s", s, got)
		}
	})
	if p := period(t, "P0D"); !p.IsZero() || p.String() != "P0D" || period(t, "P1W").String() != "P7D" {
		t.Error("nothing, or a week, is written otherwise")
	}
}

// TestALongerPeriodReachesFurther holds in every zone, over every change of the clock.
func TestALongerPeriodReachesFurther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z, err := time.LoadLocation(rapid.SampledFrom([]string{"UTC", "Europe/Rome", "America/Asuncion", "Australia/Lord_Howe"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		at := time.Unix(rapid.Int64Range(1e9, 1.9e9).Draw(t, "instant"), 0).In(z)
		for _, pair := range [][2]string{{"P1M", "P2M"}, {"P6M", "P1Y"}, {"P28D", "P1M3D"}, {"PT23H", "P2D"}} {
			short, long := period(t, pair[0]), period(t, pair[1])
			if !long.Before(at).Before(short.Before(at)) || !short.Before(at).Before(at) || !short.After(at).Before(long.After(at)) {
				t.Fatalf("%s reaches as far as %s from %s", pair[0], pair[1], at)
			}
		}
	})
}

func FuzzParsePeriod(f *testing.F) {
	f.Add("P1Y2M3W4DT5H6M")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := writ.ParsePeriod(s)
		if err != nil {
			return
		}
		if again, err := writ.ParsePeriod(p.String()); err != nil || again != p {
			t.Errorf("%q is written %s, which is another", s, p)
		}
	})
}
