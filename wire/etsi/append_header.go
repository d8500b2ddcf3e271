package etsi

import "writ/wire/ber"

// The tags in use here; what each means stands where it is written or read.
const (
	t0, t1, t2, t3 = ctx + 0, ctx + 1, ctx + 2, ctx + 3
	t4, t5, t6, t7 = ctx + 4, ctx + 5, ctx + 6, ctx + 7
	t8, t9, t10    = ctx + 8, ctx + 9, ctx + 10

	ctx  = ber.Tag(ber.ContextSpecific) << 30
	cons = ber.Sequence - 16 // the constructed form's bit
)

// genHeader is the content of li-psDomainId before its version: 0.4.0.2.2.5.1.
const genHeader = "\x04\x00\x02\x02\x05\x01"

// level returns the version arc that is written.
func (h *Header) level() uint64 {
	if h.Level == 0 {
		return NewestLevel
	}
	return uint64(h.Level)
}

// octets returns the octets of an element with n octets of content and a tag number below 31.
func octets(n int) int { return ber.SizeOf(t0, n) }

func optional(b []byte) int {
	if b == nil {
		return 0
	}
	return octets(len(b))
}

// size returns the octets of PSHeader's content, and of its nested communicationIdentifier and networkIdentifier.
func (h *Header) size() (all, communication, network int) {
	network = octets(len(h.Operator)) + optional(h.Element) + optional(h.ElementETSI)
	communication = octets(network) + optional(h.CINExtension)
	if !h.NoCIN {
		communication += 2 + ber.SizeOfUint(uint64(h.CIN))
	}
	if h.Delivery[0] != 0 {
		communication += 4
	}
	all = 2 + len(genHeader) + ber.SizeOfRelativeOID(h.level()) + octets(len(h.LIID)) + octets(communication)
	if h.Authorisation[0] != 0 {
		all += 4
	}
	all += 2 + ber.SizeOfUint(uint64(h.Seq)) + h.Stamp.size()
	return all + optional(h.Point) + optional(h.ExtendedPoint) + optional(h.Function), communication, network
}

// size returns the octets of the elements of a stamp.
func (s *Stamp) size() int {
	n := 0
	if digits := s.digits(); digits > 0 {
		n = 2 + ber.SizeOfTime(digits)
	}
	if s.micro() {
		n += 2 + s.microSize()
	}
	if s.Qualifier != NoQualifier {
		n += 3
	}
	return n
}

// digits returns the digits of the GeneralizedTime's fraction; 0: there is no GeneralizedTime.
func (s *Stamp) digits() int {
	switch s.Form {
	case GeneralizedTime, BothTimes:
		return 3
	case GeneralizedMicro:
		return 6
	case NoTime, MicroTime:
	}
	return 0
}

func (s *Stamp) micro() bool { return s.Form == MicroTime || s.Form == BothTimes }

// microSize returns the content octets of MicroSecondTimeStamp.
func (s *Stamp) microSize() int {
	return 4 + ber.SizeOfUint(uint64(s.Sec)) + ber.SizeOfUint(uint64(s.Micro)) //nolint:gosec // not negative, by Check
}

// appendOlder appends the older form, if the stamp has it.
func (s *Stamp) appendOlder(dst []byte, t ber.Tag) []byte {
	if digits := s.digits(); digits > 0 {
		return ber.AppendTime(dst, t, s.Sec, s.Micro*1000, digits)
	}
	return dst
}

// appendMicro appends the newer form, if the stamp has it.
func (s *Stamp) appendMicro(dst []byte, t ber.Tag) []byte {
	if !s.micro() {
		return dst
	}
	dst = ber.AppendHeader(dst, t, s.microSize())
	dst = ber.AppendUint(dst, t0, uint64(s.Sec)) //nolint:gosec // not negative, by Check
	return ber.AppendUint(dst, t1, uint64(s.Micro))
}

// append appends PSHeader; the sizes are those of size.
func (h *Header) append(dst []byte, all, communication, network int) []byte {
	dst = ber.AppendHeader(dst, t1|cons, all)
	dst = ber.AppendHeader(dst, t0, len(genHeader)+ber.SizeOfRelativeOID(h.level()))
	dst = append(dst, genHeader...)
	dst = ber.AppendArc(dst, h.level())
	dst = ber.AppendOctets(dst, t1, h.LIID)
	dst = appendCountry(dst, h.Authorisation)
	dst = ber.AppendHeader(dst, t3|cons, communication)
	dst = h.appendNetwork(dst, network)
	if !h.NoCIN {
		dst = ber.AppendUint(dst, t1, uint64(h.CIN))
	}
	dst = appendCountry(dst, h.Delivery)
	dst = appendOptional(dst, t3|cons, h.CINExtension)
	dst = ber.AppendUint(dst, t4, uint64(h.Seq))
	dst = h.appendOlder(dst, t5)
	dst = appendOptional(dst, t6, h.Point)
	dst = h.appendMicro(dst, t7|cons)
	dst = appendEnum(dst, t8, uint8(h.Qualifier))
	dst = appendOptional(dst, t9, h.ExtendedPoint)
	return appendOptional(dst, t10, h.Function)
}

func (h *Header) appendNetwork(dst []byte, network int) []byte {
	dst = ber.AppendHeader(dst, t0|cons, network)
	dst = ber.AppendOctets(dst, t0, h.Operator)
	dst = appendOptional(dst, t1, h.Element)
	return appendOptional(dst, t2|cons, h.ElementETSI)
}

// appendCountry appends a country's two letters under tag 2, if there are any.
func appendCountry(dst []byte, c [2]byte) []byte {
	if c[0] == 0 {
		return dst
	}
	return append(dst, 0x82, 2, c[0], c[1])
}

// appendOptional appends b under t unless it is nil.
func appendOptional(dst []byte, t ber.Tag, b []byte) []byte {
	if b == nil {
		return dst
	}
	return ber.AppendOctets(dst, t, b)
}

// appendEnum appends an optional ENUMERATED, of which our value is one more than the one on the wire.
func appendEnum(dst []byte, t ber.Tag, v uint8) []byte {
	if v == 0 {
		return dst
	}
	return ber.AppendUint(dst, t, uint64(v-1))
}
