package casefile_test

import (
	"testing"

	"writ/casefile"
	. "writ/casefile/casefiletest"
	"writ/scope"
)

// delivered gives a case that was answered.
func delivered(t *testing.T, h *house, o order) casefile.Case {
	c := mustStep(t, lived(t, h, o, 7), casefile.RunBegun{At: minute(8)})
	c = mustStep(t, c, casefile.PackageMade{At: minute(8), Outcome: h.Outcome(t, c, scope.Assemble, minute(8))})
	return mustStep(t, c, casefile.HandedOver{At: minute(8), Outcome: h.Outcome(t, c, scope.Deliver, minute(8))})
}

func TestAnEarlierAnswerIsAFactOfTheDemand(t *testing.T) {
	h := newHouse(t)
	first := delivered(t, h, order{})
	p, ok := casefile.PriorOf(first, ID(2), first.Agency, first.Request.Reference)
	if !ok {
		t.Fatal("the earlier case does not count")
	}
	for _, tc := range []struct {
		name   string
		number string
		want   any
	}{{"the same again", Marked, true}, {"another number", "+12025550174", false}} {
		t.Run(tc.name, func(t *testing.T) {
			e := h.Register(2, h.Request(t, order{Number: tc.number}), minute(20))
			e.Priors = []casefile.Prior{p}
			e.Act = h.Act(Ann, e.Statement(), minute(20), "")
			c := mustStep(t, casefile.Case{}, e)
			fact, _ := c.ReadingOf(c.Request).Instrument.Facts["duplicate-of"].(map[string]any)
			if fact["identical"] != tc.want || fact["answered"] != "2026-03-02" || fact["reference"] != "NP-2026-0042" {
				t.Errorf("fact: %v", fact)
			}
			if _, stays := c.Request.Instrument.Facts["duplicate-of"]; stays {
				t.Errorf("the fact was written into what the reader wrote")
			}
			for _, who := range []string{Ann, Ben} { // both readers sign over the fact without having written it
				c = mustStep(t, c, h.Read(who, c, e.Request, minute(21)))
			}
			c = mustStep(t, c, h.Verify(Vera, c, minute(22)))
			c = mustStep(t, c, h.Decide(t, c, minute(23)))
			if got := c.Decision.Asks; got != tc.want {
				t.Errorf("the issuer is asked: %v (verdict %s)", got, c.Decision.Verdict)
			}
		})
	}
}

func TestOnlyTheSameAgencysAnsweredCasesCount(t *testing.T) {
	h := newHouse(t)
	first := delivered(t, h, order{})
	ref := first.Request.Reference
	if _, ok := casefile.PriorOf(first, ID(2), "city-police", ref); ok {
		t.Errorf("another agency learns of the case")
	}
	if _, ok := casefile.PriorOf(first, first.ID, first.Agency, ref); ok {
		t.Errorf("a case is its own duplicate")
	}
	refused := lived(t, h, order{}, 5)
	refused = mustStep(t, refused, casefile.Refusal{Act: h.Say(Adam, refused, scope.Refuse, minute(9), "too broad")})
	if _, ok := casefile.PriorOf(refused, ID(2), refused.Agency, ref); ok {
		t.Errorf("a refused case counts")
	}
	e := h.Register(2, h.Request(t, order{}), minute(20))
	p, _ := casefile.PriorOf(lived(t, h, order{}, 5), ID(2), e.Request.Agency, ref) // not answered yet
	e.Priors = []casefile.Prior{p}
	e.Act = h.Act(Ann, e.Statement(), minute(20), "")
	c := mustStep(t, casefile.Case{}, e)
	if _, ok := c.ReadingOf(c.Request).Instrument.Facts["duplicate-of"]; ok {
		t.Errorf("a case that was not answered counts as answered")
	}
}
