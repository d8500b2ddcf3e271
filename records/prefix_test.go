package records_test

import (
	"testing"

	"writ"
	"writ/records"
)

func TestAnAddressIsCoveredByThePrefixesOfOneLine(t *testing.T) {
	for _, tc := range []struct {
		name       string
		kind       writ.Kind
		text       string
		count      int
		first, end string
	}{
		{"an address", writ.IP, "2001:db8:b0b:1::7", 17, "2001:db8:b0b:1::/64", "2001:db8:b0b::/48"},
		{"an address at an instant", writ.IPPortTime, "[2001:db8:b0b:1::7]:443@2026-11-24T10:00:00Z", 17, "2001:db8:b0b:1::/64", "2001:db8:b0b::/48"},
		{"a prefix, by wider ones only", writ.IPv6Prefix, "2001:db8:b0b:1::/64", 16, "2001:db8:b0b::/63", "2001:db8:b0b::/48"},
		{"the widest prefix, by none", writ.IPv6Prefix, "2001:db8:b0b::/48", 0, "", ""},
		{"an IPv4 address, by none", writ.IP, "198.51.100.7", 0, "", ""},
		{"a number, by none", writ.E164, "+12025550123", 0, "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			id, err := writ.ParseIdentifier(tc.kind, tc.text)
			if err != nil {
				t.Fatal(err)
			}
			got := records.Covering(id)
			if len(got) != tc.count {
				t.Fatalf("%d prefixes, wanted %d", len(got), tc.count)
			}
			if tc.count > 0 && (got[0].Reveal() != tc.first || got[tc.count-1].Reveal() != tc.end) {
				t.Errorf("from %s to %s", got[0].Reveal(), got[tc.count-1].Reveal())
			}
		})
	}
}
