package scope_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"writ"
	"writ/law"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

func TestTheScopePicture(t *testing.T) {
	h := newHouse(t)
	d := h.decide()
	h.intake(d)
	rows := month(t)
	if _, err := h.issue(d, scope.Count); !errors.Is(err, scope.ErrUnapproved) {
		t.Fatalf("counted before the first approval: %v", err)
	}
	h.say(scope.Approve, d, "ann")
	p := h.mustIssue(d, scope.Count)
	spool := &retentiontest.Spool{}
	if _, _, err := retention.Lookup(context.Background(), p, h.everything(rows), spool); !errors.Is(err, scope.ErrWrong) {
		t.Fatalf("a permit to count looked up: %v", err)
	}
	hv, w, err := retention.Survey(context.Background(), p, h.everything(rows))
	if err != nil {
		t.Fatal(err)
	}
	if examined, out, withheld := hv.Tally(); examined != 80 || out != 31 || withheld != 49 {
		t.Errorf("examined %d, out %d, withheld %d", examined, out, withheld)
	}
	if got := hv.Totals(); len(got) != 1 || got[0] != (scope.AskTotal{Ask: 0, Category: writ.CallRecords, Rows: 31}) {
		t.Errorf("totals %v", got)
	}
	for range hv.Rows() {
		t.Fatal("a picture gave a row")
	}
	if err := w.Live(); err != nil {
		t.Error(err)
	}
	must(w.Done(nil))(t)
	if _, err := h.issue(d, scope.Count); !errors.Is(err, scope.ErrDone) {
		t.Errorf("counted twice in one version: %v", err)
	}
	if _, err := h.issue(d, scope.Lookup); !errors.Is(err, scope.ErrUnapproved) {
		t.Errorf("the first approval let look up: %v", err)
	}
	again := h.decide(version(2))
	h.intake(again)
	h.say(scope.Approve, again, "ann")
	h.mustIssue(again, scope.Count)
}

func TestAPictureKeepsNoRowEvenWhereASpoolIsGiven(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	w := must(h.mustIssue(d, scope.Count).Spend(scope.Count))(t)
	spool := &retentiontest.Spool{}
	s := must(scope.NewSift(w, nil, spool))(t)
	for _, r := range month(t) {
		if err := s.Take(r); err != nil {
			t.Fatal(err)
		}
	}
	must(s.Close())(t)
	for range spool.All() {
		t.Fatal("a picture kept a row")
	}
}

func TestAStoppedCaseNeedsTwoForItsPictureToo(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	h.say(scope.Withdraw, d, "clerk")
	if _, err := h.issue(d, scope.Count); !errors.Is(err, scope.ErrStopped) {
		t.Errorf("nobody: %v", err)
	}
	h.say(scope.Approve, d, "ann")
	if _, err := h.issue(d, scope.Count); !errors.Is(err, scope.ErrStopped) {
		t.Errorf("one: %v", err)
	}
	h.say(scope.Approve, d, "bob")
	h.mustIssue(d, scope.Count)
}

