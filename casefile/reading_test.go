package casefile_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"writ/casefile"
	. "writ/casefile/casefiletest"
)

const wrongDigit = "+12025550174"

func TestADifferenceHoldsTheCase(t *testing.T) {
	h := newHouse(t)
	right, wrong := h.Request(t, order{}), h.Request(t, order{Number: wrongDigit})
	c := mustStep(t, casefile.Case{}, h.Register(1, right, minute(0)))
	c = mustStep(t, c, h.Read(Ann, c, right, minute(1)))
	c, effects := mustDo(t, c, h.Read(Ben, c, wrong, minute(2)))
	if c.State != casefile.Held || len(of[casefile.Tell](effects)) != 1 {
		t.Fatalf("it is %s, want held, and people told", c.State)
	}

	got, err := c.Differences(h.Person(Adam))
	if err != nil || !slices.Equal(got, []string{"asks[0].identifiers[0]"}) {
		t.Errorf("differences: %v %v", got, err)
	}
	for _, reader := range []string{Ann, Ben} {
		if got, err := c.Differences(h.Person(reader)); !errors.Is(err, casefile.ErrRole) || got != nil {
			t.Errorf("%s, who read it, is told %v (%v)", reader, got, err)
		}
	}
	if _, err := c.Differences(h.Person(Otto)); !errors.Is(err, casefile.ErrRole) {
		t.Errorf("an auditor is told: %v", err)
	}
	if _, _, err := casefile.Step(c, h.Verify(Vera, c, minute(3))); !errors.Is(err, casefile.ErrState) {
		t.Errorf("a held case was verified: %v", err)
	}

	c = mustStep(t, c, h.Read(Ben, c, right, minute(4)))
	if c.State != casefile.Read {
		t.Errorf("after both read alike it is %s", c.State)
	}
}

func TestAThirdReaderSettlesWhatTwoReadDifferently(t *testing.T) {
	h := newHouse(t)
	right, wrong := h.Request(t, order{}), h.Request(t, order{Number: wrongDigit})
	c := mustStep(t, casefile.Case{}, h.Register(1, wrong, minute(0)))
	c = mustStep(t, c, h.Read(Ann, c, wrong, minute(1)))
	c = mustStep(t, c, h.Read(Ben, c, right, minute(2)))
	c = mustStep(t, c, h.Read(Max, c, right, minute(3)))
	if c.State != casefile.Read || c.Request.Asks[0].Identifiers[0].Text != Marked {
		t.Errorf("it is %s on what the registrar misread", c.State)
	}
}

func TestOnePersonReadingTwiceIsOneReading(t *testing.T) {
	h := newHouse(t)
	r := h.Request(t, order{})
	c := mustStep(t, casefile.Case{}, h.Register(1, r, minute(0)))
	c = mustStep(t, c, h.Read(Ann, c, r, minute(1)))
	c = mustStep(t, c, h.Read(Ann, c, r, minute(2)))
	if c.State != casefile.Received {
		t.Errorf("it is %s, want received", c.State)
	}
	c.Readings = append(c.Readings, c.Readings[0]) // as an edited case might have it
	if c.Digest() != c.ReadingOf(c.Request).Reading() || len(c.For(h.Person(Ben)).Readings) != 0 {
		t.Errorf("one person's two readings are taken for two people's")
	}
}

func TestReadersAreBlindToEachOther(t *testing.T) {
	h := newHouse(t)
	r := h.Request(t, order{})
	c := mustStep(t, casefile.Case{}, h.Register(1, r, minute(0)))
	c.Priors = []casefile.Prior{{Case: ID(9), Asks: r.Asks}}
	c = mustStep(t, c, h.Read(Vera, c, r, minute(1)))
	seen := c.For(h.Person(Ben))
	if len(seen.Readings) != 0 || len(seen.Request.Asks) != 0 || len(seen.Priors) != 0 || seen.Request.Instrument.Type != "" {
		t.Errorf("the second reader sees what others read")
	}
	if seen := c.For(h.Person(Vera)); len(seen.Readings) != 1 || len(seen.Request.Asks) != 0 {
		t.Errorf("a reader sees her own reading only, not %d readings and %d asks", len(seen.Readings), len(seen.Request.Asks))
	}
	if seen := c.For(h.Person(Ann)); len(seen.Readings) != 0 || len(seen.Request.Asks) == 0 {
		t.Errorf("the registrar sees her own request only")
	}
	if c = mustStep(t, c, h.Read(Ben, c, r, minute(2))); len(c.For(h.Person(Adam)).Readings) != 2 {
		t.Errorf("once read alike it is no secret inside the house")
	}
}

func TestNumbersWrittenDifferentlyReadAlike(t *testing.T) {
	h := newHouse(t)
	c := mustStep(t, casefile.Case{}, h.Register(1, h.Request(t, order{}), minute(0)))
	want := c.ReadingOf(h.Request(t, order{})).Reading()
	for _, text := range []string{"+1 (202) 555-0173", "202-555-0173", "1.202.555.0173"} {
		if c.ReadingOf(h.Request(t, order{Number: text})).Reading() != want {
			t.Errorf("another spelling of the same number is read as another")
		}
	}
}

func TestCompareNamesFieldsAndNeverWhatStandsInThem(t *testing.T) {
	h := newHouse(t)
	base := func() casefile.Request { return h.Request(t, order{}) }
	for _, tc := range []struct {
		name   string
		change func(r *casefile.Request)
		want   []string
	}{
		{"nothing", func(*casefile.Request) {}, nil},
		{"a digit", func(r *casefile.Request) { r.Asks[0].Identifiers[0].Text = wrongDigit }, []string{"asks[0].identifiers[0]"}},
		{"the end of the window", func(r *casefile.Request) { r.Asks[0].Window.To.Text = "x" }, []string{"asks[0].window.to"}},
		{"no window", func(r *casefile.Request) { r.Asks[0].Window = nil }, []string{"asks[0].window"}},
		{"an ask more", func(r *casefile.Request) { r.Asks = append(r.Asks, r.Asks[0]) }, []string{"asks[1]"}},
		{"the issuer", func(r *casefile.Request) { r.Instrument.Issuer.Country = "US" }, []string{"instrument.issuer.country"}},
		{"the secrecy", func(r *casefile.Request) { r.Instrument.Secrecy = nil }, []string{"instrument.secrecy"}},
		{"a fact", func(r *casefile.Request) { r.Instrument.Facts = map[string]any{"return-date": "2026-03-17"} }, []string{"instrument.facts.return-date"}},
		{"two at once", func(r *casefile.Request) { r.Reference, r.Instrument.Language = "x", "fr" }, []string{"instrument.language", "reference"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			other := base()
			tc.change(&other)
			got := casefile.Compare(base(), other)
			if !slices.Equal(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
			if strings.Contains(fmt.Sprint(got), "2025550") {
				t.Errorf("a path holds what stands in the field")
			}
		})
	}
}

func TestAReaderOfAnotherReferenceHoldsTheCase(t *testing.T) {
	h := newHouse(t)
	r := h.Request(t, order{})
	other := r
	other.Reference = "NP-2026-0043"
	c := mustStep(t, casefile.Case{}, h.Register(1, r, minute(0)))
	c = mustStep(t, c, h.Read(Ann, c, r, minute(1)))
	c = mustStep(t, c, h.Read(Ben, c, other, minute(2)))
	if got, _ := c.Differences(h.Person(Adam)); c.State != casefile.Held || !slices.Equal(got, []string{"reference"}) {
		t.Errorf("it is %s with %v", c.State, got)
	}
}
