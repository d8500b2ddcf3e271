package mediation

import (
	"time"

	"writ/intercept"
	"writ/wire/etsi"
)

// A body is one IRI or CC, the same for all destinations but for the versions of their modules.
type body struct {
	handover  Handover
	typ       etsi.IRIType
	iri       etsi.IRI
	direction etsi.Direction
	cc        etsi.CC
	raw       []byte // Payload's alternative as BER; where it is not nil it stands alone
	part      etsi.Part
	only      bool // of a task for IRI alone
}

// product sends c.body to each destination that takes it, numbered and hashed. It is NoDestination where there is none.
func (c *Core) product(s *session, in *input, out *Out) Reason {
	why := NoDestination
	for i := range s.t.legs {
		l := &s.t.legs[i]
		if !l.takes(c.body.handover) {
			continue
		}
		why = Delivered
		if !in.made {
			c.mark(s.t, i, out)
		}
		r := s.row(i, c.body.handover)
		c.header = l.header
		c.header.CIN, c.header.Seq = c.cin(s), r.next
		c.stamp(in.captured)
		if in.byArrival || in.made {
			c.header.Qualifier = etsi.TimeOfMediation
		}
		if l.extended {
			c.header.Function, c.header.ExtendedPoint = orNil(in.nfid), orNil(in.ipid)
		}
		c.one(s, i, r, out)
		s.t.counts.Product++
	}
	c.touchSession(s)
	return why
}

func orNil(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}

// stamp writes an instant in microseconds: what is finer is cut off, never rounded up to a time at which nothing was captured.
func (c *Core) stamp(at time.Time) {
	c.header.Sec, c.header.Micro, c.header.Qualifier = at.Unix(), uint32(at.Nanosecond()/1000), etsi.TimeOfInterception
}

// one appends one PDU of product for a leg, and takes it into the leg's open hash.
func (c *Core) one(s *session, leg int, r *row, out *Out) {
	from, l := len(out.Octets), &s.t.legs[leg]
	if l.Cipher == nil {
		out.Octets = c.body.append(out.Octets, &c.header, &l.Profile)
	} else {
		out.Octets = c.seal(out.Octets, l, r)
	}
	kind := IRI
	if c.body.handover == HI3 {
		kind = CC
	}
	out.PDUs = append(out.PDUs, Emitted{Task: s.t.xid, LIID: s.t.def.LIID, Route: Route{l.To, c.body.handover}, CIN: s.cin, Seq: r.next, Kind: kind, From: from, To: len(out.Octets)})
	r.next++
	c.hash(s, leg, out.Octets[from:], out)
}

// seal appends the PDU with its payload in an encryption container.
func (c *Core) seal(dst []byte, l *leg, r *row) []byte {
	if r.counter == 0 {
		r.counter = etsi.FirstCounter(c.header.Sec)
	}
	c.plain = c.body.append(c.plain[:0], &c.header, &l.Profile)
	from := len(dst)
	dst, err := l.Cipher.AppendEncrypted(dst, c.plain, r.counter, c.body.part)
	if err != nil {
		panic("mediation: a PDU of our own can't be taken apart") // the encoder broke its promise
	}
	r.counter += uint64(len(dst) - from)
	return dst
}

func (b *body) append(dst []byte, h *etsi.Header, p *intercept.Profile) []byte {
	switch {
	case b.raw != nil:
		return etsi.AppendRaw(dst, h, b.raw)
	case b.handover == HI2:
		b.iri.Access.Version, b.iri.Multimedia.Version = p.IPAccess, p.IPMultimedia
		if b.only && p.IPMultimedia >= onlySince {
			b.iri.Multimedia.Form = onlyForm(b.iri.Multimedia.Form)
		}
		return etsi.AppendIRI(dst, h, b.typ, &b.iri)
	case b.cc.Kind == etsi.PacketCC:
		b.cc.Version = p.IPAccess
	default:
		b.cc.Version = p.IPMultimedia
	}
	return etsi.AppendCC(dst, h, b.direction, &b.cc)
}

// onlyForm is the alternative for a task for IRI alone.
func onlyForm(f etsi.SignalForm) etsi.SignalForm {
	switch f {
	case etsi.SIPMessage:
		return etsi.OnlySIPMessage
	case etsi.OriginalMessage:
		return etsi.OnlyOriginalMessage
	default:
		return f
	}
}

// cin gives the communication its CIN at its first PDU. CINs of a task count up from 1; none is given while another communication has it.
func (c *Core) cin(s *session) uint32 {
	if s.cin != 0 {
		return s.cin
	}
	t := s.t
	for {
		if t.nextCIN++; t.nextCIN == 0 {
			t.nextCIN, t.wrapped = 1, true
		}
		if !t.wrapped || !t.hasCIN(t.nextCIN) {
			break
		}
	}
	s.cin = t.nextCIN
	return s.cin
}

func (t *task) hasCIN(cin uint32) bool {
	for _, s := range t.sessions {
		if s.cin == cin {
			return true
		}
	}
	return false
}

// renew begins another communication in the session: a new CIN, new numbers. The counters of X2 and X3 go on.
func (c *Core) renew(s *session, out *Out) {
	c.closeSession(s, out)
	t := s.t
	for _, m := range s.media {
		if t.media[m.at] == s {
			delete(t.media, m.at)
		}
	}
	s.communication = communication{rows: s.rows[:0], calls: s.calls[:0], media: s.media[:0]}
}
