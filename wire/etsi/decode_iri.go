package etsi

import (
	"math"
	"net/netip"

	"writ/wire/ber"
)

func (d *decoder) iri(e ber.Element, x *IRIPayload) {
	f := d.fields(e, 2, 6, "IRIPayload")
	for f.next() {
		switch f.n {
		case 0:
			x.Type = IRIType(f.enum(1, 4, "IRIPayload.iRIType (clause 5.2.10)"))
		case 1:
			f.older(&x.Stamp, "IRIPayload.timeStamp (clause 6.2.3)")
		case 2:
			if inner, ok := d.only(f.e, "IRIPayload.iRIContents"); ok {
				d.iriContents(inner, &x.IRI)
			}
		case 3:
			d.micro(f.e, &x.Stamp)
		case 4:
			x.Stamp.Qualifier = f.qualifier()
		case 5:
			x.SessionDirection = f.direction("IRIPayload.sessionDirection")
		case 6:
			x.PayloadDirection = f.direction("IRIPayload.payloadDirection")
		}
	}
	f.need(2)
}

// direction reads PayloadDirection.
func (f *fields) direction(field string) Direction {
	return Direction(f.enum(0, extensible, field) + 1)
}

// iriContents reads the CHOICE IRIContents.
func (d *decoder) iriContents(e ber.Element, c *IRI) {
	c.Kind = IRIKind(d.alternative(e, uint32(PacketReportIRI)))
	switch c.Kind {
	case AccessIRI:
		d.access(e, &c.Access)
	case MultimediaIRI:
		d.multimedia(e, &c.Multimedia)
	default:
		c.Raw = d.raw(e)
	}
}

// access reads IPIRI.
func (d *decoder) access(e ber.Element, a *Access) {
	f := d.fields(e, 1, 1, "IPIRI (TS 102 232-3)")
	for f.next() {
		switch f.n {
		case 0:
			a.Version = d.object(f.e, partAccess, objectIRI, "IPIRI.iPIRIObjId")
		case 1:
			d.accessContents(f.e, a)
		}
	}
	f.need(0, 1)
}

// accessContents reads IPIRIContents: here the fields before the extension marker.
func (d *decoder) accessContents(e ber.Element, a *Access) {
	f := d.fields(e, 15, 26, "IPIRIContents (TS 102 232-3)")
	for f.next() {
		switch f.n {
		case 0:
			a.Event = AccessEvent(f.enum(0, extensible, "IPIRIContents.accessEventType"))
		case 1:
			a.Username = f.octets(0, maxOctets, "IPIRIContents.targetUsername")
		case 2:
			a.Type = AccessType(f.enum(0, extensible, "IPIRIContents.internetAccessType"))
		case 3:
			a.IP = IPVersion(f.enum(1, extensible, "IPIRIContents.iPVersion"))
		case 4:
			d.address(f.e, &a.Address)
		case 5:
			a.NetworkID = d.utf8(f.e, 1, 20, "IPIRIContents.targetNetworkID")
		case 6:
			a.CPE = d.utf8(f.e, 1, 128, "IPIRIContents.targetCPEID")
		case 7:
			a.Location = d.utf8(f.e, 1, 64, "IPIRIContents.targetLocation")
		case 8:
			a.Port = f.count(math.MaxUint32, "IPIRIContents.pOPPortNumber")
		case 9:
			a.CallBack = d.utf8(f.e, 1, 20, "IPIRIContents.callBackNumber")
		case 10:
			a.Start = f.instant("IPIRIContents.startTime")
		case 11:
			a.End = f.instant("IPIRIContents.endTime")
		case 12:
			a.EndReason = EndReason(f.enum(0, extensible, "IPIRIContents.endReason") + 1)
		case 13:
			a.Received = f.count(math.MaxUint64, "IPIRIContents.octetsReceived")
		case 14:
			a.Sent = f.count(math.MaxUint64, "IPIRIContents.octetsTransmitted")
		case 15:
			a.RawAAA = f.octets(0, maxOctets, "IPIRIContents.rawAAAData")
		default:
			f.accessExtension(a)
		}
	}
	f.need(0, 1, 2)
	f.want(3) // OpenLI leaves it out of an attempt that has no address yet
}

// accessExtension reads a field of IPIRIContents behind the marker.
func (f *fields) accessExtension(a *Access) {
	d := f.d
	switch f.n {
	case 16:
		a.ExpectedEnd = f.instant("IPIRIContents.expectedEndTime")
	case 17:
		a.POPPhone = d.utf8(f.e, 1, 20, "IPIRIContents.pOPPhoneNumber")
	case 18:
		d.pop(f.e, &a.POP)
	case 19:
		d.address(f.e, &a.POPAddress)
	case 20:
		a.National = f.content("IPIRIContents.nationalIPIRIParameters")
	case 21:
		d.address(f.e, &a.Additional)
	case 22:
		a.Authentication = Authentication(f.enum(0, extensible, "IPIRIContents.authenticationType") + 1)
	case 23:
		d.others(f.e, a)
	case 24:
		a.Place = f.content("IPIRIContents.location")
	case 25:
		a.PortID = f.octets(0, maxOctets, "IPIRIContents.pOPPortID")
	case 26:
		a.Routes = d.list(f.e, a.Routes, "IPIRIContents.framedRoutes")
	}
}

