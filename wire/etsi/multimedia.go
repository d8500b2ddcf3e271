package etsi

// A SignalForm is the alternative of IPMMIRI's contents. It is one more than the context tag.
type SignalForm uint8

// The alternatives of iPMMIRIContents (TS 102 232-5).
const (
	NoSignal            SignalForm = iota
	OriginalMessage                // originalIPMMMessage: a packet with its IP and UDP or TCP header
	SIPMessage                     // sIPMessage: SIP text, and the addresses of the network layer
	H323Message                    // h323Message
	NationalSignal                 // nationalIPMMIRIParameters: BER in Content
	XCAPMessage                    // xCAPMessage
	OnlyOriginalMessage            // iRIOnlyOriginalIPMMMessage
	OnlySIPMessage                 // iRIOnlySIPMessage
	OnlyRTPPacket                  // iRIOnlyRTPPacket
)

// A Multimedia is IPMMIRI of TS 102 232-5: one message of a session's signalling.
type Multimedia struct {
	Version             int // version arc of iPMMIRIObjId, such as 6 or 17
	Form                SignalForm
	Source, Destination Address // of SIPMessage, OnlySIPMessage and H323Message
	Content             []byte  // the message or packet
	H323                uint8   // h323Content: 0 H.225 CS, 1 H.225 RAS, 2 H.245, 3 generic
	Place               []byte  // targetLocation: the content, BER of LI-PS-PDU.Location; nil: absent

	Additional [][]byte // additionalSignalling: SIP header lines
}
