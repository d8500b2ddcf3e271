package mediation

import (
	"bytes"
	"slices"

	"writ/wire/ber"
	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// wrapped sends what a point of interception encoded by TS 102 232 itself (formats 1 and 17): its Payload, IRI on X2 and CC on X3, under our own
// header. Format 1 may be a Payload or a whole PS-PDU [inferred]; of a PS-PDU the header is dropped.
func (c *Core) wrapped(s *session, in *input, out *Out) Reason {
	c.body.raw = nil
	pdu := in.payload
	if len(pdu) > 0 && pdu[0] != 0x30 {
		l := &s.t.legs[0]
		c.header = l.header
		c.plain = etsi.AppendRaw(c.plain[:0], &c.header, pdu)
		pdu = c.plain
	}
	if c.pdu.Decode(pdu) != nil {
		return Unreadable
	}
	c.body.raw = bytes.Clone(c.pdu.Raw)
	switch {
	case in.typ == x2x3.X3 && c.pdu.Kind == etsi.KindCC:
		c.beforeContent(s, in, out)
		c.body.handover = HI3
		return c.product(s, in, out)
	case in.typ == x2x3.X2 && c.pdu.Kind == etsi.KindIRI:
		return c.wrappedIRI(s, in, out)
	}
	return Unsupported // IRI on X3, CC on X2, or what only mediation says
}

func (c *Core) wrappedIRI(s *session, in *input, out *Out) Reason {
	typ, access := etsi.IRIReport, false
	for i := range c.pdu.IRI {
		p := &c.pdu.IRI[i]
		if !s.t.content() && c.holdsContent(&p.IRI) {
			return ContentNotOrdered
		}
		access = access || p.IRI.Kind == etsi.AccessIRI
		if p.Type == etsi.IRIEnd || typ == etsi.IRIReport && p.Type != etsi.NoIRIType {
			typ = p.Type
		}
	}
	if typ == etsi.IRIBegin && s.ended {
		raw := c.body.raw
		c.renew(s, out)
		c.body.raw = raw
	}
	if s.service == ByTarget && access {
		s.service = Access
	}
	return c.record(s, in, typ, typ == etsi.IRIEnd, out)
}

// holdsContent says whether a SIP message has a body that a task for IRI alone may not have, or might have one.
func (c *Core) holdsContent(iri *etsi.IRI) bool {
	if iri.Kind != etsi.MultimediaIRI {
		return false
	}
	m := signal{message: iri.Multimedia.Content}
	if f := iri.Multimedia.Form; f == etsi.OriginalMessage || f == etsi.OnlyOriginalMessage {
		p, _ := parsePacket(m.message)
		m.message = p.payload
	}
	had := len(m.message)
	return c.sip.Scan(m.message) != nil || !m.cut(&c.sip) || len(m.message) != had
}

// The arcs at the end of a TS 33.128 payload's object identifier.
const (
	arcXIRI = 1
	arcIRI  = 3
)

// The events of TS 33.128 that begin, continue or end a session [inferred from their names]; all others are Reports.
var (
	begins33128    = []uint32{6, 9, 57, 60, 65, 69}
	continues33128 = []uint32{7, 58, 64, 66}
	ends33128      = []uint32{8, 59, 67}
)

// event33128 sends an XIRIPayload of TS 33.128 as IRIPayload: the same event under mediation's object identifier. Target identifiers, which mediation may add,
// are left out.
func (c *Core) event33128(s *session, in *input, out *Out) Reason {
	payload, event, ok := asIRI33128(in.payload)
	if !ok {
		return Unreadable
	}
	typ := etsi.IRIReport
	switch {
	case slices.Contains(begins33128, event):
		typ = etsi.IRIBegin
	case slices.Contains(continues33128, event):
		typ = etsi.IRIContinue
	case slices.Contains(ends33128, event):
		typ = etsi.IRIEnd
	}
	if typ == etsi.IRIBegin && s.ended {
		c.renew(s, out)
	}
	c.body.part = etsi.Part7
	c.body.iri = etsi.IRI{Kind: etsi.ThreeGPP33128IRI, Raw: ber.AppendOctets(nil, ber.Context(uint32(etsi.ThreeGPP33128IRI)), payload)}
	return c.record(s, in, typ, typ == etsi.IRIEnd, out)
}

// asIRI33128 changes the object identifier's last arc and gives the event's tag number.
func asIRI33128(src []byte) (payload []byte, event uint32, ok bool) {
	source := ber.NewSource(src, ber.Limits{})
	top := source.Reader()
	all, err := top.Next()
	if err != nil || all.Tag != ber.Sequence || top.More() {
		return nil, 0, false
	}
	in, err := top.Enter(all)
	if err != nil {
		return nil, 0, false
	}
	id, err := in.Next()
	if err != nil || id.Tag != ber.Context(1) || len(id.Content) == 0 || id.Content[len(id.Content)-1] != arcXIRI {
		return nil, 0, false
	}
	last := id.End() - 1
	outer, err := in.Next()
	if err != nil || outer.Tag != ber.ContextConstructed(2) {
		return nil, 0, false
	}
	choice, err := in.Enter(outer)
	if err != nil {
		return nil, 0, false
	}
	alternative, err := choice.Next()
	if err != nil {
		return nil, 0, false
	}
	payload = bytes.Clone(src)
	payload[last] = arcIRI
	return payload, alternative.Tag.Number(), true
}
