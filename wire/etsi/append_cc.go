package etsi

import "writ/wire/ber"

// The newest modules that this package was written against: what a Version of 0 means.
const (
	NewestAccess     = 20 // TS 102 232-3
	NewestMultimedia = 17 // TS 102 232-5
)

// The third and last arc of an object identifier of a part: what kind of product follows.
const (
	objectIRI = 1
	objectCC  = 2
)

// The parts' arcs under li-ps.
const (
	partAccess     = 3
	partMultimedia = 5
)

// AppendCC appends a PDU with one CC. h must pass [Header.Check]. Sizes are added up first, then every octet is
// written once.
func AppendCC(dst []byte, h *Header, d Direction, c *CC) []byte {
	p := CCPayload{Direction: d}
	s := sizeCC(&p, c)
	dst = appendFront(dst, h, t1|cons, octets(s.payload))
	return p.append(dst, c, s)
}

// AppendCCs appends a PDU with several CCs of one LIID and CIN, each with its own stamp (clause 6.2.3).
func AppendCCs(dst []byte, h *Header, p []CCPayload) []byte {
	n := 0
	for i := range p {
		n += octets(sizeCC(&p[i], &p[i].CC).payload)
	}
	dst = appendFront(dst, h, t1|cons, n)
	for i := range p {
		dst = p[i].append(dst, &p[i].CC, sizeCC(&p[i], &p[i].CC))
	}
	return dst
}

// appendFront appends all up to the content of Payload's alternative, which will have n octets.
func appendFront(dst []byte, h *Header, alternative ber.Tag, n int) []byte {
	all, communication, network := h.size()
	payload := octets(n)
	dst = ber.AppendHeader(dst, ber.Sequence, octets(all)+octets(payload))
	dst = h.append(dst, all, communication, network)
	dst = ber.AppendHeader(dst, t2|cons, payload)
	return ber.AppendHeader(dst, alternative, n)
}

// The content octets of a CCPayload and of what is nested in it.
type ccSizes struct {
	payload  int // CCPayload
	contents int // cCContents: the alternative with its header
	inner    int // the alternative's content
	packet   int // IPCCContents' alternative with its header
}

func sizeCC(p *CCPayload, c *CC) (s ccSizes) {
	switch c.Kind {
	case PacketCC:
		s.packet = octets(len(c.Octets))
		if c.Truncated {
			s.packet = octets(s.packet + sizeCount(c.OriginalLength))
		}
		s.inner = 5 + ber.SizeOfRelativeOID(version(c.Version, NewestAccess)) + octets(s.packet)
	case MultimediaCC:
		s.inner = 5 + ber.SizeOfRelativeOID(version(c.Version, NewestMultimedia)) + octets(len(c.Octets)) +
			sizeEnum(uint8(c.Frame)) + optional(c.Stream) + sizeEnum(uint8(c.Protocol))
	case UMTSCC, EPSCC, ThreeGPP33128CC:
		s.inner = len(c.Octets)
	default:
		s.inner = len(c.Raw)
	}
	s.contents = octets(s.inner)
	if !c.Kind.typed() {
		s.contents = s.inner
	}
	s.payload = octets(s.contents) + sizeEnum(uint8(p.Direction)) + p.Stamp.size()
	return s
}

// typed reports whether a CC of this kind stands in fields and not in Raw.
func (k CCKind) typed() bool {
	return k == PacketCC || k == MultimediaCC || k.octets()
}

// octets reports whether the alternative is an OCTET STRING.
func (k CCKind) octets() bool { return k == UMTSCC || k == EPSCC || k == ThreeGPP33128CC }

// sizeEnum returns the octets of an optional ENUMERATED.
func sizeEnum(v uint8) int {
	if v == 0 {
		return 0
	}
	return 2 + ber.SizeOfUint(uint64(v-1))
}

// sizeCount returns the octets of an INTEGER for which 0 means absent.
func sizeCount(v uint64) int {
	if v == 0 {
		return 0
	}
	return 2 + ber.SizeOfUint(v)
}

// version returns the version arc that is written.
func version(v, newest int) uint64 {
	if v == 0 {
		return uint64(newest) //nolint:gosec // a constant
	}
	return uint64(v) //nolint:gosec // a version is small
}

func (p *CCPayload) append(dst []byte, c *CC, s ccSizes) []byte {
	dst = ber.AppendHeader(dst, ber.Sequence, s.payload)
	dst = appendEnum(dst, t0, uint8(p.Direction))
	dst = p.Stamp.appendOlder(dst, t1)
	dst = ber.AppendHeader(dst, t2|cons, s.contents)
	dst = c.append(dst, s)
	dst = p.Stamp.appendMicro(dst, t3|cons)
	return appendEnum(dst, t4, uint8(p.Stamp.Qualifier))
}

func (c *CC) append(dst []byte, s ccSizes) []byte {
	tag := ber.Context(uint32(c.Kind))
	switch {
	case c.Kind == PacketCC:
		dst = ber.AppendHeader(dst, tag|cons, s.inner)
		dst = appendObject(dst, partAccess, version(c.Version, NewestAccess), objectCC)
		dst = ber.AppendHeader(dst, t1|cons, s.packet)
		return c.appendPacket(dst)
	case c.Kind == MultimediaCC:
		dst = ber.AppendHeader(dst, tag|cons, s.inner)
		dst = appendObject(dst, partMultimedia, version(c.Version, NewestMultimedia), objectCC)
		dst = ber.AppendOctets(dst, t1, c.Octets)
		dst = appendEnum(dst, t2, uint8(c.Frame))
		dst = appendOptional(dst, t3, c.Stream)
		return appendEnum(dst, t4, uint8(c.Protocol))
	case c.Kind.octets():
		return ber.AppendOctets(dst, tag, c.Octets)
	}
	return append(dst, c.Raw...)
}

// appendPacket appends IPCCContents: a packet, or what is left of one.
func (c *CC) appendPacket(dst []byte) []byte {
	if !c.Truncated {
		return ber.AppendOctets(dst, t0, c.Octets)
	}
	dst = ber.AppendHeader(dst, t1|cons, octets(len(c.Octets))+sizeCount(c.OriginalLength))
	dst = ber.AppendOctets(dst, t0, c.Octets)
	if c.OriginalLength > 0 {
		dst = ber.AppendUint(dst, t1, c.OriginalLength)
	}
	return dst
}

// appendObject appends the object identifier of a part's product, relative to 0.4.0.2.2, under tag 0.
func appendObject(dst []byte, part byte, v uint64, kind byte) []byte {
	dst = ber.AppendHeader(dst, t0, 3+ber.SizeOfRelativeOID(v))
	return append(ber.AppendArc(append(dst, 5, part), v), kind)
}
