package check

import (
	"encoding/binary"
	"net/netip"
	"strings"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/call"
	"writ/intercept/lemf/datagram"
	"writ/wire/etsi"
)

// trailing is how long media may trail the end of its session.
const trailing = 2 * time.Second

func (c *Checker) ccs(p *etsi.PDU, m lemf.Mark, at Place) {
	s := c.session(m.Session)
	if s.place == (Place{}) {
		s.place = at
	}
	s.ccs += len(p.CC)
	if s.firstCC.IsZero() || m.At.Before(s.firstCC) {
		s.firstCC = m.At
	}
	if !s.ended.IsZero() && m.At.Sub(s.ended) > trailing {
		c.found.add("cc-after-end", s.Session, at, len(p.CC), "CC was intercepted more than "+trailing.String()+" after the IRI-End")
	}
	for i := range p.CC {
		v := &p.CC[i]
		if v.Direction == etsi.NoDirection {
			c.found.add("cc-direction-missing", s.Session, at, 1, "the CC says no direction")
		}
		switch v.CC.Kind {
		case etsi.PacketCC:
			c.packet(s, v, at)
		case etsi.MultimediaCC:
			c.media(s, v, m.At, at)
		default: // other parts are not judged
		}
	}
}

// packet judges the CC of an IP access.
func (c *Checker) packet(s *session, v *etsi.CCPayload, at Place) {
	p, ok := datagram.Split(v.CC.Octets)
	if !ok {
		c.found.add("cc-unparsed", s.Session, at, 1, "the packet does not begin with an IP header")
		return
	}
	c.whole(s, v, at)
	if len(s.target) == 0 {
		return
	}
	from, to := inside(s.target, p.From.Addr()), inside(s.target, p.To.Addr())
	switch {
	case from == to && !from && !multicast(p.To.Addr()):
		c.found.add("cc-not-target", s.Session, at, 1, "the packet goes neither from nor to an address that the IRI names as the target's")
	case from && !to && v.Direction == etsi.ToTarget, to && !from && v.Direction == etsi.FromTarget:
		c.found.add("cc-direction", s.Session, at, 1, "the direction says the opposite of the target's address in the IRI")
	}
}

// multicast packets to the target bear a group's address.
func multicast(a netip.Addr) bool {
	return a.IsMulticast() || a == netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

func inside(all []netip.Prefix, a netip.Addr) bool {
	for _, p := range all {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// whole compares the length in the IP header with what came.
func (c *Checker) whole(s *session, v *etsi.CCPayload, at Place) {
	b := v.CC.Octets
	said := len(b)
	if b[0]>>4 == 4 {
		said = int(binary.BigEndian.Uint16(b[2:]))
	} else if n := int(binary.BigEndian.Uint16(b[4:])); n > 0 {
		said = 40 + n
	}
	if said > len(b) && !v.CC.Truncated {
		c.found.add("cc-length", s.Session, at, 1, "the packet is shorter than its IP header says, and nothing says that it was cut")
	}
	if said < len(b) {
		c.found.add("cc-trailing", s.Session, at, 1, "octets follow the packet that its IP header does not count")
	}
}

// media judges the CC of a call.
func (c *Checker) media(s *session, v *etsi.CCPayload, when time.Time, at Place) {
	if v.CC.Frame == etsi.NoFrame {
		c.found.add("cc-frame-missing", s.Session, at, 1, "nothing says what headers the frame begins with")
	}
	var sender call.Side
	switch v.CC.Frame {
	case etsi.IPFrame, etsi.NoFrame:
		p, ok := datagram.Split(v.CC.Octets)
		if !ok {
			if v.CC.Frame == etsi.IPFrame {
				c.found.add("cc-unparsed", s.Session, at, 1, "the frame does not begin with an IP header")
			}
			return
		}
		c.whole(s, v, at)
		sender = s.call.Sender(p.From, p.To)
		if sender == 0 && len(s.call.Media) > 0 && !p.Fragment {
			c.found.add("cc-stream-unknown", s.Session, at, 1, "no SDP of the session set up a stream between these addresses")
		}
		c.protocol(s, p, v, when, at)
		if v.CC.Stream == nil {
			c.found.add("cc-stream-missing", s.Session, at, 1, "no stream identifier")
		}
	default:
		if v.CC.Stream == nil {
			c.found.add("cc-stream-untied", s.Session, at, 1, "a frame without IP header comes without a stream identifier")
		} else if len(s.call.Media) > 0 && s.call.Named(v.CC.Stream, when) == nil {
			c.found.add("cc-stream-unknown", s.Session, at, 1, "the stream identifier names no stream of the session's SDP by its c= and m= lines")
		}
	}
	if sender != 0 && (v.Direction == etsi.FromTarget || v.Direction == etsi.ToTarget) {
		f := flow{sender, v.Direction}
		if s.flows[f] == nil {
			s.flows[f] = &tally{place: at}
		}
		s.flows[f].n++
	}
}

// protocol tells of fax and messages that are labelled as RTP.
func (c *Checker) protocol(s *session, p datagram.Packet, v *etsi.CCPayload, when time.Time, at Place) {
	m := s.call.Between(p.From, p.To, when)
	if m == nil || p.Protocol != datagram.UDP && p.Protocol != datagram.TCP {
		return
	}
	switch proto := strings.ToLower(m.Proto); {
	case proto == "udptl" && v.CC.Protocol != etsi.UDPTL, strings.HasSuffix(proto, "/msrp") && v.CC.Protocol != etsi.MSRP:
		c.found.add("cc-protocol", s.Session, at, 1, "the SDP says "+proto+", and the CC says otherwise or nothing")
	}
}

// directions judges the directions of a call's media by who sent it.
func (c *Checker) directions(s *session) {
	side := c.side(s)
	for _, sender := range []call.Side{call.Caller, call.Callee} {
		from, to := s.flows[flow{sender, etsi.FromTarget}], s.flows[flow{sender, etsi.ToTarget}]
		right, wrong, word := from, to, "toTarget"
		if side == sender.Other() {
			right, wrong, word = to, from, "fromTarget"
		}
		switch {
		case side != 0 && wrong != nil:
			c.found.add("cc-direction", scope2{s.Session, sender}, wrong.place, wrong.n, "media that "+sender.String()+" sends is marked "+word+"; the target is "+side.String())
		case side == 0 && from != nil && to != nil && min(from.n, to.n)*50 > from.n+to.n:
			c.found.add("cc-direction", scope2{s.Session, sender}, to.place, min(from.n, to.n), "media that "+sender.String()+" sends is marked both ways")
		case side == 0 && right != nil:
			c.found.add("cc-direction-caller", scope2{s.Session, sender}, right.place, right.n, "media that "+sender.String()+" sends is marked fromTarget, and nothing here says who the target is")
		}
	}
}
