package intercept

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"writ"
)

// Deliver says what a task hands over.
type Deliver uint8

// IRIOnly takes signalling alone; IRIAndCC takes content as well. The zero value takes nothing and is refused.
const (
	IRIOnly Deliver = iota + 1
	IRIAndCC
)

// String gives the word that task files use.
func (d Deliver) String() string {
	switch d {
	case IRIOnly:
		return "iri"
	case IRIAndCC:
		return "iri+cc"
	}
	return "nothing"
}

// A Target is one identifier that the network is to look for. It prints masked.
type Target struct{ ID writ.Identifier }

// A Task is one warrant's tap for one agency. It is in force in [From, Until), UTC.
type Task struct {
	XID     XID
	Product XID  // put on the product instead of XID where it is not zero (productID of TS 103 221-1)
	LIID    LIID // zero at a point of interception, which is not told
	Targets []Target
	Deliver Deliver
	From    time.Time
	Until   time.Time
	To      []DID
	Proof   []byte // that the ledger has the task, for a point of interception that asks for it
}

// MostTargets is the ceiling of identifiers in one task, above any that a caller sets.
const MostTargets = 64

// MostDestinations is the ceiling of destinations of one task.
const MostDestinations = 16

// MaxProof is the most octets of a task's proof.
const MaxProof = 64 << 10

// Why a task is refused. Test with errors.Is; no text names a target or a number.
var (
	ErrNoXID     = refusal("it has no XID; give it a UUID of its own")
	ErrNoTarget  = refusal("it names no target; name at least one identifier")
	ErrTooMany   = refusal("it names more targets than allowed; one task is for one person")
	ErrWildcard  = refusal("a target holds a wildcard; name each identifier")
	ErrKind      = refusal("a target is of a kind that no network can look for; name a number, device, address or account")
	ErrTwice     = refusal("a target or destination stands twice; keep one of them")
	ErrDeliver   = refusal("it does not say what to deliver; write iri or iri+cc")
	ErrNoStart   = refusal("it has no start; write the instant from which it holds")
	ErrNoEnd     = refusal("it has no end; write the instant at which the authority ends")
	ErrBackwards = refusal("its end is not after its start")
	ErrOver      = refusal("its end has passed")
	ErrTooFar    = refusal("its destinations are too many; one task is for one agency")
	ErrProof     = refusal("its proof is longer than any proof")
	ErrYear      = refusal("an instant lies outside the years 1970 to 9999")
)

// ErrTask is behind every refusal.
var ErrTask = errors.New("task refused")

func refusal(why string) error { return fmt.Errorf("%w: %s", ErrTask, why) }

// Check refuses what must never run, at an instant: no start or end, an end that is not after the start or has passed, no target, a
// wildcard or a kind that no network can look for, more than most targets. A start in the future is no fault.
func (t Task) Check(at time.Time, most int) error {
	if err := t.CheckForm(); err != nil {
		return err
	}
	switch {
	case len(t.Targets) > most:
		return ErrTooMany
	case !t.Until.After(at):
		return ErrOver
	}
	return nil
}

// CheckForm is Check without the instant and the caller's ceiling: what can be said of a task that may be over.
func (t Task) CheckForm() error {
	switch {
	case t.XID.IsZero():
		return ErrNoXID
	case t.Deliver != IRIOnly && t.Deliver != IRIAndCC:
		return ErrDeliver
	case t.From.IsZero():
		return ErrNoStart
	case t.Until.IsZero():
		return ErrNoEnd
	case !year(t.From) || !year(t.Until):
		return ErrYear
	case !t.Until.After(t.From):
		return ErrBackwards
	}
	if err := t.checkTargets(); err != nil {
		return err
	}
	return t.checkDestinations()
}

func year(at time.Time) bool { y := at.UTC().Year(); return y >= 1970 && y <= 9999 }

func (t Task) checkTargets() error {
	switch {
	case len(t.Targets) == 0:
		return ErrNoTarget
	case len(t.Targets) > MostTargets:
		return ErrTooMany
	}
	seen := map[Target]bool{}
	for _, target := range t.Targets {
		switch {
		case target.ID.IsZero():
			return ErrNoTarget
		case strings.ContainsAny(target.ID.Reveal(), "*?%"):
			return ErrWildcard
		case !canBeSought(target.ID.Kind()):
			return ErrKind
		case seen[target]:
			return ErrTwice
		}
		seen[target] = true
	}
	return nil
}

// canBeSought leaves out what is no name on a network (a person's name), names a crowd (a cell), or lies in the past (an address with an instant).
func canBeSought(k writ.Kind) bool { return k != writ.Name && k != writ.Cell && k != writ.IPPortTime }

func (t Task) checkDestinations() error {
	switch {
	case len(t.To) > MostDestinations:
		return ErrTooFar
	case len(t.Proof) > MaxProof:
		return ErrProof
	}
	seen := map[DID]bool{}
	for _, d := range t.To {
		if seen[d] {
			return ErrTwice
		}
		seen[d] = true
	}
	return nil
}

// Holds reports whether what was captured at an instant is under the task's authority: the start is, the end is not.
func (t Task) Holds(at time.Time) bool { return !at.Before(t.From) && at.Before(t.Until) }

// Carries gives the XID that stands on the product.
func (t Task) Carries() XID {
	if t.Product.IsZero() {
		return t.XID
	}
	return t.Product
}

// String says what a log may: what it delivers, and how many targets.
func (t Task) String() string {
	return fmt.Sprintf("task(%v, %d targets, %d destinations)", t.Deliver, len(t.Targets), len(t.To))
}

// Format keeps to String under every verb.
func (t Task) Format(s fmt.State, _ rune) { mask(s, t.String()) }
