package casefile_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"writ/casefile"
	"writ/law"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestAStoredCaseComesBackAndDecidesAlike(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{}, 7)
	c.Request.Instrument.Facts = map[string]any{"n": 3, "list": []any{1, "1", true}, "map": map[string]any{"k": -7}}
	b := encoded(t, c)
	got, err := casefile.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(encoded(t, got), b) {
		t.Errorf("written again it differs")
	}
	if !reflect.DeepEqual(got.Request.Instrument.Facts, c.Request.Instrument.Facts) {
		t.Errorf("facts came back as %#v", got.Request.Instrument.Facts)
	}
	dec, err := law.Decide(got.Decision.Demand.Demand, h.Packs)
	if err != nil || dec.Digest() != c.Decision.Digest {
		t.Errorf("decided again it has another digest (%v)", err)
	}
}

func TestGoldenCaseStaysReadable(t *testing.T) {
	path := filepath.Join("testdata", "case-1.json")
	if *update {
		if err := os.WriteFile(path, encoded(t, lived(t, newHouse(t), order{}, 7)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := casefile.Decode(golden)
	if err != nil || got.State != casefile.Approved || got.Digest() != got.Decision.Digest || len(got.History) != 7 {
		t.Errorf("the golden case reads as %s (%v)", got.State, err)
	}
	if d := got.Decision.Demand.Demand; d.Case != got.ID || d.Reading() != got.Readings[0].Digest || d.Provider.Keeps["call-records"].String() != "P18M" {
		t.Errorf("its demand does not read as it was signed")
	}
	if !bytes.Equal(golden, encoded(t, got)) {
		t.Errorf("a case is no longer written as writ/case/1 has it: make a new version, and keep reading this one")
	}
}

func TestStoredCasesOfNewerOrNoFormAreRefused(t *testing.T) {
	for in, want := range map[string]error{
		`{"format":"writ/case/2","case":{}}`: casefile.ErrVersion,
		`{"format":"writ/case/1","case":[]}`: casefile.ErrForm,
		``:                                   casefile.ErrForm,
	} {
		if _, err := casefile.Decode([]byte(in)); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", in, err, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	golden, err := os.ReadFile(filepath.Join("testdata", "case-1.json"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(golden)
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := casefile.Decode(b)
		if err != nil {
			return
		}
		once := encoded(t, c)
		again, err := casefile.Decode(once)
		if err != nil || !bytes.Equal(encoded(t, again), once) {
			t.Fatalf("what was read can't be written and read again: %v", err)
		}
	})
}

func TestNothingPrintsWhatWasServed(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{}, 7)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "case", c, "reading", c.Readings[0], "request", c.Request, "demand", c.Decision.Demand, "all", []casefile.Case{c})
	out := []string{log.String()}
	for _, v := range []any{c, &c, []casefile.Case{c}, map[string]casefile.Case{"a": c}, struct{ C casefile.Case }{c}, c.Request, &c.Request,
		c.Readings, c.Decision, *c.Decision, c.Decision.Demand} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			out = append(out, fmt.Sprintf(verb, v))
		}
	}
	for _, s := range out {
		if strings.Contains(s, "2025550173") || strings.Contains(s, fmt.Sprintf("%x", "2025550173")) || strings.Contains(s, "NP-2026") {
			t.Errorf("printed: %.200s", s)
		}
	}
	for _, e := range c.History {
		if strings.Contains(e.Note, "2025550173") || strings.Contains(e.Note, "NP-2026") {
			t.Errorf("the history holds what was served")
		}
	}
}

func TestTheLedgerHoldsNothingOfWhatWasServed(t *testing.T) {
	h := newHouse(t)
	_, entries := written(t, h, 7)
	for _, e := range entries {
		b, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), "2025550173") || strings.Contains(string(b), "NP-2026") || strings.Contains(string(b), "nova-prosecutor") {
			t.Errorf("entry of kind %s holds what was served", e.Kind)
		}
	}
}
