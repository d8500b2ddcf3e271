package writ

// A Category is what sort of data is asked for. The law opens categories, never files.
type Category string

// The categories. Live ones may only be tapped, the others only be produced or preserved.
const (
	Subscriber     Category = "subscriber"
	Payment        Category = "payment"
	IPAssignment   Category = "ip-assignment"
	CallRecords    Category = "call-records"
	SessionRecords Category = "session-records"
	Traffic        Category = "traffic"
	Location       Category = "location"
	Content        Category = "content"
	LiveIRI        Category = "live-iri"
	LiveCC         Category = "live-cc"
	LiveLocation   Category = "live-location"
)

// Categories lists every category.
func Categories() []Category {
	return []Category{Subscriber, Payment, IPAssignment, CallRecords, SessionRecords, Traffic, Location, Content, LiveIRI, LiveCC, LiveLocation}
}

// ParseCategory reads the name of a category.
func ParseCategory(s string) (Category, error) { return member("category", s, Categories()) }

// Live reports whether the category can only be tapped.
func (c Category) Live() bool { return c == LiveIRI || c == LiveCC || c == LiveLocation }

// A Service is what the provider offers.
type Service string

// Services lists every service.
func Services() []Service {
	return []Service{"telephony", "mobile", "voip-interconnected", "voip-other", "broadband", "sms", "messaging", "email", "hosting",
		"cloud-storage", "social", "private-network", "satellite", "wholesale"}
}

// ParseService reads the name of a service.
func ParseService(s string) (Service, error) { return member("service", s, Services()) }

// An IssuerKind says what sort of authority signed.
type IssuerKind string

// IssuerKinds lists every kind of issuer.
func IssuerKinds() []IssuerKind {
	return []IssuerKind{"police", "prosecutor", "judge", "court", "grand-jury", "agency", "intelligence", "minister", "private-party",
		"issuing-authority", "emergency-service", "regulator", "foreign-authority"}
}

// ParseIssuerKind reads the name of a kind of issuer.
func ParseIssuerKind(s string) (IssuerKind, error) { return member("issuer kind", s, IssuerKinds()) }

// A Ground is why something does not leave, or not yet.
type Ground string

// Grounds lists every ground.
func Grounds() []Ground {
	return []Ground{"instrument-too-weak", "issuer-not-competent", "no-jurisdiction", "wrong-addressee", "not-signed", "not-validated",
		"not-yet-valid", "expired", "issued-in-future", "offence-threshold", "category-not-provided", "service-out-of-scope",
		"identifier-invalid", "identifier-ambiguous", "window-missing", "window-ambiguous", "window-too-long", "too-broad",
		"area-request-not-allowed", "not-the-providers-user", "duplicate", "language", "privilege", "conflict-of-laws", "uncertain-rule",
		"fundamental-rights", "execution-deadline-passed", "mutual-assistance-needed", "emergency-not-shown", "retention-purpose"}
}

// ParseGround reads the name of a ground.
func ParseGround(s string) (Ground, error) { return member("ground", s, Grounds()) }

// A Narrowing names the part of a category to which the law cuts a record down.
type Narrowing string

// Narrowings lists the fields to which a pack may cut a category down.
func Narrowings(c Category) []Narrowing {
	switch c {
	case Subscriber:
		return []Narrowing{"name", "address", "service-length", "service-type", "numbers", "identities", "assigned-address", "payment-means"}
	case CallRecords:
		return []Narrowing{BilledCallsOnly}
	default:
		return nil
	}
}

// BilledCallsOnly leaves only calls for which a charge could be assessed: no missed calls.
const BilledCallsOnly Narrowing = "billed-calls-only"

// A Notice says whether the provider may tell its user.
type Notice string

// The states of notice.
const (
	NoticePermitted  Notice = "permitted"
	NoticeRequired   Notice = "required"
	NoticeProhibited Notice = "prohibited"
	NoticeDelayed    Notice = "delayed"
)

// A Verdict is what the answers of a demand add up to.
type Verdict string

// The verdicts, as derived from the answers.
const (
	Refers    Verdict = "refer"
	Fulfils   Verdict = "fulfil"
	Partial   Verdict = "partial"
	Clarifies Verdict = "clarify"
	Rejects   Verdict = "reject"
)
