package lemf

import (
	"time"

	"writ/wire/etsi"
)

// A Kind is what counts in a sequence of its own.
type Kind uint8

// The kinds. The first two are what was intercepted; hash and signature PDUs are split by what they cover.
const (
	KindIRI Kind = iota + 1
	KindCC
	KindHI1       // operations messages and notifications
	KindHashIRI   // integrity checks
	KindHashCC    //
	KindSignedIRI //
	KindSignedCC  //
	KindTRI       // keep-alives, options, acknowledgements, messages of the operator
	KindSealed    // an encryption container: IRI or CC, nobody without the key can say
	KindSealedHI2 // the same, by the interface on which it came
	KindSealedHI3
)

var kindNames = [...]string{"", "IRI", "CC", "HI1", "hash of IRI", "hash of CC", "signature of IRI", "signature of CC", "TRI", "encrypted", "encrypted on HI2", "encrypted on HI3"}

// String gives the kind's name.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "unknown"
}

// A Session is one communication of one target: the scope of a CIN.
type Session struct {
	LIID    Name
	Network Name // operator and network element
	CIN     uint32
	NoCIN   bool
}

// A Stream is what one sequence number counts in (TS 102 232-1, sequenceNumber: per LIID, CIN, network and kind).
type Stream struct {
	Session
	Kind Kind
}

// A Mark is what is counted of one PDU: its stream, number and instant, and how many payloads of each sort it holds.
type Mark struct {
	Stream
	Seq    uint32
	At     time.Time      // as the sender took it; zero where it said none
	Types  []etsi.IRIType // one for each IRI
	CCs    int            // payloads of CC
	Answer bool           // an IRI says that the communication was answered, so that CC may follow
	Media  bool           // an IRI announces media (an SDP), or the access is IP: CC is to be expected
}

// sealed says that what a PDU holds can't be read without a key.
func (k Kind) sealed() bool { return k == KindSealed || k == KindSealedHI2 || k == KindSealedHI3 }

// product says that a PDU holds what was intercepted.
func (k Kind) product() bool { return k == KindIRI || k == KindCC || k.sealed() }
