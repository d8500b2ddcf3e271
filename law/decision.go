package law

import (
	"iter"
	"slices"
	"time"

	"writ"
)

// A Decision holds one Outcome for each ask. Only [Decide] makes one; the zero Decision opens nothing.
// It is a value around what never changes: `*p = *q` can't alter another's.
type Decision struct{ d *decision }

type decision struct {
	demand   Demand
	packs    [32]byte
	outcomes []Outcome
	verdict  writ.Verdict
	due      time.Time
	telling  Telling
	cost     string
	reliefs  []Relief
	zone     *time.Location
	digest   [32]byte
}

// A Ground is the rule that an outcome rests on.
type Ground struct {
	Rule      string `json:"rule"`             // "us-federal/subpoena-grand-jury/call-records"
	Provision string `json:"provision"`        // "18 USC 2703(c)(2)(C)"
	Certainty string `json:"certainty"`        // verified | known | uncertain
	Because   string `json:"because"`          // a sentence that a lawyer can read
	Since     string `json:"since,omitempty"`  // the day from which the rule is in force, YYYY-MM-DD; "" for a rule of the engine
	Source    string `json:"source,omitempty"` // where it was read
}

// A Shortfall is a part of an ask that does not leave. It never says how much there is, nor when.
type Shortfall struct {
	Kind      string      `json:"kind"`             // "not-held", "default" or "withhold"
	Ground    writ.Ground `json:"ground,omitempty"` // set for withhold
	Provision string      `json:"provision"`
}

// An Outcome is the answer to one ask.
type Outcome struct {
	Ask         int // its place in the demand, from 0
	Category    writ.Category
	Identifiers []writ.Identifier // canonical; empty where they could not be read
	Answer      Answer
	Window      writ.Window      // what is opened, narrowed by the law and by what is held; zero where the ask has none
	Fields      []writ.Narrowing // empty: the whole record
	Shortfall   []Shortfall
	Grounds     []Ground // never empty; the first one decided
	Deadline    time.Time
	Until       time.Time // of a Preserve: the first instant at which the law no longer binds to keep it; zero: the law states no end
}

// Opens reports whether the answer lets stored records leave.
func (o Outcome) Opens() bool {
	switch o.Answer.(type) {
	case Release, MustRelease:
		return !o.Category.Live()
	case Withhold, NotHeld, Default, Clarify, Refer, Preserve, Intercept:
		return false
	default:
		return false
	}
}

func (o Outcome) clone() Outcome {
	o.Identifiers = slices.Clone(o.Identifiers)
	o.Fields = slices.Clone(o.Fields)
	o.Shortfall = slices.Clone(o.Shortfall)
	o.Grounds = slices.Clone(o.Grounds)
	return o
}

// Zero reports whether nothing was decided.
func (d Decision) Zero() bool { return d.d == nil }

// Outcomes yields copies, in the order of the asks.
func (d Decision) Outcomes() iter.Seq[Outcome] {
	return func(yield func(Outcome) bool) {
		if d.d == nil {
			return
		}
		for _, o := range d.d.outcomes {
			if !yield(o.clone()) {
				return
			}
		}
	}
}

// Demand gives a copy of what was decided on.
func (d Decision) Demand() Demand {
	if d.d == nil {
		return Demand{}
	}
	return d.d.demand.clone()
}

// Digest binds demand, packs, engine and outcomes. The ledger's `decided` entry must equal it.
func (d Decision) Digest() [32]byte {
	if d.d == nil {
		return [32]byte{}
	}
	return d.d.digest
}

// Zone is the IANA name of the zone in which days were counted.
func (d Decision) Zone() string {
	if d.d == nil {
		return ""
	}
	return d.d.zone.String()
}

// PackSet is the hash of the packs that decided.
func (d Decision) PackSet() [32]byte {
	if d.d == nil {
		return [32]byte{}
	}
	return d.d.packs
}

// Verdict is what the answers add up to.
func (d Decision) Verdict() writ.Verdict {
	if d.d == nil {
		return writ.Rejects
	}
	return d.d.verdict
}

// Due is the day on which the answer is due, if the law or the paper says so: the last instant, exclusive.
func (d Decision) Due() (time.Time, bool) {
	if d.d == nil {
		return time.Time{}, false
	}
	return d.d.due, !d.d.due.IsZero()
}

// Notice says whether the user may be told.
func (d Decision) Notice() writ.Notice {
	if d.d == nil {
		return writ.NoticeProhibited
	}
	return d.d.telling.Is
}

// A Telling says whether the user may be told, on which provision, and how long that holds.
type Telling struct {
	Is        writ.Notice
	Provision string    // "": the pack's general rule, or the secrecy that the paper orders
	Until     time.Time // the first instant at which it no longer holds; zero: no end is stated
}

// Telling gives [Decision.Notice] with its provision and its end.
func (d Decision) Telling() Telling {
	if d.d == nil {
		return Telling{Is: writ.NoticeProhibited}
	}
	return d.d.telling
}

// Cost is what the law of the instrument says of reimbursement, in its pack's words; "" where the pack says nothing.
func (d Decision) Cost() string {
	if d.d == nil {
		return ""
	}
	return d.d.cost
}
