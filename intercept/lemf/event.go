package lemf

import "time"

// An Event is what happened on a link. It is one of Opened, Got, Stored, Closed.
//
//sumtype:decl
type Event interface{ event() }

// A LinkID names one connection as long as it lasts.
type LinkID int

type (
	// Opened: a delivery function connected.
	Opened struct {
		Link     LinkID
		Handover Handover
		At       time.Time
	}
	// Got: octets came. They are copied.
	Got struct {
		Link   LinkID
		At     time.Time
		Octets []byte
	}
	// Stored: all that was given out up to the Mark of a [Store] is durable.
	Stored struct{ Mark uint64 }
	// Closed: the connection is gone, and with it what it had begun to send.
	Closed struct {
		Link LinkID
		At   time.Time
	}
)

func (Opened) event() {}
func (Got) event()    {}
func (Stored) event() {}
func (Closed) event() {}

// An Effect is what is to be done, in this order. It is one of Store, Doubt, Write, Close, Report.
//
//sumtype:decl
type Effect interface{ effect() }

type (
	// Store: whole PDUs to append durably to what came on the interface. Octets are valid until the link's next event. When it is
	// durable say so with [Stored] and Mark.
	Store struct {
		Handover Handover
		Octets   []byte
		Mark     uint64
	}
	// Doubt: a PDU whose number had come before and of which nobody can tell that it is the same; keep it aside. Differs: it
	// is another PDU of that number; else the first is too long ago to be compared.
	Doubt struct {
		Handover Handover
		Octets   []byte
		Differs  bool
	}
	// Write: octets for the peer.
	Write struct {
		Link   LinkID
		Octets []byte
	}
	// Close: end the connection; Why holds no protected text.
	Close struct {
		Link LinkID
		Why  string
	}
	// Report: something to tell; What holds no protected text.
	Report struct {
		Link LinkID
		What string
	}
)

func (Store) effect()  {}
func (Doubt) effect()  {}
func (Write) effect()  {}
func (Close) effect()  {}
func (Report) effect() {}
