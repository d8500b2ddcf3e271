package etsi

// A Kind is the alternative of Payload that a PDU carries. It is one more than the context tag.
type Kind uint8

// The alternatives of Payload.
const (
	NoKind Kind = iota // an alternative of a newer module: see PDU.Unknown and PDU.Raw
	KindIRI
	KindCC
	KindTRI
	KindHI1
	KindEncrypted
	KindThreeGPPHI1 // kept raw
	KindILHI        // kept raw
	KindHI4         // kept raw
)

// An IRIType is where in its communication an IRI stands (clause 5.2.10). The values are those on the wire: note
// that End comes before Continue.
type IRIType uint8

// The types of IRI.
const (
	NoIRIType IRIType = iota // absent
	IRIBegin
	IRIEnd
	IRIContinue
	IRIReport
)

// A Direction is as seen by the target. It is one more than the ENUMERATED on the wire.
type Direction uint8

// The values of PayloadDirection.
const (
	NoDirection Direction = iota // absent
	FromTarget
	ToTarget
	Indeterminate
	Combined
	NotApplicable
)

// An IRIPayload is one intercept-related information of a PDU. Where a PDU has several, each has its own Stamp
// (clause 6.2.3).
type IRIPayload struct {
	Type             IRIType
	Stamp            Stamp
	IRI              IRI
	SessionDirection Direction
	PayloadDirection Direction
}

// A CCPayload is one content of communication of a PDU. Where a PDU has several, each has its own Stamp.
type CCPayload struct {
	Direction Direction
	Stamp     Stamp
	CC        CC
}

// An IRIKind is the alternative of IRIContents: its context tag.
type IRIKind uint8

// The alternatives of IRIContents. All but AccessIRI and MultimediaIRI are kept raw; so are those of newer modules,
// which count in PDU.Unknown.
const (
	EmailIRI         IRIKind = 1
	AccessIRI        IRIKind = 2 // iPIRI, TS 102 232-3
	AccessOnlyIRI    IRIKind = 3 // iPIRIOnly
	UMTSIRI          IRIKind = 4
	ETSI671IRI       IRIKind = 5
	LayerTwoIRI      IRIKind = 6
	LayerTwoOnlyIRI  IRIKind = 7
	TelephonyIRI     IRIKind = 10 // pstnIsdnIRI
	MultimediaIRI    IRIKind = 11 // iPMMIRI, TS 102 232-5
	MessagingIRI     IRIKind = 14
	EPSIRI           IRIKind = 15
	ThreeGPP33128IRI IRIKind = 19
	PacketReportIRI  IRIKind = 20
)

// An IRI is IRIContents: one of Access, Multimedia or Raw, as Kind says.
type IRI struct {
	Kind       IRIKind
	Access     Access
	Multimedia Multimedia
	Raw        []byte // the alternative's BER, its tag included; for a Kind that isn't typed here
}

// A CCKind is the alternative of CCContents: its context tag.
type CCKind uint8

// The alternatives of CCContents. PacketCC and MultimediaCC are typed, those said to hold octets have them in
// Octets, all others are kept raw; so are those of newer modules, which count in PDU.Unknown.
const (
	EmailCC         CCKind = 1
	PacketCC        CCKind = 2 // iPCC, TS 102 232-3
	UMTSCC          CCKind = 4 // octets
	LayerTwoCC      CCKind = 6
	TelephonyCC     CCKind = 11
	MultimediaCC    CCKind = 12 // iPMMCC, TS 102 232-5
	MessagingCC     CCKind = 14
	EPSCC           CCKind = 15 // octets
	UMTSCCPDU       CCKind = 16
	EPSCCPDU        CCKind = 17
	ThreeGPP33128CC CCKind = 23 // octets
)

// A CC is CCContents.
type CC struct {
	Kind    CCKind
	Version int    // version arc of the part's object identifier, such as 10 or 20
	Octets  []byte // PacketCC: one IP packet; MultimediaCC: one frame of Frame's form; or an OCTET STRING alternative

	Truncated      bool   // PacketCC: the packet was cut (iPTruncatedPacket)
	OriginalLength uint64 // of a cut packet; 0: absent

	Frame    FrameType     // MultimediaCC: what headers Octets begins with
	Stream   []byte        // MultimediaCC: streamIdentifier, such as the c= and m= lines; nil: absent
	Protocol MediaProtocol // MultimediaCC: mMCCprotocol

	Raw []byte // the alternative's BER, its tag included; for a Kind that isn't typed here
}

// A FrameType says with which header a multimedia CC begins. It is one more than the ENUMERATED on the wire.
type FrameType uint8

// The values of FrameType (TS 102 232-5 clause 5.5).
const (
	NoFrame FrameType = iota // absent, as in older modules
	IPFrame
	UDPFrame
	RTPFrame
	AudioFrame
	TCPFrame
	ArtificialRTPFrame
	UDPTLFrame
	MSRPFrame
)

// A MediaProtocol names what a multimedia CC holds. It is one more than the ENUMERATED on the wire.
type MediaProtocol uint8

// The values of MMCCprotocol.
const (
	NoMediaProtocol MediaProtocol = iota // absent: RTP, RTCP or audio, as Frame says
	RTP
	MSRP
	UDPTL
)
