package casefile_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/casefile"
	"writ/casefile/casefiletest"
	"writ/law"
	"writ/ledger"
	"writ/scope"
)

// A play is a case under random events.
type play struct {
	t        *testing.T
	h        *house
	c        casefile.Case
	now      time.Time
	decision law.Decision
	rung     []casefile.Job
	taken    map[string]int
}

var everybody = []string{casefiletest.Ann, casefiletest.Ben, casefiletest.Vera, casefiletest.Adam, casefiletest.Eve, casefiletest.Cora, casefiletest.Max, casefiletest.Otto}

// right tells, without casefile's own rules, whether rows may be read of the case as it stands.
func (p *play) right(rt *rapid.T) {
	c := p.c
	switch c.State {
	case casefile.Approved, casefile.Emergency, casefile.Running, casefile.Assembled, casefile.Delivered:
	default:
		return
	}
	readers := map[[32]byte]map[string]bool{}
	for _, r := range c.Readings {
		if readers[r.Digest] == nil {
			readers[r.Digest] = map[string]bool{}
		}
		readers[r.Digest][r.Who] = true
	}
	read := c.ReadingOf(c.Request).Reading()
	if len(readers[read]) < 2 {
		rt.Fatalf("%s with %d readings alike", c.State, len(readers[read]))
	}
	if c.Verifier == "" || slices.Contains(c.Registrars, c.Verifier) {
		rt.Fatalf("%s verified by %q", c.State, c.Verifier)
	}
	yes := map[string]bool{}
	for _, a := range c.Approvals {
		if role := p.h.Person(a.Who).Role; slices.Contains(c.Registrars, a.Who) || role != scope.Approver && role != scope.Counsel {
			rt.Fatalf("%s approved by %s, a %s", c.State, a.Who, role)
		}
		yes[a.Who] = true
	}
	if len(yes) < 2 && (c.Alone == nil || !yes[c.Alone.Who]) {
		rt.Fatalf("%s with %d approvals", c.State, len(yes))
	}
}

// ahead is what leads on from a state.
var ahead = map[casefile.State][]string{
	casefile.Received: {"read"}, casefile.Held: {"read"}, casefile.Read: {"verify"}, casefile.Verified: {"decide"},
	casefile.Decided: {"approve", "emergency"}, casefile.Emergency: {"run", "ring", "approve"}, casefile.Approved: {"run"},
	casefile.Running: {"assembled", "run", "ring"}, casefile.Assembled: {"delivered"}, casefile.Withdrawn: {"approve"},
}

// throw makes a random event, sensible or not.
func (p *play) throw(rt *rapid.T) casefile.Event {
	who := rapid.SampledFrom(everybody).Draw(rt, "who")
	number := rapid.SampledFrom([]string{casefiletest.Marked, casefiletest.Marked, casefiletest.Marked, "+12025550174"}).Draw(rt, "number")
	r := p.h.Request(p.t, order{Number: number, Emergency: true})
	act := func(v scope.Verb) casefile.Act { return p.h.Say(who, p.c, v, p.now, "because") }
	what := []string{"read", "verify", "decide", "approve", "emergency", "refuse", "withdraw", "run", "assembled", "delivered", "correct", "close", "ring", "forge"}
	if next := ahead[p.c.State]; len(next) > 0 && rapid.IntRange(0, 2).Draw(rt, "ahead") > 0 {
		what = next
	}
	switch rapid.SampledFrom(what).Draw(rt, "event") {
	case "read":
		return p.h.Read(who, p.c, r, p.now)
	case "verify":
		return p.h.Verify(who, p.c, p.now)
	case "decide":
		d, err := casefile.Compose(p.c, p.h.Profile, p.now)
		if err != nil {
			return casefile.DecisionMade{At: p.now, Decision: p.decision} // of an older version, or none
		}
		dec, err := law.Decide(d, p.h.Packs)
		if err != nil {
			rt.Fatal(err)
		}
		return casefile.DecisionMade{At: p.now, Decision: dec}
	case "approve":
		return casefile.ApprovalGiven{Act: act(scope.Approve)}
	case "emergency":
		return casefile.EmergencyApproval{Act: act(scope.Emergency)}
	case "refuse":
		return casefile.Refusal{Act: act(scope.Refuse)}
	case "withdraw":
		return casefile.Withdrawal{Act: act(scope.Withdraw)}
	case "run":
		return casefile.RunBegun{At: p.now}
	case "assembled":
		return casefile.PackageMade{At: p.now, Outcome: p.outcome(scope.Assemble, casefile.Running)}
	case "delivered":
		return casefile.HandedOver{At: p.now, Outcome: p.outcome(scope.Deliver, casefile.Assembled)}
	case "correct":
		e := casefile.Correction{Request: r}
		e.Act = p.h.Act(who, p.c.Correcting(e), p.now, "")
		return e
	case "close":
		return casefile.Closing{Act: act(scope.Close)}
	case "ring":
		return p.ring(rt)
	default: // a signature for another version
		st := p.c.Statement(scope.Approve)
		st.Version += rapid.IntRange(-1, 1).Draw(rt, "version")
		st.Digest[0] ^= byte(rapid.IntRange(0, 1).Draw(rt, "bit"))
		return casefile.ApprovalGiven{Act: p.h.Act(who, st, p.now, "")}
	}
}

