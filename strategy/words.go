package strategy

import (
	"slices"

	"writ"
)

// A Duty is what may bind a provider.
type Duty string

// The duties whose names the code needs; [Duties] lists all.
const (
	InterceptionCapability Duty = "interception-capability"
	DataRetention          Duty = "data-retention"
	DataErasure            Duty = "data-erasure"
)

// Duties lists every duty, in the order in which they are shown.
func Duties() []Duty {
	return []Duty{"records-production", "preservation", DataRetention, DataErasure, "interception-assistance", InterceptionCapability, "encryption-removal",
		"system-security-filing", "point-of-contact", "notification-of-regulator", "legal-representative", "decentralised-it-system",
		"foreign-ownership-review", "staff-clearance", "secrecy", "cost-rules", "transparency-report"}
}

// ParseDuty reads the name of a duty.
func ParseDuty(s string) (Duty, error) { return memberOf("duty", s, Duties()) }

// A Status is how a profile stands to a duty.
type Status string

// The statuses.
const (
	Gap           Status = "gap"            // it binds and something is missing
	Uncertain     Status = "uncertain"      // ask counsel
	Upcoming      Status = "upcoming"       // it binds from a day to come
	Met           Status = "met"            // all that the rule asks is in the profile
	Exempt        Status = "exempt"         // the law names this class and lets it off
	NotApplicable Status = "not-applicable" // it would bind only after an act of the State that has not come
)

// Statuses lists every status, the one that asks for most first.
func Statuses() []Status { return []Status{Gap, Uncertain, Upcoming, Met, Exempt, NotApplicable} }

// ParseStatus reads the name of a status.
func ParseStatus(s string) (Status, error) { return memberOf("status", s, Statuses()) }

// A Standard is in what form intercepted traffic is delivered.
type Standard string

// The standards.
const (
	ATIS          Standard = "atis"
	ETSI          Standard = "etsi"
	National      Standard = "national"
	NoneDelivered Standard = "none"
)

// Standards lists every standard.
func Standards() []Standard { return []Standard{ATIS, ETSI, National, NoneDelivered} }

// ParseStandard reads the name of a standard.
func ParseStandard(s string) (Standard, error) { return memberOf("standard", s, Standards()) }

// An Advice is what to do, in one word of a closed list.
type Advice string

// Advices lists every advice, in the order of urgency in which they are shown.
func Advices() []Advice {
	return []Advice{"ttp-or-staff", "24x7-contact", "team-telecom-preparation", "us-contact-or-ttp-on-us-soil", "file-ssi", "appoint-representative",
		"register-it-system", "virtual-li", "separate-standards", "retention-store", "erase-over-retention", "review-on-growth"}
}

// ParseAdvice reads the name of an advice.
func ParseAdvice(s string) (Advice, error) { return memberOf("advice", s, Advices()) }

// licenceStates lists how far a filing, a licence or a notice has come.
func licenceStates() []string {
	return []string{"applied", "granted", "filed", "lodged", "notified", "registered", "in-force"}
}

// licenceKinds lists what a provider may have applied for, filed or been served with.
func licenceKinds() []string {
	return []string{"section-214", "submarine-cable", "310b", "calea-ssi", "general-authorisation", "legal-representative", "designated-establishment",
		"decentralised-it-system", "ic-plan", "retention-notice", "technical-capability-notice", "spectrum", "retention-order", "extended-duties", "licence"}
}

// deliveries lists what delivery standard a network can speak.
func deliveries() []string { return []string{"none", "atis", "etsi", "both", "vendor-proprietary"} }

// encryptions lists who can read what a service carries.
func encryptions() []string { return []string{"none", "provider-keys", "end-to-end"} }

// certainties lists what an author may say of a rule.
func certainties() []string { return []string{"verified", "known", "uncertain"} }

// memberOf finds a word in a closed list.
func memberOf[T ~string](what, s string, known []T) (T, error) {
	if slices.Contains(known, T(s)) {
		return T(s), nil
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	return "", &writ.ListError{What: what, Known: names}
}

// wordOf gives a parser of plain words of a list.
func wordOf(what string, known []string) func(string) (string, error) {
	return func(s string) (string, error) { return memberOf(what, s, known) }
}
