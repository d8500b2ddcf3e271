package calendar

import (
	"io"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// plain reads a zone as its file has it.
func plain(t testing.TB, name string) *time.Location {
	t.Helper()
	if _, err := Zone(name); err != nil {
		t.Fatal(err)
	}
	r, err := zones.file[name].Open()
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	loc, err := time.LoadLocationFromTZData(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestUnrolledZonesTellTheSameTime(t *testing.T) {
	zones.once.Do(index)
	var names []string
	for name, f := range zones.file {
		if !f.FileInfo().IsDir() {
			names = append(names, name)
		}
	}
	if len(names) < 400 {
		t.Fatalf("only %d zones", len(names))
	}
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.SampledFrom(names).Draw(r, "zone")
		loc, want := must(Zone(name)), plain(t, name)
		for range 200 {
			at := time.Unix(rapid.Int64Range(-2_000_000_000, 4_200_000_000).Draw(r, "at"), 0)
			if !same(at.In(loc), at.In(want)) {
				r.Fatalf("%s at %v: %v, want %v", name, at.UTC(), at.In(loc), at.In(want))
			}
		}
	})
}

func TestUnrolledZonesChangeAtTheSameSecond(t *testing.T) {
	for _, name := range []string{"America/New_York", "Europe/Dublin", "Europe/Rome", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Gaza"} {
		loc, want := must(Zone(name)), plain(t, name)
		changes := 0
		for at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2064; at = at.Add(time.Hour) {
			if !same(at.In(want), at.Add(-time.Second).In(want)) {
				changes++
			}
			if !same(at.In(loc), at.In(want)) || !same(at.Add(-time.Second).In(loc), at.Add(-time.Second).In(want)) {
				t.Fatalf("%s differs at %v", name, at)
			}
		}
		t.Logf("%s: %d changes on the hour", name, changes)
	}
}

func must(loc *time.Location, err error) *time.Location {
	if err != nil {
		panic(err)
	}
	return loc
}

func FuzzUnroll(f *testing.F) {
	zones.once.Do(index)
	for _, name := range []string{"Europe/Rome", "UTC", "America/New_York"} {
		r, err := zones.file[name].Open()
		if err != nil {
			f.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(_ *testing.T, data []byte) { parseTZif(data) })
}
