package page

import (
	"strings"

	"writ"
)

// categoryWords say what each category is.
var categoryWords = map[writ.Category]string{
	writ.Subscriber: "subscriber data", writ.Payment: "payment data", writ.IPAssignment: "who had an address", writ.CallRecords: "call records",
	writ.SessionRecords: "session records", writ.Traffic: "other traffic data", writ.Location: "stored location", writ.Content: "stored content",
	writ.LiveIRI: "live signalling", writ.LiveCC: "live content", writ.LiveLocation: "live location",
}

// legends say more of each category, once a page.
var legends = map[writ.Category]string{
	writ.Subscriber: "who the customer is, since when, with which numbers and services", writ.Payment: "how the customer pays",
	writ.IPAssignment: "who had an Internet address, with port and instant", writ.CallRecords: "calls made, received and missed, with times and numbers",
	writ.SessionRecords: "Internet sessions: times, durations, the customer's own address", writ.Traffic: "other data on communications: destinations, message headers, logs",
	writ.Location: "stored cells and positions", writ.Content: "stored messages, voice mail, files",
	writ.LiveIRI: "numbers, addresses and signalling as they come, without content", writ.LiveCC: "what is said and sent, as it comes", writ.LiveLocation: "where the device is, as it moves",
}

var issuerWords = map[writ.IssuerKind]string{
	"police": "the police", "prosecutor": "a prosecutor", "judge": "a judge", "court": "a court", "grand-jury": "a grand jury", "agency": "an administrative agency",
	"intelligence": "an intelligence service", "minister": "a minister", "private-party": "a private party", "issuing-authority": "another issuing authority",
	"emergency-service": "an emergency service", "regulator": "a regulator", "foreign-authority": "a foreign authority",
}

var serviceWords = map[writ.Service]string{
	"telephony": "fixed telephony", "mobile": "mobile", "voip-interconnected": "interconnected VoIP", "voip-other": "other VoIP", "broadband": "Internet access",
	"sms": "SMS", "messaging": "messaging", "email": "e-mail", "hosting": "hosting", "cloud-storage": "cloud storage", "social": "social network",
	"private-network": "private network", "satellite": "satellite", "wholesale": "wholesale",
}

var kindWords = map[writ.Kind]string{
	writ.E164: "a telephone number", writ.IMSI: "an IMSI", writ.IMEI: "an IMEI", writ.ICCID: "an ICCID", writ.SIPURI: "a SIP address", writ.TELURI: "a tel address",
	writ.Email: "an e-mail address", writ.NAI: "a network access identifier", writ.Account: "an account", writ.UserName: "a user name", writ.MAC: "a MAC address",
	writ.IP: "an Internet address", writ.IPPortTime: "an Internet address with port and instant", writ.IPv6Prefix: "a delegated prefix", writ.Cell: "a cell", writ.Name: "a name",
}

var noticeWords = map[writ.Notice]string{
	writ.NoticePermitted: "The user may be told.", writ.NoticeRequired: "The user must be told.",
	writ.NoticeProhibited: "The user must not be told.", writ.NoticeDelayed: "The user may be told later only.",
}

// A stage is one of the checks, in their order.
type stage struct{ key, title, always string }

// stages are the checks in their order, with what is asked of every instrument there, whatever its own rules say.
var stages = []stage{
	{"addressee", "Is it addressed to us?", "A paper for another company is withheld; one that does not say whom it addresses is clarified."},
	{"issuer", "May this authority issue it?", "Who is not listed under “Who may issue it” for what is asked is withheld."},
	{"signature", "Is it signed, in the form that the law wants?", "An unsigned paper is clarified, but where the law lets it be oral."},
	{"dates", "Is it in force?", "A paper without a date, or dated ahead, is clarified; one past its last day is withheld."},
	{"emergency", "Is the emergency shown?", ""},
	{"identifier", "Whom does it name?", "A paper that names no one, or someone who can't be read, is clarified. An address that several shared at that time is clarified."},
	{"closed", "Does it reach this category?", "What no line under “What it opens” opens is withheld."},
	{"window", "For which period?", "A category that needs a period and has none is clarified; so is a time without a zone that occurs twice or never."},
	{"category", "Is anything held against this category?", ""},
	{"offence", "Is the offence grave enough?", ""},
	{"person", "Is the person protected?", ""},
}

var answerWords = map[string]string{
	"withhold": "withheld", "clarify": "the issuer is asked", "refer": "counsel decides", "preserve": "kept as it is, nothing handed over",
}

var groundWords = map[writ.Ground]string{
	"instrument-too-weak": "the instrument is too weak", "issuer-not-competent": "the issuer is not competent", "no-jurisdiction": "no jurisdiction", "wrong-addressee": "wrong addressee",
	"not-signed": "not signed", "not-validated": "not validated", "not-yet-valid": "not yet valid", "expired": "expired", "issued-in-future": "dated ahead", "offence-threshold": "the offence is not grave enough",
	"category-not-provided": "the category is not provided", "service-out-of-scope": "the service is out of scope", "identifier-invalid": "the identifier is invalid", "identifier-ambiguous": "the identifier is ambiguous",
	"window-missing": "no period is stated", "window-ambiguous": "the period is ambiguous", "window-too-long": "the period is too long", "too-broad": "too broad", "area-request-not-allowed": "a request for an area is not allowed",
	"not-the-providers-user": "not our user", "duplicate": "answered before", "language": "language", "privilege": "privilege", "conflict-of-laws": "conflict of laws", "uncertain-rule": "the law is uncertain",
	"fundamental-rights": "fundamental rights", "execution-deadline-passed": "the time to carry it out is over", "mutual-assistance-needed": "mutual legal assistance is needed",
	"emergency-not-shown": "no emergency is shown", "retention-purpose": "kept for another purpose only",
}

var certaintyWords = map[string]string{"verified": "read in the source", "known": "settled", "uncertain": "uncertain: counsel decides"}

var fieldWords = map[string]string{
	"name": "name", "address": "address", "service-length": "length of service", "service-type": "type of service", "numbers": "numbers", "identities": "identities",
	"assigned-address": "assigned address", "payment-means": "means of payment", "billed-calls-only": "billed calls only, no missed ones",
}

var reliefWords = map[string]string{
	"object": "Object", "modify": "Ask to modify or set aside", "more-time": "Ask for more time", "lift-secrecy": "Ask to lift secrecy", "cost": "Ask for costs",
}

// spaced writes a name of the packs as words.
func spaced(s string) string { return strings.ReplaceAll(s, "-", " ") }

// worded gives the words of a name, or the name itself, spaced: a page never fails for a new name, the tests do.
func worded[K ~string](m map[K]string, name string) string {
	if w, ok := m[K(name)]; ok {
		return w
	}
	return spaced(name)
}

// each gives the words of several names.
func each[K ~string](m map[K]string, names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = worded(m, n)
	}
	return out
}

// list joins words: "a", "a and b", "a, b and c".
func list(words []string, and string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + and + " " + words[n-1]
	}
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	if !strings.ContainsAny(s[len(s)-1:], ".:?!") {
		s += "."
	}
	return upper(s)
}

// upper begins with a capital.
func upper(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
