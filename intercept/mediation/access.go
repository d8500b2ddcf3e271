package mediation

import (
	"net/netip"
	"time"
	"unicode/utf8"

	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// An access is what is known of an internet access session, from all that came of it.
type access struct {
	user  []byte
	v4    netip.Addr
	mask  [4]byte // of v4; zero: none came
	v6    netip.Prefix
	kind  etsi.AccessType
	by    etsi.Authentication
	start time.Time
}

// An accessEvent is what happened.
type accessEvent struct {
	event etsi.AccessEvent
	typ   etsi.IRIType
	ends  bool
}

// accepted, updated and over are what a grant, a renewal and an end are, as the session stands.
func (s *session) accepted() accessEvent {
	if s.begun && !s.ended {
		return accessEvent{event: etsi.InterimUpdate, typ: etsi.IRIContinue}
	}
	return accessEvent{event: etsi.AccessAccept, typ: etsi.IRIBegin}
}

func (s *session) updated() accessEvent {
	if s.begun && !s.ended {
		return accessEvent{event: etsi.InterimUpdate, typ: etsi.IRIContinue}
	}
	return accessEvent{event: etsi.StartWithSession, typ: etsi.IRIBegin}
}

func (s *session) closed() accessEvent {
	if s.begun && !s.ended {
		return accessEvent{event: etsi.AccessEnd, typ: etsi.IRIEnd, ends: true}
	}
	return accessEvent{event: etsi.AccessEnd, typ: etsi.IRIReport}
}

// other is what has no event of its own in TS 102 232-3.
func (s *session) other() accessEvent {
	if s.begun && !s.ended {
		return accessEvent{event: etsi.AccessUnknown, typ: etsi.IRIContinue}
	}
	return accessEvent{event: etsi.AccessUnknown, typ: etsi.IRIReport}
}

func attempt(e etsi.AccessEvent) accessEvent { return accessEvent{event: e, typ: etsi.IRIReport} }

// renewAccess begins another communication where the one before has ended. It comes before what is known is filled in.
func (c *Core) renewAccess(s *session, e accessEvent, out *Out) {
	if e.typ == etsi.IRIBegin && s.ended {
		c.renew(s, out)
	}
	s.service = Access
}

// accessIRI sends c.body.iri.Access, completed by what is known of the session, as the IRI of an event.
func (c *Core) accessIRI(s *session, in *input, e accessEvent, out *Out) Reason {
	k := &s.access
	if e.typ == etsi.IRIBegin && e.event == etsi.AccessAccept {
		k.start = in.captured
	}
	a := &c.body.iri.Access
	c.body.raw, c.body.part, c.body.only, c.body.iri.Kind = nil, etsi.Part3, false, etsi.AccessIRI
	a.Event, a.Username, a.Type, a.Authentication = e.event, k.user, k.kind, k.by
	if len(a.Username) == 0 {
		a.Username = s.t.username
	}
	k.addresses(a)
	if !k.start.IsZero() {
		a.Start = etsi.Instant{At: k.start, Digits: 3}
	}
	if e.ends && e.event == etsi.AccessEnd {
		a.End = etsi.Instant{At: in.captured, Digits: 3}
	}
	return c.record(s, in, e.typ, e.ends, out)
}

// addresses writes IPv6 as IPv4: one goes to targetIPAddress, of two the second to additionalIPAddress. Where none is known the access may carry
// either [inferred].
func (k *access) addresses(a *etsi.Access) {
	v4 := etsi.Address{IP: k.v4, Assignment: etsi.AssignedUnknown, Mask: k.mask, HasMask: k.mask != [4]byte{}}
	v6 := etsi.Address{IP: k.v6.Addr(), Assignment: etsi.AssignedUnknown, Prefix: uint8(max(k.v6.Bits(), 1))}
	if k.by == etsi.RADIUS || k.by == etsi.DHCP {
		v4.Assignment, v6.Assignment = etsi.AssignedDynamic, etsi.AssignedDynamic
	}
	switch {
	case k.v4.IsValid() && k.v6.IsValid():
		a.IP, a.Address, a.Additional = etsi.IPv4And6, v4, v6
	case k.v4.IsValid():
		a.IP, a.Address = etsi.IPv4, v4
	case k.v6.IsValid():
		a.IP, a.Address = etsi.IPv6, v6
	default:
		a.IP = etsi.IPv4And6
	}
}

// accessOpen makes the IRI-Begin of an access whose content comes first: it says that the session was up when interception began.
func (c *Core) accessOpen(s *session, in *input, out *Out) {
	kept := c.body
	c.body.iri = etsi.IRI{}
	if s.ended {
		c.renew(s, out)
	}
	s.service = Access
	s.access.learn(in)
	c.accessIRI(s, in, accessEvent{event: etsi.StartWithSession, typ: etsi.IRIBegin}, out)
	s.t.counts.Made++
	c.body = kept
}

// learn takes the target's address from a packet whose direction is known.
func (k *access) learn(in *input) {
	p, ok := parsePacket(in.payload)
	own := p.source.Addr()
	switch {
	case !ok || k.v4.IsValid() || k.v6.IsValid() || in.direction != x2x3.FromTarget && in.direction != x2x3.ToTarget:
		return
	case in.direction == x2x3.ToTarget:
		own = p.dest.Addr()
	}
	if own.Is4() {
		k.v4 = own
		return
	}
	k.v6 = netip.PrefixFrom(own, 128)
}

// within gives a text of UTF-8 that has so many characters at most, or nothing.
func within(b []byte, most int) []byte {
	if len(b) == 0 || !utf8.Valid(b) || utf8.RuneCount(b) > most {
		return nil
	}
	return b
}
