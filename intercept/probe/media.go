package probe

import (
	"net/netip"

	"writ/dissect/packet"
	"writ/intercept"
	"writ/wire/x2x3"
)

// media takes a packet for each session that has one of its ends. Where it goes decides whose side it is for; only if nobody announced that, where it
// comes from.
func (c *Core) media(p *packet.Packet, out *Out) {
	if len(c.legs) == 0 {
		return
	}
	to := c.legs[endpoint{p.Destination, p.Protocol}]
	for _, l := range to {
		c.content(l, l.side, p, out)
	}
	for _, l := range c.legs[endpoint{p.Source, p.Protocol}] {
		if !l.session.among(to) {
			c.content(l, l.side.opposite(), p, out)
		}
	}
}

func (s *session) among(legs []leg) bool {
	for _, l := range legs {
		if l.session == s {
			return true
		}
	}
	return false
}

func (c *Core) content(l leg, to sides, p *packet.Packet, out *Out) {
	s := l.session
	switch {
	case !s.tap.content() || !s.tap.holds(p):
		return
	case !s.ended.IsZero() && p.Last.Sub(s.ended) > Linger:
		return
	case l.control && !isRTCP(p.Payload):
		return
	}
	s.last = p.Last
	d := c.begin(s, x2x3.X3, ipFormat(p), p)
	d.Direction = direction(s.target, to)
	d.Payload = p.IP
	c.emit(s, p, out)
}

// isRTCP knows RTCP by its version and the range of its packet types (RFC 5761 clause 4).
func isRTCP(b []byte) bool { return len(b) >= 8 && b[0]>>6 == 2 && b[1] >= 192 && b[1] <= 223 }

func ipFormat(p *packet.Packet) x2x3.Format {
	if p.Source.Addr().Is4() {
		return x2x3.IPv4
	}
	return x2x3.IPv6
}

// access takes a packet for the tasks whose target is one of its addresses.
func (c *Core) access(p *packet.Packet, out *Out) {
	if len(c.find.addresses) == 0 && len(c.find.prefixes) == 0 {
		return
	}
	from, to := p.Source.Addr(), p.Destination.Addr()
	c.at(from, x2x3.FromTarget, p, out)
	if to != from {
		c.at(to, x2x3.ToTarget, p, out)
	}
}

func (c *Core) at(ip netip.Addr, d x2x3.Direction, p *packet.Packet, out *Out) {
	for _, h := range c.find.addresses[ip] {
		c.accessContent(h, ip, d, p, out)
	}
	for _, x := range c.find.prefixes {
		if x.Contains(ip) {
			c.accessContent(x.hit, ip, d, p, out)
		}
	}
}

func (c *Core) accessContent(h hit, ip netip.Addr, d x2x3.Direction, p *packet.Packet, out *Out) {
	t := h.tap
	if !t.content() || !t.holds(p) {
		return
	}
	c.key = ip.AppendTo(append(c.key[:0], " ip "...)) // no Call-ID begins with a blank
	s := c.session(t, c.key, p.Last)
	s.matched |= 1 << h.target
	x := c.begin(s, x2x3.X3, ipFormat(p), p)
	x.Direction = d
	x.Payload = p.IP
	c.emit(s, p, out)
}

func (t *tap) content() bool { return t.task.Deliver == intercept.IRIAndCC }

// holds reports whether a packet was captured wholly under the task's authority.
func (t *tap) holds(p *packet.Packet) bool { return t.task.Holds(p.First) && t.task.Holds(p.Last) }
