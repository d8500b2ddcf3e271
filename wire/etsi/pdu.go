package etsi

import "writ/wire/ber"

// MaxPDU is the most octets that a PS-PDU may have here: what a receiver holds for one. The standard names none.
const MaxPDU = 16 << 20

// ErrMore says that a buffer holds only the beginning of a PDU: come again with more.
var ErrMore = ber.ErrMore

// A Remark is something in a PDU that is legal, or can be lived with, and should be told. Remarks are bits.
type Remark uint32

// The remarks.
const (
	LongLengths     Remark = 1 << iota // a length or tag had more octets than it needs, or was indefinite; legal BER
	UnknownFields                      // fields behind an extension marker that this package doesn't know; see PDU.Unknown
	Segmented                          // a string came in segments; legal BER
	WrongDomain                        // li-psDomainId is not that of TS 102 232-1
	TrailingPadding                    // octets followed the payload in an opened container; wanted by its cipher
	MissingField                       // a mandatory field of a payload is absent without which it can be understood
)

// A PDU is one PS-PDU. Decode fills it again and again; what it holds aliases the source of the last time.
type PDU struct {
	// Tolerate lists what would be an error otherwise: WrongDomain and MissingField. The other remarks never are one.
	Tolerate Remark

	Header
	Kind         Kind
	IRI          []IRIPayload // KindIRI
	CC           []CCPayload  // KindCC
	TRI          TRI          // KindTRI
	Notification Notification // KindHI1
	Container    Container    // KindEncrypted, and kept when it was opened
	Raw          []byte       // Payload's alternative as BER, its tag included, of every Kind

	Remarks Remark
	Unknown int // fields that were stepped over

	decoder decoder
	source  ber.Source
	scratch []byte // strings that came in segments
}
