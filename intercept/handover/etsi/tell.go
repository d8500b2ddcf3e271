package etsi

import "writ/intercept/handover"

// troubles are those that the operator was told of, as bits.
type troubles uint32

// tell reports a trouble that was not told since the link was last settled.
func (s *Session) tell(t handover.Trouble, fx []handover.Effect) []handover.Effect {
	if s.state == asking || s.state == open {
		s.clock.arm(steady, s.cfg.settled())
	}
	if s.told&(1<<t) != 0 {
		return fx
	}
	s.told |= 1 << t
	return append(fx, s.report(t))
}

// settle ends all troubles when the link has stood for long without one.
func (s *Session) settle(fx []handover.Effect) []handover.Effect {
	if s.line.slow {
		s.clock.arm(steady, s.cfg.settled())
		return fx
	}
	if s.told == 0 {
		return fx
	}
	s.told = 0
	return append(fx, s.report(handover.Recovered))
}

func (s *Session) report(t handover.Trouble) handover.Effect {
	return handover.Effect{Kind: handover.Say, Report: handover.Report{Trouble: t, At: s.clock.at, Counts: s.Counts()}}
}
