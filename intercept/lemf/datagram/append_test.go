package datagram

import (
	"bytes"
	"net/netip"
	"testing"

	"pgregory.net/rapid"
)

func TestAddressesOfTwoVersionsMakeNoPacket(t *testing.T) {
	out, ok := Append([]byte("x"), netip.MustParseAddrPort("192.0.2.1:1"), netip.MustParseAddrPort("[2001:db8::1]:2"), nil)
	if ok || !bytes.Equal(out, []byte("x")) {
		t.Errorf("%x, %v", out, ok)
	}
	if _, ok := Append(nil, netip.AddrPort{}, netip.AddrPort{}, nil); ok {
		t.Error("no address made a packet")
	}
}

func TestAPacketWithItsChecksumSumsToNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		payload := rapid.SliceOfN(rapid.Byte(), 0, 1500).Draw(rt, "payload")
		packet, _ := Append(nil, netip.MustParseAddrPort("192.0.2.1:5004"), netip.MustParseAddrPort("198.51.100.2:6004"), payload)
		if fold(words(0, packet[:20])) != 0 {
			rt.Fatal("the IP header's sum is wrong")
		}
		if fold(words(words(17+uint32(len(packet)-20), packet[12:20]), packet[20:])) != 0 {
			rt.Fatal("the UDP sum is wrong")
		}
	})
}
