package x2x3

import "fmt"

// The kinds of error. Test with errors.Is.
var (
	ErrMore      = kind("more octets are needed")
	ErrTrailing  = kind("octets after the PDU")
	ErrVersion   = kind("major version is not 0")
	ErrType      = kind("PDU type is none of 1 to 4")
	ErrHeader    = kind("header length is below 40")
	ErrLimit     = kind("longer than the limit")
	ErrFormat    = kind("payload format may not stand on this type of PDU")
	ErrDirection = kind("payload direction 0 is for keep-alives alone")
	ErrKeepAlive = kind("a keep-alive has no payload, no other field and one Sequence Number")
	ErrAttribute = kind("attribute goes past the header's end")
)

type kind string

func (k kind) Error() string { return "x2x3: " + string(k) }

// Where TS 103 221-2 says what was broken.
const (
	layout        = "table 5.1-1"
	keepAliveRule = "clause 6.2.4"
)

// An Error says at which octet of the PDU reading stopped and where TS 103 221-2 has the rule. It never
// quotes what the PDU carries.
type Error struct {
	Offset int
	Rule   string
	Kind   error
}

func (e *Error) Error() string {
	return fmt.Sprintf("%v (octet %d, TS 103 221-2 %s)", e.Kind, e.Offset, e.Rule)
}

// Unwrap gives the kind.
func (e *Error) Unwrap() error { return e.Kind }

// A FaultKind says what is odd about a PDU that could be read.
type FaultKind uint8

// The faults.
const (
	WrongLength    FaultKind = iota + 1 // the attribute counts as absent
	Repeated                            // stands once; the first counts
	UnknownType                         // an attribute of another version
	BareTarget                          // a target identifier without its element
	BadTime                             // nanoseconds of a second or more
	EmptyPayload                        // X2 or X3 with nothing in it
	OtherFormat                         // a payload format of another version
	OtherDirection                      // a direction of another version
	SwappedVersion                      // lenient: the minor version stands in the major octet
	LongTime                            // lenient: a timestamp of 12 octets
	NoNumber                            // lenient: a keep-alive without Sequence Number
)

// A Fault is something odd at an octet of the PDU.
type Fault struct {
	Kind   FaultKind
	Offset int
}
