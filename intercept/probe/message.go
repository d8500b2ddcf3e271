package probe

import (
	"bytes"
	"slices"
	"time"

	"writ/dissect/packet"
	"writ/dissect/sip"
	"writ/wire/x2x3"
)

// message takes the SIP message in c.msg, captured from first to p.Last, for each task of which it names a target or whose session it
// belongs to.
func (c *Core) message(p *packet.Packet, octets []byte, first time.Time, out *Out) {
	m := &c.msg
	c.release(m, p.Last)
	c.seek(m)
	for _, t := range c.wanted {
		if !t.task.Holds(first) || !t.task.Holds(p.Last) {
			continue
		}
		s := c.session(t, m.CallID, p.Last)
		s.follow(m, p.Last)
		c.match(s, m)
		c.announce(s, m)
		c.emitMessage(s, m, p, octets, out)
	}
}

// A place is where in a message a name stands, and so whose it is.
type place uint8

const (
	caller place = iota // From
	called              // To, Request-URI, and who was called before
	sender              // P-Asserted-Identity: who sent this message
)

type found struct {
	hit
	place place
}

// seek collects in c.found what a message names, and in c.wanted, by XID, the tasks that it is for.
func (c *Core) seek(m *sip.Message) {
	c.found, c.wanted = c.found[:0], c.wanted[:0]
	c.name(m.From.URI, caller)
	c.name(m.To.URI, called)
	c.name(m.RequestURI, called)
	for _, uri := range m.Asserted {
		c.name(uri, sender)
	}
	for _, uri := range m.Diverted {
		c.name(uri, called)
	}
	for _, f := range c.found {
		c.want(f.tap)
	}
	if len(m.CallID) > 0 {
		for _, s := range c.calls[string(m.CallID)] {
			c.want(s.tap)
		}
	}
	if len(c.wanted) > 1 {
		slices.SortFunc(c.wanted, order)
	}
}

func (c *Core) name(uri []byte, at place) {
	accounts, numbers := c.named(uri)
	for _, list := range [...][]hit{accounts, numbers} {
		for _, h := range list {
			c.found = append(c.found, found{h, at})
		}
	}
}

func (c *Core) want(t *tap) {
	if !slices.Contains(c.wanted, t) {
		c.wanted = append(c.wanted, t)
	}
}

// match notes which targets of the session's task a message names. The first name says where the target stands; caller goes before called, so that
// who registers or calls the own number speaks as caller.
func (c *Core) match(s *session, m *sip.Message) {
	for _, f := range c.found {
		if f.tap != s.tap {
			continue
		}
		s.matched |= 1 << f.target
		if s.target == 0 {
			s.target = s.side(f.place, m)
		}
	}
}

// side gives the side of a name in a message.
func (s *session) side(at place, m *sip.Message) sides {
	from := opener
	if s.first != string(m.From.Tag) {
		from = other
	}
	if at == called || at == sender && !m.IsRequest() {
		return from.opposite()
	}
	return from
}

// release lets the endpoints go that a session of another Call-ID still holds though it has ended, or has been silent so long that its end was likely missed:
// who announces them now owns them. A silent call that goes on announces them anew.
func (c *Core) release(m *sip.Message, at time.Time) {
	for i := range m.SDP.Streams {
		e := receives(&m.SDP.Streams[i])
		for _, l := range slices.Clone(c.legs[e]) {
			s := l.session
			switch {
			case s.tap.sessions[string(m.CallID)] == s:
			case !s.ended.IsZero():
				c.unlink(s)
			case at.Sub(s.last) > Silence:
				c.loseLeg(s, e)
			}
		}
	}
}

