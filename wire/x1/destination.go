package x1

import (
	"net/netip"
	"strings"
)

// DestinationDetails says where a product is sent (clause 6.3.1.2).
type DestinationDetails struct {
	DID        UUID
	Friendly   string // for people; "" for none
	Delivery   Delivery
	Address    Address
	Extensions []Extension
}

func (d *DestinationDetails) walk(w *walker) {
	w.leaf("dId", &d.DID)
	w.maybeLeaf("friendlyName", d.Friendly != "", str(&d.Friendly))
	w.leaf("deliveryType", word[Delivery]{&d.Delivery, deliveries})
	w.child("deliveryAddress", func() { d.Address.walk(w) })
	many(w, "destinationDetailsExtensions", 0, &d.Extensions, w.extension)
}

// An Address is one of: an IP address and a port, an E.164 number, a URI, an e-mail address. Exactly one is set.
type Address struct {
	At    netip.AddrPort
	UDP   bool // the port is UDP's, not TCP's
	E164  string
	URI   string
	Email string
}

func (a *Address) walk(w *walker) {
	switch {
	case w.maybe("ipAddressAndPort", a.At.IsValid(), func() { a.walkIP(w) }):
	case w.maybeLeaf("e164Number", a.E164 != "", e164(&a.E164)):
	case w.maybeLeaf("uri", a.URI != "", checked{v: &a.URI, token: true, form: filled, want: "is empty"}):
	case w.maybeLeaf("emailAddress", a.Email != "", texts[EmailAddress].of(&a.Email)):
	default:
		w.fail("holds no address of a known form")
	}
}

// Text gives the one text of an address, which an order commits to: what it is, a blank, and the address.
func (a Address) Text() string {
	switch {
	case a.At.IsValid() && a.UDP:
		return "udp " + bare(a.At)
	case a.At.IsValid():
		return "tcp " + bare(a.At)
	case a.E164 != "":
		return "e164 " + a.E164
	case a.URI != "":
		return "uri " + a.URI
	}
	return "email " + a.Email
}

// bare leaves the zone out, as X1 does.
func bare(at netip.AddrPort) string {
	return netip.AddrPortFrom(at.Addr().WithZone(""), at.Port()).String()
}

func filled(s string) bool { return s != "" }

// walkIP walks elements of TS 103 280, which stand in that namespace.
func (a *Address) walkIP(w *walker) {
	addr, port, udp := a.At.Addr(), int64(a.At.Port()), a.UDP
	w.in(CommonNamespace, func() {
		w.child("address", func() {
			if !w.maybeLeaf("IPv4Address", addr.Is4(), address{&addr}) {
				w.leaf("IPv6Address", address{&addr})
			}
		})
		w.child("port", func() {
			udp = w.maybeLeaf("UDPPort", udp, number{&port, 0, 65535})
			if !udp {
				w.leaf("TCPPort", number{&port, 2, 65535})
			}
		})
	})
	if w.reading() {
		a.At, a.UDP = netip.AddrPortFrom(addr, uint16(port)), udp
	}
}

// address is an IPv4Address or an IPv6Address, the latter in full: eight groups of four lower-case digits.
type address struct{ v *netip.Addr }

func (a address) text() string {
	if a.v.Is4() {
		return a.v.String()
	}
	return a.v.WithZone("").StringExpanded()
}

func (a address) parse(s string, keep bool) string {
	s = collapse(s)
	v, err := netip.ParseAddr(s)
	full := err == nil && (v.Is4() || v.StringExpanded() == s)
	if !full {
		return "is no IPv4 address, or no IPv6 address of eight groups of four lower-case digits"
	}
	if keep {
		*a.v = v
	}
	return ""
}

// fullPrefix reports whether a CIDR is written as the schema wants: IPv4, or IPv6 in full, with its bits.
func fullPrefix(s string, v6 bool) bool {
	p, err := netip.ParsePrefix(s)
	if err != nil || p.Addr().Is4() == v6 {
		return false
	}
	text, _, _ := strings.Cut(s, "/")
	return !v6 || p.Bits() > 0 && p.Addr().StringExpanded() == text
}
