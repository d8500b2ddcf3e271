package casefile

import (
	"writ"
	"writ/ledger"
	"writ/scope"
)

func (s *step) run() error {
	if err := s.in(Approved, Emergency, Running); err != nil {
		return err
	}
	switch {
	case s.c.Decision.letterOnly():
		return s.in()
	case s.c.late(s.at):
		return ErrLate
	}
	s.move(Running, "running")
	return nil
}

func (s *step) assembled(e PackageMade) error {
	if err := s.in(Running, Assembled); err != nil {
		return err
	}
	if err := s.proven(e.Outcome, scope.Assemble); err != nil {
		return err
	}
	s.move(Assembled, "package made")
	return nil
}

// handedOver records what the ledger says. Where a stop came after the hand-over the case stays stopped.
func (s *step) handedOver(e HandedOver) error {
	if err := s.in(Running, Assembled, Withdrawn, Refused); err != nil {
		return err
	}
	if err := s.proven(e.Outcome, s.c.Decision.ends()...); err != nil {
		return err
	}
	to := Delivered
	if s.c.State == Withdrawn || s.c.State == Refused {
		to = s.c.State
	}
	s.move(to, "handed over")
	return nil
}

// ends lists the actions whose outcome answers the demand.
func (a *Answered) ends() []scope.Action {
	switch {
	case a == nil:
		return nil
	case a.Opens:
		return []scope.Action{scope.Deliver}
	default:
		return []scope.Action{scope.Keep, scope.Activate}
	}
}

func (s *step) lettered(e LetterSent) error {
	if err := s.in(Approved, Emergency, Running, Assembled, Delivered); err != nil {
		return err
	}
	if err := s.proven(e.Outcome, scope.Letter); err != nil {
		return err
	}
	to := s.c.State
	if s.c.Decision.letterOnly() {
		to = Delivered
		if s.c.Decision.Verdict == writ.Clarifies {
			to = Clarifying
		}
	}
	s.move(to, "letter sent")
	return nil
}

// proven asks for the receipt of the outcome of one of the actions, of this version, on the case's own ledger.
func (s *step) proven(r ledger.Receipt, actions ...scope.Action) error {
	if r.Zero() || r.Log() != s.c.Ledger {
		return ErrOutcome
	}
	for _, a := range actions {
		if e := r.Entry(); e.Key == scope.OutcomeKey(s.c.ID, s.c.Version, a) && e.Kind == "outcome" && e.Case == s.c.ID {
			return nil
		}
	}
	return ErrOutcome
}
