package etsi

import (
	"net/netip"
	"time"
)

// An AccessEvent is what happened to an access session; the values are those on the wire.
type AccessEvent uint8

// The values of AccessEventType (TS 102 232-3). SessionStart and SessionEnd are not in use since its version 4.
const (
	AccessAttempt AccessEvent = iota
	AccessAccept
	AccessReject
	AccessFailed
	SessionStart
	SessionEnd
	InterimUpdate
	StartWithSession // startOfInterceptionWithSessionActive
	AccessEnd
	EndWithSession // endOfInterceptionWithSessionActive
	AccessUnknown
	StartWithoutSession // startOfInterceptionWithoutNetworkSession
	EndWithoutSession   // endOfInterceptionWithoutNetworkSession
	SessionExpired
)

// An AccessType is the kind of an access line; the values are those on the wire.
type AccessType uint8

// The values of InternetAccessType.
const (
	UndefinedAccess AccessType = iota
	DialUp
	XDSL
	CableModem
	LAN
	WirelessLAN
	FTTx
	WiMAX
	Satellite
	OtherWireless
)

// An IPVersion says which protocols an access carries; the values are those on the wire.
type IPVersion uint8

// The values of IPVersion.
const (
	NoIPVersion IPVersion = iota // absent, against the module: see MissingField
	IPv4
	IPv6
	IPv4And6
)

// An EndReason is why a session ended. It is one more than the ENUMERATED on the wire.
type EndReason uint8

// The values of EndReason.
const (
	NoEndReason EndReason = iota // absent
	UndefinedEnd
	RegularLogoff
	ConnectionLoss
	ConnectionTimeout
	LeaseExpired
)

// An Authentication is how the access was authenticated. It is one more than the ENUMERATED on the wire.
type Authentication uint8

// The values of AuthenticationType.
const (
	NoAuthentication Authentication = iota // absent
	UnknownAuthentication
	StaticAddress
	RADIUS
	DHCP
	Diameter
)

// An Instant is a GeneralizedTime inside a payload, with the digits of its fraction. The zero Instant is absent.
type Instant struct {
	At     time.Time
	Digits int // 0..9; OpenLI writes 3
}

// A Count is an optional INTEGER from 0 to 2^64-1.
type Count struct {
	Given bool
	N     uint64
}

// An Access is IPIRI of TS 102 232-3: what happened on an internet access. Texts are UTF-8, limits in octets here.
type Access struct {
	Version  int         // version arc of iPIRIObjId, such as 10 or 20
	Event    AccessEvent // accessEventType
	Username []byte      // targetUsername, ASCII; present always, empty where there is none
	Type     AccessType  // internetAccessType
	IP       IPVersion   // iPVersion

	Address    Address // targetIPAddress: must be sent when it is known
	NetworkID  []byte  // targetNetworkID, 1..20 characters
	CPE        []byte  // targetCPEID, 1..128 characters
	Location   []byte  // targetLocation, 1..64 characters
	Port       Count   // pOPPortNumber, 0..2^32-1
	CallBack   []byte  // callBackNumber, 1..20 characters
	Start, End Instant
	EndReason  EndReason
	Received   Count  // octetsReceived, by the target
	Sent       Count  // octetsTransmitted, by the target
	RawAAA     []byte // rawAAAData

	ExpectedEnd    Instant
	POPPhone       []byte // pOPPhoneNumber, 1..20 characters
	POP            POP    // pOPIdentifier
	POPAddress     Address
	National       []byte // nationalIPIRIParameters: the content, BER
	Additional     Address
	Authentication Authentication
	Others         []Address // otherTargetIdentifiers
	Place          []byte    // location: the content, BER of LI-PS-PDU.Location
	PortID         []byte    // pOPPortID
	Routes         [][]byte  // framedRoutes
}

// A POP is pOPIdentifier: at most one of its fields is set.
type POP struct {
	Name    []byte // printableIDType, 1..128 characters
	MAC     []byte // macAddressType, 6 octets
	Address Address
}

// An Assignment is how an address is assigned; the values are those on the wire.
type Assignment uint8

// The values of iP-assignment.
const (
	NoAssignment Assignment = iota // absent
	AssignedStatic
	AssignedDynamic
	AssignedUnknown
)

// A NAT says whether an address is a translated one.
type NAT uint8

// The values of iP-NAT-translated.
const (
	NoNAT NAT = iota // absent: may be either
	NotTranslated
	Translated
)

// An Address is IPAddress of TS 102 232-1. It is present when IP is valid or Text is not nil.
type Address struct {
	IP         netip.Addr // iPBinaryAddress; invalid: Text holds the address
	Text       []byte     // iPTextAddress, 7..45 characters, perhaps with a prefix or mask
	TextV6     bool       // iP-type of a Text
	Assignment Assignment
	Prefix     uint8   // iPv6PrefixLength 1..128; 0: absent. Mandatory with a binary IPv6 address
	Mask       [4]byte // iPv4SubnetMask, if HasMask
	HasMask    bool
	NAT        NAT
}

// Present reports whether there is an address.
func (a *Address) Present() bool { return a.IP.IsValid() || a.Text != nil }
