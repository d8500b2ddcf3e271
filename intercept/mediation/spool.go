package mediation

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"writ/intercept"
)

// A Spool keeps what was captured until the LEMF has it. Finished PS-PDUs go in by batches, together with
// what changed in the Core; they come out by destination, in order. It has one writer, and one reader for
// each route; these may be different goroutines. outside/spool has one on disk, spooltest its test and one
// in memory.
//
// It reads no clock: times come with what is appended.
type Spool interface {
	// Append makes a batch durable: when it returns nil, the batch survives kill -9 and power loss, whole. It
	// is one sync, however many tasks and routes are in it. What a full task could not take is returned and
	// is not in the spool; the rest is.
	//
	// A sync costs per batch, not per octet: gather for some 5 ms, or 256 KiB. After an error nothing of the batch is
	// read, and it is not known whether the disk has it: append the same batch again, with the same number, until it
	// is taken or the program ends. A batch that the disk already had is then not stored twice. A ctx that ends
	// leaves the same doubt.
	Append(ctx context.Context, b Batch) ([]Refusal, error)

	// SaveState keeps a snapshot of the Core that stands for every batch appended so far. Batches are deleted
	// only when a snapshot stands for them.
	SaveState(ctx context.Context, snapshot []byte) error

	// LoadState gives the last snapshot (nil if there was none) and the deltas of later batches in their
	// order, and the number of the last batch (0: none yet). It is called once, before the first Append. If a
	// delta can't be read it fails: counters that are not known exactly would be wrong at the LEMF.
	LoadState(ctx context.Context) (State, error)

	// Read gives PDUs of a route that come after a position (0: the first that waits), in order. It stops after the
	// section with which max octets are reached, so it gives at most max and one section, and at least one PDU if
	// one waits. None means that none waits. The octets are the caller's.
	//
	// A *Damage says that PDUs are lost; it comes once. Go on reading after its Last, and say Taken for it as if it
	// had been delivered.
	Read(ctx context.Context, r Route, after uint64, max int) ([]Waiting, error)

	// Taken says that the LEMF has everything of a route up to a position. It costs nothing: it is made durable
	// later, by Settle. After a crash PDUs that were taken may be read again: they are the same octets with
	// the same sequence number, by which the LEMF knows them.
	Taken(r Route, upTo uint64)

	// Settle makes what was taken durable and deletes what is over. Call it each second or so, idle or not: if
	// nothing was taken since, it does nothing.
	Settle(ctx context.Context) error

	// Destroy makes what remains on disk of a task unreadable, here and by the keeper's key. Call it when the
	// task has ended. While PDUs of it wait it is ErrWaiting, and nothing changes.
	Destroy(ctx context.Context, x intercept.XID) error

	// Limit sets what a task may have waiting. It is not durable: set it whenever the task is set.
	Limit(x intercept.XID, l Limit)

	// Waits reports what waits of a task, and since when.
	Waits(x intercept.XID) Load

	// Routes lists the routes on which something waits or was ever read, since Open.
	Routes() []Route

	// Counts reports what the spool did since Open.
	Counts() Tally

	// Close settles and gives the folder back.
	Close() error
}

// A Handover is the interface at which the LEMF takes PDUs (TS 102 232-1 clause 4).
type Handover uint8

// The handovers. HI2 carries IRI, HI3 carries CC.
const (
	HI2 Handover = 2
	HI3 Handover = 3
)

// String gives "HI2" or "HI3".
func (h Handover) String() string { return fmt.Sprintf("HI%d", uint8(h)) }

// A Route is one destination's one handover. Order is kept on a route, so it is kept for each CIN.
type Route struct {
	To       intercept.DID
	Handover Handover
}

// A Batch is what one Append makes durable.
type Batch struct {
	Number   uint64    // one more than the batch before; the first after State.Last
	At       time.Time // now
	Delta    []byte    // what changed in the Core; opaque here
	Sections []Section
}

// A Section holds PDUs of one task for one route, in order. The spool copies what it keeps: all slices are the
// caller's again when Append returns.
type Section struct {
	Task   intercept.XID
	Route  Route
	PDUs   []Cut
	Octets []byte // of all PDUs, one after the other
}

