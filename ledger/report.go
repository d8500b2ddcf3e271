package ledger

import "time"

// The checks of a Report, in their order. A check after the first broken one may be left untold.
const (
	CheckKey       = "key"        // the verification key was brought from elsewhere
	CheckFrames    = "frames"     // the journal's frames are whole
	CheckEntries   = "entries"    // each entry is in canonical form
	CheckKeys      = "keys"       // no key stands twice
	CheckTimes     = "times"      // no instant lies before its forerunner's
	CheckHashes    = "hashes"     // each checkpoint is of the tree that the entries give
	CheckSignature = "signatures" // the log's key signed each checkpoint
	CheckTiles     = "tiles"      // the published files are the journal's
	CheckSeen      = "seen"       // the checkpoints to compare with are of this log
	CheckRollback  = "rollback"   // the log holds at least what was seen
	CheckFork      = "fork"       // what was seen is a beginning of the log: nothing forked or re-signed by the same key
	CheckResigned  = "re-signing" // the key is the one that signed what was seen
)

var checks = []string{CheckKey, CheckFrames, CheckEntries, CheckKeys, CheckTimes, CheckHashes, CheckSignature,
	CheckTiles, CheckSeen, CheckRollback, CheckFork, CheckResigned}

// A State is how a check came out.
type State string

// The states: it holds, it does not, or nothing can be said.
const (
	Holds  State = "ok"
	Breaks State = "broken"
	Untold State = "unknown"
)

// A Check is one line of a Report.
type Check struct {
	Name   string `json:"check"`
	State  State  `json:"state"`
	Where  string `json:"where,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// A Report is what Verify found.
type Report struct {
	VerificationKey string
	Log             ID
	Size            int64     // entries that verified
	Root            [32]byte  // of their tree
	At              time.Time // of the last of them
	Published       int64     // entries that the tiles show
	Checks          []Check   // each check once, in order
}

// OK reports whether nothing is broken. What could not be told does not count against it.
func (r Report) OK() bool { return r.Broken() == nil }

// Broken gives the first check that does not hold, or nil.
func (r Report) Broken() *Check {
	for i := range r.Checks {
		if r.Checks[i].State == Breaks {
			return &r.Checks[i]
		}
	}
	return nil
}

func newReport() *Report {
	r := &Report{}
	for _, name := range checks {
		r.Checks = append(r.Checks, Check{Name: name, State: Untold, Detail: "not reached"})
	}
	return r
}

// set says how a check came out; what is broken stays broken.
func (r *Report) set(name string, s State, where, detail string) {
	for i := range r.Checks {
		if c := &r.Checks[i]; c.Name == name && c.State != Breaks {
			*c = Check{name, s, where, detail}
		}
	}
}

func (r *Report) hold(names ...string) {
	for _, name := range names {
		r.set(name, Holds, "", "")
	}
}