func TestWhatADecisionLetsHappen(t *testing.T) {
	preservation := func(d *law.Demand) {
		d.Instrument.Type, d.Instrument.Issuer.Kind = "preservation-2703f", "police"
		d.Asks[0].Window.To = instant(begin.AddDate(0, 0, -10))
	}
	tap := func(d *law.Demand) {
		d.Instrument.Type, d.Instrument.Facts = "order-pen-trap", map[string]any{"certified": true}
		d.Instrument.Expires = date("2026-04-10")
		d.Asks = []law.Ask{ask(writ.LiveIRI, begin.AddDate(0, 0, 1), begin.AddDate(0, 0, 20), named(writ.E164, number))}
	}
	nothing := func(d *law.Demand) { d.Instrument.Signed = nil }
	reads := []scope.Action{scope.Count, scope.Lookup, scope.Assemble, scope.Deliver}
	for _, tc := range []struct {
		name   string
		demand func(*law.Demand)
		opens  []scope.Action
	}{
		{"a release is counted, looked up, assembled and delivered", func(*law.Demand) {}, append(reads, scope.Letter)},
		{"a preservation only keeps", preservation, []scope.Action{scope.Keep, scope.Letter}},
		{"an interception only taps", tap, []scope.Action{scope.Activate, scope.Letter}},
		{"a paper without a signature gets a letter", nothing, []scope.Action{scope.Letter}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			d := h.approved(tc.demand)
			for _, a := range []scope.Action{scope.Count, scope.Lookup, scope.Assemble, scope.Deliver, scope.Letter, scope.Keep, scope.Activate} {
				want := scope.ErrNothing
				for _, o := range tc.opens {
					if o == a {
						want = nil
					}
				}
				if _, err := h.issue(d, a); !errors.Is(err, want) {
					t.Errorf("%s: got %v, want %v", a, err, want)
				}
			}
		})
	}
}

func TestALetterNeedsTwoAsWell(t *testing.T) {
	h := newHouse(t)
	d := h.decide(func(d *law.Demand) { d.Instrument.Signed = nil })
	h.intake(d)
	h.say(scope.Approve, d, "ann")
	if _, err := h.issue(d, scope.Letter); !errors.Is(err, scope.ErrUnapproved) {
		t.Errorf("one: %v", err)
	}
	h.say(scope.Approve, d, "bob")
	w := must(h.mustIssue(d, scope.Letter).Spend(scope.Letter))(t)
	if _, err := scope.NewSift(w, nil, &retentiontest.Spool{}); !errors.Is(err, scope.ErrWrong) {
		t.Errorf("a letter's work sifted: %v", err)
	}
}

func TestALetterAnswersADemandThatNamesNobody(t *testing.T) {
	h := newHouse(t)
	d := h.approved(asks(ask(writ.CallRecords, january, february, named(writ.E164, "one digit off"))))
	if _, err := h.issue(d, scope.Lookup); !errors.Is(err, scope.ErrNothing) {
		t.Errorf("looked up nobody: %v", err)
	}
	h.mustIssue(d, scope.Letter)
}

func TestAnIntentSaysHowManyNamesItReaches(t *testing.T) {
	h := newHouse(t)
	d := h.approved(asks(ask(writ.CallRecords, january, february, named(writ.E164, number)), ask(writ.LiveIRI, january, february, named(writ.E164, "+12025550124"))))
	for a, want := range map[scope.Action]string{
		scope.Lookup: `{"action":"lookup","attempt":1,"identifiers":1,"v":1,"version":1}`,
		scope.Letter: `{"action":"letter","attempt":1,"identifiers":2,"v":1,"version":1}`,
	} {
		h.mustIssue(d, a)
		r, ok := h.log.Find("permit/c7/1/" + string(a) + "/1")
		if e := r.Entry(); !ok || string(e.Body) != want || e.Case != "c7" || e.Kind != "permit" || !e.At.Equal(begin) {
			t.Errorf("%s: %s", a, r.Entry().Body)
		}
	}
}

