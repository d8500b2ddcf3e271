package x2x3

import "encoding/binary"

// The limits that a receiver keeps. The standard names none.
const (
	MinHeader     = 40
	MaxHeader     = 64 << 10 // octets, attributes included
	MaxPayload    = 1 << 20  // octets
	MaxAttributes = 1024     // in one PDU
	sizeHead      = 12       // what Size needs
)

// Size gives the length of the PDU that begins with head: header and payload. It needs the first 12 octets
// and answers ErrMore when there are fewer. After another error the stream can't be followed any more: close it.
func Size(head []byte) (total int, err error) {
	if len(head) < sizeHead {
		return 0, &Error{len(head), layout, ErrMore}
	}
	header := binary.BigEndian.Uint32(head[4:])
	payload := binary.BigEndian.Uint32(head[8:])
	switch {
	case header < MinHeader:
		return 0, &Error{4, layout, ErrHeader}
	case header > MaxHeader:
		return 0, &Error{4, layout, ErrLimit}
	case payload > MaxPayload:
		return 0, &Error{8, layout, ErrLimit}
	}
	return int(header) + int(payload), nil
}

// whole checks that src is exactly one PDU and gives the length of its header.
func whole(src []byte) (header int, err error) {
	total, err := Size(src)
	switch {
	case err != nil:
		return 0, err
	case len(src) < total:
		return 0, &Error{len(src), layout, ErrMore}
	case len(src) > total:
		return 0, &Error{total, layout, ErrTrailing}
	}
	return int(binary.BigEndian.Uint32(src[4:])), nil
}

func (p *PDU) decodeHeader(src []byte) {
	p.Minor = src[1]
	p.Type = Type(binary.BigEndian.Uint16(src[2:]))
	p.Format = Format(binary.BigEndian.Uint16(src[12:]))
	p.Direction = Direction(binary.BigEndian.Uint16(src[14:]))
	copy(p.XID[:], src[16:32])
	p.Correlation = binary.BigEndian.Uint64(src[32:])
}

// checkHeader refuses what no receiver may take and notes what is odd.
func (p *PDU) checkHeader() error {
	switch {
	case p.Type < X2 || p.Type > KeepAliveAck:
		return &Error{2, layout, ErrType}
	case !p.Format.On(p.Type):
		return &Error{12, layout, ErrFormat}
	case p.IsKeepAlive():
		return p.checkKeepAlive()
	case p.Direction == NoDirection:
		return &Error{14, layout, ErrDirection}
	}
	if !p.Format.Known() {
		p.fault(OtherFormat, 12)
	}
	if p.Direction > NotApplicable {
		p.fault(OtherDirection, 14)
	}
	if len(p.Payload) == 0 {
		p.fault(EmptyPayload, 8)
	}
	return nil
}

// IsKeepAlive reports whether p is a keep-alive or its acknowledgement.
func (p *PDU) IsKeepAlive() bool { return p.Type == KeepAlive || p.Type == KeepAliveAck }

func (p *PDU) checkKeepAlive() error {
	if len(p.Payload) > 0 || p.Direction != NoDirection || p.XID != [16]byte{} || p.Correlation != 0 {
		return &Error{12, keepAliveRule, ErrKeepAlive}
	}
	return nil
}

func (p *PDU) fault(k FaultKind, offset int) { p.Faults = append(p.Faults, Fault{k, offset}) }
