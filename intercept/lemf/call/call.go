package call

import (
	"net/netip"
	"time"

	"writ/dissect/sip"
	"writ/intercept/lemf"
)

// A Side is one party's end of the call.
type Side uint8

// The sides. Zero is not known.
const (
	Caller Side = iota + 1
	Callee
)

// Other gives the opposite side.
func (s Side) Other() Side {
	switch s {
	case Caller:
		return Callee
	case Callee:
		return Caller
	default:
		return 0
	}
}

// String gives the side's name.
func (s Side) String() string {
	switch s {
	case Caller:
		return "the caller"
	case Callee:
		return "the called party"
	default:
		return "nobody known"
	}
}

// Limits of one call; what is beyond is counted, not kept.
const (
	MaxMessages = 10000
	MaxMedia    = 256
	maxLegs     = 64
)

// A Message is one step of the ladder.
type Message struct {
	At       time.Time
	From, To netip.Addr // as on the network layer; invalid where they were not handed over
	Line     string     // "INVITE", "200 to INVITE"; no identifier stands in it
	Sender   Side
	Streams  int // set up by its SDP
}

// A Call is what was signalled in one session.
type Call struct {
	Messages []Message
	More     int       // beyond MaxMessages
	Caller   lemf.Name // URI of From in the first INVITE
	Callee   lemf.Name // URI of To
	Media    []Media
	Rung     time.Time // first 18x to an INVITE
	Answered time.Time // first 2xx to an INVITE
	Refused  int       // status of the last final refusal of an INVITE, while not answered
	Ended    time.Time // first answer to a BYE
	Hung     Side      // who sent the first BYE
	Register lemf.Name // URI of To in a REGISTER: whose contacts are set
	legs     map[string]*leg
}

// A leg is one Call-ID.
type leg struct{ callerTag string }

// Add takes one message. The source is not kept.
func (c *Call) Add(at time.Time, from, to netip.Addr, m *sip.Message) {
	l := c.leg(m)
	m0 := Message{At: at, From: from, To: to, Line: line(m), Sender: l.sender(m), Streams: len(m.SDP.Streams)}
	if len(c.Messages) < MaxMessages {
		c.Messages = append(c.Messages, m0)
	} else {
		c.More++
	}
	switch {
	case m.Is("INVITE"):
		c.invite(at, m)
	case m.Is("BYE"):
		c.bye(at, m, m0.Sender)
	case m.Is("REGISTER") && m.IsRequest() && c.Register == (lemf.Name{}):
		c.Register = lemf.NameOf(m.To.URI)
	}
	for i := range m.SDP.Streams {
		c.media(at, m0.Sender, &m.SDP, &m.SDP.Streams[i])
	}
}

func (c *Call) invite(at time.Time, m *sip.Message) {
	if c.Caller == (lemf.Name{}) {
		c.Caller, c.Callee = lemf.NameOf(m.From.URI), lemf.NameOf(m.To.URI)
	}
	switch {
	case m.IsRequest():
	case m.Status > 100 && m.Status < 200 && c.Rung.IsZero():
		c.Rung = at
	case m.Status >= 200 && m.Status < 300 && c.Answered.IsZero():
		c.Answered = at
	case m.Status >= 300 && c.Answered.IsZero() && m.Status != 401 && m.Status != 407:
		c.Refused = m.Status
	}
}

func (c *Call) bye(at time.Time, m *sip.Message, sender Side) {
	switch {
	case m.IsRequest() && c.Hung == 0:
		c.Hung = sender
	case !m.IsRequest() && m.Status >= 200 && c.Ended.IsZero():
		c.Ended = at
	}
}

// leg finds the leg of a message. The first INVITE of a leg says whose tag the caller's is; where it did not come, the first
// request does.
func (c *Call) leg(m *sip.Message) *leg {
	if c.legs == nil {
		c.legs = map[string]*leg{}
	}
	l := c.legs[string(m.CallID)]
	if l == nil {
		l = &leg{callerTag: string(m.From.Tag)}
		if len(c.legs) < maxLegs {
			c.legs[string(m.CallID)] = l
		}
	}
	return l
}

// sender says whose message it is: a request is its From's, a response its To's.
func (l *leg) sender(m *sip.Message) Side {
	s := Callee
	if string(m.From.Tag) == l.callerTag {
		s = Caller
	}
	if m.IsRequest() {
		return s
	}
	return s.Other()
}

// line says what a message is, without what it says.
func line(m *sip.Message) string {
	if m.IsRequest() {
		return word(m.Method)
	}
	return digits(m.Status) + " to " + word(m.CSeqMethod)
}

// word lets through the name of a method and nothing else that a stranger may have written.
func word(b []byte) string {
	if len(b) == 0 || len(b) > 16 {
		return "(no method)"
	}
	for _, c := range b {
		if c < 'A' || c > 'Z' {
			return "(no method)"
		}
	}
	return string(b)
}

func digits(status int) string {
	return string([]byte{byte('0' + status/100%10), byte('0' + status/10%10), byte('0' + status%10)})
}
