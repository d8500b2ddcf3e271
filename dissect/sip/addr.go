package sip

import (
	"bytes"
	"net/netip"
)

// ParseAddr reads an IPv4 or IPv6 address without allocation; netip's own needs a string. A zone is no part
// of an address on the wire and is refused.
func ParseAddr(b []byte) (ip netip.Addr, ok bool) {
	if bytes.IndexByte(b, ':') >= 0 {
		return ipv6(b)
	}
	v, ok := ipv4(b)
	if !ok {
		return netip.Addr{}, false
	}
	return netip.AddrFrom4(v), true
}

func ipv4(b []byte) (v [4]byte, ok bool) {
	for i := range 4 {
		end := bytes.IndexByte(b, '.')
		if (end < 0) != (i == 3) {
			return v, false
		}
		if end < 0 {
			end = len(b)
		}
		n, ok := decimal(b[:end])
		if !ok || n > 255 || end > 3 || end > 1 && b[0] == '0' {
			return v, false
		}
		v[i] = byte(n)
		b = b[min(end+1, len(b)):]
	}
	return v, len(b) == 0
}

// ipv6 reads RFC 4291 clause 2.2: groups, one "::", and an IPv4 tail.
func ipv6(b []byte) (netip.Addr, bool) {
	var v [16]byte
	n, gap := 0, -1
	if len(b) >= 2 && b[0] == ':' && b[1] == ':' {
		gap, b = 0, b[2:]
	}
	for len(b) > 0 {
		end := bytes.IndexByte(b, ':')
		group := b
		if end >= 0 {
			group = b[:end]
		}
		if end < 0 && bytes.IndexByte(group, '.') >= 0 {
			four, ok := ipv4(group)
			if !ok || n > 12 {
				return netip.Addr{}, false
			}
			copy(v[n:], four[:])
			n, b = n+4, nil
			break
		}
		x, ok := hex(group)
		if !ok || n > 14 {
			return netip.Addr{}, false
		}
		v[n], v[n+1] = byte(x>>8), byte(x)
		n += 2
		if end < 0 {
			break
		}
		if b = b[end+1:]; len(b) == 0 {
			return netip.Addr{}, false // ends in one colon
		}
		if b[0] == ':' {
			if gap >= 0 {
				return netip.Addr{}, false
			}
			gap, b = n, b[1:]
		}
	}
	return expand(v, n, gap)
}

// expand moves what stands after the gap to the end.
func expand(v [16]byte, n, gap int) (netip.Addr, bool) {
	switch {
	case gap < 0:
		return netip.AddrFrom16(v), n == 16
	case n > 14:
		return netip.Addr{}, false
	}
	var full [16]byte
	copy(full[:], v[:gap])
	copy(full[16-(n-gap):], v[gap:n])
	return netip.AddrFrom16(full), true
}

func hex(b []byte) (x uint16, ok bool) {
	if len(b) == 0 || len(b) > 4 {
		return 0, false
	}
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		x = x<<4 | uint16(c)
	}
	return x, true
}
