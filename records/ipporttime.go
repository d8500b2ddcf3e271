package records

import (
	"net/netip"
	"strings"
	"time"

	"writ"
)

// SplitIPPortTime takes an identifier of kind ip-port-time apart. ok is false for any other kind.
func SplitIPPortTime(id writ.Identifier) (address string, port uint16, at time.Time, ok bool) {
	if id.Kind() != writ.IPPortTime {
		return "", 0, time.Time{}, false
	}
	where, when, _ := strings.Cut(id.Reveal(), "@")
	ap, err := netip.ParseAddrPort(where)
	if err != nil {
		return "", 0, time.Time{}, false
	}
	at, err = time.Parse(time.RFC3339Nano, when)
	if err != nil {
		return "", 0, time.Time{}, false
	}
	return ap.Addr().String(), ap.Port(), at, true
}
