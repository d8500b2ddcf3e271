package scope_test

import (
	"fmt"
	"testing"

	"writ"
	"writ/records"
	"writ/retention/retentiontest"
	"writ/scope"
)

func TestAPortDecidesWhereAnAddressWasShared(t *testing.T) {
	for _, tc := range []struct {
		from, to string
		port     int
		leaves   bool
	}{
		{"4000", "4999", 4000, true}, {"4000", "4999", 4999, true}, {"4000", "4999", 3999, false}, {"4000", "4999", 5000, false},
		{"", "", 3999, true},                                 // not shared
		{"4000", "", 4500, false}, {"", "4999", 4500, false}, // nobody knows who shared it
		{"4000", "65535", 65535, true}, {"0", "65535", 1, true}, {"4k", "4999", 4500, false}, {"4000", "49x9", 4500, false}, {"4000", "65536", 4500, false},
	} {
		t.Run(fmt.Sprintf("%s to %s, port %d", tc.from, tc.to, tc.port), func(t *testing.T) {
			h := newHouse(t)
			d := h.approved(asks(ask(writ.IPAssignment, january, february, named(writ.IPPortTime, fmt.Sprintf("%s:%d@2026-01-02T12:00:00Z", addr, tc.port)))))
			w := must(h.mustIssue(d, scope.Lookup).Spend(scope.Lookup))(t)
			s := must(scope.NewSift(w, nil, &retentiontest.Spool{}))(t)
			r := given(t, "01-02 00:00", "01-03 00:00", dslA, addr, v(records.PortFrom, tc.from), v(records.PortTo, tc.to))
			if err := s.Take(r); err != nil {
				t.Fatal(err)
			}
			if got := texts(t, must(s.Close())(t)); (len(got) == 1) != tc.leaves {
				t.Errorf("leaves: %v", got)
			}
		})
	}
}
