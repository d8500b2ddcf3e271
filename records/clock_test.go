package records_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/records"
)

var zones = []string{"Europe/Rome", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "Africa/Casablanca", "UTC"}

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestALocalTimeMeansTheInstantsWhoseClockShowsIt asks the other way round: an instant's own local time must have
// it among its meanings, and every meaning must show that local time.
func TestALocalTimeMeansTheInstantsWhoseClockShowsIt(t *testing.T) {
	const wall = "2006-01-02 15:04:05"
	var one, two int
	rapid.Check(t, func(t *rapid.T) {
		z := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		c := records.NewClock(z)
		base := time.Unix(rapid.Int64Range(1e9, 1.9e9).Draw(t, "instant"), 0).UTC()
		if start, _ := base.In(z).ZoneBounds(); !start.IsZero() && rapid.Bool().Draw(t, "near a change") {
			base = start.Add(time.Duration(rapid.IntRange(-10800, 10800).Draw(t, "off")) * time.Second)
		}
		for range 3 { // the Clock remembers
			local, _ := time.Parse(wall, base.In(z).Format(wall))
			all, err := c.Instants(local)
			if err != nil || len(all) == 0 || len(all) > 2 {
				t.Fatalf("%d instants, %v", len(all), err)
			}
			found := false
			for _, at := range all {
				found = found || at.Equal(base)
				if at.In(z).Format(wall) != base.In(z).Format(wall) {
					t.Fatalf("%s shows another time than %s", at, base)
				}
			}
			if !found {
				t.Fatalf("%s is not among what its own local time means", base)
			}
			at, err := c.Instant(local)
			switch {
			case len(all) == 2 && !errors.Is(err, records.ErrTwice), len(all) == 1 && (err != nil || !at.Equal(base)):
				t.Fatalf("got %s, %v", at, err)
			case len(all) == 2:
				two++
			default:
				one++
			}
			base = base.Add(time.Hour)
		}
	})
	t.Logf("%d local times mean one instant, %d two", one, two)
	if two == 0 {
		t.Error("no local time meant two instants: the test does not look where it should")
	}
}

func TestALocalTimeThatNeverWas(t *testing.T) {
	c := records.NewClock(zone(t, "Europe/Rome"))
	for _, text := range []string{"2026-03-29 02:00:00", "2026-03-29 02:59:59"} {
		if _, err := c.Read(text); !errors.Is(err, records.ErrNever) {
			t.Errorf("%s: got %v", text, err)
		}
	}
	for text, want := range map[string]string{"2026-03-29 01:59:59": "2026-03-29T00:59:59Z", "2026-03-29 03:00:00": "2026-03-29T01:00:00Z"} {
		if at, err := c.Read(text); err != nil || records.Stamp(at) != want {
			t.Errorf("%s: got %s, %v", text, records.Stamp(at), err)
		}
	}
}

func TestReadingTimes(t *testing.T) {
	c := records.NewClock(nil)
	for _, tc := range []struct {
		text, want string
		err        error
	}{
		{"2026-11-24 10:25:42Z", "2026-11-24T10:25:42Z", nil},
		{"2026-11-24T10:25:42.5+01:00", "2026-11-24T09:25:42.5Z", nil},
		{"2026-11-24 10:25:42+00", "2026-11-24T10:25:42Z", nil},
		{"2026-11-24 10:25:42 -0530", "2026-11-24T15:55:42Z", nil},
		{"2026-11-24 10:25:42 UTC", "2026-11-24T10:25:42Z", nil},
		{"2026-11-24 10:25:42", "", records.ErrNoZone},
		{"2026-02-29 10:25:42Z", "", records.ErrNoTime},
		{"2026-13-01 10:25:42Z", "", records.ErrNoTime},
		{"2026-11-24 24:25:42Z", "", records.ErrNoTime},
		{"2026-11-24 10:25:42 CET", "", records.ErrNoTime},
		{"2026-11-24 10:25", "", records.ErrNoTime},
		{"2026-11-24 10:25:42.", "", records.ErrNoTime},
		{"1970-01-01 00:00:00Z", "", records.ErrOutside},
		{"9999-01-01 00:00:00Z", "", records.ErrOutside},
		{"", "", records.ErrNoTime},
	} {
		at, err := c.Read(tc.text)
		if !errors.Is(err, tc.err) || err == nil && records.Stamp(at) != tc.want {
			t.Errorf("%q: got %s, %v; want %s, %v", tc.text, records.Stamp(at), err, tc.want, tc.err)
		}
	}
}

func TestEpochs(t *testing.T) {
	for _, tc := range []struct {
		text, want string
		err        error
	}{
		{"1795515942", "2026-11-24T10:25:42Z", nil},
		{"1795515942.87406", "2026-11-24T10:25:42.87406Z", nil},
		{"1795515942.123456789", "2026-11-24T10:25:42.123456789Z", nil},
		{"1795515942.1234567890", "", records.ErrNoTime},
		{"179551594", "1975-09-10T03:26:34Z", nil},
		{"17955159", "", records.ErrOutside},
		{"179551594200", "", records.ErrNoTime},
		{"1795515942x", "", records.ErrNoTime},
		{"1795515942.5x", "", records.ErrNoTime},
		{"-1", "", records.ErrNoTime},
		{"", "", records.ErrNoTime},
	} {
		at, err := records.Epoch(tc.text)
		if !errors.Is(err, tc.err) || err == nil && records.Stamp(at) != tc.want {
			t.Errorf("%q: got %s, %v; want %s, %v", tc.text, records.Stamp(at), err, tc.want, tc.err)
		}
	}
}

func TestJulianDays(t *testing.T) {
	for text, want := range map[string]string{
		"2461368.934508102": "2026-11-24T10:25:42Z", // as Kamailio's db_sqlite writes 10:25:42: half a second early
		"2461368.93451389":  "2026-11-24T10:25:42Z", // exactly
		"2461368.5":         "2026-11-24T00:00:00Z",
	} {
		if at, err := records.Julian(text); err != nil || records.Stamp(at) != want {
			t.Errorf("%s: got %s, %v; want %s", text, records.Stamp(at), err, want)
		}
	}
	for _, text := range []string{"", "x", "NaN", "+Inf", "1795515942", "2440000"} {
		if _, err := records.Julian(text); err == nil {
			t.Errorf("%q is no Julian day of our time", text)
		}
	}
}

func TestATimeErrorQuotesNothing(t *testing.T) {
	for _, err := range []*records.TimeError{records.ErrNoTime, records.ErrNoZone, records.ErrTwice, records.ErrNever, records.ErrOutside} {
		if err.Problem == "" || err.Fix == "" || records.RefuseTime([]byte("x"), err).Problem != err.Problem {
			t.Errorf("%v says no problem or no fix", err)
		}
	}
	if got := records.RefuseTime(nil, errors.New("+12025551965")); got.Problem != records.ErrNoTime.Problem {
		t.Error("a foreign error's text reaches a refusal")
	}
}
