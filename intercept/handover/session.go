package handover

import "time"

// A Session delivers PDUs, in the order in which they were offered, to one LEMF over one link at a time.
//
// The PDUs that it has not counted as delivered it sends again on the next link, before new ones: the LEMF
// drops what it has by LIID, CIN, kind and sequence number.
//
// A Session is not safe for use by more than one goroutine.
type Session interface {
	// Step moves the session by one event and appends what is to be done, in this order, to effects. It
	// allocates nothing for a PDU once it is warm. Times of events may step back: durations are counted
	// from event to event, and one that is negative is none.
	Step(e Event, effects []Effect) []Effect

	// Room is how many octets the window has left. An Offer is taken while it is above zero; its PDU may be
	// longer than the room.
	Room() int

	// Due is how long after the last event a Tick is wanted; false: not before another event.
	Due() (time.Duration, bool)

	// Counts says what became of all that was offered.
	Counts() Counts
}

// An EventKind says what happened.
type EventKind uint8

// The events. Those about a link name it as the Dial did; those of an earlier link change nothing.
const (
	Start  EventKind = iota + 1 // deliver: open a link and keep it open
	Stop                        // say so if the standard can, close, stay closed; what is not delivered is kept
	Opened                      // the link stands (with TLS, after its handshake)
	Closed                      // the link is gone or could not be made; nothing of it is read or written any more
	Got                         // Octets came from the LEMF
	Wrote                       // the open socket has taken N octets of the link, counted from its start
	Acked                       // the LEMF's TCP has acknowledged N octets of the link, counted from its start
	Offer                       // Octets is one PDU, Place where it lies in the spool; places grow
	Lost                        // what was counted for the task of LIID Octets is lost: its numbers begin anew
	Test                        // send what the standard has to prove the path, now or on the next link
	Tick                        // Due has passed
)

// An Event is one thing that happened. Octets are the caller's again after Step.
type Event struct {
	Kind   EventKind
	At     time.Time
	Link   uint64
	N      uint64 // Wrote, Acked
	Place  uint64 // Offer
	Octets []byte // Got, Offer, Lost
}

// An EffectKind says what is to be done.
type EffectKind uint8

// The effects.
const (
	Dial  EffectKind = iota + 1 // open the link with this number; answer with Opened or Closed
	Close                       // close the link, or give up the dial; answer with Closed, also if it was gone
	Write                       // write Octets, after those written before; answer with Wrote
	Taken                       // everything up to Place is delivered: the spool need not keep it
	Say                         // tell the operator
)

// An Effect is one thing to do. The Octets of a Write are the session's and stay as they are until a Wrote
// covers them or the link's Closed was given.
type Effect struct {
	Kind   EffectKind
	Link   uint64
	Place  uint64 // Taken
	Octets []byte // Write
	Report Report // Say
}
