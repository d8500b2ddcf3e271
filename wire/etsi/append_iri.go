package etsi

import (
	"writ/wire/ber"
)

// append appends IPIRIContents' fields.
func (a *Access) append(dst []byte) []byte {
	dst = ber.AppendUint(dst, t0, uint64(a.Event))
	dst = ber.AppendOctets(dst, t1, a.Username)
	dst = ber.AppendUint(dst, t2, uint64(a.Type))
	if a.IP != NoIPVersion {
		dst = ber.AppendUint(dst, t3, uint64(a.IP))
	}
	dst = a.Address.append(dst, 4)
	dst = appendOptional(dst, t5, a.NetworkID)
	dst = appendOptional(dst, t6, a.CPE)
	dst = appendOptional(dst, t7, a.Location)
	dst = a.Port.append(dst, 8)
	dst = appendOptional(dst, t9, a.CallBack)
	dst = a.Start.append(dst, 10)
	dst = a.End.append(dst, 11)
	dst = appendEnum(dst, ber.Context(12), uint8(a.EndReason))
	dst = a.Received.append(dst, 13)
	dst = a.Sent.append(dst, 14)
	dst = appendOptional(dst, ber.Context(15), a.RawAAA)
	return a.appendExtensions(dst)
}

// appendExtensions appends the fields behind the marker.
func (a *Access) appendExtensions(dst []byte) []byte {
	dst = a.ExpectedEnd.append(dst, 16)
	dst = appendOptional(dst, ber.Context(17), a.POPPhone)
	dst = a.POP.append(dst, 18)
	dst = a.POPAddress.append(dst, 19)
	dst = appendOptional(dst, ber.ContextConstructed(20), a.National)
	dst = a.Additional.append(dst, 21)
	dst = appendEnum(dst, ber.Context(22), uint8(a.Authentication))
	if len(a.Others) > 0 {
		from := len(dst)
		for i := range a.Others {
			dst = a.Others[i].append(dst, 0)
		}
		dst = ber.Wrap(dst, from, ber.ContextConstructed(23))
	}
	dst = appendOptional(dst, ber.ContextConstructed(24), a.Place)
	dst = appendOptional(dst, ber.Context(25), a.PortID)
	return appendList(dst, 26, a.Routes)
}

// appendList appends a SEQUENCE OF CHOICE {[0] OCTET STRING} under tag n, unless it is empty.
func appendList(dst []byte, n uint32, list [][]byte) []byte {
	if len(list) == 0 {
		return dst
	}
	from := len(dst)
	for _, b := range list {
		dst = ber.AppendOctets(dst, t0, b)
	}
	return ber.Wrap(dst, from, ber.ContextConstructed(n))
}

func (c Count) append(dst []byte, n uint32) []byte {
	if !c.Given {
		return dst
	}
	return ber.AppendUint(dst, ber.Context(n), c.N)
}

func (i Instant) append(dst []byte, n uint32) []byte {
	if i.At.IsZero() {
		return dst
	}
	return ber.AppendTime(dst, ber.Context(n), i.At.Unix(), uint32(i.At.Nanosecond()), i.Digits) //nolint:gosec // below 10^9
}

// append appends the CHOICE under tag n, unless no alternative is set.
func (p *POP) append(dst []byte, n uint32) []byte {
	from := len(dst)
	switch {
	case p.Name != nil:
		dst = ber.AppendOctets(dst, t0, p.Name)
	case p.MAC != nil:
		dst = ber.AppendOctets(dst, t1, p.MAC)
	case p.Address.Present():
		dst = p.Address.append(dst, 2)
	default:
		return dst
	}
	return ber.Wrap(dst, from, ber.ContextConstructed(n))
}

// append appends IPAddress under tag n, unless it is absent.
func (a *Address) append(dst []byte, n uint32) []byte {
	if !a.Present() {
		return dst
	}
	from := len(dst)
	dst = append(dst, 0x81, 1, a.kind())
	dst = a.appendValue(dst)
	if a.Assignment != NoAssignment {
		dst = ber.AppendUint(dst, t3, uint64(a.Assignment))
	}
	if a.Prefix > 0 {
		dst = ber.AppendUint(dst, t4, uint64(a.Prefix))
	}
	if a.HasMask {
		dst = ber.AppendOctets(dst, t5, a.Mask[:])
	}
	if a.NAT != NoNAT {
		dst = ber.AppendBool(dst, t6, a.NAT == Translated)
	}
	return ber.Wrap(dst, from, ber.ContextConstructed(n))
}

// kind returns iP-type: 0 for IPv4, 1 for IPv6.
func (a *Address) kind() byte {
	if a.IP.IsValid() && !a.IP.Is4() || !a.IP.IsValid() && a.TextV6 {
		return 1
	}
	return 0
}

// appendValue appends the CHOICE iP-value.
func (a *Address) appendValue(dst []byte) []byte {
	from := len(dst)
	switch {
	case a.IP.Is4():
		b := a.IP.As4()
		dst = ber.AppendOctets(dst, t1, b[:])
	case a.IP.IsValid():
		b := a.IP.As16()
		dst = ber.AppendOctets(dst, t1, b[:])
	default:
		dst = ber.AppendOctets(dst, t2, a.Text)
	}
	return ber.Wrap(dst, from, t2|cons)
}

// append appends iPMMIRIContents and the fields behind it.
func (m *Multimedia) append(dst []byte) []byte {
	from := len(dst)
	dst = m.appendMessage(dst)
	dst = ber.Wrap(dst, from, t1|cons)
	dst = appendOptional(dst, t2|cons, m.Place)
	return appendList(dst, 3, m.Additional)
}

func (m *Multimedia) appendMessage(dst []byte) []byte {
	tag := ber.Context(uint32(max(m.Form, 1) - 1))
	from := len(dst)
	switch m.Form {
	case SIPMessage, OnlySIPMessage:
		dst = m.Destination.append(m.Source.append(dst, 0), 1)
		dst = ber.AppendOctets(dst, t2, m.Content)
	case H323Message:
		dst = m.Destination.append(m.Source.append(dst, 0), 1)
		at := len(dst)
		dst = ber.AppendOctets(dst, ber.Context(uint32(m.H323)), m.Content)
		dst = ber.Wrap(dst, at, t2|cons)
	case NationalSignal:
		return ber.AppendOctets(dst, tag|cons, m.Content)
	case NoSignal, OriginalMessage, XCAPMessage, OnlyOriginalMessage, OnlyRTPPacket:
		return ber.AppendOctets(dst, tag, m.Content)
	}
	return ber.Wrap(dst, from, tag|cons)
}
