package casefile_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"writ/casefile"
	. "writ/casefile/casefiletest"
	"writ/ledger"
	"writ/scope"
)

func TestVerificationGoesThroughTheDirectoryAndAnotherPerson(t *testing.T) {
	h := newHouse(t)
	police, _ := h.Directory.Find("city-police")
	for _, tc := range []struct {
		name   string
		who    string
		change func(e *casefile.Verification)
		want   error
	}{
		{"by the verifier, at a contact of the directory", Vera, func(*casefile.Verification) {}, nil},
		{"by who registered it", Ann, func(*casefile.Verification) {}, casefile.ErrOwn},
		{"by an auditor", Otto, func(*casefile.Verification) {}, casefile.ErrRole},
		{"at a contact that stands on the paper only", Vera, func(e *casefile.Verification) { e.Contact = "paper" }, casefile.ErrContact},
		{"of another agency", Vera, func(e *casefile.Verification) { e.Agency = police }, casefile.ErrAgency},
		{"of an agency that is not in the directory", Vera, func(e *casefile.Verification) { e.Agency = casefile.Agency{} }, casefile.ErrAgency},
		{"of an agency in another country", Vera, func(e *casefile.Verification) { e.Agency.Country = "US" }, casefile.ErrCountry},
		{"by nobody", Vera, func(e *casefile.Verification) { e.By = scope.Person{} }, casefile.ErrPerson},
		{"with another person's signature", Vera, func(e *casefile.Verification) { e.By = h.Person(Ben) }, casefile.ErrSignature},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := lived(t, h, order{}, 3)
			e := h.Verify(tc.who, c, minute(5))
			tc.change(&e)
			got, _, err := casefile.Step(c, e)
			if !errors.Is(err, tc.want) || err == nil && (got.State != casefile.Verified || got.Requester.ID != "nova-prosecutor") {
				t.Errorf("got %s %v, want %v", got.State, err, tc.want)
			}
		})
	}
}

func TestApprovalsAreOfTwoOthersOverThisDecision(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{}, 6) // Adam has approved
	for _, tc := range []struct {
		name string
		e    casefile.Event
		want error
	}{
		{"the same person again", h.Approve(Adam, c, minute(9)), casefile.ErrTwice},
		{"who registered it", h.Approve(Ann, c, minute(9)), casefile.ErrOwn},
		{"a clerk", h.Approve(Ben, c, minute(9)), casefile.ErrRole},
		{"over the version before", casefile.ApprovalGiven{Act: h.Act(Eve, older(c), minute(9), "")}, casefile.ErrSignature},
		{"before the last step", h.Approve(Eve, c, minute(1)), casefile.ErrClock},
		{"without an instant", h.Approve(Eve, c, time.Time{}), casefile.ErrClock},
		{"with a number in the reason", casefile.ApprovalGiven{Act: h.Say(Eve, c, scope.Approve, minute(9), "asked +1 202 555 0173")}, casefile.ErrReason},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, _, err := casefile.Step(c, tc.e); !errors.Is(err, tc.want) || len(got.Approvals) != 1 {
				t.Errorf("got %v with %d approvals, want %v", err, len(got.Approvals), tc.want)
			}
		})
	}
	if c = mustStep(t, c, h.Approve(Cora, c, minute(9))); c.State != casefile.Approved {
		t.Errorf("counsel's approval counts: it is %s", c.State)
	}
}

func older(c casefile.Case) scope.Statement {
	st := c.Statement(scope.Approve)
	st.Version--
	return st
}

