package casefile

import (
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"time"

	"writ"
	"writ/law"
	"writ/ledger"
	"writ/scope"
)

// A Case is one demand from its papers to its answer. It is plain data: who holds a Case may read it, and nothing that
// stands in it opens anything. It prints as its number and state only.
type Case struct {
	ID         string    `json:"id"` // 16 to 64 hexadecimal digits, random: the only name of it that logs and the ledger show
	Version    int       `json:"version"`
	State      State     `json:"state"`
	Ledger     ledger.ID `json:"ledger"`
	Rules      Rules     `json:"rules"`
	Salt       [32]byte  `json:"salt"`   // random; digests on the ledger are commitments under it
	Agency     string    `json:"agency"` // its id in the directory
	Request    Request   `json:"request"`
	Papers     []Paper   `json:"papers,omitempty"`
	Priors     []Prior   `json:"priors,omitempty"`     // earlier cases of the same agency and reference
	Registrars []string  `json:"registrars,omitempty"` // of all versions; none of them verifies or approves

	Readings  []Reading  `json:"readings,omitempty"` // of this version, the last of each person
	Verifier  string     `json:"verifier,omitempty"`
	Requester *Agency    `json:"requester,omitempty"` // the directory's entry as it stood when verified: packages go there and nowhere else
	Decision  *Answered  `json:"decision,omitempty"`
	Approvals []Approval `json:"approvals,omitempty"`
	Alone     *Alone     `json:"alone,omitempty"` // an emergency
	Clocks    Clocks     `json:"clocks"`
	Erased    bool       `json:"erased,omitempty"` // an erasure is on its way to the ledger
	History   []Entry    `json:"history"`
}

// Rules are what the ledger's first entry demands of approvals, as it stood at registration.
type Rules struct {
	Approvers      int  `json:"approvers"`
	CarrierNeeded  bool `json:"carrier_needed,omitempty"`
	EmergencyHours int  `json:"emergency_hours,omitempty"`
}

// RulesOf takes them from the ledger's policy; Go's own minimum and maximum stand above it.
func RulesOf(p scope.Policy) Rules {
	return Rules{max(leastApprovers, p.Approvers), p.CarrierNeeded, min(p.EmergencyHours, mostEmergencyHours)}
}

const (
	leastApprovers     = 2
	mostEmergencyHours = 24
)

// A Paper is what was served, known by its hash. Its bytes are stored apart, sealed, and never unpacked.
type Paper struct {
	Name   string   `json:"name"`
	Size   int      `json:"size"`
	SHA256 [32]byte `json:"sha256"`
}

// An Answered is what the law said on this version.
type Answered struct {
	Digest  [32]byte     `json:"digest"`
	Packs   [32]byte     `json:"packs"`
	Verdict writ.Verdict `json:"verdict"`
	Opens   bool         `json:"opens"` // stored records may leave
	Keeps   bool         `json:"keeps"` // records are to be preserved
	Taps    bool         `json:"taps"`  // a tap may be set
	Asks    bool         `json:"asks"`  // something is asked of the issuer
	Notice  writ.Notice  `json:"notice"`
	At      time.Time    `json:"at"`
	Demand  StoredDemand `json:"demand"` // what was decided on; Decide over it gives the same digest
}

// An Approval is one person's yes to this version.
type Approval struct {
	Who     string    `json:"who"`
	At      time.Time `json:"at"`
	Carrier bool      `json:"carrier,omitempty"`
	Counsel bool      `json:"counsel,omitempty"`
}

// Alone is an emergency: one person's yes, and until when it stands without a second.
type Alone struct {
	Who   string    `json:"who"`
	Until time.Time `json:"until"`
	Late  bool      `json:"late,omitempty"` // the alarm rang and the second was not there
}

// Clocks are the instants that run on a case, each zero where it has none. They are columns that a query sweeps; the
// jobs only wake somebody.
type Clocks struct {
	Deadline  time.Time `json:"deadline"`  // the answer is due before it
	Secrecy   time.Time `json:"secrecy"`   // the user may not be told before it
	Preserve  time.Time `json:"preserve"`  // what is preserved is kept at least until then
	SecondBy  time.Time `json:"second_by"` // the second approval of an emergency is due before it
	Overdue   bool      `json:"overdue,omitempty"`
	MayTell   bool      `json:"may_tell,omitempty"`   // the order of secrecy has ended
	MayExpire bool      `json:"may_expire,omitempty"` // the preservation has ended
}

// An Entry of the history says what happened, in words that hold no text of the paper.
type Entry struct {
	At      time.Time  `json:"at"`
	Verb    scope.Verb `json:"verb,omitempty"` // set for what a person signed
	Who     string     `json:"who,omitempty"`
	Version int        `json:"version"`
	To      State      `json:"to"`
	Note    string     `json:"note"`
}

// String shows the number and the state, nothing of what was served.
func (c Case) String() string { return "case " + c.ID + " (" + string(c.State) + ")" }

// GoString masks it under %#v.
func (c Case) GoString() string { return "casefile.Case(" + c.String() + ")" }

// Format masks it under every verb.
func (c Case) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// LogValue masks it in logs.
func (c Case) LogValue() slog.Value { return slog.StringValue(c.String()) }

var hexID = regexp.MustCompile(`^[0-9a-f]{16,64}$`)

// Digest is what a person signs about the case as it stands: the decision's once there is one, else that of the
// readings that agree, else that of the request as registered.
func (c Case) Digest() [32]byte {
	if c.Decision != nil {
		return c.Decision.Digest
	}
	if d, ok := c.agreed(); ok {
		return d
	}
	return c.ReadingOf(c.Request).Reading()
}

// Statement is what a person signs to say verb about the case as it stands. For [scope.Read] use ReadStatement, which
// is about the reader's own text.
func (c Case) Statement(verb scope.Verb) scope.Statement {
	s := scope.Statement{Verb: verb, Ledger: c.Ledger, Case: c.ID, Version: c.Version, Digest: c.Digest()}
	if verb == scope.Verified {
		s.Digest, _ = c.agreed()
	}
	return s
}

// ReadStatement is what a person signs who read r in the papers.
func (c Case) ReadStatement(r Request) scope.Statement {
	return scope.Statement{Verb: scope.Read, Ledger: c.Ledger, Case: c.ID, Version: c.Version, Digest: c.ReadingOf(r).Reading()}
}

// ReadingOf is the demand as one reader has it, without provider, packs and instant: what the reading's digest is of.
// The fact that it was asked before is added for every reader alike.
func (c Case) ReadingOf(r Request) law.Demand {
	return law.Demand{Case: c.ID, Salt: c.Salt, Version: c.Version, Instrument: withDuplicate(r, c.Priors), Asks: r.Asks}
}