// pop reads the CHOICE pOPIdentifier. An alternative of a newer module is stepped over.
func (d *decoder) pop(e ber.Element, p *POP) {
	const field = "IPIRIContents.pOPIdentifier"
	inner, ok := d.only(e, field)
	if !ok {
		return
	}
	switch inner.Tag {
	case t0:
		p.Name = d.utf8(inner, 1, 128, field)
	case t1:
		p.MAC = d.octets(inner, 6, 6, field)
	case t2 | cons:
		d.address(inner, &p.Address)
	default:
		d.skip()
	}
}

// alternative returns the context tag of a CHOICE's alternative, of which the module has those up to newest. Others
// are counted, and 0 if their tag can't be told.
func (d *decoder) alternative(e ber.Element, newest uint32) uint8 {
	n := e.Tag.Number()
	if e.Tag.Class() != ber.ContextSpecific || n > extensible {
		d.skip()
		return 0
	}
	if n > newest {
		d.skip()
	}
	return uint8(n) //nolint:gosec // at most 253
}

// skip counts an alternative behind the extension marker of a CHOICE.
func (d *decoder) skip() {
	d.p.Unknown++
	d.p.Remarks |= UnknownFields
}

// others reads otherTargetIdentifiers.
func (d *decoder) others(e ber.Element, a *Access) {
	const field = "IPIRIContents.otherTargetIdentifiers"
	for r := d.enter(e, field); ; {
		item, ok := d.next(&r, field)
		switch {
		case !ok:
			return
		case item.Tag != t0|cons:
			d.skip()
		case len(a.Others) == MaxPayloads:
			d.fail(item.Offset, field, "too many entries")
		default:
			a.Others = append(a.Others, Address{})
			d.address(item, &a.Others[len(a.Others)-1])
		}
	}
}

// list reads a SEQUENCE OF CHOICE {[0] OCTET STRING}.
func (d *decoder) list(e ber.Element, to [][]byte, field string) [][]byte {
	for r := d.enter(e, field); ; {
		item, ok := d.next(&r, field)
		switch {
		case !ok:
			return to
		case !item.Tag.Same(t0):
			d.skip()
		case len(to) == MaxPayloads:
			d.fail(item.Offset, field, "too many entries")
		default:
			to = append(to, d.octets(item, 0, maxOctets, field))
		}
	}
}

// address reads IPAddress.
func (d *decoder) address(e ber.Element, a *Address) {
	var kind uint8
	f := d.fields(e, 3, 6, "IPAddress")
	for f.next() {
		switch f.n {
		case 1:
			kind = f.enum(0, extensible, "IPAddress.iP-type")
		case 2:
			d.addressValue(f.e, a, kind)
		case 3:
			a.Assignment = Assignment(f.enum(1, extensible, "IPAddress.iP-assignment"))
		case 4:
			v := f.uint(128, "IPAddress.iPv6PrefixLength")
			if v == 0 {
				d.fail(f.e.ContentOffset(), "IPAddress.iPv6PrefixLength", "out of range")
			}
			a.Prefix = uint8(v) //nolint:gosec // at most 128, or there is an error
		case 5:
			a.HasMask = true
			copy(a.Mask[:], f.octets(4, 4, "IPAddress.iPv4SubnetMask"))
		case 6:
			v, err := f.e.Bool()
			d.check(err, "IPAddress.iP-NAT-translated")
			a.NAT = NotTranslated
			if v {
				a.NAT = Translated
			}
		default:
			f.unknown(f.n)
		}
	}
	f.need(1, 2)
}

// addressValue reads the CHOICE iP-value; its length must fit the type.
func (d *decoder) addressValue(e ber.Element, a *Address, kind uint8) {
	const field = "IPAddress.iP-value"
	inner, ok := d.only(e, field)
	if !ok {
		return
	}
	switch {
	case inner.Tag.Same(t1):
		b := d.octets(inner, 4, 16, field)
		var good bool
		if a.IP, good = netip.AddrFromSlice(b); !good || a.IP.Is4() != (kind == 0) {
			d.fail(inner.Offset, field, "not an address of its iP-type")
		}
	case inner.Tag.Same(t2):
		a.Text, a.TextV6 = d.ia5(inner, 7, 45, field), kind == 1
	default:
		d.skip()
	}
}
