package etsi

import "time"

// A Notice is the alternative of HI1-Operation: its context tag.
type Notice uint8

// The alternatives of HI1-Operation.
const (
	Activated   Notice = iota + 1 // liActivated
	Deactivated                   // liDeactivated
	Modified                      // liModified
	Alarm                         // alarms-indicator
	NationalHI1                   // national-HI1-ASN1parameters, kept raw
)

// A Season is winterSummerIndication of a local time; it is one more than the ENUMERATED on the wire.
type Season uint8

// The values of winterSummerIndication; with NoSeason the time is a UTCTime.
const (
	NoSeason Season = iota
	SeasonNotProvided
	WinterTime
	SummerTime
)

// A Notification is HI1-Operation: the provider tells that a task began, ended or changed, or that something fails.
type Notification struct {
	Notice   Notice
	Version  int    // version arc of domainID, such as 6; 0: absent
	LIID     []byte // 1..25 octets; nil only in an Alarm
	Operator []byte // operator-Identifier of communicationIdentifier, 1..5 octets; nil: no communicationIdentifier
	CIN      []byte // communication-Identity-Number, 1..8 digits; nil: absent
	Element  []byte // network-Element-Identifier, the alternative's BER; nil: absent
	At       time.Time
	Season   Season // NoSeason: At as UTCTime, whole seconds; else as GeneralizedTime
	Digits   int    // of At's fraction, with a Season
	Target   []byte // target-Information, 1..256 octets; nil: absent
	Alarm    []byte // alarm-information, 1..256 octets
	National []byte // national-HI1-ASN1parameters: the content, BER; nil: absent
}
