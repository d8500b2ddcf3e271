package casefile

import (
	"context"
	"time"

	"writ/ledger"
)

// A Store keeps the cases of one tenant. Durable means: survives power loss. Its test is casefiletest.Run.
type Store interface {
	// Step loads the case, steps it by the event and writes the new case, the entries for the ledger, the jobs and the
	// papers down in one transaction. When it returns nil all of it is durable; after an error nothing of it is. For an
	// AlarmRang the job is done in the same transaction. Steps of one store follow each other.
	Step(ctx context.Context, id string, e Event) (Case, []Effect, error)
	// Load gives a case, or ErrUnknown, or ErrErased.
	Load(ctx context.Context, id string) (Case, error)
	// Paper gives the bytes of the n-th paper of a case, checked against its hash.
	Paper(ctx context.Context, id string, n int) ([]byte, error)
	// List gives every case, the oldest first, without opening any.
	List(ctx context.Context) ([]Summary, error)
	// Priors gives the cases that count as earlier ones of the same agency and reference.
	Priors(ctx context.Context, id, agency, reference string) ([]Prior, error)
	// Drain appends what waits for the ledger, in order, and marks it; it says how many. What is there already with
	// equal content is only marked; with other content it is ErrDifferent. A crash at any point is healed by the next
	// Drain. Entries that are older than the ledger's head are given the instant now first, durably. A ledger that lacks
	// the last entry that was marked is ErrCut, and takes nothing.
	Drain(ctx context.Context, l Ledger, now time.Time) (int, error)
	// Due gives the jobs that are due at now, the oldest first, at most limit.
	Due(ctx context.Context, now time.Time, limit int) ([]Job, error)
	// Done marks a job that is no clock as done. Clocks are done by their AlarmRang.
	Done(ctx context.Context, job int64, now time.Time) error
	// Passed gives the cases with a clock that has come to its instant and was not heeded, by their columns and whatever
	// became of the jobs.
	Passed(ctx context.Context, now time.Time) ([]Passing, error)
	// Erase destroys the key of a case whose erasure is on the ledger. Afterwards its content can't be read.
	Erase(ctx context.Context, id string, l Ledger) error
	// Audit compares every case with the ledger and lists what differs; see Check.
	Audit(ctx context.Context, l Ledger) ([]Difference, error)
}

// A Summary is what can be known of a case without opening it.
type Summary struct {
	ID         string
	Version    int
	State      State
	Registered time.Time
	Changed    time.Time
	Clocks     Clocks
	Erased     bool
}

// A Passing is a clock that has come to its instant.
type Passing struct {
	Case    string
	Version int
	Kind    JobKind
	At      time.Time
}

// A Ledger is what Drain and Audit need of it; *ledger.Log is one.
type Ledger interface {
	Append(ledger.Entry) (ledger.Receipt, error)
	Find(key string) (ledger.Receipt, bool)
	OfCase(id string) []ledger.Entry
	Keys(prefix string) []string
	Head() ledger.Head
}

var _ Ledger = (*ledger.Log)(nil)
