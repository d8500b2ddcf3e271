package mediation

import (
	"net/netip"
	"time"

	"writ/intercept"
	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// A task is what the Core holds of one. After a restart it is only its state until Set gives it back its words.
type task struct {
	xid      intercept.XID
	def      intercept.Task
	set      bool // def and terms are there
	service  Service
	terms    Terms
	username []byte
	legs     []leg // a destination keeps its place; what is removed is off

	nextCIN  uint32 // the last one that was given
	wrapped  bool   // CINs began anew at 1: each is looked up before it is given
	ordinal  uint64 // of the last session
	stopped  time.Time
	barred   time.Time // an order that begins by then does not undo the stop
	stage    stage
	evicted  bool // a session was forgotten: a context's first number tells nothing any more
	counts   Counts
	untold   untold
	tellDue  time.Duration
	turnDue  time.Duration // of its start, then of its end
	drainDue time.Duration
	// drainFrom is when the last PDU came that was captured before the end.
	drainFrom time.Duration

	sessions map[sessionKey]*session
	media    map[netip.AddrPort]*session // of uncorrelated calls: whose stream goes there
	dirty    bool
}

// A stage is how far a task is. It only goes on, but Set may give a task that ends or is over a new end.
type stage uint8

const (
	pending  stage = iota // its start lies ahead
	running               // liActivated went out
	draining              // past its end: what was captured before still goes out
	over                  // liDeactivated went out; what was captured before and comes still later goes out, marked
)

// A leg is one destination of a task, with its own numbers.
type leg struct {
	Leg
	on       bool
	header   etsi.Header
	extended bool // the LEMF's module has NFID and IPID in PSHeader

	notices  uint32 // next number of an HI1 operation
	messages uint32 // next number of an operatorLeaMessage
	marked   bool   // it was told that what follows was captured before the end
}

// extendedSince is the version of LI-PS-PDU from which NFID and IPID are sent [inferred]; an older decoder must step over them, and some don't.
const extendedSince = 30

func (l *leg) become(from Leg, liid intercept.LIID) {
	l.Leg, l.on = from, true
	l.header = header(&from.Profile, liid)
	l.extended = from.Profile.Module >= extendedSince
}

func (l *leg) takes(h Handover) bool {
	return l.on && (h == HI2 && l.HI2 || h == HI3 && l.HI3)
}

// refuses says whether what was captured at an instant is outside of the task's authority.
func (t *task) refuses(captured time.Time) Reason {
	switch {
	case captured.Before(t.def.From):
		return BeforeStart
	case !captured.Before(t.def.Until):
		return AfterEnd
	case !t.stopped.IsZero() && !captured.Before(t.stopped):
		return AfterStop
	}
	return Delivered
}

func (t *task) content() bool { return t.def.Deliver == intercept.IRIAndCC }

func (t *task) end() time.Time { return end(t.def.Until, t.stopped) }

// allows says whether a network function may send for the task.
func (t *task) allows(nfid []byte) bool {
	for _, e := range t.terms.Elements {
		if e == string(nfid) {
			return true
		}
	}
	return len(t.terms.Elements) == 0
}

// untold is what the agency is to hear of in the next operatorLeaMessage, and the operator in the next reports.
type untold struct {
	missing, reported uint64
	open              uint64 // communications that were open when the tap began
	forgotten         uint64
	dropped           [reasons]uint64
	unsupported       [formats]uint64
	format            [reasons]x2x3.Format // of the last PDU dropped for the reason
}

func (u *untold) code(w *coder) {
	w.uint(&u.missing)
	w.uint(&u.reported)
	w.uint(&u.open)
	w.uint(&u.forgotten)
	for i := range u.dropped {
		w.uint(&u.dropped[i])
	}
	for i := range u.unsupported {
		w.uint(&u.unsupported[i])
	}
	for i := range u.format {
		number(w, &u.format[i])
	}
}
