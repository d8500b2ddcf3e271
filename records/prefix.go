package records

import (
	"net/netip"

	"writ"
)

// The lengths of prefixes that a line is given (RFC 6177, RIPE-690): what is wider is no one customer's.
const (
	longestGiven = 64
	widestGiven  = 48
)

// Covering lists the IPv6 prefixes, the longest first, of which the address or prefix named is a part and that one line
// may have been given: who holds all of such a prefix holds each address in it. It is empty for any other name.
func Covering(id writ.Identifier) []writ.Identifier {
	kind, text := LookFor(id)
	var addr netip.Addr
	bits := longestGiven + 1
	switch kind {
	case writ.IP:
		addr, _ = netip.ParseAddr(text)
	case writ.IPv6Prefix:
		p, _ := netip.ParsePrefix(text)
		addr, bits = p.Addr(), min(p.Bits(), bits)
	default:
		return nil
	}
	if !addr.Is6() {
		return nil
	}
	var out []writ.Identifier
	for b := bits - 1; b >= widestGiven; b-- {
		p, err := addr.Prefix(b)
		if err != nil {
			return nil
		}
		if id, err := writ.ParseIdentifier(writ.IPv6Prefix, p.String()); err == nil {
			out = append(out, id)
		}
	}
	return out
}
