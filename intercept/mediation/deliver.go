package mediation

import (
	"net/netip"

	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// deliver sends what an input carries, or says why it can't.
func (c *Core) deliver(s *session, in *input, out *Out) Reason {
	c.body.raw, c.body.part, c.body.only = nil, etsi.UnknownPart, false
	if in.typ == x2x3.X3 {
		return c.content(s, in, out)
	}
	c.body.iri = etsi.IRI{}
	why := c.signalling(s, in, out)
	if s.begun {
		c.release(s, out)
	}
	return why
}

// signalling sends an X2 PDU as IRI.
func (c *Core) signalling(s *session, in *input, out *Out) Reason {
	switch in.format {
	case x2x3.SIP:
		return c.sipMessage(s, in, signal{message: in.payload, form: etsi.SIPMessage}, out)
	case x2x3.IPv4, x2x3.IPv6:
		return c.packet(s, in, out)
	case x2x3.RADIUS:
		return c.radius(s, in, in.payload, out)
	case x2x3.DHCP:
		return c.dhcp(s, in, in.payload, out)
	case x2x3.ETSI102232, x2x3.PSPDU:
		return c.wrapped(s, in, out)
	case x2x3.TS33128:
		return c.event33128(s, in, out)
	default:
		return Unsupported
	}
}

// content sends an X3 PDU as CC.
func (c *Core) content(s *session, in *input, out *Out) Reason {
	c.body.handover, c.body.direction = HI3, direction(in.direction)
	if len(in.payload) == 0 {
		return Unreadable
	}
	switch in.format {
	case x2x3.RTP:
		s.service = Multimedia
		c.media(s, in, etsi.RTPFrame, etsi.RTP)
	case x2x3.MSRP:
		s.service = Multimedia
		c.media(s, in, etsi.MSRPFrame, etsi.MSRP)
	case x2x3.IPv4, x2x3.IPv6:
		if !c.ipContent(s, in) {
			return Unreadable
		}
	case x2x3.TS33128:
		c.body.part = etsi.Part7
		c.body.cc = etsi.CC{Kind: etsi.ThreeGPP33128CC, Octets: in.payload}
	case x2x3.ETSI102232, x2x3.PSPDU:
		return c.wrapped(s, in, out)
	default:
		return Unsupported
	}
	c.beforeContent(s, in, out)
	return c.product(s, in, out)
}

// beforeContent sees to the IRI-Begin of a communication whose content comes first. An access's is made here: packets show that it is up. For a call
// none can be made without a message: the first that comes will be it, and agency and operator are told.
func (c *Core) beforeContent(s *session, in *input, out *Out) {
	switch {
	case s.begun || s.toldOpen:
	case s.service == Access:
		c.accessOpen(s, in, out)
	default:
		s.toldOpen = true
		c.openAtStart(s)
	}
}

// direction maps what TS 103 221-2 says to what TS 102 232-1 says; both are as seen by the target.
func direction(d x2x3.Direction) etsi.Direction {
	switch d {
	case x2x3.ToTarget:
		return etsi.ToTarget
	case x2x3.FromTarget:
		return etsi.FromTarget
	case x2x3.Several:
		return etsi.Combined
	case x2x3.NotApplicable:
		return etsi.NotApplicable
	default:
		return etsi.Indeterminate
	}
}

// media makes c.body a frame of a call's media.
func (c *Core) media(s *session, in *input, frame etsi.FrameType, p etsi.MediaProtocol) {
	c.body.part = etsi.Part5
	c.body.cc = etsi.CC{Kind: etsi.MultimediaCC, Frame: frame, Protocol: p, Octets: in.payload, Stream: s.stream(in)}
}

// stream names the stream that a frame is of, by the c= and m= lines of the SDP that announced it; nil where none did. SDP says where its sender
// receives, so the destination names the stream; the source does only where nobody announced the destination.
func (s *session) stream(in *input) []byte {
	for _, at := range [...]netip.AddrPort{in.dest, in.source} {
		for i := range s.media {
			if s.media[i].at == at {
				return s.media[i].id
			}
		}
	}
	return orNil(in.sdp)
}

// ipContent makes c.body an IP packet: of a call, or of an access.
func (c *Core) ipContent(s *session, in *input) bool {
	p, ok := parsePacket(in.payload)
	if !ok {
		return false
	}
	in.source, in.dest = p.source, p.dest
	if s.service == ByTarget {
		s.service = s.t.service
	}
	if s.service == Multimedia {
		c.media(s, in, etsi.IPFrame, etsi.RTP)
		return true
	}
	c.body.part = etsi.Part3
	c.body.cc = etsi.CC{Kind: etsi.PacketCC, Octets: in.payload}
	return true
}
