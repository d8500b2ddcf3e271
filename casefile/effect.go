package casefile

import (
	"time"

	"writ/ledger"
	"writ/scope"
)

// An Effect is what Step wants done. A [Store] writes all of them down in the transaction of the step.
//
//sumtype:decl
type Effect interface{ effect() }

type (
	// Append: the entry is to be appended to the ledger.
	Append struct{ Entry ledger.Entry }
	// Wake: a job is to come due.
	Wake struct{ Job Job }
	// Keep: the bytes of paper N of the case are to be stored, sealed.
	Keep struct {
		N    int
		Data []byte
	}
	// Write: a letter is wanted. It is a job, due at once.
	Write struct{ Letter JobKind }
	// Tell: people are to be told, in words that name no target. It is in the history as well.
	Tell struct {
		What  string
		Stops []scope.Action // what stops until it is mended
	}
)

func (Append) effect() {}
func (Wake) effect()   {}
func (Keep) effect()   {}
func (Write) effect()  {}
func (Tell) effect()   {}

// A JobKind says what a job wakes for.
type JobKind string

// The jobs: four clocks, the end of a tap, and the letters wanted.
const (
	DeadlineClock JobKind = "deadline"
	SecrecyClock  JobKind = "secrecy-end"
	PreserveClock JobKind = "preservation-end"
	SecondClock   JobKind = "second-approval"
	TapEnd        JobKind = "tap-end" // no clock of the case: it is done when no element holds the tap

	RejectionLetter     JobKind = "letter-rejection"
	ClarificationLetter JobKind = "letter-clarification"
)

// A Job comes due at an instant and stays due until it is done. It names a case, never a target.
type Job struct {
	ID      int64 // given by the store
	Case    string
	Version int
	Kind    JobKind
	At      time.Time
}