func (p *play) ring(rt *rapid.T) casefile.Event {
	if len(p.rung) == 0 {
		return casefile.RunBegun{At: p.now}
	}
	j := rapid.SampledFrom(p.rung).Draw(rt, "job")
	if p.now.Before(j.At) && j.At.Before(p.now.Add(24*time.Hour)) {
		p.now = j.At
	}
	return casefile.AlarmRang{At: p.now, Job: j}
}

// outcome writes an outcome only where the case stands at it: the keeper would not have worked otherwise.
func (p *play) outcome(a scope.Action, at casefile.State) ledger.Receipt {
	if p.c.State == at {
		if _, ok := p.h.Log.Find(scope.OutcomeKey(p.c.ID, p.c.Version, a)); !ok {
			return p.h.Outcome(p.t, p.c, a, p.now)
		}
	}
	r, _ := p.h.Log.Find(scope.OutcomeKey(p.c.ID, p.c.Version, a))
	return r
}

func (p *play) step(rt *rapid.T, e casefile.Event) {
	before := encoded(p.t, p.c)
	c, effects, err := casefile.Step(p.c, e)
	again, effectsAgain, errAgain := casefile.Step(p.c, e)
	if !bytes.Equal(before, encoded(p.t, p.c)) {
		rt.Fatalf("%T changed the case that it was given", e)
	}
	if !bytes.Equal(encoded(p.t, c), encoded(p.t, again)) || len(effects) != len(effectsAgain) || !errors.Is(errAgain, err) && errAgain.Error() != err.Error() {
		rt.Fatalf("%T gives one thing and then another", e)
	}
	if err != nil {
		if len(effects) > 0 || !bytes.Equal(before, encoded(p.t, c)) {
			rt.Fatalf("%T failed and left something behind", e)
		}
		return
	}
	p.c = c
	p.taken[string(c.State)]++
	if d, ok := e.(casefile.DecisionMade); ok {
		p.decision = d.Decision
	}
	if _, ok := e.(casefile.Correction); ok {
		p.decision = law.Decision{}
	}
	for _, a := range of[casefile.Append](effects) {
		if _, err := p.h.Log.Append(a.Entry); err != nil {
			rt.Fatalf("%T: append: %v", e, err)
		}
	}
	for _, w := range of[casefile.Wake](effects) {
		p.rung = append(p.rung, w.Job)
	}
}

type noStops struct{}

func (noStops) Pending(string) (bool, error) { return false, nil }

// granted asks the one door, which reads the ledger and knows nothing of the case.
func (p *play) granted() bool {
	s, err := scope.Grant(p.h.Log, p.decision, noStops{}, func() time.Time { return p.now })
	if err != nil {
		return false
	}
	_, err = s.Issue(scope.Lookup)
	return err == nil
}

// says is what the case makes of it.
func (p *play) says() bool {
	switch p.c.State {
	case casefile.Approved, casefile.Running, casefile.Assembled, casefile.Delivered, casefile.Emergency:
		late := p.c.Alone != nil && len(p.c.Approvals) < 2 && !p.now.Before(p.c.Alone.Until)
		return p.c.Decision.Opens && !late
	default:
		return false
	}
}

func TestNoOrderOfEventsReachesWhatTheDoorWouldNotOpen(t *testing.T) { noOrder(t, "400") }

func TestSoakNoOrderOfEventsReachesWhatTheDoorWouldNotOpen(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("set WRIT_SOAK for the long run")
	}
	noOrder(t, "20000")
}

func noOrder(t *testing.T, checks string) {
	if err := flag.Set("rapid.checks", checks); err != nil {
		t.Fatal(err)
	}
	reached := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		h := newHouse(t)
		p := &play{t: t, h: h, now: casefiletest.Start, taken: reached}
		p.step(rt, h.Register(1, h.Request(t, order{Emergency: true}), p.now))
		if rapid.Bool().Draw(rt, "begins well") { // so that the later states are reached often
			for _, e := range h.Life(t, 1, h.Request(t, order{Emergency: true}), p.now)[1:rapid.IntRange(2, 7).Draw(rt, "steps")] {
				p.now = p.now.Add(10 * time.Minute)
				p.step(rt, e(p.c))
			}
		}
		for range rapid.IntRange(0, 40).Draw(rt, "events") {
			p.now = p.now.Add(time.Duration(rapid.IntRange(0, 40).Draw(rt, "minutes")) * time.Minute)
			p.step(rt, p.throw(rt))
			p.right(rt)
		}
		if found := casefile.Check(p.c, h.Log.OfCase(p.c.ID), nil); len(found) > 0 {
			rt.Fatalf("the case is not the ledger's projection: %v", found)
		}
		if got, want := p.granted(), p.says(); got != want {
			rt.Fatalf("the door says %t, the case %s says %t", got, p.c.State, want)
		}
	})
	t.Logf("steps by the state they led to: %v", reached)
	for _, s := range []casefile.State{casefile.Held, casefile.Approved, casefile.Emergency, casefile.Running, casefile.Assembled, casefile.Delivered,
		casefile.Refused, casefile.Withdrawn, casefile.Closed} {
		if reached[string(s)] == 0 {
			t.Errorf("no event led to %s: the test is blind there", s)
		}
	}
}
