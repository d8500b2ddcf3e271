package admf

import (
	"errors"
	"fmt"
	"io"
	"time"

	"writ/intercept"
	"writ/wire/x1"
)

// A Tap is one target identity that one warrant lets be tapped for one agency, with the elements that do it. What the elements should
// hold follows from its authorities and the instant.
type Tap struct {
	XID      intercept.XID
	LIID     intercept.LIID
	Target   intercept.Target
	Spans    []Span // the authorities: the first instrument's, then those of renewals
	Elements []Element
	Last     Ordered // what the ledger says of it last
}

// A Span is the authority of one decided case over a part of time, [From, Until), in microseconds.
type Span struct {
	Case        string
	Version     int
	From, Until time.Time
	Deliver     intercept.Deliver
}

// Ordered is a task as it stands on the ledger, from the point of interception's side: it has no LIID there.
type Ordered struct {
	Number int // of the entry, from 1; 0: nothing was ordered yet
	Task   intercept.Task
	Salt   [32]byte
	Proof  []byte // of form writ/task-proof/2
	Spent  bool   // a point of interception of writ's own was told to let it go: it takes it no more, and another order must come
}

// A Kind is what sort of element takes a task.
type Kind uint8

// The kinds. The zero value is none.
const (
	_         Kind = iota
	Own            // writ's point of interception: it takes the end and the proof, and ends by itself
	Foreign        // another maker's: it takes neither, and is started and stopped at the instants
	Mediation      // a mediation function: it takes the LIID and the times as MediationDetails
)

// An Element is one that holds a tap's task, with the destinations to which it sends and how far it was told.
type Element struct {
	ID     string // its neIdentifier
	Kind   Kind
	To     []x1.DestinationDetails
	Placed bool // it has acknowledged the destinations
	Held   int  // the number of the order that it has acknowledged; 0: it holds nothing; another: it holds an older one
	Unsure bool // it was told something and has not answered: it may hold the task or not
	No     int  // the number of the order that it refused; it is not asked again until another, or a reconciliation
}

// older stands in Held where an element holds another order than is known.
const older = -1

// String says what a log may.
func (t Tap) String() string {
	return fmt.Sprintf("tap(%d authorities, %d elements, order %d)", len(t.Spans), len(t.Elements), t.Last.Number)
}

// Format keeps to String under every verb.
func (t Tap) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, t.String()) }

// Errors of orders. None names a target or a number.
var (
	ErrWork     = errors.New("admf: the work is none of a spent permit to activate; grant, issue and spend first")
	ErrNothing  = errors.New("admf: the decision orders nothing that can be tapped")
	ErrLIID     = errors.New("admf: an identity of the order has no LIID; take it from the agency's paper or agreement")
	ErrTarget   = errors.New("admf: an identity of the order has no form on X1; have the order name a number, address or account that the network knows")
	ErrElements = errors.New("admf: no element is to take the order, or one has no destination; name a point of interception and a mediation function")
	ErrRandom   = errors.New("admf: no random octets")
	ErrRenewal  = errors.New("admf: the instrument orders another identity than the tap that it is to take over")
	ErrTwice    = errors.New("admf: the tap rests on this case already")
)
