package x2x3

import (
	"encoding/binary"
	"net/netip"
)

// Decode reads exactly one PDU. It reuses p's slices and allocates nothing once they have room. After an
// error p holds nothing of use.
//
// It refuses what breaks the framing or the standard's own words; what can still be read but is odd stands
// in Faults. An *Error wraps the kind.
func (p *PDU) Decode(src []byte) error { return p.decode(src, false) }

// DecodeLenient reads as Decode does, and also takes three mistakes of senders in the field, noted in Faults:
// the minor version in the major octet, timestamps of 12 octets, keep-alives without Sequence Number. Append
// then writes version and timestamp as they should have been.
func (p *PDU) DecodeLenient(src []byte) error { return p.decode(src, true) }

func (p *PDU) decode(src []byte, lenient bool) error {
	header, err := whole(src)
	if err != nil {
		return err
	}
	p.reset()
	p.order, p.Faults = p.order[:0], p.Faults[:0]
	if header > len(src) || header < MinHeader {
		return &Error{4, layout, ErrHeader}
	}
	p.decodeHeader(src)
	if err := p.version(src, lenient); err != nil {
		return err
	}
	p.Payload = src[header:len(src):len(src)]
	if err := p.checkHeader(); err != nil {
		return err
	}
	if err := p.decodeAttributes(src[:header:header], lenient); err != nil {
		return err
	}
	return p.checkNumber(header, lenient)
}

// version refuses every major version but 0. A minor version may be any: versions are backward compatible.
func (p *PDU) version(src []byte, lenient bool) error {
	switch {
	case src[0] == 0:
		return nil
	case lenient && src[1] == 0:
		p.Minor = src[0]
		p.fault(SwappedVersion, 0)
		return nil
	default:
		return &Error{0, layout, ErrVersion}
	}
}

// checkNumber wants exactly one attribute in a keep-alive: its number.
func (p *PDU) checkNumber(header int, lenient bool) error {
	switch {
	case !p.IsKeepAlive():
		return nil
	case p.Seq.Ok && len(p.order) == 1:
		return nil
	case lenient && len(p.order) == 0:
		p.fault(NoNumber, header)
		return nil
	default:
		return &Error{MinHeader, keepAliveRule, ErrKeepAlive}
	}
}

func (p *PDU) decodeAttributes(head []byte, lenient bool) error {
	for at := MinHeader; at < len(head); {
		if len(p.order) == MaxAttributes {
			return &Error{at, layout, ErrLimit}
		}
		if len(head)-at < 4 {
			return &Error{at, layout, ErrAttribute}
		}
		n := int(binary.BigEndian.Uint16(head[at+2:]))
		if len(head)-at-4 < n {
			return &Error{at + 2, layout, ErrAttribute}
		}
		end := at + 4 + n
		p.attribute(AttributeType(binary.BigEndian.Uint16(head[at:])), head[at+4:end:end], at, lenient)
		at = end
	}
	return nil
}

// attribute takes one attribute into its field, or keeps it raw with a fault.
func (p *PDU) attribute(t AttributeType, v []byte, at int, lenient bool) {
	f := p.take(t, v, lenient)
	raw := f == WrongLength || f == Repeated || f == UnknownType
	if raw {
		p.Raw = append(p.Raw, Raw{t, v})
	}
	if f != 0 {
		p.fault(f, at)
	}
	p.order = append(p.order, slot{t, raw})
}

// take sets the field of t, and says what is odd; 0 is nothing.
func (p *PDU) take(t AttributeType, v []byte, lenient bool) FaultKind {
	if text := p.text(t); text != nil {
		return once(*text == nil, func() { *text = v })
	}
	switch t {
	case AttrSeq:
		return number(&p.Seq, v, 4, binary.BigEndian.Uint32)
	case AttrTime:
		return p.takeTime(v, lenient)
	case AttrSourceIPv4:
		return address(&p.Source, v, 4)
	case AttrSourceIPv6:
		return address(&p.Source, v, 16)
	case AttrDestIPv4:
		return address(&p.Destination, v, 4)
	case AttrDestIPv6:
		return address(&p.Destination, v, 16)
	case AttrSourcePort:
		return number(&p.SourcePort, v, 2, binary.BigEndian.Uint16)
	case AttrDestPort:
		return number(&p.DestPort, v, 2, binary.BigEndian.Uint16)
	case AttrProtocol:
		return number(&p.Protocol, v, 1, func(b []byte) uint8 { return b[0] })
	case AttrMatched:
		p.Matched = append(p.Matched, v)
		return bare(v)
	case AttrOther:
		p.Other = append(p.Other, v)
		return bare(v)
	case AttrAdditional:
		return p.takeAdditional(v)
	default:
		return UnknownType
	}
}

func once(first bool, set func()) FaultKind {
	if !first {
		return Repeated
	}
	set()
	return 0
}

func number[T any](to *Optional[T], v []byte, size int, read func([]byte) T) FaultKind {
	if len(v) != size {
		return WrongLength
	}
	return once(!to.Ok, func() { *to = Some(read(v)) })
}

func address(to *netip.Addr, v []byte, size int) FaultKind {
	if len(v) != size {
		return WrongLength
	}
	return once(!to.IsValid(), func() { *to, _ = netip.AddrFromSlice(v) })
}

const second = 1_000_000_000 // nanoseconds

func (p *PDU) takeTime(v []byte, lenient bool) FaultKind {
	fault := FaultKind(0)
	if lenient && len(v) == 12 && binary.BigEndian.Uint32(v) == 0 {
		v, fault = v[4:], LongTime
	}
	if f := number(&p.At, v, 8, readTime); f != 0 {
		return f
	}
	if p.At.V.Nsec >= second {
		return BadTime
	}
	return fault
}

func readTime(v []byte) Time {
	return Time{binary.BigEndian.Uint32(v), binary.BigEndian.Uint32(v[4:])}
}

func (p *PDU) takeAdditional(v []byte) FaultKind {
	if len(v) != 24 && len(v) != 28 {
		return WrongLength
	}
	a := Additional{XID: [16]byte(v[:16]), Correlation: binary.BigEndian.Uint64(v[16:])}
	if len(v) == 28 {
		a.Seq = Some(binary.BigEndian.Uint32(v[24:]))
	}
	p.Additional = append(p.Additional, a)
	return 0
}

func bare(v []byte) FaultKind {
	if len(v) == 0 || v[0] != '<' {
		return BareTarget
	}
	return 0
}