func TestReasonsThatNameATargetDoNotStand(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{}, 5)
	for reason, ok := range map[string]bool{
		"":                         false, // a refusal needs one
		"beyond 18 USC 2703(c)(2)": true,
		"due 2026-03-16":           false, // eight digits: looks like a number
		"the subject is x@example": false,
		"see https://example":      false,
		"call 202-555-0173":        false,
		"second\nline":             false,
		strings.Repeat("x", 1001):  false,
		"nicht zuständig":          true,
	} {
		_, _, err := casefile.Step(c, casefile.Refusal{Act: h.Say(Adam, c, scope.Refuse, minute(9), reason)})
		if ok && err != nil || !ok && !errors.Is(err, casefile.ErrReason) {
			t.Errorf("reason %q: %v", reason, err)
		}
	}
}

func TestAnEmergencyStandsOnOnePersonForItsHours(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{Emergency: true}, 5)
	c, effects := mustDo(t, c, casefile.EmergencyApproval{Act: h.Say(Adam, c, scope.Emergency, minute(10), "danger to life")})
	until := minute(10).Add(4 * time.Hour)
	wake := of[casefile.Wake](effects)
	if c.State != casefile.Emergency || len(wake) != 1 || wake[0].Job.Kind != casefile.SecondClock || !wake[0].Job.At.Equal(until) {
		t.Fatalf("it is %s, wakes %v", c.State, wake)
	}
	if running := mustStep(t, c, casefile.RunBegun{At: until.Add(-1)}); running.State != casefile.Running {
		t.Errorf("a nanosecond before the hours end it may not run")
	}
	if _, _, err := casefile.Step(c, casefile.RunBegun{At: until}); !errors.Is(err, casefile.ErrLate) {
		t.Errorf("at the end of the hours it runs: %v", err)
	}

	late, effects := mustDo(t, c, casefile.AlarmRang{At: until, Job: wake[0].Job})
	told := of[casefile.Tell](effects)
	if !late.Alone.Late || len(told) != 1 || !slices.Equal(told[0].Stops, []scope.Action{scope.Lookup, scope.Assemble, scope.Deliver}) {
		t.Errorf("late: %v, told %v", late.Alone.Late, told)
	}
	if last := late.History[len(late.History)-1].Note; !strings.Contains(last, "stopped until it is there: lookup assemble deliver") {
		t.Errorf("the history says %q", last)
	}
	late = mustStep(t, late, h.Approve(Eve, late, until.Add(time.Hour)))
	if late.State != casefile.Approved || late.Alone.Late || !late.Clocks.SecondBy.IsZero() {
		t.Errorf("after the second approval: %s, late %v", late.State, late.Alone.Late)
	}
	mustStep(t, late, casefile.RunBegun{At: until.Add(2 * time.Hour)})
}

func TestAnEmergencyMustStandOnThePaper(t *testing.T) {
	h := newHouse(t)
	for _, tc := range []struct {
		name  string
		o     order
		rules func(c *casefile.Case)
	}{
		{"no emergency stated", order{}, func(*casefile.Case) {}},
		{"a tenant without an emergency path", order{Emergency: true}, func(c *casefile.Case) { c.Rules.EmergencyHours = 0 }},
		{"nothing that could leave", order{Emergency: true, Category: "content"}, func(*casefile.Case) {}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := lived(t, h, tc.o, 5)
			tc.rules(&c)
			if _, _, err := casefile.Step(c, casefile.EmergencyApproval{Act: h.Say(Adam, c, scope.Emergency, minute(10), "")}); !errors.Is(err, casefile.ErrNoHaste) {
				t.Errorf("got %v, want ErrNoHaste", err)
			}
		})
	}
}

