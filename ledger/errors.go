package ledger

import "errors"

// What Append, Open and the readers may answer. None of them quotes a key, a case or a body.
var (
	// ErrExists: the key is taken. A key is appended once, also across a crash.
	ErrExists = errors.New("ledger: the key is taken; an entry is written once")
	// ErrBroken: what was read does not verify. A [BrokenError] around it says where.
	ErrBroken = errors.New("ledger: does not verify")
	// ErrClock: the entry's instant lies before the head's. The clock was set back, or the entry is late.
	ErrClock = errors.New("ledger: the instant lies before the head's; set the clock right")
	// ErrClosed: the log was never opened, is closed, or has failed on a write and must be opened again.
	ErrClosed = errors.New("ledger: not open; open it again")
	// ErrEntry: the entry itself can't be written down.
	ErrEntry = errors.New("ledger: no proper entry")
	// ErrKey: a signing or verification key is not one.
	ErrKey = errors.New("ledger: no Ed25519 key with a usable origin")
	// ErrUnkept is what a [Store] wraps when it promises that nothing of a failed Append stayed.
	ErrUnkept = errors.New("ledger: the store kept nothing of it")
	// ErrTorn: the journal ends inside a frame, as a crash leaves it. That frame was never acknowledged.
	ErrTorn = errors.New("ledger: the journal ends inside a frame")
)

// A BrokenError says where a log does not verify, and which check found it. It wraps [ErrBroken].
type BrokenError struct {
	Check   string // one of the Check… names of a Report
	Where   string // "frame 12", "octet 4711 of the journal", "tile/0/000"
	Problem string // never quotes an entry
}

func (e *BrokenError) Error() string {
	return "ledger: " + e.Where + ": " + e.Problem + "; compare with a backup before anything is written"
}

// Unwrap lets errors.Is find ErrBroken.
func (e *BrokenError) Unwrap() error { return ErrBroken }
