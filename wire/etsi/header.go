package etsi

// A TimeForm is how an instant is written: clause 5.2.6 has an older form and a newer one.
type TimeForm uint8

// The forms of a time stamp.
const (
	NoTime           TimeForm = iota // no time stamp
	MicroTime                        // microSecondTimeStamp: seconds since 1970 and microseconds
	GeneralizedTime                  // timeStamp, GeneralizedTime in UTC with milliseconds
	GeneralizedMicro                 // timeStamp with microseconds
	BothTimes                        // timeStamp with milliseconds, and microSecondTimeStamp
)

// A Qualifier says what a time stamp is the time of. It is one more than the ENUMERATED on the wire.
type Qualifier uint8

// The qualifiers of TimeStampQualifier.
const (
	NoQualifier Qualifier = iota // absent
	TimeUnknown
	TimeOfInterception
	TimeOfMediation
	TimeOfAggregation
)

// A Stamp is an instant and the form in which it is written. The zero Stamp is absent.
type Stamp struct {
	Form      TimeForm
	Sec       int64  // since 1970-01-01 UTC, not negative
	Micro     uint32 // 0..999999
	Qualifier Qualifier
}

// The limits of PSHeader's fields, in octets.
const (
	MaxLIID          = 25
	MaxOperator      = 16
	MaxElement       = 16
	MaxPoint         = 8
	MaxExtendedPoint = 65535
)

// The version arcs of li-psDomainId.
const (
	NewestLevel = 43 // the newest module that this package was written against
	MinLevel    = 1
)

// A Header is PSHeader (clause 5.2): whose product this is, of which session, and where in its row.
type Header struct {
	Level         int     // version arc of li-psDomainId, such as 17 or 43: what the LEMF takes
	LIID          []byte  // lawfulInterceptionIdentifier, 1..25 octets
	Authorisation [2]byte // authorizationCountryCode, two letters; zero: absent
	Delivery      [2]byte // deliveryCountryCode, of the LEMF; zero: absent
	Operator      []byte  // operatorIdentifier, 1..16 octets
	Element       []byte  // networkElementIdentifier, 1..16 octets; nil: absent
	ElementETSI   []byte  // eTSI671NEID, the alternative's BER; nil: absent
	CIN           uint32  // communicationIdentityNumber
	NoCIN         bool    // the communicationIdentityNumber is absent
	CINExtension  []byte  // cINExtension, the alternative's BER; nil: absent
	Seq           uint32  // sequenceNumber, by 1 from 0 within LIID, CIN and IRI or CC; wraps
	Stamp                 // when; give TimeOfInterception where it is known
	Point         []byte  // interceptionPointID, 1..8 letters; nil: absent
	ExtendedPoint []byte  // extendedInterceptionPointID, 1..65535 octets; nil: absent
	Function      []byte  // networkFunctionIdentifier, 1..65535 octets; nil: absent
}
