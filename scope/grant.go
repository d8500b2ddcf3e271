package scope

import (
	"time"

	"writ/law"
	"writ/ledger"
)

// Stops tells of stops that are durable but not on the ledger yet. A stop comes before everything, also while the
// ledger is down; when its entry is on the ledger it is pending no more.
type Stops interface {
	Pending(caseID string) (bool, error)
}

// A Clock says what time it is. It is handed in, so that tests and replays choose it.
type Clock func() time.Time

// A Scope is what one decision on one version of a case lets happen, as the ledger has it. The zero Scope lets
// nothing happen. It is a value around one pointer to what never changes.
type Scope struct{ s *scope }

type scope struct {
	log   *ledger.Log
	d     law.Decision
	stops Stops
	clock Clock
}

// Grant folds everything that the ledger says about the decision's case. It fails when the ledger holds no such
// decision, when the paper was not read twice alike or the requester not verified, when the case was refused,
// stopped or closed, and when the clock stands before the ledger's head or the decision. Whether the people suffice for
// an action is asked again each time one is issued.
func Grant(log *ledger.Log, d law.Decision, stops Stops, clock Clock) (Scope, error) {
	if d.Zero() || stops == nil || clock == nil || log.ID() == (ledger.ID{}) {
		return Scope{}, ErrZero
	}
	s := &scope{log, d, stops, clock}
	if _, err := s.look(); err != nil {
		return Scope{}, err
	}
	return Scope{s}, nil
}

// look folds the ledger as it stands now and says whether the case may go on at all.
func (s *scope) look() (folded, error) {
	dem, head := s.d.Demand(), s.log.Head().At
	now := s.clock() // after the head: what others write meanwhile is no clock set back
	f := fold(s.log, s.d)
	if pending, err := s.stops.Pending(dem.Case); err != nil || pending {
		return f, ErrStopped
	}
	switch {
	case now.Before(head) || now.Before(dem.At):
		return f, ErrClock
	case f.newer:
		return f, ErrNewer
	case f.policy.V != 1 || !f.decided:
		return f, ErrUndecided
	case f.closed:
		return f, ErrClosed
	case f.replaced:
		return f, ErrReplaced
	case f.refused:
		return f, ErrRefused
	case !f.brought || count(f.readers) < leastReaders:
		return f, ErrUnread
	case f.verifier == "":
		return f, ErrUnverified
	}
	return f, nil
}

// suffices says whether those who approved suffice for an action at the instant now.
func (f *folded) suffices(now time.Time) error {
	enough := count(f.yes) >= max(leastApprovers, f.policy.Approvers)
	switch {
	case enough && (!f.policy.CarrierNeeded || f.carrier()):
		return nil
	case f.alone != "":
		return f.emergency(now)
	case enough:
		return ErrCarrier
	case f.stopped:
		return ErrStopped
	default:
		return ErrUnapproved
	}
}

// carrier reports whether one of those who approve is the carrier's own employee.
func (f *folded) carrier() bool {
	for who := range f.yes {
		if f.people[who].Carrier {
			return true
		}
	}
	return false
}

// count says how many said so.
func count(said map[string]bool) int {
	n := 0
	for _, yes := range said {
		if yes {
			n++
		}
	}
	return n
}

// emergency lets one person's approval stand for the hours of the policy, counted from its entry.
func (f *folded) emergency(now time.Time) error {
	hours := min(time.Duration(f.policy.EmergencyHours)*time.Hour, mostEmergency)
	if now.Before(f.since.Add(hours)) {
		return nil
	}
	return ErrLate
}

// Stands says whether those who approved suffice now, as Issue asks before each action: for carrying on what an action
// left behind, such as a letter that was written and not handed over yet.
func (s Scope) Stands() error {
	if s.s == nil {
		return ErrZero
	}
	f, err := s.s.look()
	if err != nil {
		return err
	}
	return f.suffices(s.s.clock())
}

// Decision is what the Scope rests on.
func (s Scope) Decision() law.Decision {
	if s.s == nil {
		return law.Decision{}
	}
	return s.s.d
}
