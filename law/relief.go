package law

import (
	"slices"
	"time"
)

// A ReliefKind says what the provider may itself ask for.
type ReliefKind string

// The kinds of relief.
const (
	ReliefObject   ReliefKind = "object"       // that the demand be set aside, in whole or in part
	ReliefModify   ReliefKind = "modify"       // that it be changed or completed
	ReliefMoreTime ReliefKind = "more-time"    // that the day be moved
	ReliefSecrecy  ReliefKind = "lift-secrecy" // that the user may be told
	ReliefCost     ReliefKind = "cost"         // that what it costs be paid
)

// ReliefKinds lists the kinds of relief.
func ReliefKinds() []ReliefKind {
	return []ReliefKind{ReliefObject, ReliefModify, ReliefMoreTime, ReliefSecrecy, ReliefCost}
}

// A Relief is the provider's own way to object to a demand, or to ask for something else than it says. It changes no
// answer: whether to use it is counsel's choice, also where the rule is uncertain.
type Relief struct {
	Ground Ground // the rule; Because is the reason that the law gives
	Is     ReliefKind
	To     string    // who decides it
	Asks   []int     // the places of the asks for which it holds, from 0
	By     time.Time // the first instant that is too late, the earliest over those asks; zero: the law names none, or it can't be reckoned
}

// Over reports whether the last day has passed at an instant.
func (r Relief) Over(at time.Time) bool { return !r.By.IsZero() && !at.Before(r.By) }

// Reliefs gives what the provider may itself ask for, in the order of the pack. Those whose day has passed are among
// them: it is for counsel to see what was missed.
func (d Decision) Reliefs() []Relief {
	if d.d == nil {
		return nil
	}
	out := slices.Clone(d.d.reliefs)
	for i := range out {
		out[i].Asks = slices.Clone(out[i].Asks)
	}
	return out
}
