package intercept

import "time"

// A Profile says how one LEMF takes its product: agreed with the agency, stored with its date. Profiles are data (profiles/); what
// is the provider's own (Operator, Element) is filled in by its configuration.
type Profile struct {
	Name  string
	Since time.Time // the day from which it holds

	Module       int // version of LI-PS-PDU (TS 102 232-1), the last arc of li-psDomainId
	IPAccess     int // version of IPAccessPDU (TS 102 232-3)
	IPMultimedia int // version of IPMultimediaPDU (TS 102 232-5)

	Time          TimeForm
	LIID          LIIDForm
	Authorisation string // authorizationCountryCode, ISO 3166-1 alpha-2; empty: not sent
	Delivery      string // deliveryCountryCode; empty: not sent
	Operator      string // operatorIdentifier, 1 to 16 octets
	Element       string // networkElementIdentifier, up to 16 octets; empty: not sent
	KeepAlive     KeepAlive
	Integrity     Integrity
	Encryption    Encryption
	Acknowledge   bool // ask for the pDUAcknowledgement option
	TLS           bool
	Notices       bool // send liActivated, liModified and liDeactivated (HI1 operations) on HI2
}

// TimeForm says which time stamp a PSHeader carries.
type TimeForm uint8

// The time forms: microSecondTimeStamp, or timeStamp in GeneralizedTime.
const (
	Micro TimeForm = iota + 1
	GeneralizedTime
)

// LIIDForm says which LIIDs an agency gives.
type LIIDForm uint8

// The LIID forms: any octets, printable ASCII alone, or decimal digits alone.
const (
	LIIDOctets LIIDForm = iota + 1
	LIIDPrintable
	LIIDDigits
)

// Takes reports whether a LIID is of the form.
func (f LIIDForm) Takes(l LIID) bool {
	for _, o := range l.Octets() {
		if f == LIIDPrintable && (o < '!' || o > '~') || f == LIIDDigits && (o < '0' || o > '9') {
			return false
		}
	}
	return !l.IsZero()
}

// KeepAlive holds the timers of TS 102 232-1 clause 6.3: Idle is TIME1, Answer TIME2, GiveUp TIME3.
type KeepAlive struct {
	Idle, Answer, GiveUp time.Duration
	LIID                 string // in the PSHeader of a keep-alive
}

// Integrity says when hash and signature PDUs go out. Hashes and signatures are off where their counts are zero.
type Integrity struct {
	Hash       HashAlgorithm
	EveryPDUs  int           // a hash PDU after so many PDUs
	After      time.Duration // or after so long
	EveryHash  int           // a signature PDU after so many hash PDUs
	SignAfter  time.Duration // or after so long
	Signatures SignatureAlgorithm
}

// On reports whether hash PDUs go out.
func (i Integrity) On() bool { return i.EveryPDUs > 0 }

// Signed reports whether signature PDUs go out.
func (i Integrity) Signed() bool { return i.On() && i.EveryHash > 0 }

// HashAlgorithm is the hashAlgorithm of an IntegrityCheck.
type HashAlgorithm uint8

// The hash algorithms, by their numbers in LI-PS-PDU. SHA-1 is legacy and left out.
const (
	SHA256 HashAlgorithm = 2
	SHA384 HashAlgorithm = 3
	SHA512 HashAlgorithm = 4
)

// SignatureAlgorithm is the signatureAlgorithm of an IntegrityCheck.
type SignatureAlgorithm uint8

// The signature algorithms, by their numbers in LI-PS-PDU. DSA is legacy and left out.
const (
	ECDSA SignatureAlgorithm = 2
	EdDSA SignatureAlgorithm = 3
)

// Encryption is the encryptionType of an EncryptionContainer.
type Encryption uint8

// The encryptions, by their numbers in LI-PS-PDU. NoEncryption sends payloads as they are, without a container.
const (
	NoEncryption Encryption = 0
	AES192CBC    Encryption = 3
	AES256CBC    Encryption = 4
)
