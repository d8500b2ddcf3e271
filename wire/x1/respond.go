package x1

import (
	"slices"
	"time"
)

// A Handler decides what a request means. It gets requests one by one, in their order, after the checks of the envelope;
// at is the instant at which they came. Its response is one of this package's for that request: [Done], [Refuse], or
// what the request asks for. A response that is none of them is answered as a failure.
type Handler interface {
	Handle(at time.Time, m Message) Response
}

// A Side is one of the two that speak X1.
type Side uint8

// The sides. The zero value is neither.
const (
	_    Side = iota
	NE        // the network element
	ADMF      // the administration function
)

// Identities says who answers, and who asks.
type Identities struct {
	Side  Side     // which one answers
	Own   string   // its identifier
	Peer  string   // the other's identifier, as its certificate has it
	Known []string // the identifiers of those that may ask; Peer must be one of them
}

// Respond answers a document. The answer is to be sent with HTTP status 200 whatever it says (clause 7.2.2.2). Requests
// are carried out in their order, and one that fails does not keep the next. A document that is not understood is
// answered by a top-level error, and nothing of it is carried out.
func Respond(src []byte, l Limits, h Handler, who Identities, now time.Time) []byte {
	c, faults, err := read(src, l)
	if err != nil || c.Root != X1Request {
		return who.topLevel(now)
	}
	answer := Container{Root: X1Response}
	for n, m := range c.Messages {
		answer.Messages = append(answer.Messages, m.answered(now, who.respond(h, m, faults[n], now)))
	}
	out, err := answer.Append(nil)
	if err != nil {
		return who.topLevel(now)
	}
	return out
}

// answered puts a response into the request's envelope.
func (m Message) answered(now time.Time, r Response) Message {
	m.At = now.UTC().Truncate(time.Microsecond)
	return Message{m.Envelope, r}
}

// topLevel says that a document was not understood. It is valid by the schema whatever the identifiers are.
func (who Identities) topLevel(now time.Time) []byte {
	admf, ne := who.Peer, who.Own
	if who.Side == ADMF {
		admf, ne = who.Own, who.Peer
	}
	c := Container{X1TopLevelErrorResponse, []Message{{Envelope: Envelope{ADMF: admf, NE: ne, At: now.UTC().Truncate(time.Microsecond), Version: Version}}}}
	out, err := c.Append(nil)
	if err != nil {
		c.Messages[0].ADMF, c.Messages[0].NE = "", ""
		out, _ = c.Append(nil)
	}
	return out
}

func (who Identities) respond(h Handler, m Message, fault *Error, now time.Time) Response {
	request, ok := m.Body.(Request)
	if !ok {
		return &ErrorResponse{Of: Extended, Code: Generic, Description: Generic.String()}
	}
	if code := who.check(m); code != 0 {
		return Refuse(request, code)
	}
	if fault != nil {
		return Refuse(request, fault.Code)
	}
	r := h.Handle(now, m)
	if !answers(r, request) {
		return Refuse(request, request.Type().failure())
	}
	return r
}

// check holds the envelope against who asks and who answers (clauses 6.1, 8.2), and the request against the side.
func (who Identities) check(m Message) Code {
	asking, answering := m.ADMF, m.NE
	wrongPeer, unknownPeer, wrongOwn := ADMFNotOfCertificate, UnexpectedADMF, UnexpectedNE
	takes := Type.toNE
	if who.Side == ADMF {
		asking, answering = m.NE, m.ADMF
		wrongPeer, unknownPeer, wrongOwn = NENotOfCertificate, UnexpectedNE, UnexpectedADMF
		takes = Type.toADMF
	}
	switch {
	case !supported(m.Version):
		return UnsupportedVersion
	case asking != who.Peer || asking == "":
		return wrongPeer
	case !slices.Contains(who.Known, asking):
		return unknownPeer
	case answering != who.Own:
		return wrongOwn
	case !takes(m.Body.Type()):
		return UnsupportedRequest
	}
	return 0
}

// answers reports whether a response is one to the request and can be written.
func answers(r Response, to Request) bool {
	if r == nil || r.Type() != to.Type() || !sameShape(r, to.Type()) {
		return false
	}
	w := &walker{space: Namespace}
	r.walk(w)
	return w.err == nil
}

// sameShape reports whether a response is the type's own or an error.
func sameShape(r Response, t Type) bool {
	if _, refusal := r.(*ErrorResponse); refusal {
		return true
	}
	_, plain := r.(*OKResponse)
	_, more := responses[t]
	return plain != more
}
