package records

import (
	"slices"

	"writ"
)

// A Kind says what a record is a record of.
type Kind string

// The kinds of record.
const (
	Call       Kind = "call"       // one accounting event of a call: an answer, a miss, an end, or a whole call
	Session    Kind = "session"    // one accounting event of an Internet access session (RFC 2866)
	Assignment Kind = "assignment" // who had an address from when until when; derived from sessions
	Customer   Kind = "customer"   // one line of the subscriber register, valid from until
)

// Kinds lists every kind.
func Kinds() []Kind { return []Kind{Call, Session, Assignment, Customer} }

// A Field is one value of a record. Its name is unique within its kind.
type Field string

// The fields. What each means, and the category with which it leaves, stands in [Fields].
const (
	Event    Field = "event"
	CallRef  Field = "call-ref"
	CallID   Field = "call-id"
	Start    Field = "start"
	Answer   Field = "answer"
	End      Field = "end"
	Duration Field = "duration"
	Billed   Field = "billed"
	Caller   Field = "caller"
	Callee   Field = "callee"
	Dialled  Field = "dialled"
	Status   Field = "status"
	Reason   Field = "reason"
	Answered Field = "answered"

	CallerURI  Field = "caller-uri"
	CalleeURI  Field = "callee-uri"
	CallerName Field = "caller-name"
	CallerIP   Field = "caller-ip"
	CalleeIP   Field = "callee-ip"
	CallerIMSI Field = "caller-imsi"
	CallerIMEI Field = "caller-imei"
	Codec      Field = "codec"
	Route      Field = "route"
	CallerCell Field = "caller-cell"
	Account    Field = "account"

	SessionID   Field = "session-id"
	User        Field = "user"
	Address     Field = "address"
	Prefix      Field = "ipv6-prefix"
	SessionTime Field = "session-time"
	OctetsUp    Field = "octets-up"
	OctetsDown  Field = "octets-down"
	Station     Field = "station"
	NAS         Field = "nas"
	NASPort     Field = "nas-port"
	Called      Field = "called-station"
	Cause       Field = "terminate-cause"

	PortFrom Field = "port-from"
	PortTo   Field = "port-to"
	From     Field = "from"
	Until    Field = "until"
	EndKnown Field = "end-known"

	FullName     Field = "name"
	Email        Field = "email"
	PostalAddr   Field = "postal-address"
	BillingAddr  Field = "billing-address"
	ServiceAddr  Field = "service-address"
	ServiceType  Field = "service-type"
	Number       Field = "number"
	IMSI         Field = "imsi"
	IMEI         Field = "imei"
	ICCID        Field = "iccid"
	SIPURI       Field = "sip-uri"
	PaymentMeans Field = "payment-means"
	BankAccount  Field = "bank-account"
)

// A Form says how a field's text is written.
type Form string

// The forms of a field's text.
const (
	Text    Form = "text"
	Instant Form = "instant" // RFC 3339, UTC
	Seconds Form = "seconds" // decimal, fraction allowed
	Count   Form = "count"   // decimal, no sign; may exceed 2^53, so it is never a JSON number
	Party   Form = "party"   // E.164 with "+" where it is one, else as the source had it
	YesNo   Form = "yes-no"
)

// A Spec says what a field is.
type Spec struct {
	Field     Field
	Category  writ.Category // the one category with which it leaves
	Form      Form
	Narrowing writ.Narrowing // the part of the category that a pack may name alone; "" where it has none
	Names     writ.Kind      // the kind of identifier that its text is; "" where it names nobody
	Legend    string         // for the reader of a package
}

// Fields lists the fields of a kind, in the order in which they are shown. The list is the caller's own: which category
// a field leaves with can't be changed from outside.
func Fields(k Kind) []Spec { return slices.Clone(specs[k]) }

// SpecOf finds a field of a kind.
func SpecOf(k Kind, f Field) (Spec, bool) {
	if i := order(k, f); i >= 0 {
		return specs[k][i], true
	}
	return Spec{}, false
}

// KindsOf lists the kinds that have a field of the category.
func KindsOf(c writ.Category) []Kind {
	var out []Kind
	for _, k := range Kinds() {
		for _, s := range specs[k] {
			if s.Category == c {
				out = append(out, k)
				break
			}
		}
	}
	return out
}

const cr, se, ia, su, tr = writ.CallRecords, writ.SessionRecords, writ.IPAssignment, writ.Subscriber, writ.Traffic

