package mediation

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"time"

	"writ/wire/etsi"
)

// Where fields lie in a DHCPv4 message (RFC 2131), and what marks one.
const (
	dhcpYours   = 16
	dhcpMAC     = 28
	dhcpOptions = 240
)

var dhcpCookie = []byte{99, 130, 83, 99}

// A lease is what a DHCP message says, of IPv4 or IPv6.
type lease struct {
	kind    uint8 // DHCP message type
	v6      bool
	client  []byte // MAC or DUID
	address netip.Prefix
	mask    [4]byte
	life    uint32 // seconds; 0: not said
}

// dhcpClient names uncorrelated DHCP by its client.
func dhcpClient(b []byte) uint64 {
	l, ok := parseDHCP(b)
	if !ok || len(l.client) == 0 {
		return 0
	}
	return digest(l.client)
}

func parseDHCP(b []byte) (lease, bool) {
	if len(b) >= dhcpOptions && (b[0] == 1 || b[0] == 2) && bytes.Equal(b[dhcpOptions-4:dhcpOptions], dhcpCookie) {
		return parseDHCPv4(b)
	}
	return parseDHCPv6(b, mostRelays)
}

func parseDHCPv4(b []byte) (l lease, ok bool) {
	if n := int(b[2]); n <= 16 {
		l.client = b[dhcpMAC : dhcpMAC+n]
	}
	if a := netip.AddrFrom4([4]byte(b[dhcpYours:])); !a.IsUnspecified() {
		l.address = netip.PrefixFrom(a, 32)
	}
	for rest := b[dhcpOptions:]; len(rest) > 0 && rest[0] != 255; {
		if rest[0] == 0 {
			rest = rest[1:]
			continue
		}
		if len(rest) < 2 || len(rest) < 2+int(rest[1]) {
			return l, false
		}
		l.option4(rest[0], rest[2:2+int(rest[1])])
		rest = rest[2+int(rest[1]):]
	}
	return l, l.kind > 0
}

func (l *lease) option4(kind byte, v []byte) {
	switch {
	case kind == 53 && len(v) == 1:
		l.kind = v[0]
	case kind == 1 && len(v) == 4:
		l.mask = [4]byte(v)
	case kind == 51 && len(v) == 4:
		l.life = binary.BigEndian.Uint32(v)
	}
}

// mostRelays is how many relays may have wrapped a DHCPv6 message (RFC 8415 HOP_COUNT_LIMIT).
const mostRelays = 8

// The DHCPv6 message types and options that are read (RFC 8415).
const (
	relayForward, relayReply = 12, 13
	optClientID              = 1
	optNonTemporary          = 3
	optAddress               = 5
	optRelayed               = 9
	optDelegation            = 25
	optPrefix                = 26
)

func parseDHCPv6(b []byte, relays int) (l lease, ok bool) {
	head := 4
	if len(b) > 0 && (b[0] == relayForward || b[0] == relayReply) {
		head = 34
	}
	if len(b) < head || b[0] == 0 || b[0] > relayReply || relays == 0 {
		return l, false
	}
	l.v6, l.kind = true, b[0]
	var inner []byte
	ok = dhcpv6Options(b[head:], func(kind uint16, v []byte) {
		if kind == optRelayed && head == 34 {
			inner = v
			return
		}
		l.option6(kind, v)
	})
	if head == 34 {
		return parseDHCPv6(inner, relays-1)
	}
	return l, ok
}

func dhcpv6Options(b []byte, visit func(kind uint16, v []byte)) bool {
	for len(b) > 0 {
		if len(b) < 4 {
			return false
		}
		n := int(binary.BigEndian.Uint16(b[2:]))
		if len(b) < 4+n {
			return false
		}
		visit(binary.BigEndian.Uint16(b), b[4:4+n])
		b = b[4+n:]
	}
	return true
}

func (l *lease) option6(kind uint16, v []byte) {
	switch {
	case kind == optClientID:
		l.client = v
	case kind == optNonTemporary && len(v) >= 12, kind == optDelegation && len(v) >= 12:
		dhcpv6Options(v[12:], l.option6)
	case kind == optAddress && len(v) >= 24:
		l.address, l.life = netip.PrefixFrom(netip.AddrFrom16([16]byte(v)), 128), binary.BigEndian.Uint32(v[20:])
	case kind == optPrefix && len(v) >= 25 && v[8] <= 128 && !l.address.IsValid():
		l.address, l.life = netip.PrefixFrom(netip.AddrFrom16([16]byte(v[9:])), int(v[8])), binary.BigEndian.Uint32(v[4:])
	}
}

// dhcp sends a DHCP message as IRI of an access.
func (c *Core) dhcp(s *session, in *input, b []byte, out *Out) Reason {
	l, ok := parseDHCP(b)
	if !ok {
		return Unreadable
	}
	e := l.event(s)
	c.renewAccess(s, e, out)
	l.teach(&s.access, e)
	a := &c.body.iri.Access
	if !l.v6 && len(l.client) == 6 {
		a.CPE = []byte(hexadecimal(l.client))
	}
	if l.life > 0 && l.life != 1<<32-1 && e.event != etsi.AccessAttempt {
		a.ExpectedEnd = etsi.Instant{At: in.captured.Add(time.Duration(l.life) * time.Second), Digits: 3}
	}
	if e.event == etsi.AccessEnd {
		a.EndReason = etsi.RegularLogoff
	}
	return c.accessIRI(s, in, e, out)
}

// event maps a message type: DISCOVER, OFFER and REQUEST attempt, ACK grants or renews, NAK refuses, DECLINE fails, RELEASE ends [inferred].
func (l *lease) event(s *session) accessEvent {
	kind := l.kind
	if l.v6 {
		kind = asDHCPv4[min(int(kind), len(asDHCPv4)-1)]
	}
	switch kind {
	case 1, 2, 3:
		return attempt(etsi.AccessAttempt)
	case 4:
		return attempt(etsi.AccessFailed)
	case 5:
		return s.accepted()
	case 6:
		return attempt(etsi.AccessReject)
	case 7:
		return s.closed()
	}
	return s.other()
}

// asDHCPv4 gives the DHCPv4 message type that a DHCPv6 one is like: SOLICIT, ADVERTISE, REQUEST, CONFIRM, RENEW, REBIND, REPLY, RELEASE, DECLINE; 8 (INFORM) for
// the others.
var asDHCPv4 = [...]uint8{8, 1, 2, 3, 3, 3, 3, 5, 7, 4, 8}

// teach adds what was granted to what is known of the session.
func (l *lease) teach(k *access, e accessEvent) {
	k.by = etsi.DHCP
	switch {
	case e.event != etsi.AccessAccept && e.event != etsi.InterimUpdate || !l.address.IsValid():
	case l.address.Addr().Is4():
		k.v4, k.mask = l.address.Addr(), l.mask
	default:
		k.v6 = l.address
	}
}

// hexadecimal writes a MAC address as 02:00:5e:20:00:01.
func hexadecimal(mac []byte) string {
	const digits = "0123456789abcdef"
	var out []byte
	for i, b := range mac {
		if i > 0 {
			out = append(out, ':')
		}
		out = append(out, digits[b>>4], digits[b&15])
	}
	return string(out)
}