func TestEachVerdictLeadsItsOwnWay(t *testing.T) {
	for _, tc := range []struct {
		name    string
		o       order
		decided casefile.State
		letter  casefile.JobKind
		sent    casefile.State
	}{
		{"what may leave is run", order{}, casefile.Decided, "", ""},
		{"what may not leave is answered by a rejection", order{Category: "content"}, casefile.Decided, casefile.RejectionLetter, casefile.Delivered},
		{"what is unclear is asked about", order{To: `"2026-01-01T00:00:00"`}, casefile.Decided, casefile.ClarificationLetter, casefile.Clarifying},
		{"what nobody is sure of is counsel's", order{Type: "order-doubtful"}, casefile.Referred, casefile.RejectionLetter, casefile.Delivered},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			c := lived(t, h, tc.o, 5)
			if c.State != tc.decided {
				t.Fatalf("decided: %s, want %s", c.State, tc.decided)
			}
			if c.State == casefile.Referred {
				if _, _, err := casefile.Step(c, h.Approve(Adam, c, minute(6))); !errors.Is(err, casefile.ErrRole) {
					t.Errorf("an approver goes before counsel: %v", err)
				}
			}
			c = mustStep(t, c, h.Approve(Cora, c, minute(6)))
			c, effects := mustDo(t, c, h.Approve(Adam, c, minute(7)))
			if w := of[casefile.Write](effects); tc.letter == "" && len(w) > 0 || tc.letter != "" && (len(w) != 1 || w[0].Letter != tc.letter) {
				t.Fatalf("letters wanted: %v, want %q", w, tc.letter)
			}
			if tc.letter == "" {
				return
			}
			if _, _, err := casefile.Step(c, casefile.RunBegun{At: minute(8)}); !errors.Is(err, casefile.ErrState) {
				t.Errorf("a case that opens nothing runs: %v", err)
			}
			c = mustStep(t, c, casefile.LetterSent{At: minute(8), Outcome: h.Outcome(t, c, scope.Letter, minute(8))})
			if c.State != tc.sent {
				t.Errorf("after the letter it is %s, want %s", c.State, tc.sent)
			}
		})
	}
}

func TestACorrectionResumesAndCarriesNothingOver(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{To: `"2026-01-01T00:00:00"`}, 7)
	c = mustStep(t, c, casefile.LetterSent{At: minute(8), Outcome: h.Outcome(t, c, scope.Letter, minute(8))})
	e := casefile.Correction{Request: h.Request(t, order{}), Papers: []casefile.PaperBytes{{Name: "second.pdf", Data: []byte("x")}}}
	e.Act = h.Act(Ben, c.Correcting(e), minute(9), "")
	c = mustStep(t, c, e)
	if c.Version != 2 || c.State != casefile.Received || len(c.Readings)+len(c.Approvals) > 0 || c.Decision != nil || c.Verifier != "" || c.Requester != nil {
		t.Fatalf("something carries over to version %d: %s", c.Version, c.State)
	}
	if !slices.Equal(c.Registrars, []string{Ann, Ben}) {
		t.Errorf("registrars: %v", c.Registrars)
	}
	c = mustStep(t, c, h.Read(Ann, c, e.Request, minute(10)))
	c = mustStep(t, c, h.Read(Max, c, e.Request, minute(11)))
	for _, who := range []string{Ann, Ben} {
		if _, _, err := casefile.Step(c, h.Verify(who, c, minute(12))); !errors.Is(err, casefile.ErrOwn) {
			t.Errorf("%s registered a version and verifies: %v", who, err)
		}
	}
	other := casefile.Correction{Request: h.Request(t, order{})}
	other.Request.Reference = "NP-2"
	other.Act = h.Act(Ben, c.Correcting(other), minute(13), "")
	if _, _, err := casefile.Step(c, other); !errors.Is(err, casefile.ErrAgency) {
		t.Errorf("a correction changes the reference: %v", err)
	}
}

func TestADecisionOnAnotherDemandIsNotTaken(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{}, 4)
	other := lived(t, h, order{Number: "+12025550174"}, 4)
	for name, e := range map[string]casefile.DecisionMade{
		"another number": h.Decide(t, other, minute(5)),
		"none":           {At: minute(5)},
	} {
		if _, _, err := casefile.Step(c, e); !errors.Is(err, casefile.ErrDecision) {
			t.Errorf("%s: %v, want ErrDecision", name, err)
		}
	}
	if _, err := casefile.Compose(c, h.Profile, minute(1)); !errors.Is(err, casefile.ErrClock) {
		t.Errorf("composed before the last step: %v", err)
	}
	if _, err := casefile.Compose(lived(t, h, order{}, 3), h.Profile, minute(9)); !errors.Is(err, casefile.ErrState) {
		t.Errorf("composed before the verification: %v", err)
	}
}

