package probe

import (
	"errors"
	"time"

	"writ"
	"writ/wire/x2x3"
)

// Limits are the ceilings that are sealed when a point of interception is set up. The zero value allows nothing.
type Limits struct {
	MaxTasks int           // most taps at once
	MaxTap   time.Duration // longest tap
	Keys     []string      // the ledgers' verification keys under which a task's proof counts
	Foreign  bool          // the tasks come from another maker's ADMF, which has no ledger: no proof is asked for
}

// Config is what a Core is set up with.
type Config struct {
	Limits             Limits
	Minor              uint8           // minor version of the PDUs; 0 stands for x2x3.DefaultMinor
	Domain, NFID, IPID string          // on each PDU where not empty
	Secret             [32]byte        // from which correlation ids are made; random, kept over restarts
	Plan               writ.NumberPlan // how the network writes numbers without their country
}

// Bounds that are not the operator's to choose.
const (
	Linger      = 10 * time.Second // how long media is taken after the end of a call: what is under way, and what parties still send
	Silence     = time.Minute      // of signalling and media, after which a call gives an address up to another that announces it
	MaxSessions = 10_000           // calls and registrations that are remembered for one task; the one longest silent goes first
	maxLegs     = 256              // media addresses of one call
	maxShared   = 16               // calls of one task at one address; the one there longest goes
)

// Errors of set-up.
var (
	ErrSecret = errors.New("probe: no secret for correlation ids; draw 32 random octets once and keep them")
	ErrKeys   = errors.New("probe: give the ledgers' keys, or say that the ADMF is foreign, and not both")
)

// New gives a Core without tasks.
func New(c Config) (*Core, error) {
	if c.Secret == [32]byte{} {
		return nil, ErrSecret
	}
	if (len(c.Limits.Keys) > 0) == c.Limits.Foreign {
		return nil, ErrKeys
	}
	if c.Minor == 0 {
		c.Minor = x2x3.DefaultMinor
	}
	core := &Core{
		cfg: c, taps: map[xid]*tap{}, revoked: map[xid]revoked{}, calls: map[string][]*session{}, legs: map[endpoint][]leg{}, texts: map[flow]*text{}, epoch: 1,
		domain: optional(c.Domain), nfid: optional(c.NFID), ipid: optional(c.IPID),
	}
	core.index()
	return core, nil
}
