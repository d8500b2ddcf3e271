package oracle

import "writ"

// A field is what the design says of one value of a record.
type field struct {
	category writ.Category
	names    writ.Kind      // what its text names
	part     writ.Narrowing // the part of the category that a law may open alone
}

const (
	calls       = writ.CallRecords
	sessions    = writ.SessionRecords
	assignments = writ.IPAssignment
	subscriber  = writ.Subscriber
	traffic     = writ.Traffic
)

// fields says of each kind of record which category a field leaves with.
var fields = map[string]map[string]field{
	"call": {
		"event": {category: calls}, "start": {category: calls}, "duration": {category: calls}, "answered": {category: calls},
		"caller": {calls, writ.E164, ""}, "callee": {calls, writ.E164, ""}, "dialled": {calls, writ.E164, ""},
		"caller-uri": {calls, writ.SIPURI, ""}, "callee-uri": {calls, writ.SIPURI, ""}, "caller-imsi": {calls, writ.IMSI, ""}, "caller-imei": {calls, writ.IMEI, ""},
		"caller-name": {category: traffic}, "caller-ip": {category: traffic}, "codec": {category: traffic},
		"caller-cell": {writ.Location, writ.Cell, ""},
	},
	"session": {
		"event": {category: sessions}, "start": {category: sessions}, "session-id": {category: sessions},
		"user": {sessions, writ.NAI, ""}, "address": {sessions, writ.IP, ""}, "ipv6-prefix": {sessions, writ.IPv6Prefix, ""},
		"octets-up": {category: traffic}, "nas": {category: traffic}, "station": {traffic, writ.MAC, ""},
	},
	"assignment": {
		"address": {assignments, writ.IP, ""}, "ipv6-prefix": {assignments, writ.IPv6Prefix, ""}, "user": {assignments, writ.NAI, ""},
		"port-from": {category: assignments}, "port-to": {category: assignments},
		"from": {category: assignments}, "until": {category: assignments}, "end-known": {category: assignments},
	},
	"customer": {
		"account": {subscriber, writ.Account, "identities"}, "name": {subscriber, writ.Name, "name"}, "postal-address": {subscriber, "", "address"},
		"billing-address": {subscriber, "", "address"}, "email": {subscriber, writ.Email, "address"}, "from": {subscriber, "", "service-length"},
		"until": {subscriber, "", "service-length"}, "service-type": {subscriber, "", "service-type"}, "number": {subscriber, writ.E164, "numbers"},
		"imsi": {subscriber, writ.IMSI, "identities"}, "imei": {subscriber, writ.IMEI, "identities"}, "sip-uri": {subscriber, writ.SIPURI, "identities"},
		"user": {subscriber, writ.NAI, "identities"}, "station": {subscriber, writ.MAC, "identities"},
		"address": {subscriber, writ.IP, "assigned-address"}, "ipv6-prefix": {subscriber, writ.IPv6Prefix, "assigned-address"},
		"payment-means": {category: writ.Payment}, "bank-account": {category: writ.Payment},
	},
}