func TestCeilings(t *testing.T) {
	many := func(n, from int) func(*law.Demand) {
		return func(d *law.Demand) {
			d.Asks[0].Identifiers = nil
			for i := range n {
				d.Asks[0].Identifiers = append(d.Asks[0].Identifiers, named(writ.E164, "+1202555"+string([]byte{'0' + byte((from+i)/1000), '0' + byte((from+i)/100%10), '0' + byte((from+i)/10%10), '0' + byte((from+i)%10)})))
			}
		}
	}
	for _, tc := range []struct {
		name  string
		limit int
		names int
		want  error
	}{
		{"as many as the ledger allows", 3, 3, nil},
		{"one more", 3, 4, scope.ErrCeiling},
		{"none allowed", 0, 1, scope.ErrCeiling},
		{"as many as Go allows", 5000, 1000, nil},
		{"more than Go allows", 5000, 1001, scope.ErrCeiling},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t, func(p *scope.Policy) { p.Subscribers = tc.limit })
			d := h.approved(many(tc.names, 0))
			for _, a := range []scope.Action{scope.Count, scope.Lookup, scope.Assemble} {
				if _, err := h.issue(d, a); !errors.Is(err, tc.want) {
					t.Errorf("%s: got %v, want %v", a, err, tc.want)
				}
			}
			h.mustIssue(d, scope.Letter) // a letter opens nothing
		})
	}
	t.Run("a name asked for twice is one", func(t *testing.T) {
		h := newHouse(t, func(p *scope.Policy) { p.Subscribers = 1 })
		h.mustIssue(h.approved(func(d *law.Demand) {
			d.Asks = append(d.Asks, ask(writ.Traffic, january, february, named(writ.E164, number)))
		}), scope.Lookup)
	})
	t.Run("what the decision does not open counts for nothing", func(t *testing.T) {
		h := newHouse(t, func(p *scope.Policy) { p.Subscribers = 1 })
		h.mustIssue(h.approved(func(d *law.Demand) {
			d.Asks = append(d.Asks, ask(writ.LiveIRI, january, february, named(writ.E164, "+12025550124")))
		}), scope.Lookup)
	})
}

func TestTheMonthsCeiling(t *testing.T) {
	names := func(n int) func(*law.Demand) {
		return func(d *law.Demand) {
			for i := range n - 1 {
				d.Asks[0].Identifiers = append(d.Asks[0].Identifiers, named(writ.E164, "+1202555020"+string(rune('0'+i))))
			}
		}
	}
	h := newHouse(t, func(p *scope.Policy) { p.Monthly = 10 })
	first := h.approved(caseNumber("m1"), names(6))
	h.mustIssue(first, scope.Count) // a picture is no lookup of the month
	h.mustIssue(first, scope.Lookup)
	h.mustIssue(first, scope.Lookup) // another attempt at the same is nothing more
	second := h.approved(caseNumber("m2"), names(5))
	if _, err := h.issue(second, scope.Lookup); !errors.Is(err, scope.ErrCeiling) {
		t.Errorf("eleven in a month: %v", err)
	}
	h.mustIssue(second, scope.Assemble) // the month counts lookups
	third := h.approved(caseNumber("m3"), names(4))
	h.mustIssue(third, scope.Lookup)
	corrected := h.approved(caseNumber("m3"), version(2), names(1))
	if _, err := h.issue(corrected, scope.Lookup); !errors.Is(err, scope.ErrCeiling) {
		t.Errorf("a corrected version is looked up anew: %v", err)
	}
	h.now = begin.Add(30 * 24 * time.Hour)
	if _, err := h.issue(second, scope.Lookup); !errors.Is(err, scope.ErrCeiling) {
		t.Errorf("on the last instant of thirty days: %v", err)
	}
	h.now = h.now.Add(1)
	h.mustIssue(second, scope.Lookup)
	if got := h.log.Keys("permit/m1/"); len(got) != 3 || got[2] != "permit/m1/1/lookup/2" {
		t.Errorf("attempts of m1: %v", got)
	}
}

func TestAMonthsCeilingOfOne(t *testing.T) {
	h := newHouse(t, func(p *scope.Policy) { p.Monthly = 1 })
	h.mustIssue(h.approved(caseNumber("m1")), scope.Lookup)
	if _, err := h.issue(h.approved(caseNumber("m2")), scope.Lookup); !errors.Is(err, scope.ErrCeiling) {
		t.Errorf("two in a month: %v", err)
	}
}

func TestWithoutAMonthsCeilingThereIsNone(t *testing.T) {
	h := newHouse(t)
	for n := range 12 {
		h.mustIssue(h.approved(caseNumber("n%d", n)), scope.Lookup)
	}
}
