package lemftest

import (
	"net/netip"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/datagram"
	"writ/wire/etsi"
)

// Access makes a session of an IP access: accept, an interim update, end, and ten packets each way.
func Access() []Item {
	target, other := netip.MustParseAddrPort("[2001:db8:1::7]:40000"), netip.MustParseAddrPort("[2001:db8:2::1]:443")
	events := []struct {
		kind  etsi.IRIType
		event etsi.AccessEvent
		after time.Duration
	}{{etsi.IRIBegin, etsi.AccessAccept, 0}, {etsi.IRIContinue, etsi.InterimUpdate, 3 * time.Second}, {etsi.IRIEnd, etsi.AccessEnd, 5 * time.Second}}
	var out []Item
	for i, e := range events {
		out = append(out, Item{On: lemf.HI2, Header: Head(uint32(i), e.after), Type: e.kind, IRI: &etsi.IRI{Kind: etsi.AccessIRI, Access: etsi.Access{
			Version: 20, Event: e.event, Username: []byte("alice@example.net"), Type: etsi.FTTx, IP: etsi.IPv6,
			Address: etsi.Address{IP: netip.MustParseAddr("2001:db8:1::"), Prefix: 64, Assignment: etsi.AssignedDynamic}}}})
	}
	for n := range 20 {
		from, to, d := target, other, etsi.FromTarget
		if n%2 == 1 {
			from, to, d = other, target, etsi.ToTarget
		}
		packet, _ := datagram.Append(nil, from, to, []byte("datagram"))
		out = append(out, Item{On: lemf.HI3, Header: Head(uint32(n), time.Second+time.Duration(n)*100*time.Millisecond), Direction: d,
			CC: &etsi.CC{Kind: etsi.PacketCC, Version: 20, Octets: packet}})
	}
	return out
}
