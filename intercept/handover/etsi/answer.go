package etsi

import (
	"errors"

	"writ/intercept/handover"
	wire "writ/wire/etsi"
)

// MaxAnswer is the most octets of a PDU that the LEMF may send: it has nothing long to say.
const MaxAnswer = 4 << 10

// got takes octets of the LEMF. What can't be framed ends the link; what is framed and makes no sense is refused.
func (s *Session) got(octets []byte, fx []handover.Effect) []handover.Effect {
	s.in = append(s.in, octets...)
	at := 0
	for s.state == asking || s.state == open {
		n, err := s.frame.Size(s.in[at:])
		if errors.Is(err, wire.ErrMore) && len(s.in)-at <= MaxAnswer {
			break
		}
		if err != nil || n > MaxAnswer {
			return s.giveUp(handover.Garbage, fx)
		}
		s.frame = wire.Framer{}
		fx = s.read(s.in[at:at+n], fx)
		at += n
	}
	s.in = s.in[:copy(s.in, s.in[at:])]
	return fx
}

func (s *Session) read(pdu []byte, fx []handover.Effect) []handover.Effect {
	s.counts.Answers++
	s.pdu.Tolerate = wire.WrongDomain
	if err := s.pdu.Decode(pdu); err != nil || s.pdu.Kind != wire.KindTRI {
		return s.refuse(handover.WrongKind, fx)
	}
	switch s.pdu.TRI.Kind {
	case wire.KeepAliveResponse:
		return s.answered(fx)
	case wire.OptionResponse:
		return s.agreed(fx)
	case wire.AckResponse:
		return s.acknowledged(fx)
	case wire.TestPDU, wire.PaddingPDU:
		return fx
	default:
		return s.refuse(handover.WrongKind, fx)
	}
}

func (s *Session) refuse(t handover.Trouble, fx []handover.Effect) []handover.Effect {
	s.counts.Refused++
	return s.tell(t, fx)
}

// answered takes a keep-aliveResponse. One with a wrong number shows that the LEMF lives, so it is told and counts.
func (s *Session) answered(fx []handover.Effect) []handover.Effect {
	r := &s.line.keepAlive
	if !r.sent {
		return s.refuse(handover.WrongNumber, fx)
	}
	if s.pdu.Seq != r.seq {
		fx = s.refuse(handover.WrongNumber, fx)
	}
	k := s.cfg.Profile.KeepAlive
	if left := s.clock.due[alive] - s.clock.now; k.GiveUp-left > k.Answer {
		fx = s.tell(handover.Late, fx)
	}
	*r = request{}
	s.clock.disarm(alive)
	s.restartIdle()
	return fx
}

// agreed takes an optionResponse, and PDUs may go. Where the LEMF declines, its TCP's acknowledgement counts.
func (s *Session) agreed(fx []handover.Effect) []handover.Effect {
	r := &s.line.options
	if s.state != asking || !r.sent {
		return s.refuse(handover.WrongNumber, fx)
	}
	if s.pdu.Seq != r.seq {
		fx = s.refuse(handover.WrongNumber, fx)
	}
	*r = request{}
	s.clock.disarm(agreed)
	for _, o := range s.pdu.TRI.Accepted {
		s.line.acks = s.line.acks || o == wire.PDUAcknowledgement
	}
	if !s.line.acks {
		fx = s.tell(handover.Declined, fx)
	}
	s.line.want |= optionComplete
	return s.proceed(fx)
}

// acknowledged takes a pDUAcknowledgementResponse: what was handed out before its request is delivered. A wrong number
// counts for nothing here: it may be the answer to a request before.
func (s *Session) acknowledged(fx []handover.Effect) []handover.Effect {
	r := &s.line.receipt
	if !r.sent || s.pdu.Seq != r.seq {
		return s.refuse(handover.WrongNumber, fx)
	}
	if !s.line.has(r) {
		r.came = true
		return fx
	}
	return s.receipted(fx)
}

func (s *Session) receipted(fx []handover.Effect) []handover.Effect {
	covers := s.line.receipt.covers
	s.line.receipt = request{}
	s.clock.disarm(receipt)
	return s.deliver(covers, fx)
}
