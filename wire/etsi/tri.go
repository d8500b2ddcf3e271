package etsi

// A TRIKind is the alternative of TRIPayload: what the transport says about itself. It is one more than the context tag.
type TRIKind uint8

// The alternatives of TRIPayload.
const (
	NoTRI TRIKind = iota
	IntegrityCheck
	TestPDU           // proves the path, to be ignored
	PaddingPDU        // to be discarded
	KeepAlive         // from the delivery function, after TIME1 of silence
	KeepAliveResponse // from the LEMF, with the request's sequence number
	FirstSegment      // firstSegmentFlag
	LastSegment       // lastSegmentFlag
	CINReset          // all open CINs of the LIID and network element are void
	OperatorMessage   // operatorLeaMessage
	OptionRequest
	OptionResponse
	OptionComplete
	AckRequest  // pDUAcknowledgementRequest
	AckResponse // pDUAcknowledgementResponse: all up to here was taken
)

// A Priority is messagePriority of an operator's message; the values are those on the wire.
type Priority uint8

// The values of OperatorLeaMessagePriority.
const (
	ErrorPriority Priority = iota + 1
	InformationPriority
)

// An Option is one thing to agree on: its context tag.
type Option uint8

// PDUAcknowledgement is the only option of the module.
const PDUAcknowledgement Option = 0

// A TRI is TRIPayload. Only the fields of its Kind count.
type TRI struct {
	Kind      TRIKind
	Check     Check    // IntegrityCheck
	Padding   []byte   // PaddingPDU
	Priority  Priority // OperatorMessage
	Message   []byte   // OperatorMessage, 1..255 octets
	Requested []Option // OptionRequest
	Accepted  []Option // OptionResponse
	Declined  []Option // OptionResponse
}

// A CheckType says what an integrity check carries; the values are those on the wire.
type CheckType uint8

// The values of CheckType.
const (
	HashCheck CheckType = iota + 1
	SignatureCheck
)

// A DataType says which product an integrity check covers; the values are those on the wire.
type DataType uint8

// The values of DataType.
const (
	NoDataType DataType = iota // absent, as before version 5
	DataIRI
	DataCC
	DataILHI
)

// A HashAlgorithm is that of an integrity check; the values are those on the wire.
type HashAlgorithm uint8

// The values of HashAlgorithm. SHA-1 is named for old peers, neither made nor checked.
const (
	NoHash HashAlgorithm = iota // absent
	SHA1
	SHA256
	SHA384
	SHA512
)

// A SignatureAlgorithm is that of an integrity check; the values are those on the wire.
type SignatureAlgorithm uint8

// The values of SignatureAlgorithm. DSA is read, neither made nor checked.
const (
	NoSignature SignatureAlgorithm = iota // absent
	DSA
	ECDSA
	EdDSA
)

// A Check is IntegrityCheck (clause 7.2): a digest over PDUs, or a signature.
type Check struct {
	Included  []uint32 // includedSequenceNumbers, in the order in which the PDUs were processed
	Type      CheckType
	Data      DataType
	Value     []byte // checkValue: the digest; or the signature, for ECDSA the DER of r and s
	Hash      HashAlgorithm
	Signature SignatureAlgorithm
}
