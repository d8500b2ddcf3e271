package etsi

import "writ/intercept/handover"

// pump gives out the next write, if none is under way: our own PDUs first, then the stream's.
func (s *Session) pump(fx []handover.Effect) []handover.Effect {
	if s.state != asking && s.state != open || s.line.busy() {
		return fx
	}
	before := s.line.handed
	fx = s.writeOwn(fx)
	if s.state == open && s.run {
		fx = s.writeStream(fx)
	}
	if s.line.handed > before {
		s.restartIdle()
	}
	if s.state == open {
		s.wantReceipt()
		s.watchWindow()
		return s.finish(fx)
	}
	return fx
}

func (s *Session) write(octets []byte, fx []handover.Effect) []handover.Effect {
	if len(octets) == 0 {
		return fx
	}
	s.line.handed += uint64(len(octets))
	return append(fx, handover.Effect{Kind: handover.Write, Link: s.link, Octets: octets})
}

func (s *Session) writeStream(fx []handover.Effect) []handover.Effect {
	a, b, again := s.stream.next(s.cfg.Chunk)
	if len(a) == 0 {
		return fx
	}
	s.counts.Resent += again
	fx = s.write(b, s.write(a, fx))
	s.line.marks.push(mark{s.line.handed, s.stream.sent, uint64(len(a) + len(b))})
	return fx
}

// restartIdle begins TIME1 anew: any PDU does.
func (s *Session) restartIdle() {
	if t := s.cfg.Profile.KeepAlive.Idle; t > 0 && !s.line.keepAlive.waits {
		s.clock.arm(idle, t)
	}
}

// wantReceipt plans the next request for acknowledgement: at once when a quarter of the window is out, or when
// nothing more is to come; else soon. One request at a time is out.
func (s *Session) wantReceipt() {
	out := s.stream.sent - s.line.asked
	if !s.line.acks || out == 0 || s.line.receipt.waits {
		return
	}
	if int(out) >= s.cfg.Window/4 || s.Room() <= 0 || !s.run {
		s.clock.disarm(ask)
		s.line.want |= ackRequest
		return
	}
	if !s.clock.set[ask] {
		s.clock.arm(ask, s.cfg.AskAfter)
	}
}

func (s *Session) watchWindow() {
	if s.Room() <= 0 && !s.line.slow && !s.clock.set[crowded] {
		s.clock.arm(crowded, s.cfg.settled()/2)
	}
}

// finish closes after Stop, when all that was handed to the link is delivered and our own PDUs are written.
func (s *Session) finish(fx []handover.Effect) []handover.Effect {
	if s.run || s.line.want != 0 || s.line.busy() || s.stream.sent > s.stream.first {
		return fx
	}
	return s.close(fx)
}