// A Cut says where one PDU ends in a Section's octets (it begins where the one before ends), and of which
// communication it is.
type Cut struct {
	CIN uint32
	End int
}

// A Waiting is one PDU that the LEMF has not taken. Positions on a route count from 1 without a gap.
type Waiting struct {
	Position uint64
	Task     intercept.XID
	CIN      uint32
	At       time.Time // of its Batch
	Octets   []byte
}

// A Refusal says what a full task did not take: always content, the newest. IRI is never refused.
type Refusal struct {
	Task   intercept.XID
	Route  Route
	PDUs   int
	Octets int
	Why    Full
}

// Full says by which limit a task is full.
type Full uint8

// The limits.
const (
	FullOctets Full = iota + 1 // as many octets wait as the task may have
	FullAge                    // the oldest PDU waits for as long as it may
)

// String gives the limit in words.
func (f Full) String() string {
	switch f {
	case FullOctets:
		return "octets"
	case FullAge:
		return "age"
	}
	return "no limit"
}

// A Limit is what one task may have waiting before its content is refused; a zero field means no limit.
type Limit struct {
	Octets int64
	Age    time.Duration
}

// A Load is what waits of one task, over all its routes.
type Load struct {
	PDUs    int64
	Octets  int64
	Oldest  time.Time // zero if nothing waits
	Refused int64     // PDUs refused since Open
}

// A State is what was durable of the Core.
type State struct {
	Snapshot []byte
	Deltas   iter.Seq2[[]byte, error] // an error is the last that it yields
	Last     uint64                   // number of the last batch
}

// A Tally holds sums since Open: Appended + Found = Taken + Lost + Waiting, in PDUs.
type Tally struct {
	Found       int64 // waited at Open
	Appended    int64
	Refused     int64
	Taken       int64
	Lost        int64 // damaged on disk
	Waiting     int64
	Quarantined int64 // messages set aside because they could not be read
	Octets      int64 // on disk
}

// What a Spool may answer. None names a task or quotes octets.
var (
	// ErrWaiting: PDUs of the task wait.
	ErrWaiting = errors.New("spool: PDUs of this task wait for their LEMF; destroy its key when they are taken")
	// ErrTooLarge: more than one batch or snapshot may have.
	ErrTooLarge = errors.New("spool: too large for one message; cut the batch")
	// ErrFull: the spool as a whole has no room. Nothing was taken.
	ErrFull = errors.New("spool: full; nothing of the batch was taken: free disk or let the LEMF take what waits, then append it again")
	// ErrNumber: a batch whose number does not follow.
	ErrNumber = errors.New("spool: the batch's number does not follow the last one; append the batch that failed again, or the next one")
	// ErrForm: sections that make no sense.
	ErrForm = errors.New("spool: a section without a task or route, or whose ends do not grow or do not meet its octets")
	// ErrClosed: it was closed.
	ErrClosed = errors.New("spool: closed")
)

// A Damage says that PDUs of a route can't be read and never will be. They are set aside and counted.
type Damage struct {
	Route       Route
	First, Last uint64 // positions
	Stream      string // where it lay
	Sequence    uint64
}

// Error says where, and how many.
func (d *Damage) Error() string {
	return fmt.Sprintf("spool: stream %s, sequence %d: not what was written; %d PDUs of one %s route are lost (positions %d to %d); what could be read of it is in stream quarantine",
		d.Stream, d.Sequence, d.Last-d.First+1, d.Route.Handover, d.First, d.Last)
}

// Keys is the keeper's part: it holds, for each task, a key that never comes here and wraps the spool's own key
// of the task under it. The zero XID stands for the spool itself (state, not content).
type Keys interface {
	// Wrap seals a key so that only Unwrap for the same task opens it.
	Wrap(ctx context.Context, x intercept.XID, key [32]byte) ([]byte, error)
	// Unwrap gives the key back. After Destroy it is ErrDestroyed.
	Unwrap(ctx context.Context, x intercept.XID, wrapped []byte) ([32]byte, error)
	// Destroy makes everything that was wrapped for the task unreadable for good. Twice is no error; a task
	// that is wrapped for again has a new key.
	Destroy(ctx context.Context, x intercept.XID) error
}

// ErrDestroyed: the key was destroyed.
var ErrDestroyed = errors.New("spool: the task's key was destroyed")
