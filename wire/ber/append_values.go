package ber

// AppendInt appends v as an INTEGER or ENUMERATED under t, in as few octets as two's complement allows.
func AppendInt(dst []byte, t Tag, v int64) []byte {
	n := SizeOfInt(v)
	return appendBytesOf(AppendHeader(dst, t, n), uint64(v), n)
}

// AppendUint appends v as an INTEGER or ENUMERATED under t, with a leading zero octet where the sign needs one.
func AppendUint(dst []byte, t Tag, v uint64) []byte {
	n := SizeOfUint(v)
	return appendBytesOf(AppendHeader(dst, t, n), v, n)
}

// AppendOctets appends b as an OCTET STRING, or any other value whose content octets b already is, under t.
func AppendOctets(dst []byte, t Tag, b []byte) []byte {
	return append(AppendHeader(dst, t, len(b)), b...)
}

// AppendText appends s as a character string under t. The caller answers for the type's alphabet.
func AppendText(dst []byte, t Tag, s string) []byte {
	return append(AppendHeader(dst, t, len(s)), s...)
}

// AppendNull appends a NULL under t.
func AppendNull(dst []byte, t Tag) []byte { return AppendHeader(dst, t, 0) }

// AppendBool appends v under t; true is ff, as DER wants it.
func AppendBool(dst []byte, t Tag, v bool) []byte {
	dst = AppendHeader(dst, t, 1)
	if v {
		return append(dst, 0xff)
	}
	return append(dst, 0)
}

// AppendBits appends a BIT STRING under t: b holds the bits from its most significant one on, of which the last
// unused (0..7) don't count and must be zero.
func AppendBits(dst []byte, t Tag, b []byte, unused int) []byte {
	dst = append(AppendHeader(dst, t, 1+len(b)), byte(unused))
	return append(dst, b...)
}

// SizeOfOID returns the content octets of an OBJECT IDENTIFIER.
func SizeOfOID(arcs ...uint64) int {
	return sizeOfBase128(arcs[0]*40+arcs[1]) + SizeOfRelativeOID(arcs[2:]...)
}

// SizeOfRelativeOID returns the content octets of a RELATIVE-OID.
func SizeOfRelativeOID(arcs ...uint64) int {
	n := 0
	for _, a := range arcs {
		n += sizeOfBase128(a)
	}
	return n
}

// AppendOID appends an OBJECT IDENTIFIER under t. It has at least two arcs, the first 0..2, the second below 40
// unless the first is 2; it panics on fewer than two.
func AppendOID(dst []byte, t Tag, arcs ...uint64) []byte {
	dst = AppendHeader(dst, t, SizeOfOID(arcs...))
	return appendArcs(appendBase128(dst, arcs[0]*40+arcs[1]), arcs[2:])
}

// AppendRelativeOID appends a RELATIVE-OID under t.
func AppendRelativeOID(dst []byte, t Tag, arcs ...uint64) []byte {
	return appendArcs(AppendHeader(dst, t, SizeOfRelativeOID(arcs...)), arcs)
}

func appendArcs(dst []byte, arcs []uint64) []byte {
	for _, a := range arcs {
		dst = appendBase128(dst, a)
	}
	return dst
}

// AppendArc appends one subidentifier of an object identifier: content octets, without a tag.
func AppendArc(dst []byte, arc uint64) []byte { return appendBase128(dst, arc) }
