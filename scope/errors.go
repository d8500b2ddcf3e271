package scope

import "errors"

// What the door says when it stays shut. None of them tells what is held.
var (
	ErrZero       = errors.New("scope: a zero value opens nothing")
	ErrSpent      = errors.New("scope: the permit is spent; issue the next")
	ErrWrong      = errors.New("scope: the permit is for another action")
	ErrDone       = errors.New("scope: the action has its outcome; it is never done twice")
	ErrUndecided  = errors.New("scope: the ledger holds no such decision for this version of the case; decide it first")
	ErrNewer      = errors.New("scope: the ledger holds an entry of a form that this program does not know; use the newer one that wrote it")
	ErrUnread     = errors.New("scope: this version was not registered, or its paper not read twice, alike, by two people; have it read again")
	ErrUnverified = errors.New("scope: nobody but the one who registered it has verified the requester; verify it through the agency directory")
	ErrUnapproved = errors.New("scope: two people who did not register it must approve this version of the case")
	ErrCarrier    = errors.New("scope: one approver must be the carrier's own employee (47 USC 1004, 47 CFR 1.20003)")
	ErrRefused    = errors.New("scope: the case was refused")
	ErrStopped    = errors.New("scope: the case is stopped; two people must approve it again")
	ErrReplaced   = errors.New("scope: a corrected version of the demand was brought in; what was decided and approved on the old one is over")
	ErrClosed     = errors.New("scope: the case is closed")
	ErrLate       = errors.New("scope: the second approval of the emergency is late: lookup, assembly and delivery stop until it is there")
	ErrNothing    = errors.New("scope: the decision opens nothing")
	ErrCeiling    = errors.New("scope: more identifiers than the ceiling on the ledger allows; split the demand or have the ceiling raised before witnesses")
	ErrClock      = errors.New("scope: the clock stands before the ledger's last entry or the decision; set it right, nothing leaves meanwhile")
	ErrLedger     = errors.New("scope: rows and permit come from different ledgers")
)
