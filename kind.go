package writ

import "slices"

// A Kind says what sort of name an [Identifier] is.
type Kind string

// The kinds of identifier. A pattern is none of them: no wildcard names a person.
const (
	E164       Kind = "e164"         // ITU-T E.164 number, written with "+"
	IMSI       Kind = "imsi"         // 6 to 15 digits, TS 23.003 clause 2.2
	IMEI       Kind = "imei"         // 14 digits, the check digit left off, TS 23.003 clause 6.2.1
	ICCID      Kind = "iccid"        // 18 to 20 digits, ITU-T E.118
	SIPURI     Kind = "sip-uri"      // sip: or sips:, RFC 3261 clause 19.1
	TELURI     Kind = "tel-uri"      // tel: with a global number, RFC 3966
	Email      Kind = "email"        // an addr-spec, host in lower case
	NAI        Kind = "nai"          // network access identifier, RFC 7542
	Account    Kind = "account"      // the provider's own name for a customer
	UserName   Kind = "user-name"    // a login name without realm
	MAC        Kind = "mac"          // EUI-48, six octets with colons
	IP         Kind = "ip"           // one IPv4 or IPv6 address
	IPPortTime Kind = "ip-port-time" // address:port@instant
	IPv6Prefix Kind = "ipv6-prefix"  // a delegated prefix, /48 to /64 or longer
	Cell       Kind = "cell"         // mcc-mnc-area-cell
	Name       Kind = "name"         // a person's name as written on the order
)

// Kinds lists every kind, in the order of the documentation.
func Kinds() []Kind {
	return []Kind{E164, IMSI, IMEI, ICCID, SIPURI, TELURI, Email, NAI, Account, UserName, MAC, IP, IPPortTime, IPv6Prefix, Cell, Name}
}

// ParseKind reads the name of a kind as the formats write it.
func ParseKind(s string) (Kind, error) { return member("identifier kind", s, Kinds()) }

// member finds s in a closed list. The error names the list, never the text: it may be protected.
func member[T ~string](what, s string, all []T) (T, error) {
	if slices.Contains(all, T(s)) {
		return T(s), nil
	}
	names := make([]string, len(all))
	for i, v := range all {
		names[i] = string(v)
	}
	return "", &ListError{What: what, Known: names}
}
