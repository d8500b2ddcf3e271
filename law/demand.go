package law

import (
	"time"

	"writ"
)

// A Demand is what was served, and on whom: plain data, anyone may build one. Identifiers and windows are
// kept as written; the engine reads them, and what can't be read is clarified, never guessed.
type Demand struct {
	Case       string    // the case's own number in this house; "" for a dry exercise
	Salt       [32]byte  // of the case, random: digests on the ledger are commitments that nobody can guess a number from
	Version    int       // grows with each correction of the case: an old approval does not carry over
	At         time.Time // the instant of the decision
	Packs      []string  // the law in play
	Provider   Provider
	Instrument Instrument
	Asks       []Ask
}

// A Provider is the one on whom the demand was served.
type Provider struct {
	Established []string // ISO 3166-1 alpha-2
	Offers      []string
	Service     writ.Service
	Keeps       map[writ.Category]writ.Period // age of the oldest record; absent: not kept
	Zone        string                        // IANA; empty: as the pack of the first country of Established says
}

// A Stamp is a date or an instant as the paper has it.
type Stamp struct {
	Text    string    // as written
	Time    time.Time // the instant; for a date, 00:00 of that day in UTC, to be read in the pack's zone
	HasTime bool      // false: a date only
	Offset  bool      // false with HasTime: a local time without a zone
}

// An Instrument is the paper.
type Instrument struct {
	Type      string
	Issuer    Issuer
	Issued    *Stamp
	Served    *Stamp
	Expires   *Stamp
	Addressee string // provider | representative | other-entity
	Signed    *bool
	Language  string
	Offence   *Offence
	Emergency *bool
	Secrecy   *Secrecy
	User      *User
	Facts     map[string]any // string, bool, int, []any and map[string]any of these, as YAML scalars were written; any other kind is refused
}

// An Issuer is who signed.
type Issuer struct {
	Kind    writ.IssuerKind
	Country string
}

// An Offence is what is investigated.
type Offence struct {
	Name     string
	MaxYears *int
	Listed   *bool
}

// Secrecy is a non-disclosure order.
type Secrecy struct{ Until *Stamp }

// A User is what is known of the person, as far as it changes the law.
type User struct{ Residence, Nationality, Role string }

// An Ask is one category for some identifiers in one window.
type Ask struct {
	File        string // a table of identifiers that stands for them, as the request names it; "" for none
	Category    writ.Category
	Identifiers []Stated
	Window      *StatedWindow
}

// Stated is a name as written on the paper.
type Stated struct {
	Kind writ.Kind
	Text string
}

// A StatedWindow is a span as written on the paper. To may be nil for a live ask.
type StatedWindow struct{ From, To *Stamp }
