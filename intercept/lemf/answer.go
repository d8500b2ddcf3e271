package lemf

import (
	"time"

	"writ/wire/etsi"
)

// answer answers what the transport asks. A keep-alive is answered at once with the request's sequence number and our own time
// (TS 102 232-1, 6.3.4); an acknowledgement only when all that came before it is durable.
func (r *Receiver) answer(id LinkID, at time.Time, out *effects) {
	var t etsi.TRI
	switch r.pdu.TRI.Kind {
	case etsi.KeepAlive:
		t.Kind = etsi.KeepAliveResponse
	case etsi.OptionRequest:
		t = r.options.reply(r.pdu.TRI.Requested)
	case etsi.AckRequest:
		t.Kind = etsi.AckResponse
	default:
		return
	}
	h := r.pdu.Header
	h.Sec, h.Micro = at.Unix(), uint32(at.Nanosecond()/1000)
	octets := etsi.AppendTRI(nil, &h, &t)
	if t.Kind == etsi.AckResponse {
		out.flush(r)
		if r.given > r.durable {
			r.waiting = append(r.waiting, waiting{id, r.given, octets})
			return
		}
	}
	r.Received.Answers++
	out.list = append(out.list, Write{id, octets})
}

// reply accepts PDU acknowledgements where they are wanted and declines everything else.
func (o Options) reply(requested []etsi.Option) etsi.TRI {
	t := etsi.TRI{Kind: etsi.OptionResponse}
	for _, option := range requested {
		if o.Ack && option == etsi.PDUAcknowledgement {
			t.Accepted = append(t.Accepted, option)
		} else {
			t.Declined = append(t.Declined, option)
		}
	}
	return t
}

// effects gathers what one step does. PDUs that stand side by side are stored as one.
type effects struct {
	list     []Effect
	open     []byte
	handover Handover
}

func (e *effects) store(h Handover, octets []byte) {
	if n := len(e.open); n > 0 && cap(e.open) >= n+len(octets) && &e.open[:n+1][n] == &octets[0] {
		e.open = e.open[:n+len(octets)]
		return
	}
	e.cut()
	e.open, e.handover = octets, h
}

func (e *effects) cut() {
	if len(e.open) > 0 {
		e.list = append(e.list, Store{Handover: e.handover, Octets: e.open})
	}
	e.open = nil
}

// flush ends what is open and numbers what was not numbered yet.
func (e *effects) flush(r *Receiver) {
	e.cut()
	for i, f := range e.list {
		if s, ok := f.(Store); ok && s.Mark == 0 {
			r.given++
			s.Mark = r.given
			e.list[i] = s
		}
	}
}