// follow keeps the state of the call. Forks end one by one: a failure before any answer ends it only until another fork rings or answers, and a BYE ends
// the dialogue of its tags alone.
func (s *session) follow(m *sip.Message, at time.Time) {
	if s.first == "" {
		s.first = string(m.From.Tag)
	}
	switch {
	case m.IsRequest() && string(m.Method) == "INVITE":
		s.ended = time.Time{}
		s.answered = s.answered || len(m.To.Tag) > 0 // open before the tap began
	case m.IsRequest() && string(m.Method) == "BYE":
		if s.hangUp(m) {
			s.end(at)
		}
	case m.IsRequest() || string(m.CSeqMethod) != "INVITE" || m.Status <= 100:
	case m.Status < 300:
		if !s.answered {
			s.ended = time.Time{}
		}
		if m.Status >= 200 {
			s.answer(m)
		}
	case m.Status >= 400 && m.Status != 401 && m.Status != 407 && !s.answered:
		s.end(at)
	}
}

// maxDialogues is how many answered forks of a call are told apart.
const maxDialogues = 32

// answer notes that a fork has answered.
func (s *session) answer(m *sip.Message) {
	s.answered = true
	if d := dialogue(m); s.ended.IsZero() && len(s.up) < maxDialogues && !slices.Contains(s.up, d) {
		s.up = append(s.up, d)
	}
}

// hangUp takes a BYE's dialogue away and reports whether none is left. Where no answer was seen, any BYE ends the call.
func (s *session) hangUp(m *sip.Message) bool {
	d := dialogue(m)
	s.up = slices.DeleteFunc(s.up, func(x string) bool { return x == d })
	return len(s.up) == 0
}

// dialogue names one by both tags, whichever side speaks.
func dialogue(m *sip.Message) string {
	a, b := string(m.From.Tag), string(m.To.Tag)
	return min(a, b) + " " + max(a, b) // no tag holds a blank
}

func (s *session) end(at time.Time) {
	if s.ended.IsZero() {
		s.ended = at
		s.tap.ending = append(s.tap.ending, s)
	}
}

// announce takes the endpoints of a description: its sender receives there.
func (c *Core) announce(s *session, m *sip.Message) {
	side := s.side(sender, m)
	for i := range m.SDP.Streams {
		x := &m.SDP.Streams[i]
		if x.Address.Port() == 0 || !x.Address.Addr().IsValid() || x.Address.Addr().IsUnspecified() {
			continue
		}
		e := receives(x)
		c.addLeg(s, e, side, false)
		if e.protocol == packet.UDP && x.RTCP.Addr().IsValid() && x.RTCP != x.Address {
			c.addLeg(s, endpoint{x.RTCP, packet.UDP}, side, true)
		}
	}
}

func receives(x *sip.Stream) endpoint {
	if bytes.HasPrefix(x.Proto, []byte("TCP")) {
		return endpoint{x.Address, packet.TCP}
	}
	return endpoint{x.Address, packet.UDP}
}

// emitMessage gives the X2 PDU of a message. Where signalling alone is ordered, what people write in a MESSAGE is left out.
func (c *Core) emitMessage(s *session, m *sip.Message, p *packet.Packet, octets []byte, out *Out) {
	d := c.begin(s, x2x3.X2, x2x3.SIP, p)
	d.Direction = direction(s.target, s.side(sender, m).opposite())
	d.Source, d.Destination = p.Source.Addr(), p.Destination.Addr()
	d.SourcePort, d.DestPort = x2x3.Some(p.Source.Port()), x2x3.Some(p.Destination.Port())
	d.Protocol = x2x3.Some(p.Protocol)
	for i, element := range s.tap.elements {
		if s.matched&(1<<i) != 0 {
			d.Matched = append(d.Matched, element)
		}
	}
	d.Payload = octets
	if m.Is("MESSAGE") && !s.tap.content() {
		d.Payload = octets[:m.Head]
	}
	c.emit(s, p, out)
}

// direction says how what goes to one side goes relative to the target.
func direction(target, to sides) x2x3.Direction {
	switch target {
	case to:
		return x2x3.ToTarget
	case to.opposite():
		return x2x3.FromTarget
	default:
		return x2x3.Unknown
	}
}
