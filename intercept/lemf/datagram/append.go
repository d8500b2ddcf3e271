package datagram

import (
	"encoding/binary"
	"net/netip"
)

// maxDatagram is the longest UDP payload that an IP packet of either version holds.
const maxDatagram = 65535 - 40 - 8

// Append appends an IP packet with a UDP datagram of the payload. Both addresses must be of one version; where they are
// not, or the payload is too long, ok is false and nothing is appended. The hop limit is 64 and the header is made up here: who reads it must
// know that only addresses, ports and payload were handed over.
func Append(dst []byte, from, to netip.AddrPort, payload []byte) (out []byte, ok bool) {
	src, target := from.Addr().Unmap(), to.Addr().Unmap()
	if !src.IsValid() || !target.IsValid() || src.Is4() != target.Is4() || len(payload) > maxDatagram {
		return dst, false
	}
	be := binary.BigEndian
	udp := be.AppendUint16(nil, from.Port())
	udp = be.AppendUint16(udp, to.Port())
	udp = be.AppendUint16(udp, uint16(8+len(payload)))
	udp = append(be.AppendUint16(udp, 0), payload...)
	sum := fold(words(words(words(17+uint32(len(udp)), src.AsSlice()), target.AsSlice()), udp))
	if sum == 0 {
		sum = 0xffff
	}
	be.PutUint16(udp[6:], sum)
	if src.Is4() {
		dst = appendIP4(dst, src, target, len(udp))
	} else {
		dst = appendIP6(dst, src, target, len(udp))
	}
	return append(dst, udp...), true
}

func appendIP4(dst []byte, src, target netip.Addr, n int) []byte {
	be := binary.BigEndian
	h := []byte{0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0}
	be.PutUint16(h[2:], uint16(20+n))
	h = append(append(h, src.AsSlice()...), target.AsSlice()...)
	be.PutUint16(h[10:], fold(words(0, h)))
	return append(dst, h...)
}

func appendIP6(dst []byte, src, target netip.Addr, n int) []byte {
	dst = append(dst, 0x60, 0, 0, 0, byte(n>>8), byte(n), 17, 64)
	return append(append(dst, src.AsSlice()...), target.AsSlice()...)
}

// words adds 16-bit words; an odd octet is the upper half of one (RFC 1071).
func words(sum uint32, b []byte) uint32 {
	for ; len(b) >= 2; b = b[2:] {
		sum += uint32(b[0])<<8 | uint32(b[1])
		sum = sum&0xffff + sum>>16
	}
	if len(b) == 1 {
		sum += uint32(b[0]) << 8
	}
	return sum
}

func fold(sum uint32) uint16 {
	for sum > 0xffff {
		sum = sum&0xffff + sum>>16
	}
	return ^uint16(sum)
}
