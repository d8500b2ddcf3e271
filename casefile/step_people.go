package casefile

import (
	"slices"
	"time"

	"writ/scope"
)

// everyone may stop a case.
var everyone = []scope.Role{scope.Clerk, scope.Verifier, scope.Approver, scope.Counsel, scope.Custodian, scope.Operator}

// satisfied reports whether enough people approved this version.
func (c Case) satisfied() bool {
	carrier := slices.ContainsFunc(c.Approvals, func(a Approval) bool { return a.Carrier })
	return len(c.Approvals) >= max(leastApprovers, c.Rules.Approvers) && (carrier || !c.Rules.CarrierNeeded)
}

// late reports whether an emergency's hours are over without a second approval.
func (c Case) late(now time.Time) bool {
	return c.Alone != nil && !c.satisfied() && !now.Before(c.Alone.Until)
}

// mayApprove: who did not register it and has not approved it, where approvals are awaited.
func (s *step) mayApprove(a Act) error {
	switch {
	case s.c.Decision == nil:
		return s.in()
	case slices.Contains(s.c.Registrars, a.By.Name):
		return ErrOwn
	case slices.ContainsFunc(s.c.Approvals, func(o Approval) bool { return o.Who == a.By.Name }):
		return ErrTwice
	}
	return nil
}

func (s *step) approve(a Act) error {
	if !s.awaited() {
		return s.in()
	}
	if err := s.mayApprove(a); err != nil {
		return err
	}
	if s.c.State == Referred && a.By.Role != scope.Counsel {
		return ErrRole
	}
	if err := s.signed(a, s.c.Statement(scope.Approve), scope.Approver, scope.Counsel); err != nil {
		return err
	}
	s.count(scope.Approve, a)
	return nil
}

// awaited reports whether an approval is awaited: before the run, after a stop, or as the second of an emergency.
func (s *step) awaited() bool {
	switch s.c.State {
	case Decided, Referred, Withdrawn, Emergency:
		return true
	case Running, Assembled, Delivered, Clarifying:
		return s.c.Alone != nil && !s.c.satisfied()
	default:
		return false
	}
}

// count adds an approval and moves on when there are enough.
func (s *step) count(verb scope.Verb, a Act) {
	s.c.Approvals = append(s.c.Approvals, Approval{Who: a.By.Name, At: s.at, Carrier: a.By.Carrier, Counsel: a.By.Role == scope.Counsel})
	to := s.c.State
	switch {
	case s.c.satisfied():
		s.c.Clocks.SecondBy = time.Time{}
		if s.c.Alone != nil {
			s.c.Alone.Late = false
		}
		if to == Decided || to == Referred || to == Withdrawn || to == Emergency {
			to = Approved
			s.wantLetters()
		}
	case to == Referred:
		to = Decided
	}
	s.note(verb, a.By.Name, to, "approved")
}

// wantLetters wants the letter that answers what does not leave at all, or asks what is unclear.
func (s *step) wantLetters() {
	d := s.c.Decision
	switch {
	case d.Asks:
		s.out = append(s.out, Write{ClarificationLetter})
	case !d.Opens && !d.Keeps && !d.Taps:
		s.out = append(s.out, Write{RejectionLetter})
	}
}

// hasten lets one person's approval stand for hours, where the paper as read twice states an emergency.
func (s *step) hasten(a Act) error {
	if err := s.in(Decided); err != nil {
		return err
	}
	if err := s.mayApprove(a); err != nil {
		return err
	}
	stated := s.c.Request.Instrument.Emergency
	d := s.c.Decision
	if stated == nil || !*stated || s.c.Rules.EmergencyHours <= 0 || !d.Opens && !d.Keeps && !d.Taps {
		return ErrNoHaste
	}
	if err := s.signed(a, s.c.Statement(scope.Emergency), scope.Approver, scope.Counsel); err != nil {
		return err
	}
	until := s.at.Add(time.Duration(s.c.Rules.EmergencyHours) * time.Hour)
	s.c.Alone = &Alone{Who: a.By.Name, Until: until}
	s.c.State = Emergency
	s.count(scope.Emergency, a)
	if !s.c.satisfied() {
		s.c.Clocks.SecondBy = until
		s.wake(SecondClock, until)
		s.wantLetters()
	}
	return nil
}

func (s *step) refuse(a Act) error {
	if err := s.in(Read, Verified, Decided, Referred, Approved, Emergency, Running, Assembled, Withdrawn); err != nil {
		return err
	}
	if a.Reason == "" {
		return ErrReason
	}
	if err := s.signed(a, s.c.Statement(scope.Refuse), scope.Approver, scope.Counsel); err != nil {
		return err
	}
	s.c.Clocks.SecondBy = time.Time{}
	s.note(scope.Refuse, a.By.Name, Refused, "refused: "+a.Reason)
	return nil
}

// withdraw stops the case: all approvals are void, and two people must approve it again.
func (s *step) withdraw(a Act) error {
	if s.c.State == Closed {
		return s.in()
	}
	if a.Reason == "" {
		return ErrReason
	}
	if err := s.signed(a, s.c.Statement(scope.Withdraw), everyone...); err != nil {
		return err
	}
	s.c.Approvals, s.c.Alone = nil, nil
	s.c.Clocks.SecondBy = time.Time{}
	to := Withdrawn
	if s.c.State == Refused {
		to = Refused // a refusal of this version is final; only a correction leads on
	}
	s.note(scope.Withdraw, a.By.Name, to, "stopped: "+a.Reason)
	return nil
}

func (s *step) close(a Act) error {
	if err := s.in(Delivered, Refused, Clarifying, Withdrawn, Referred); err != nil {
		return err
	}
	if err := s.signed(a, s.c.Statement(scope.Close), scope.Clerk, scope.Approver, scope.Counsel, scope.Custodian); err != nil {
		return err
	}
	s.note(scope.Close, a.By.Name, Closed, "closed; its clocks run on")
	return nil
}

// erase wants the case's key destroyed: only when it is closed and no clock runs on it any more.
func (s *step) erase(e Erasure) error {
	if err := s.in(Closed); err != nil {
		return err
	}
	if e.By.Role != scope.Custodian && e.By.Role != scope.Counsel {
		return ErrRole
	}
	k := s.c.Clocks
	keeps := s.c.Decision != nil && s.c.Decision.Keeps
	if s.at.Before(k.Secrecy) || s.at.Before(k.Preserve) || keeps && k.Preserve.IsZero() {
		return ErrUnerasable
	}
	s.c.Erased = true
	s.append(ErasedKey(s.c.ID), "erased", []byte(`{"v":1,"what":"case"}`))
	s.note("", e.By.Name, Closed, "erased")
	return nil
}

// ErasedKey is the key of the entry that a case's erasure rests on.
func ErasedKey(caseID string) string { return "erased/" + caseID }

// stops lists the actions of this decision that a late second approval stops.
func (a Answered) stops() []scope.Action {
	var out []scope.Action
	if a.Opens {
		out = append(out, scope.Lookup, scope.Assemble, scope.Deliver)
	}
	if a.Keeps {
		out = append(out, scope.Keep)
	}
	if a.Taps {
		out = append(out, scope.Activate)
	}
	return out
}

// answers reports whether the verdict is given with a letter alone.
func (a Answered) letterOnly() bool { return !a.Opens && !a.Keeps && !a.Taps }
