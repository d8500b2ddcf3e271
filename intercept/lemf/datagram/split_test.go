package datagram

import (
	"bytes"
	"net/netip"
	"testing"
)

func TestWhatIsPutTogetherComesApart(t *testing.T) {
	for _, pair := range [][2]string{{"192.0.2.1:5004", "198.51.100.2:6004"}, {"[2001:db8::1]:5004", "[2001:db8::2]:6004"}} {
		from, to := netip.MustParseAddrPort(pair[0]), netip.MustParseAddrPort(pair[1])
		b, _ := Append(nil, from, to, []byte("payload"))
		p, ok := Split(b)
		if !ok || p.From != from || p.To != to || p.Protocol != UDP || p.Fragment || string(p.Payload) != "payload" {
			t.Errorf("%v: %+v", ok, p)
		}
	}
}

func TestExtensionHeadersAreSteppedOver(t *testing.T) {
	from, to := netip.MustParseAddrPort("[2001:db8::1]:5004"), netip.MustParseAddrPort("[2001:db8::2]:6004")
	b, _ := Append(nil, from, to, []byte("x"))
	ext := []byte{UDP, 0, 0, 0, 0, 0, 0, 0}
	b[6] = 60
	b[5] += 8
	b = append(b[:40:40], append(ext, b[40:]...)...)
	if p, ok := Split(b); !ok || p.To != to || string(p.Payload) != "x" {
		t.Errorf("%v: %+v", ok, p)
	}
}

func TestALaterFragmentHasNoPorts(t *testing.T) {
	b, _ := Append(nil, netip.MustParseAddrPort("192.0.2.1:5004"), netip.MustParseAddrPort("198.51.100.2:6004"), []byte("payload"))
	b[7] = 9
	if p, ok := Split(b); !ok || !p.Fragment || p.From.Port() != 0 || p.From.Addr().String() != "192.0.2.1" {
		t.Errorf("%v: %+v", ok, p)
	}
}

func FuzzSplit(f *testing.F) {
	four, _ := Append(nil, netip.MustParseAddrPort("192.0.2.1:1"), netip.MustParseAddrPort("192.0.2.2:2"), []byte("abc"))
	six, _ := Append(nil, netip.MustParseAddrPort("[::1]:1"), netip.MustParseAddrPort("[::2]:2"), []byte("abc"))
	f.Add(four)
	f.Add(six)
	f.Fuzz(func(t *testing.T, b []byte) {
		p, ok := Split(b)
		if ok && !bytes.Contains(b, p.Payload) {
			t.Error("the payload is not in the packet")
		}
	})
}
