package datagram

import (
	"net/netip"
	"testing"
)

var four, six = [2]netip.AddrPort{netip.MustParseAddrPort("192.0.2.1:5004"), netip.MustParseAddrPort("198.51.100.2:6004")},
	[2]netip.AddrPort{netip.MustParseAddrPort("[2001:db8::1]:5004"), netip.MustParseAddrPort("[2001:db8::2]:6004")}

func made(pair [2]netip.AddrPort, payload string) []byte {
	b, _ := Append(nil, pair[0], pair[1], []byte(payload))
	return b
}

func TestTCPIsReadBehindItsOptions(t *testing.T) {
	b := append(made(four, "")[:20:20], 0x13, 0x8c, 0x17, 0x74, 0, 0, 0, 1, 0, 0, 0, 2, 0x60, 0x18, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 'h', 'i')
	b[3], b[9] = byte(len(b)), TCP
	if p, ok := Split(b); !ok || p.From.Port() != 5004 || p.To.Port() != 6004 || string(p.Payload) != "hi" {
		t.Errorf("%v %+v", ok, p)
	}
	b[32] = 0xf0 // a header longer than what is there
	if p, ok := Split(b); !ok || p.From.Port() != 0 {
		t.Errorf("%v %+v", ok, p)
	}
}

func TestFragmentsOfIPv6SayThatTheyAre(t *testing.T) {
	for _, tc := range []struct {
		name     string
		offset   [2]byte
		fragment bool
		port     uint16
	}{{"the first", [2]byte{0, 1}, true, 5004}, {"a later one", [2]byte{0, 8}, true, 0}, {"the only one", [2]byte{0, 0}, false, 5004}} {
		b := made(six, "payload")
		b[6], b[5] = 44, b[5]+8
		b = append(b[:40:40], append([]byte{UDP, 0, tc.offset[0], tc.offset[1], 0, 0, 0, 1}, b[40:]...)...)
		if p, ok := Split(b); !ok || p.Fragment != tc.fragment || p.From.Port() != tc.port {
			t.Errorf("%s: %v %+v", tc.name, ok, p)
		}
	}
}

func TestWhatIsNoWholeHeaderIsNoPacket(t *testing.T) {
	endless := made(six, "x")
	endless[6] = 60
	for name, b := range map[string][]byte{
		"nothing":                   nil,
		"another version":           {0x50, 0, 0, 0},
		"a short header":            made(four, "x")[:19],
		"a header length of 16":     append([]byte{0x44}, made(four, "x")[1:]...),
		"options beyond the end":    append([]byte{0x4f}, made(four, "x")[1:]...),
		"less than its own header":  append([]byte{0x45, 0, 0, 19}, made(four, "x")[4:]...),
		"a short header of IPv6":    made(six, "x")[:39],
		"an extension that is cut":  endless[:44],
		"an extension beyond it":    append(endless[:41:41], append([]byte{99}, endless[42:]...)...),
		"a fragment header cut off": append(append([]byte{}, made(six, "")[:6]...), append([]byte{44}, made(six, "")[7:43]...)...),
	} {
		if p, ok := Split(b); ok {
			t.Errorf("%s is a packet: %+v", name, p)
		}
	}
	whole := append([]byte{0x45, 0, 0, 20}, made(four, "")[4:20]...)
	if _, ok := Split(whole); !ok {
		t.Error("a header alone is none")
	}
}

func TestALongPayloadMakesNoPacket(t *testing.T) {
	if _, ok := Append(nil, four[0], four[1], make([]byte, maxDatagram)); !ok {
		t.Error("the longest makes none")
	}
	if _, ok := Append(nil, four[0], four[1], make([]byte, maxDatagram+1)); ok {
		t.Error("one more makes one")
	}
}
