package x2x3

import "net/netip"

// The minor versions of the header's Version field. V1.10.1 of the standard writes 6; some receivers take
// nothing but 5, so that is what a sender writes unless it is told otherwise.
const (
	DefaultMinor = 5
	NewestMinor  = 6
)

// Type is the PDU Type of the header.
type Type uint16

// The PDU types.
const (
	X2           Type = 1
	X3           Type = 2
	KeepAlive    Type = 3
	KeepAliveAck Type = 4
)

// Direction is the Payload Direction. It is relative to the target, never to the caller.
type Direction uint16

// The directions. NoDirection is that of keep-alives alone.
const (
	NoDirection   Direction = 0
	Unknown       Direction = 1
	ToTarget      Direction = 2
	FromTarget    Direction = 3
	Several       Direction = 4
	NotApplicable Direction = 5
)

// A PDU is one X2 or X3 PDU, or a keep-alive or its acknowledgement. The zero PDU is none of them.
//
// After Decode, Payload, the texts and the raw attributes alias the source; they hold until it changes.
type PDU struct {
	Minor       uint8 // of the Version field; senders write DefaultMinor
	Type        Type
	Format      Format
	Direction   Direction
	XID         [16]byte // of the task, or its product id; zero in keep-alives
	Correlation uint64   // the same on all PDUs of one session; zero: none
	Attributes
	Payload []byte

	Faults []Fault // what Decode found odd but could read; not written

	order []slot // how the attributes stood in the source
}

// An Optional value is there when Ok says so.
type Optional[T any] struct {
	V  T
	Ok bool
}

// Some gives an Optional that is there.
func Some[T any](v T) Optional[T] { return Optional[T]{v, true} }

// Time is an instant as the attribute writes it: seconds since 1970 UTC and nanoseconds.
type Time struct {
	Sec  uint32
	Nsec uint32
}

// Attributes are the conditional attributes. A nil text is absent, an empty one is there with
// no octets; an invalid address is absent.
type Attributes struct {
	Defined102232 []byte // 1: as TS 102 232-1 says
	Defined33128  []byte // 2: as TS 33.128 says
	Defined33108  []byte // 3: as TS 33.108 says
	Proprietary   []byte // 4
	Domain        []byte // 5: Domain ID
	NFID          []byte // 6: Network Function ID
	IPID          []byte // 7: Interception Point ID
	Seq           Optional[uint32]
	At            Optional[Time]
	Source        netip.Addr // 10 or 12
	Destination   netip.Addr // 11 or 13
	SourcePort    Optional[uint16]
	DestPort      Optional[uint16]
	Protocol      Optional[uint8] // IANA number
	Matched       [][]byte        // 17: Matched Target Identifiers; see [ParseTarget]
	Other         [][]byte        // 18: Other Target Identifiers
	MIMEType      []byte          // 19, with format 15
	MIMEEncoding  []byte          // 20
	Additional    []Additional    // 21: further tasks that the same payload is for
	SDP           []byte          // 22: SDP Session Description
	Raw           []Raw           // unknown types, repeats of what stands once, wrong lengths
}

// Additional is one Additional XID Related Information: the payload is for this task too.
type Additional struct {
	XID         [16]byte
	Correlation uint64
	Seq         Optional[uint32]
}

// Raw is an attribute that is kept as it came.
type Raw struct {
	Type     AttributeType
	Contents []byte
}
