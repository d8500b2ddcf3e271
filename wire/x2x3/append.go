package x2x3

import (
	"encoding/binary"
	"net/netip"
)

// Append appends the encoding of p to dst. It doesn't allocate when dst has room. Attributes of a decoded
// PDU keep their places; what was set since comes after them. What [PDU.Check] refuses is written so that
// no receiver can misread its length: an attribute is cut at 65535 octets.
func (p *PDU) Append(dst []byte) []byte {
	start := len(dst)
	dst = append(dst, 0, p.Minor)
	dst = binary.BigEndian.AppendUint16(dst, uint16(p.Type))
	dst = binary.BigEndian.AppendUint32(dst, 0) // Header Length, below
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(p.Payload)))
	dst = binary.BigEndian.AppendUint16(dst, uint16(p.Format))
	dst = binary.BigEndian.AppendUint16(dst, uint16(p.Direction))
	dst = append(dst, p.XID[:]...)
	dst = binary.BigEndian.AppendUint64(dst, p.Correlation)
	dst = p.appendAttributes(dst)
	binary.BigEndian.PutUint32(dst[start+4:], uint32(len(dst)-start))
	return append(dst, p.Payload...)
}

// A writer knows how far each list of attributes is written.
type writer struct {
	dst                             []byte
	raw, matched, other, additional int
	done                            uint32 // bit t: the field of type t is written
}

func (p *PDU) appendAttributes(dst []byte) []byte {
	w := writer{dst: dst}
	for _, s := range p.order {
		if s.raw {
			w.nextRaw(&p.Attributes)
		} else {
			w.next(&p.Attributes, s.typ)
		}
	}
	for _, t := range canonical {
		for w.next(&p.Attributes, t) {
		}
	}
	for w.nextRaw(&p.Attributes) {
	}
	return w.dst
}

func (w *writer) nextRaw(a *Attributes) bool {
	if w.raw == len(a.Raw) {
		return false
	}
	r := a.Raw[w.raw]
	w.raw++
	w.octets(r.Type, r.Contents)
	return true
}

// next writes what is left to write of type t: the field, or the next of its list.
func (w *writer) next(a *Attributes, t AttributeType) bool {
	switch t {
	case AttrMatched:
		return w.list(a.Matched, &w.matched, t)
	case AttrOther:
		return w.list(a.Other, &w.other, t)
	case AttrAdditional:
		return w.nextAdditional(a)
	default:
	}
	if w.done&(1<<t) != 0 {
		return false
	}
	w.done |= 1 << t
	w.single(a, t)
	return false
}

func (w *writer) list(of [][]byte, n *int, t AttributeType) bool {
	if *n == len(of) {
		return false
	}
	w.octets(t, of[*n])
	*n++
	return true
}

func (w *writer) nextAdditional(a *Attributes) bool {
	if w.additional == len(a.Additional) {
		return false
	}
	x := &a.Additional[w.additional]
	w.additional++
	n := uint16(24)
	if x.Seq.Ok {
		n = 28
	}
	w.head(AttrAdditional, n)
	w.dst = append(w.dst, x.XID[:]...)
	w.dst = binary.BigEndian.AppendUint64(w.dst, x.Correlation)
	if x.Seq.Ok {
		w.dst = binary.BigEndian.AppendUint32(w.dst, x.Seq.V)
	}
	return true
}

func (w *writer) single(a *Attributes, t AttributeType) {
	switch t {
	case AttrSeq:
		if a.Seq.Ok {
			w.head(t, 4)
			w.dst = binary.BigEndian.AppendUint32(w.dst, a.Seq.V)
		}
	case AttrTime:
		if a.At.Ok {
			w.head(t, 8)
			w.dst = binary.BigEndian.AppendUint32(w.dst, a.At.V.Sec)
			w.dst = binary.BigEndian.AppendUint32(w.dst, a.At.V.Nsec)
		}
	case AttrSourceIPv4, AttrSourceIPv6:
		w.address(a.Source, t, t == AttrSourceIPv4)
	case AttrDestIPv4, AttrDestIPv6:
		w.address(a.Destination, t, t == AttrDestIPv4)
	case AttrSourcePort:
		w.port(a.SourcePort, t)
	case AttrDestPort:
		w.port(a.DestPort, t)
	case AttrProtocol:
		if a.Protocol.Ok {
			w.head(t, 1)
			w.dst = append(w.dst, a.Protocol.V)
		}
	default:
		if text := a.text(t); text != nil && *text != nil {
			w.octets(t, *text)
		}
	}
}

func (w *writer) port(v Optional[uint16], t AttributeType) {
	if v.Ok {
		w.head(t, 2)
		w.dst = binary.BigEndian.AppendUint16(w.dst, v.V)
	}
}

// address writes ip when it is of the family that the attribute has.
func (w *writer) address(ip netip.Addr, t AttributeType, four bool) {
	switch {
	case !ip.IsValid() || ip.Is4() != four:
	case four:
		b := ip.As4()
		w.octets(t, b[:])
	default:
		b := ip.As16()
		w.octets(t, b[:])
	}
}

// octets writes v, cut at what the length field can say.
func (w *writer) octets(t AttributeType, v []byte) {
	v = v[:min(len(v), 1<<16-1)]
	w.head(t, uint16(len(v)))
	w.dst = append(w.dst, v...)
}

func (w *writer) head(t AttributeType, n uint16) {
	w.dst = binary.BigEndian.AppendUint16(w.dst, uint16(t))
	w.dst = binary.BigEndian.AppendUint16(w.dst, n)
}
