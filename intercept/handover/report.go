package handover

import (
	"fmt"
	"time"
)

// A Trouble is what an operator is told about a link. It is told once, when it begins, and is over when
// Recovered is told; never once a second.
type Trouble uint8

// The troubles, and the two good messages.
const (
	Up             Trouble = iota + 1 // the first link stands
	Recovered                         // the link has stood for a while without trouble; all that was told is over
	Unreachable                       // no link could be made
	Broken                            // the LEMF or the network closed the link
	Silent                            // a keep-alive was not answered in time
	Late                              // a keep-alive was answered later than agreed
	Unacknowledged                    // the LEMF acknowledges no PDU
	NoOptions                         // the LEMF does not answer the request for options
	Declined                          // the LEMF declined the acknowledgement of PDUs: what its TCP acknowledges counts
	Garbage                           // octets that are no PDU; the link was closed
	WrongKind                         // a PDU that an LEMF does not send
	WrongNumber                       // an answer whose sequence number is not that of the request
	Slow                              // the window has been full for a while: what comes waits in the spool
)

var troubles = [...]string{
	Up: "link up", Recovered: "recovered", Unreachable: "can't be reached", Broken: "link lost", Silent: "no answer to a keep-alive",
	Late: "keep-alive answered late", Unacknowledged: "PDUs not acknowledged", NoOptions: "no answer to the request for options",
	Declined: "acknowledgement of PDUs declined", Garbage: "octets that are no PDU", WrongKind: "a PDU that a LEMF does not send",
	WrongNumber: "an answer with a wrong number", Slow: "takes PDUs slower than they come",
}

// String says it in words.
func (t Trouble) String() string {
	if int(t) < len(troubles) && troubles[t] != "" {
		return troubles[t]
	}
	return "nothing"
}

// A Report is what the operator is told. It names no task.
type Report struct {
	Trouble Trouble
	At      time.Time
	Counts  Counts
}

// String says what, and how much waits for it.
func (r Report) String() string {
	return fmt.Sprintf("%v; %d PDUs delivered, %d sent and not yet counted as delivered, %d not sent",
		r.Trouble, r.Counts.Taken, r.Counts.InFlight, r.Counts.Waiting)
}

// Counts are sums over the session's life, in PDUs.
type Counts struct {
	Offered  uint64
	Taken    uint64 // delivered: Taken was given for them
	InFlight uint64 // handed to a link and not delivered
	Waiting  uint64 // not handed to the current link
	Resent   uint64 // handed to a link again, each time
	Own      uint64 // PDUs of the session's own that were handed to a link: keep-alives, requests, flags
	Answers  uint64 // PDUs from the LEMF
	Refused  uint64 // of these: what a LEMF does not send, or numbered wrong
	Links    uint64 // links that stood
}

// Check fails unless Offered = Taken + InFlight + Waiting.
func (c Counts) Check() error {
	if c.Offered != c.Taken+c.InFlight+c.Waiting {
		return fmt.Errorf("handover: %d PDUs offered, but %d taken + %d in flight + %d waiting", c.Offered, c.Taken, c.InFlight, c.Waiting)
	}
	return nil
}
