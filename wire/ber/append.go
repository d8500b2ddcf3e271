package ber

import "math/bits"

// SizeOfHeader returns the octets of a tag and the definite, minimal length before a content of n octets.
func SizeOfHeader(t Tag, n int) int { return t.size() + sizeOfLength(n) }

// SizeOf returns the octets of a whole element with a content of n octets.
func SizeOf(t Tag, n int) int { return t.size() + sizeOfLength(n) + n }

// SizeOfInt returns the content octets of v, 1..8.
func SizeOfInt(v int64) int {
	if v < 0 {
		v = ^v
	}
	return bits.Len64(uint64(v))/8 + 1
}

// SizeOfUint returns the content octets of v, 1..9.
func SizeOfUint(v uint64) int { return bits.Len64(v)/8 + 1 }

func sizeOfLength(n int) int {
	if n < 0x80 {
		return 1
	}
	return 1 + (bits.Len64(uint64(n))+7)/8
}

// AppendHeader appends a tag and the definite, minimal length n; the content, n octets, follows it.
func AppendHeader(dst []byte, t Tag, n int) []byte {
	if t&MaxTagNumber < 31 && n < 0x80 {
		return append(dst, byte(t>>24)&0xe0|byte(t&31), byte(n))
	}
	return appendLong(dst, t, n)
}

// appendLong is the part of AppendHeader that isn't worth putting into each caller.
func appendLong(dst []byte, t Tag, n int) []byte { return appendLength(appendTag(dst, t), n) }

func appendTag(dst []byte, t Tag) []byte {
	dst = append(dst, t.first())
	n := t.Number()
	if n < 31 {
		return dst
	}
	return appendBase128(dst, uint64(n))
}

func appendLength(dst []byte, n int) []byte {
	switch {
	case n < 0x80:
		return append(dst, byte(n))
	case n < 1<<8:
		return append(dst, 0x81, byte(n))
	case n < 1<<16:
		return append(dst, 0x82, byte(n>>8), byte(n))
	}
	size := sizeOfLength(n) - 1
	return appendBytesOf(append(dst, 0x80|byte(size)), uint64(n), size)
}

// appendBytesOf appends the lowest size octets of v, big-endian; beyond eight they are zero.
func appendBytesOf(dst []byte, v uint64, size int) []byte {
	for i := size - 1; i >= 0; i-- {
		dst = append(dst, byte(v>>(8*i)))
	}
	return dst
}

// appendBase128 appends v in octets of seven bits, all but the last with the high bit set.
func appendBase128(dst []byte, v uint64) []byte {
	for shift := (sizeOfBase128(v) - 1) * 7; shift > 0; shift -= 7 {
		dst = append(dst, 0x80|byte(v>>shift))
	}
	return append(dst, byte(v&0x7f))
}

func sizeOfBase128(v uint64) int { return max(1, (bits.Len64(v)+6)/7) }

// Wrap puts the header of t before dst[from:], which becomes its content. It moves that content once.
func Wrap(dst []byte, from int, t Tag) []byte {
	n := len(dst) - from
	head := SizeOfHeader(t, n)
	for range head {
		dst = append(dst, 0)
	}
	copy(dst[from+head:], dst[from:from+n])
	AppendHeader(dst[:from], t, n)
	return dst
}
