package etsi

import (
	"writ/intercept/handover"
	wire "writ/wire/etsi"
)

func (s *Session) start(fx []handover.Effect) []handover.Effect {
	s.run = true
	s.clock.disarm(linger)
	if s.state == off {
		return s.dial(fx)
	}
	return fx
}

// stop ends the session's wish for a link: at once if nothing is in flight or there is none.
func (s *Session) stop(fx []handover.Effect) []handover.Effect {
	s.run = false
	switch s.state {
	case pausing:
		s.clock.disarm(retry)
		s.state = off
	case dialling, asking:
		return s.close(fx)
	case open:
		if s.cfg.Segment {
			s.line.want |= lastSegment
		}
		s.clock.arm(linger, s.cfg.Linger)
	case off, closing:
	}
	return fx
}

func (s *Session) dial(fx []handover.Effect) []handover.Effect {
	s.link++
	s.state = dialling
	s.line.reset()
	s.clock.arm(dialled, s.cfg.Dial)
	return append(fx, handover.Effect{Kind: handover.Dial, Link: s.link})
}

// opened begins a link: with the request for options where the profile has them, else with PDUs.
func (s *Session) opened(fx []handover.Effect) []handover.Effect {
	s.counts.Links++
	s.clock.disarm(dialled)
	s.line.stood, s.line.since = true, s.clock.now
	s.in, s.frame = s.in[:0], wire.Framer{}
	s.clock.arm(steady, s.cfg.settled())
	if s.told == 0 && s.counts.Links == 1 {
		fx = append(fx, s.report(handover.Up))
	}
	if !s.cfg.Profile.Acknowledge {
		return s.proceed(fx)
	}
	s.state = asking
	s.line.options.begin()
	s.line.want |= optionRequest
	s.clock.arm(agreed, s.cfg.Profile.KeepAlive.GiveUp)
	return fx
}

// proceed lets PDUs go, from the first that is not delivered.
func (s *Session) proceed(fx []handover.Effect) []handover.Effect {
	s.state = open
	s.restartIdle()
	s.line.asked = s.stream.first
	if s.cfg.Segment && s.broken {
		s.line.want |= firstSegment
	}
	s.broken = false
	if !s.run {
		return s.stop(fx)
	}
	return fx
}

// giveUp closes a link that is of no use.
func (s *Session) giveUp(t handover.Trouble, fx []handover.Effect) []handover.Effect {
	return s.close(s.tell(t, fx))
}

// close gives the link up. Its memory is ours again when Closed has come.
func (s *Session) close(fx []handover.Effect) []handover.Effect {
	s.state = closing
	s.quiet()
	return append(fx, handover.Effect{Kind: handover.Close, Link: s.link})
}

func (s *Session) quiet() {
	s.clock.disarm(dialled, idle, alive, agreed, receipt, ask, crowded, steady, linger)
}

// closed ends the link, asked for or not, and decides when the next one comes.
func (s *Session) closed(fx []handover.Effect) []handover.Effect {
	switch s.state {
	case dialling:
		fx = s.tell(handover.Unreachable, fx)
	case asking, open:
		if s.run {
			fx = s.tell(handover.Broken, fx)
		}
	case closing:
	case off, pausing:
		return fx
	}
	return s.again(fx)
}

// again plans the next link: at once after one that stood for long, soon after one that delivered, later and later
// after those that did not.
func (s *Session) again(fx []handover.Effect) []handover.Effect {
	long := s.line.stood && s.clock.now-s.line.since >= s.cfg.settled()
	s.quiet()
	s.broken = s.broken || s.stream.sent > s.stream.first
	s.stream.rewind()
	s.line.marks.clear()
	switch {
	case !s.run:
		s.state, s.wait = off, 0
		return fx
	case long:
		s.wait = 0
		return s.dial(fx)
	case s.line.moved:
		s.wait = s.cfg.RetryMin
	default:
		s.wait = min(max(2*s.wait, s.cfg.RetryMin), s.cfg.Retry)
	}
	s.state = pausing
	s.clock.arm(retry, s.wait)
	return fx
}