func TestOnlyTheLedgersOwnReceiptProvesAnOutcome(t *testing.T) {
	h := newHouse(t)
	c := mustStep(t, lived(t, h, order{}, 7), casefile.RunBegun{At: minute(8)})
	assembled := h.Outcome(t, c, scope.Assemble, minute(8))
	other := c
	other.ID = ID(2)
	elsewhere := houseOver(t, 2)
	for name, r := range map[string]ledger.Receipt{
		"none": {}, "another action": h.Outcome(t, c, scope.Lookup, minute(8)), "another case": h.Outcome(t, other, scope.Assemble, minute(8)),
		"another ledger": elsewhere.Outcome(t, c, scope.Assemble, minute(8)),
	} {
		if _, _, err := casefile.Step(c, casefile.PackageMade{At: minute(9), Outcome: r}); !errors.Is(err, casefile.ErrOutcome) {
			t.Errorf("%s: %v, want ErrOutcome", name, err)
		}
	}
	c = mustStep(t, c, casefile.PackageMade{At: minute(9), Outcome: assembled})
	delivered := h.Outcome(t, c, scope.Deliver, minute(9))
	stopped := mustStep(t, c, casefile.Withdrawal{Act: h.Say(Ben, c, scope.Withdraw, minute(9), "withdrawn by the issuer")})
	if stopped = mustStep(t, stopped, casefile.HandedOver{At: minute(10), Outcome: delivered}); stopped.State != casefile.Withdrawn {
		t.Errorf("a hand-over before the stop starts a stopped case again: %s", stopped.State)
	}
}

func TestAStopVoidsApprovalsAndTwoStartAgain(t *testing.T) {
	h := newHouse(t)
	c := lived(t, h, order{}, 7)
	c = mustStep(t, c, casefile.Withdrawal{Act: h.Say(Ben, c, scope.Withdraw, minute(8), "withdrawn by the issuer")})
	if _, _, err := casefile.Step(c, casefile.RunBegun{At: minute(9)}); !errors.Is(err, casefile.ErrState) {
		t.Errorf("a stopped case runs: %v", err)
	}
	c = mustStep(t, c, h.Approve(Adam, c, minute(9)))
	if c.State != casefile.Withdrawn {
		t.Errorf("one person starts it again: %s", c.State)
	}
	c, effects := mustDo(t, c, h.Approve(Cora, c, minute(9)))
	if c.State != casefile.Approved {
		t.Errorf("two people don't start it again: %s", c.State)
	}
	if key := of[casefile.Append](effects)[0].Entry.Key; !strings.HasSuffix(key, "/Cora/1") {
		t.Errorf("key %s", key)
	}
}

func TestASecondSayingHasAKeyOfItsOwn(t *testing.T) {
	h := newHouse(t)
	r := h.Request(t, order{})
	c := mustStep(t, casefile.Case{}, h.Register(1, r, minute(0)))
	keys := map[string]bool{}
	for i := range 3 {
		next, effects := mustDo(t, c, h.Read(Ann, c, r, minute(i)))
		keys[of[casefile.Append](effects)[0].Entry.Key] = true
		c = next
	}
	if len(keys) != 3 {
		t.Errorf("three readings have %d keys", len(keys))
	}
}

