package etsi

import "writ/wire/ber"

// multimedia reads IPMMIRI.
func (d *decoder) multimedia(e ber.Element, m *Multimedia) {
	f := d.fields(e, 1, 3, "IPMMIRI (TS 102 232-5)")
	for f.next() {
		switch f.n {
		case 0:
			m.Version = d.object(f.e, partMultimedia, objectIRI, "IPMMIRI.iPMMIRIObjId")
		case 1:
			if inner, ok := d.only(f.e, "IPMMIRI.iPMMIRIContents"); ok {
				d.signal(inner, m)
			}
		case 2:
			m.Place = f.content("IPMMIRI.targetLocation (clause 5.2.3)")
		case 3:
			m.Additional = d.list(f.e, m.Additional, "IPMMIRI.additionalSignalling (clause 5.2.5)")
		}
	}
	f.need(0, 1)
}

// signal reads the CHOICE of signalling messages.
func (d *decoder) signal(e ber.Element, m *Multimedia) {
	const field = "IPMMIRI.iPMMIRIContents"
	if e.Tag.Class() != ber.ContextSpecific || e.Tag.Number() > 7 {
		d.skip()
		return
	}
	m.Form = SignalForm(e.Tag.Number() + 1) //nolint:gosec // at most 8
	switch m.Form {
	case SIPMessage, H323Message, OnlySIPMessage:
		d.message(e, m)
	case NationalSignal:
		if d.form(e, true, field) {
			m.Content = e.Content
		}
	case NoSignal, OriginalMessage, XCAPMessage, OnlyOriginalMessage, OnlyRTPPacket:
		m.Content = d.octets(e, 0, maxOctets, field)
	}
}

// message reads SIPMessage or H323Message.
func (d *decoder) message(e ber.Element, m *Multimedia) {
	f := d.fields(e, 2, 2, "SIPMessage (TS 102 232-5 clause 5.2.7)")
	for f.next() {
		switch {
		case f.n == 0:
			d.address(f.e, &m.Source)
		case f.n == 1:
			d.address(f.e, &m.Destination)
		case m.Form == H323Message:
			d.h323(f.e, m)
		default:
			m.Content = f.octets(0, maxOctets, "SIPMessage.sIPContent")
		}
	}
	f.need(0, 1, 2)
}

// h323 reads the CHOICE H323MessageContent.
func (d *decoder) h323(e ber.Element, m *Multimedia) {
	const field = "H323Message.h323Content"
	inner, ok := d.only(e, field)
	if !ok {
		return
	}
	if inner.Tag.Class() != ber.ContextSpecific || inner.Tag.Number() > 3 {
		d.skip()
		return
	}
	m.H323 = uint8(inner.Tag.Number()) //nolint:gosec // at most 3
	m.Content = d.octets(inner, 0, maxOctets, field)
}

func (d *decoder) cc(e ber.Element, x *CCPayload) {
	f := d.fields(e, 2, 4, "CCPayload")
	for f.next() {
		switch f.n {
		case 0:
			x.Direction = f.direction("CCPayload.payloadDirection")
		case 1:
			f.older(&x.Stamp, "CCPayload.timeStamp (clause 6.2.3)")
		case 2:
			if inner, ok := d.only(f.e, "CCPayload.cCContents"); ok {
				d.ccContents(inner, &x.CC)
			}
		case 3:
			d.micro(f.e, &x.Stamp)
		case 4:
			x.Stamp.Qualifier = f.qualifier()
		}
	}
	f.need(2)
}

// ccContents reads the CHOICE CCContents.
func (d *decoder) ccContents(e ber.Element, c *CC) {
	const field = "CCContents"
	c.Kind = CCKind(d.alternative(e, uint32(ThreeGPP33128CC)))
	switch {
	case c.Kind == PacketCC:
		d.packetCC(e, c)
	case c.Kind == MultimediaCC:
		d.multimediaCC(e, c)
	case c.Kind.octets():
		c.Octets = d.octets(e, 0, maxOctets, field)
	default:
		c.Raw = d.raw(e)
	}
}

// packetCC reads IPCC.
func (d *decoder) packetCC(e ber.Element, c *CC) {
	f := d.fields(e, closed, 1, "IPCC (TS 102 232-3)")
	for f.next() {
		switch f.n {
		case 0:
			c.Version = d.object(f.e, partAccess, objectCC, "IPCC.iPCCObjId")
		case 1:
			if inner, ok := d.only(f.e, "IPCC.iPCCContents"); ok {
				d.packet(inner, c)
			}
		}
	}
	f.need(0, 1)
}

// packet reads the CHOICE IPCCContents.
func (d *decoder) packet(e ber.Element, c *CC) {
	switch e.Tag {
	case t0, t0 | cons:
		c.Octets = d.octets(e, 0, maxOctets, "IPCCContents.iPPackets")
	case t1 | cons:
		c.Truncated = true
		f := d.fields(e, 1, 1, "IPTruncatedPacket")
		for f.next() {
			if f.n == 0 {
				c.Octets = f.octets(0, maxOctets, "IPTruncatedPacket.truncatedPacket")
			} else {
				c.OriginalLength = f.uint(1<<63, "IPTruncatedPacket.originalLength")
			}
		}
		f.need(0)
	default:
		d.skip()
	}
}

// multimediaCC reads IPMMCC.
func (d *decoder) multimediaCC(e ber.Element, c *CC) {
	f := d.fields(e, 1, 4, "IPMMCC (TS 102 232-5)")
	for f.next() {
		switch f.n {
		case 0:
			c.Version = d.object(f.e, partMultimedia, objectCC, "IPMMCC.iPMMCCObjId")
		case 1:
			c.Octets = f.octets(0, maxOctets, "IPMMCC.mMCCContents")
		case 2:
			c.Frame = FrameType(f.enum(0, extensible, "IPMMCC.frameType (clause 5.5)") + 1)
		case 3:
			c.Stream = f.octets(0, maxOctets, "IPMMCC.streamIdentifier")
		case 4:
			c.Protocol = MediaProtocol(f.enum(0, extensible, "IPMMCC.mMCCprotocol") + 1)
		}
	}
	f.need(0, 1)
}