var specs = map[Kind][]Spec{
	Call: {
		{Event, cr, Text, "", "", "What the record is of: answered, missed, ended, or call (one record for the whole call)"},
		{Start, cr, Instant, "", "", "When the event took place; for a whole call, when it was set up (UTC)"},
		{Answer, cr, Instant, "", "", "When it was answered (UTC)"},
		{End, cr, Instant, "", "", "When it ended (UTC)"},
		{Duration, cr, Seconds, "", "", "Seconds from set-up to end, as recorded"},
		{Billed, cr, Seconds, "", "", "Seconds for which a charge could be assessed"},
		{Caller, cr, Party, "", writ.E164, "The number that made the call; of an event `ended`: the one that ended it"},
		{Callee, cr, Party, "", writ.E164, "The number that was reached; of an event `ended`: the other one"},
		{Dialled, cr, Party, "", writ.E164, "The number as dialled, before any forwarding"},
		{CallerURI, cr, Text, "", writ.SIPURI, "The SIP address that made the call"},
		{CalleeURI, cr, Text, "", writ.SIPURI, "The SIP address that was reached"},
		{Answered, cr, YesNo, "", "", "Whether the call was answered"},
		{Status, cr, Text, "", "", "The network's own code for how it went"},
		{Reason, cr, Text, "", "", "The network's own words for it"},
		{CallRef, cr, Text, "", "", "A short reference: records of the same call bear the same"},
		{Account, cr, Text, "", "", "The account to which the network charged it"},
		{CallerIMSI, cr, Text, "", writ.IMSI, "The SIM of the caller"},
		{CallerIMEI, cr, Text, "", writ.IMEI, "The handset of the caller"},
		{CallID, tr, Text, "", "", "The signalling's own name of the call; it may hold an address"},
		{CallerName, tr, Text, "", "", "The caller's name as signalled; nobody checked it"},
		{CallerIP, tr, Text, "", "", "The address from which the signalling came"},
		{CalleeIP, tr, Text, "", "", "The address to which the signalling went"},
		{Codec, tr, Text, "", "", "How the voice was coded"},
		{Route, tr, Text, "", "", "Channel, context or trunk"},
		{CallerCell, writ.Location, Text, "", writ.Cell, "The cell of the caller"},
	},
	Session: {
		{Event, se, Text, "", "", "start, interim or stop"},
		{Start, se, Instant, "", "", "When the event took place (UTC)"},
		{SessionTime, se, Seconds, "", "", "Seconds since the session began, as counted by the access server"},
		{User, se, Text, "", writ.NAI, "The name under which the line signed in"},
		{Address, se, Text, "", writ.IP, "The address given to the line"},
		{Prefix, se, Text, "", writ.IPv6Prefix, "The IPv6 prefix given to the line"},
		{SessionID, se, Text, "", "", "The access server's own reference of the session"},
		{OctetsUp, tr, Count, "", "", "Octets from the user"},
		{OctetsDown, tr, Count, "", "", "Octets to the user"},
		{Station, tr, Text, "", writ.MAC, "The user's hardware address"},
		{NAS, tr, Text, "", "", "The access server"},
		{NASPort, tr, Text, "", "", "The port of the access server"},
		{Called, tr, Text, "", "", "The station that was called"},
		{Cause, tr, Text, "", "", "Why it ended"},
	},
	Assignment: {
		{Address, ia, Text, "", writ.IP, "The address"},
		{Prefix, ia, Text, "", writ.IPv6Prefix, "The IPv6 prefix"},
		{PortFrom, ia, Count, "", "", "First port, where the address was shared"},
		{PortTo, ia, Count, "", "", "Last port, where the address was shared"},
		{From, ia, Instant, "", "", "From when (UTC)"},
		{Until, ia, Instant, "", "", "Until when (UTC); empty: no end is recorded"},
		{EndKnown, ia, Text, "", "", "How the end is known: stop, implied (another line was given the address), or open"},
		{User, ia, Text, "", writ.NAI, "The name under which the line signed in"},
	},
	Customer: {
		{Account, su, Text, "identities", writ.Account, "The provider's own number of the customer"},
		{FullName, su, Text, "name", writ.Name, "Name of the customer"},
		{PostalAddr, su, Text, "address", "", "Postal address"},
		{BillingAddr, su, Text, "address", "", "Billing address"},
		{ServiceAddr, su, Text, "address", "", "Address at which the service is given"},
		{Email, su, Text, "address", writ.Email, "E-mail address for contact"},
		{From, su, Instant, "service-length", "", "From when this line of the register holds (UTC)"},
		{Until, su, Instant, "service-length", "", "Until when (UTC); empty: still"},
		{ServiceType, su, Text, "service-type", "", "Kind of service"},
		{Number, su, Party, "numbers", writ.E164, "Telephone number"},
		{IMSI, su, Text, "identities", writ.IMSI, "SIM"},
		{IMEI, su, Text, "identities", writ.IMEI, "Handset"},
		{ICCID, su, Text, "identities", writ.ICCID, "SIM card"},
		{SIPURI, su, Text, "identities", writ.SIPURI, "SIP address"},
		{User, su, Text, "identities", writ.NAI, "Name under which the line signs in"},
		{Station, su, Text, "identities", writ.MAC, "Hardware address of the line's equipment"},
		{Address, su, Text, "assigned-address", writ.IP, "IP address fixed to the line"},
		{Prefix, su, Text, "assigned-address", writ.IPv6Prefix, "IPv6 prefix fixed to the line"},
		{PaymentMeans, writ.Payment, Text, "", "", "How the customer pays"},
		{BankAccount, writ.Payment, Text, "", "", "Card or bank account"},
	},
}