func TestPapersAreTakenAsTheyAreWithinLimits(t *testing.T) {
	h := newHouse(t)
	bomb := append([]byte("PK\x03\x04"), bytes.Repeat([]byte{0}, 1<<20)...) // would unpack to much; nobody unpacks it
	c, effects := mustDo(t, casefile.Case{}, h.Register(1, h.Request(t, order{}), minute(0), casefile.PaperBytes{Name: "bomb.zip", Data: bomb}))
	if keep := of[casefile.Keep](effects); len(keep) != 1 || !bytes.Equal(keep[0].Data, bomb) || c.Papers[0].Size != len(bomb) {
		t.Errorf("the paper was not kept as it came")
	}
	big := make([]byte, casefile.MostPaper+1)
	for _, tc := range []struct {
		name   string
		papers []casefile.PaperBytes
		want   error
	}{
		{"an empty paper", []casefile.PaperBytes{{Name: "a"}}, casefile.ErrForm},
		{"a paper that is too large", []casefile.PaperBytes{{Name: "a", Data: big}}, casefile.ErrLimit},
		{"papers that are too large together", []casefile.PaperBytes{{Name: "a", Data: big[1:]}, {Name: "b", Data: big[1:]}, {Name: "c", Data: big[:1]}}, casefile.ErrLimit},
		{"too many", make([]casefile.PaperBytes, casefile.MostPapers+1), casefile.ErrLimit},
		{"a name of two lines", []casefile.PaperBytes{{Name: "a\nb", Data: []byte("x")}}, casefile.ErrForm},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, _, err := casefile.Step(casefile.Case{}, h.Register(1, h.Request(t, order{}), minute(0), tc.papers...)); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
	name := strings.Repeat("أمر", 60) // long and right to left
	mustStep(t, casefile.Case{}, h.Register(1, h.Request(t, order{}), minute(0), casefile.PaperBytes{Name: name, Data: []byte("x")}))
}

func TestACaseNumberIsDrawnAtRandom(t *testing.T) {
	h := newHouse(t)
	for name, change := range map[string]func(*casefile.Registration){
		"short":       func(r *casefile.Registration) { r.ID = "abc" },
		"a reference": func(r *casefile.Registration) { r.ID = "NP-2026-0042-xxxx" },
		"no salt":     func(r *casefile.Registration) { r.Salt = [32]byte{} },
		"no ledger":   func(r *casefile.Registration) { r.Ledger = ledger.ID{} },
	} {
		e := h.Register(1, h.Request(t, order{}), minute(0))
		change(&e)
		e.Act = h.Act(Ann, e.Statement(), minute(0), "")
		if _, _, err := casefile.Step(casefile.Case{}, e); !errors.Is(err, casefile.ErrID) {
			t.Errorf("%s: %v, want ErrID", name, err)
		}
	}
}

func TestPoliciesRaiseWhatGoDemandsAndNeverLowerIt(t *testing.T) {
	if got := casefile.RulesOf(scope.Policy{Approvers: 1, EmergencyHours: 99}); got != (casefile.Rules{Approvers: 2, EmergencyHours: 24}) {
		t.Errorf("rules: %+v", got)
	}
	h := newHouse(t)
	e := h.Register(1, h.Request(t, order{}), minute(0))
	e.Rules = casefile.Rules{Approvers: 0, CarrierNeeded: true, EmergencyHours: 1000}
	c := mustStep(t, casefile.Case{}, e)
	if c.Rules != (casefile.Rules{Approvers: 2, CarrierNeeded: true, EmergencyHours: 24}) {
		t.Errorf("rules: %+v", c.Rules)
	}
	c = lived(t, h, order{}, 5)
	c.Rules.CarrierNeeded = true
	c = mustStep(t, c, h.Approve(Adam, c, minute(6)))
	if c = mustStep(t, c, h.Approve(Cora, c, minute(7))); c.State != casefile.Decided {
		t.Errorf("two who are not the carrier's suffice: %s", c.State)
	}
	if c = mustStep(t, c, h.Approve(Eve, c, minute(8))); c.State != casefile.Approved {
		t.Errorf("the carrier's own does not complete it: %s", c.State)
	}
}
