package verify

// The checks, in their order. The first that breaks ends the verification.
const (
	Container    = "container"    // the file is an archive in its one form: nothing before, between or behind its members
	Seal         = "seal"         // the members are those that the seal names, and the key in the seal signed it
	Signer       = "signer"       // that key is the provider's
	Identity     = "identity"     // the agency's key opens its part
	Archive      = "archive"      // what it opens is an archive in its one form
	Manifest     = "manifest"     // the manifest covers every part and nothing else, by size and hash
	Signature    = "signature"    // the provider's key signed the manifest
	Ledger       = "ledger"       // the ledger holds the manifest's hash, and the ledger is the provider's
	Expected     = "expected"     // it is the package that was expected
	Scope        = "scope"        // what was asked and decided can be read
	Decision     = "decision"     // the law enclosed, asked again, answers the same
	Entries      = "entries"      // each entry enclosed is proven, of this case, and in order
	People       = "people"       // each person who signed was enrolled, with a key of their own
	Decided      = "decided"      // the ledger's last decision on this version is this one
	Readings     = "readings"     // two people read the paper alike
	Verification = "verification" // someone who did not register the demand verified the requester
	Approvals    = "approvals"    // enough people who did not register it approved this decision
	Standing     = "standing"     // the case was not refused, stopped or closed
	Rows         = "rows"         // rows.jsonl is in its one form
	Reasons      = "reasons"      // each row names an ask that opens, and the provision that opens it
	Fields       = "fields"       // each field belongs to the row's category
	Narrowing    = "narrowing"    // no more of a record than the law opens
	Window       = "window"       // each row lies in its ask's window
	Bearer       = "bearer"       // each row bears the name asked for, or one that its holder had
	Counts       = "counts"       // rows, manifest and totals agree
	Tables       = "tables"       // the tables hold the same rows, in cells that no spreadsheet changes
	Shortfall    = "shortfall"    // what does not leave is exactly what the decision says
	Report       = "report"       // report.html says the same, and report.pdf is its twin
	Certificate  = "certificate"  // the certificate binds these rows
	Conservation = "conservation" // for the auditor: examined is what left and what stayed
)

// Checks lists the checks in their order.
func Checks() []string {
	return []string{Container, Seal, Signer, Identity, Archive, Manifest, Signature, Ledger, Expected, Scope, Decision, Entries, People, Decided,
		Readings, Verification, Approvals, Standing, Rows, Reasons, Fields, Narrowing, Window, Bearer, Counts, Tables, Shortfall, Report,
		Certificate, Conservation}
}

// A State is how a check came out.
type State string

// The states.
const (
	Holds  State = "ok"
	Breaks State = "broken"
	Untold State = "unknown" // nothing can be said, and the detail says why
)

// A Check is one line of the outcome.
type Check struct {
	Name   string `json:"check"`
	State  State  `json:"state"`
	Detail string `json:"detail,omitempty"` // never quotes a record, a name or a case
}

// An Outcome is what was found. Each check stands in it once, in order.
type Outcome struct {
	Checks      []Check `json:"checks"`
	Fingerprint string  `json:"fingerprint,omitempty"` // of the key that signed: SHA-256, the first 16 octets in hex
	Case        string  `json:"case,omitempty"`        // known once the manifest was read
	Version     int     `json:"version,omitempty"`
	Rows        int64   `json:"rows,omitempty"`
}

// OK reports whether nothing is broken. What could not be told does not count against it.
func (o Outcome) OK() bool { return o.Broken() == nil }

// Broken gives the first check that does not hold, or nil.
func (o Outcome) Broken() *Check {
	for i := range o.Checks {
		if o.Checks[i].State == Breaks {
			return &o.Checks[i]
		}
	}
	return nil
}

// State tells how one check came out.
func (o Outcome) State(name string) State {
	for _, c := range o.Checks {
		if c.Name == name {
			return c.State
		}
	}
	return Untold
}

const unreached = "not reached"

func newOutcome() *Outcome {
	o := &Outcome{}
	for _, name := range Checks() {
		o.Checks = append(o.Checks, Check{name, Untold, unreached})
	}
	return o
}

func (o *Outcome) set(name string, s State, detail string) {
	for i := range o.Checks {
		if o.Checks[i].Name == name {
			o.Checks[i] = Check{name, s, detail}
		}
	}
}

// A fault says what does not hold. nil: it holds.
type fault struct {
	check  string // empty: the check that was run
	detail string
}

func broken(detail string) *fault { return &fault{detail: detail} }

func breaks(check, detail string) *fault { return &fault{check, detail} }

// run runs a check and reports whether it held.
func (o *Outcome) run(name string, f func() *fault) bool {
	if x := f(); x != nil {
		if x.check == "" {
			x.check = name
		}
		o.set(x.check, Breaks, x.detail)
		return false
	}
	o.hold(name)
	return true
}

// hold marks a check that was reached and found to hold, unless it said itself that nothing can be told.
func (o *Outcome) hold(names ...string) {
	for _, name := range names {
		for i := range o.Checks {
			if c := &o.Checks[i]; c.Name == name && c.State == Untold && c.Detail == unreached {
				*c = Check{Name: name, State: Holds}
			}
		}
	}
}
