package casefile

import (
	"fmt"
	"slices"
	"time"

	"writ/law"
	"writ/ledger"
	"writ/scope"
)

// Step gives the case after an event, and the effects wanted. It is pure: the same case and event give the same
// result, and the case given is not changed. On an error nothing happened.
func Step(c Case, e Event) (Case, []Effect, error) {
	if r, ok := e.(Registration); ok {
		return register(c, r)
	}
	switch {
	case c.ID == "":
		return c, nil, ErrUnknown
	case e == nil || e.when().IsZero() || e.when().Before(c.last()):
		return c, nil, ErrClock
	case c.Erased:
		if _, ring := e.(AlarmRang); ring {
			return c, nil, nil // nothing is left to wake for
		}
		return c, nil, ErrErased
	}
	s := &step{c: c.fork(), at: e.when().UTC().Round(0)}
	if err := s.take(e); err != nil {
		return c, nil, err
	}
	return s.c, s.out, nil
}

// A step is one move being made.
type step struct {
	c   Case
	at  time.Time
	out []Effect
}

func (s *step) take(e Event) error {
	switch e := e.(type) {
	case Registration:
		return ErrTwice
	case ReadingGiven:
		return s.read(e)
	case Verification:
		return s.verify(e)
	case DecisionMade:
		return s.decide(e)
	case ApprovalGiven:
		return s.approve(e.Act)
	case EmergencyApproval:
		return s.hasten(e.Act)
	case Refusal:
		return s.refuse(e.Act)
	case Withdrawal:
		return s.withdraw(e.Act)
	case RunBegun:
		return s.run()
	case PackageMade:
		return s.assembled(e)
	case HandedOver:
		return s.handedOver(e)
	case LetterSent:
		return s.lettered(e)
	case Correction:
		return s.correct(e)
	case Closing:
		return s.close(e.Act)
	case Erasure:
		return s.erase(e)
	case AlarmRang:
		return s.ring(e)
	default:
		return fmt.Errorf("%w: unknown event", ErrState)
	}
}

// last is the instant of the last step.
func (c Case) last() time.Time {
	if len(c.History) == 0 {
		return time.Time{}
	}
	return c.History[len(c.History)-1].At
}

// fork copies all that a step may change.
func (c Case) fork() Case {
	c.Readings, c.Approvals, c.History = slices.Clone(c.Readings), slices.Clone(c.Approvals), slices.Clone(c.History)
	c.Registrars, c.Papers, c.Priors = slices.Clone(c.Registrars), slices.Clone(c.Papers), slices.Clone(c.Priors)
	if c.Alone != nil {
		alone := *c.Alone
		c.Alone = &alone
	}
	return c
}

// in refuses what can't be done where the case stands.
func (s *step) in(states ...State) error {
	if slices.Contains(states, s.c.State) {
		return nil
	}
	return fmt.Errorf("%w: it is %s", ErrState, s.c.State)
}

// move sets the state and writes the history.
func (s *step) move(to State, note string) { s.note("", "", to, note) }

func (s *step) note(verb scope.Verb, who string, to State, note string) {
	s.c.State = to
	s.c.History = append(s.c.History, Entry{At: s.at, Verb: verb, Who: who, Version: s.c.Version, To: to, Note: note})
}

// append wants an entry on the ledger.
func (s *step) append(key, kind string, body []byte) {
	s.out = append(s.out, Append{ledger.Entry{V: 1, Key: key, Kind: kind, Case: s.c.ID, At: s.at, Body: body}})
}

// wake wants a job, where the clock has an instant.
func (s *step) wake(kind JobKind, at time.Time) {
	if !at.IsZero() {
		s.out = append(s.out, Wake{Job{Case: s.c.ID, Version: s.c.Version, Kind: kind, At: at.UTC().Round(0)}})
	}
}

func (s *step) decide(e DecisionMade) error {
	if err := s.in(Verified); err != nil {
		return err
	}
	if err := s.c.fits(e.Decision); err != nil {
		return err
	}
	s.c.Decision = answered(e.Decision, s.at)
	s.append(scope.DecidedKey(s.c.ID, s.c.Version), "decided", decidedBody(s.c.Version, e.Decision))
	s.setClocks(e)
	s.wakeAtEnds(e.Decision)
	to, note := Decided, "decided: "+string(e.Decision.Verdict())
	if e.Decision.Verdict() == "refer" {
		to, note = Referred, "referred to counsel, who must approve first"
	}
	s.note("", e.Who, to, note)
	return nil
}

// wakeAtEnds wants somebody woken at the end of each tap that the decision lets be set, whatever becomes of it.
func (s *step) wakeAtEnds(d law.Decision) {
	seen := map[time.Time]bool{}
	for o := range d.Outcomes() {
		if _, ok := o.Answer.(law.Intercept); ok && !seen[o.Window.To()] {
			seen[o.Window.To()] = true
			s.wake(TapEnd, o.Window.To())
		}
	}
}

// fits says whether the decision is on the demand that two people read in this version.
func (c Case) fits(d law.Decision) error {
	read, ok := c.agreed()
	dem := d.Demand()
	if d.Zero() || !ok || dem.Case != c.ID || dem.Version != c.Version || dem.Salt != c.Salt || dem.Reading() != read || len(dem.Packs) == 0 {
		return ErrDecision
	}
	return nil
}

func answered(d law.Decision, at time.Time) *Answered {
	a := &Answered{Digest: d.Digest(), Packs: d.PackSet(), Verdict: d.Verdict(), Notice: d.Notice(), At: at, Demand: StoredDemand{d.Demand()}}
	for o := range d.Outcomes() {
		switch o.Answer.(type) {
		case law.Release, law.MustRelease:
			a.Opens = a.Opens || o.Opens()
		case law.Preserve:
			a.Keeps = true
		case law.Intercept:
			a.Taps = true
		case law.Clarify:
			a.Asks = true
		case law.Withhold, law.NotHeld, law.Default, law.Refer:
		default: // an answer that is none of ours opens nothing
		}
	}
	return a
}
