package etsi

import (
	"fmt"

	"writ/intercept"
	"writ/intercept/handover"
	wire "writ/wire/etsi"
)

// An ownPDU is a PDU of the session itself (TRIPayload), as a bit. They are written in this order.
type ownPDU uint8

const (
	optionRequest ownPDU = 1 << iota
	optionComplete
	firstSegment
	testPDU
	keepAlive
	ackRequest
	lastSegment
	ownPDUs
)

// writeOwn writes those that are wanted. While options are agreed on, nothing else goes.
func (s *Session) writeOwn(fx []handover.Effect) []handover.Effect {
	ready := s.line.want
	if s.state == asking {
		ready &= optionRequest
	}
	if ready == 0 {
		return fx
	}
	s.line.want &^= ready
	s.own = s.own[:0]
	for p := optionRequest; p < ownPDUs; p <<= 1 {
		if ready&p != 0 {
			s.appendOwn(p)
		}
	}
	return s.write(s.own, fx)
}

func (s *Session) appendOwn(p ownPDU) {
	seq := s.seq
	s.own = s.appendTRI(s.own, s.header.LIID, &wire.TRI{Kind: p.kind(), Requested: p.options()})
	s.counts.Own++
	end := s.line.handed + uint64(len(s.own))
	switch p {
	case optionRequest:
		s.line.options.send(seq, end, 0)
	case keepAlive:
		s.line.keepAlive.send(seq, end, 0)
	case ackRequest:
		s.line.asked = s.stream.sent
		s.line.receipt.send(seq, end, s.stream.sent)
		s.clock.arm(receipt, s.cfg.Profile.KeepAlive.GiveUp)
	default:
	}
}

func (p ownPDU) kind() wire.TRIKind {
	switch p {
	case optionRequest:
		return wire.OptionRequest
	case optionComplete:
		return wire.OptionComplete
	case firstSegment:
		return wire.FirstSegment
	case testPDU:
		return wire.TestPDU
	case keepAlive:
		return wire.KeepAlive
	case ackRequest:
		return wire.AckRequest
	case lastSegment:
		return wire.LastSegment
	default:
		return wire.NoTRI
	}
}

var acknowledgement = []wire.Option{wire.PDUAcknowledgement}

func (p ownPDU) options() []wire.Option {
	if p == optionRequest {
		return acknowledgement
	}
	return nil
}

// appendTRI appends a PDU of ours, with the time of the event and the next number.
func (s *Session) appendTRI(dst, liid []byte, t *wire.TRI) []byte {
	h := s.header
	h.LIID, h.Seq = liid, s.seq
	h.Sec, h.Micro = s.clock.at.Unix(), uint32(s.clock.at.Nanosecond()/1000)
	s.seq++
	return wire.AppendTRI(dst, &h, t)
}

// reset puts a cINReset for a task into the stream: before what is numbered anew, and kept until it is delivered.
func (s *Session) reset(liid []byte) {
	s.own = s.own[:0]
	s.stream.push(s.appendTRI(nil, liid, &wire.TRI{Kind: wire.CINReset}), 0, true)
}

// ownHeader is what the session's own PDUs have in common.
func ownHeader(p intercept.Profile) (wire.Header, error) {
	h := wire.Header{
		Level:    p.Module,
		LIID:     []byte(p.KeepAlive.LIID),
		Operator: []byte(p.Operator),
		Stamp:    wire.Stamp{Form: wire.MicroTime, Qualifier: wire.TimeOfMediation},
	}
	if p.Time == intercept.GeneralizedTime {
		h.Form = wire.GeneralizedTime
	}
	if p.Element != "" {
		h.Element = []byte(p.Element)
	}
	copy(h.Authorisation[:], p.Authorisation)
	copy(h.Delivery[:], p.Delivery)
	if err := h.Check(); err != nil {
		return wire.Header{}, fmt.Errorf("handover/etsi: profile %s: %w", p.Name, err)
	}
	return h, nil
}
