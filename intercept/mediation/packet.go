package mediation

import (
	"encoding/binary"
	"net/netip"

	"writ/wire/etsi"
)

// A packet is what an IP packet's headers say.
type packet struct {
	source, dest netip.AddrPort
	protocol     uint8  // 6 TCP, 17 UDP; of the last header that could be read
	payload      []byte // of TCP or UDP; nil for all others and for later fragments
	at           int    // where payload begins in the packet
}

// The protocols.
const (
	tcp = 6
	udp = 17
)

// parsePacket reads an IPv4 or IPv6 packet from its IP header on. It is not ok where that header is torn.
func parsePacket(b []byte) (p packet, ok bool) {
	switch {
	case len(b) >= 20 && b[0]>>4 == 4:
		return ipv4Packet(b)
	case len(b) >= 40 && b[0]>>4 == 6:
		return ipv6Packet(b)
	}
	return packet{}, false
}

func ipv4Packet(b []byte) (p packet, ok bool) {
	head := int(b[0]&15) * 4
	if head < 20 || head > len(b) {
		return packet{}, false
	}
	p.protocol = b[9]
	source, dest := netip.AddrFrom4([4]byte(b[12:16])), netip.AddrFrom4([4]byte(b[16:20]))
	p.ports(b, head, source, dest, binary.BigEndian.Uint16(b[6:])&0x1fff == 0)
	return p, true
}

// mostHeaders is how many extension headers are stepped over.
const mostHeaders = 8

func ipv6Packet(b []byte) (p packet, ok bool) {
	next, at, first := b[6], 40, true
	for range mostHeaders {
		if next != 0 && next != 43 && next != 44 && next != 60 || len(b) < at+8 {
			break
		}
		size := (int(b[at+1]) + 1) * 8
		if next == 44 {
			size, first = 8, binary.BigEndian.Uint16(b[at+2:])&0xfff8 == 0
		}
		next = b[at]
		at += size
	}
	p.protocol = next
	p.ports(b, at, netip.AddrFrom16([16]byte(b[8:24])), netip.AddrFrom16([16]byte(b[24:40])), first)
	return p, true
}

// ports reads the header of TCP or UDP where it is there.
func (p *packet) ports(b []byte, at int, source, dest netip.Addr, first bool) {
	p.source, p.dest = netip.AddrPortFrom(source, 0), netip.AddrPortFrom(dest, 0)
	head := 8
	if p.protocol == tcp {
		head = 20
	}
	if !first || p.protocol != tcp && p.protocol != udp || len(b) < at+head {
		return
	}
	if p.protocol == tcp {
		if head = int(b[at+12]>>4) * 4; head < 20 || len(b) < at+head {
			return
		}
	}
	p.source = netip.AddrPortFrom(source, binary.BigEndian.Uint16(b[at:]))
	p.dest = netip.AddrPortFrom(dest, binary.BigEndian.Uint16(b[at+2:]))
	p.at, p.payload = at+head, b[at+head:]
}

// The ports of signalling that is told by its port.
const (
	portDHCPServer, portDHCPClient     = 67, 68
	portDHCPv6Client, portDHCPv6Server = 546, 547
	portAuthentication, portAccounting = 1812, 1813
	oldAuthentication, oldAccounting   = 1645, 1646
)

func (p *packet) on(ports ...uint16) bool {
	for _, port := range ports {
		if p.source.Port() == port || p.dest.Port() == port {
			return true
		}
	}
	return false
}

// packet sends an IP packet of X2: one of SIP, RADIUS or DHCP. What else it may be is not known here.
func (c *Core) packet(s *session, in *input, out *Out) Reason {
	p, ok := parsePacket(in.payload)
	if !ok {
		return Unreadable
	}
	in.source, in.dest = p.source, p.dest
	switch {
	case p.protocol == udp && p.on(portAuthentication, portAccounting, oldAuthentication, oldAccounting):
		return c.radius(s, in, p.payload, out)
	case p.protocol == udp && p.on(portDHCPServer, portDHCPClient, portDHCPv6Client, portDHCPv6Server):
		return c.dhcp(s, in, p.payload, out)
	case len(p.payload) > 0 && c.sip.Scan(p.payload) == nil:
		return c.sipMessage(s, in, signal{message: p.payload, whole: in.payload, form: etsi.OriginalMessage}, out)
	}
	return Unsupported
}
