package x1_test

import (
	"net/netip"
	"testing"

	"writ/wire/x1"
)

func TestAnAddressHasOneTextOfItsOwn(t *testing.T) {
	at := netip.MustParseAddrPort
	for _, tc := range []struct {
		address x1.Address
		want    string
	}{
		{x1.Address{At: at("192.0.2.1:42069")}, "tcp 192.0.2.1:42069"},
		{x1.Address{At: at("192.0.2.1:42069"), UDP: true}, "udp 192.0.2.1:42069"},
		{x1.Address{At: at("[2001:0db8::0001]:42069")}, "tcp [2001:db8::1]:42069"},
		{x1.Address{At: at("[fe80::1%eth0]:42069")}, "tcp [fe80::1]:42069"},
		{x1.Address{E164: "12025550129"}, "e164 12025550129"},
		{x1.Address{URI: "https://mdf.example"}, "uri https://mdf.example"},
		{x1.Address{Email: "mdf@mdf.example"}, "email mdf@mdf.example"},
	} {
		if got := tc.address.Text(); got != tc.want {
			t.Errorf("%q, wanted %q", got, tc.want)
		}
	}
}
