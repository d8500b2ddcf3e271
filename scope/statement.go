package scope

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/gowebpki/jcs"

	"writ/ledger"
)

// A Verb is what a person says of a case.
type Verb string

// The verbs. Each is an entry's kind on the ledger.
const (
	Registered Verb = "registered" // who brought the demand in; never counts as an approval
	Read       Verb = "read"       // what the paper says, read blind
	Verified   Verb = "verified"   // the requester is who the paper says, by the tenant's own directory
	Approve    Verb = "approve"
	Emergency  Verb = "emergency" // one person now, the second within the hours of the policy
	Refuse     Verb = "refuse"
	Withdraw   Verb = "withdraw" // a stop: one person suffices, and all approvals are void
	Close      Verb = "close"
)

// A Statement is what a person's own key signs: on one ledger, about one version of one case, on one digest.
// For Read and Verified the digest is that of the demand as read; for the others that of the decision.
type Statement struct {
	Verb    Verb
	Ledger  ledger.ID
	Case    string
	Version int
	Digest  [32]byte
}

// Bytes is what is signed.
func (s Statement) Bytes() []byte {
	b := append(make([]byte, 0, 256), "writ/1/"+s.Verb+"/"...)
	b = append(append(hex.AppendEncode(b, s.Ledger[:]), '/'), s.Case...)
	b = append(strconv.AppendInt(append(b, '/'), int64(s.Version), 10), '/')
	return hex.AppendEncode(b, s.Digest[:])
}

// Sign makes the body of the ledger's entry.
func (s Statement) Sign(who string, key ed25519.PrivateKey, reason string) []byte {
	return encode(Signed{V: 1, Who: who, Version: s.Version, Digest: hex.EncodeToString(s.Digest[:]), Reason: reason, Sig: ed25519.Sign(key, s.Bytes())})
}

// Signed is the body of an entry that a person signed. Reason is for people and is not part of what is signed;
// it never names a target.
type Signed struct {
	V       int    `json:"v"`
	Who     string `json:"who"`
	Version int    `json:"version"`
	Digest  string `json:"digest"`
	Reason  string `json:"reason,omitempty"`
	Sig     []byte `json:"sig"`
}

// A Role says what a person may do.
type Role string

// The roles. Who may read, verify and approve stands in fold.go.
const (
	Clerk     Role = "clerk"
	Verifier  Role = "verifier"
	Approver  Role = "approver"
	Counsel   Role = "counsel"
	Custodian Role = "custodian"
	Operator  Role = "operator"
	Auditor   Role = "auditor"
	Intake    Role = "intake" // no person: brings in what comes by mail, and does nothing else
)

// Roles lists the roles of people.
func Roles() []Role { return []Role{Clerk, Verifier, Approver, Counsel, Custodian, Operator, Auditor} }

// A Person is enrolled on the ledger with a key that nobody else holds.
type Person struct {
	Name    string            `json:"name"`
	Role    Role              `json:"role"`
	Key     ed25519.PublicKey `json:"key"`
	Carrier bool              `json:"carrier,omitempty"` // the carrier's own employee (47 CFR 1.20003)
}

// Enrolling is what two others sign to enrol a person.
func (p Person) Enrolling(id ledger.ID) []byte {
	b := hex.AppendEncode(append(make([]byte, 0, 256), "writ/1/enrol/"...), id[:])
	b = append(strconv.AppendQuote(append(b, '/'), p.Name), "/"+p.Role+"/"...)
	return strconv.AppendBool(append(hex.AppendEncode(b, p.Key), '/'), p.Carrier)
}

// An Enrolment is the body of an `enrol` entry: the person, and who vouches.
type Enrolment struct {
	V      int     `json:"v"`
	Person Person  `json:"person"`
	By     []Vouch `json:"by"`
}

// A Vouch is one enrolled person's signature over [Person.Enrolling].
type Vouch struct {
	Who string `json:"who"`
	Sig []byte `json:"sig"`
}

// A Policy is the body of the ledger's first entry, of kind `policy`. It names the first people, whom later ones
// need, and the ceilings. It can't lower what Go demands.
type Policy struct {
	V              int      `json:"v"`
	Tenant         string   `json:"tenant"`
	Founders       []Person `json:"founders"`
	Approvers      int      `json:"approvers"`       // at least 2
	CarrierNeeded  bool     `json:"carrier_needed"`  // a TTP acts for a carrier under CALEA
	EmergencyHours int      `json:"emergency_hours"` // at most 24
	Subscribers    int      `json:"subscribers"`     // most identifiers in one scope
	Monthly        int      `json:"monthly"`         // most identifiers looked up in 30 days
}

// Entry keys. Each is appended once.
const PolicyKey = "home/policy/1"

// PersonKey is the key of a person's enrolment.
func PersonKey(name string) string { return "person/" + name }

// Entry makes the ledger's entry of a statement. The n-th statement of a verb by a person has its own key.
func (s Statement) Key(who string, n int) string {
	return fmt.Sprintf("%s/%s/%d/%s/%d", s.Verb, s.Case, s.Version, who, n)
}

// DecidedKey is the key of the entry that says what was decided on a version of a case.
func DecidedKey(caseID string, version int) string {
	return fmt.Sprintf("decided/%s/%d", caseID, version)
}

// Decided is the body of the `decided` entry.
type Decided struct {
	V       int    `json:"v"`
	Version int    `json:"version"`
	Digest  string `json:"digest"` // of the decision, salted by the demand
	Packs   string `json:"packs"`
}

// encode writes a body in canonical JSON (RFC 8785), so that it stands readable in the ledger.
func encode(v any) []byte {
	b, err := json.Marshal(v)
	if err == nil {
		b, err = jcs.Transform(b)
	}
	if err != nil {
		panic("scope: a body of our own can't be written: " + err.Error()) // a broken promise inside, never input
	}
	return b
}
