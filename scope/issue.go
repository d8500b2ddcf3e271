package scope

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"writ"
	"writ/law"
	"writ/ledger"
)

// An Action is one thing that a Scope lets happen once.
type Action string

// The actions, in the order of a case's life.
const (
	Count    Action = "count"    // the scope picture: totals by category, after the first approval, once a version
	Lookup   Action = "lookup"   // read the rows
	Assemble Action = "assemble" // make the package of them
	Deliver  Action = "deliver"  // hand the package over
	Letter   Action = "letter"   // send the answer where nothing leaves
	Keep     Action = "keep"     // put rows under a preservation hold
	Activate Action = "activate" // set a tap
)

// month is the time over which a tenant's lookups are counted.
const month = 30 * 24 * time.Hour

// A Permit is the right to do one action, once. The zero Permit opens nothing.
type Permit struct{ p *permit }

type permit struct {
	s      *scope
	action Action
	used   atomic.Bool
}

// Issue appends the intent to the ledger and gives the Permit. An action that has its outcome is over for ever; one
// without is tried again under the next number, so that each attempt is visible.
func (s Scope) Issue(a Action) (Permit, error) {
	if s.s == nil {
		return Permit{}, ErrZero
	}
	f, err := s.s.look()
	if err != nil {
		return Permit{}, err
	}
	if err := s.s.may(a, f); err != nil {
		return Permit{}, err
	}
	dem := s.s.d.Demand()
	if _, done := s.s.log.Find(OutcomeKey(dem.Case, dem.Version, a)); done {
		return Permit{}, ErrDone
	}
	return s.s.intend(a, dem)
}

// may asks whether the people, the decision and the ceilings let the action begin now.
func (s *scope) may(a Action, f folded) error {
	if err := s.goesOn(a, f); err != nil || a == Letter {
		return err
	}
	n := openedIdentifiers(s.d, a)
	if n > min(f.policy.Subscribers, mostSubscribers) {
		return ErrCeiling
	}
	if a == Lookup && f.policy.Monthly > 0 && s.lookedUp(permits(f.caseID, f.version, a))+n > f.policy.Monthly {
		return ErrCeiling
	}
	return nil
}

// goesOn asks whether the decision and the people let the action begin, or go on.
func (s *scope) goesOn(a Action, f folded) error {
	if a == Letter {
		return f.suffices(s.clock())
	}
	if openedIdentifiers(s.d, a) == 0 {
		return ErrNothing
	}
	if a == Count {
		return f.firstApproval(s.clock())
	}
	return f.suffices(s.clock())
}

// firstApproval: one person suffices for counts, but two start again what was stopped.
func (f *folded) firstApproval(now time.Time) error {
	if count(f.yes) > 0 && !f.stopped {
		return nil
	}
	return f.suffices(now)
}

// openedIdentifiers counts the names that the decision opens for the action.
func openedIdentifiers(d law.Decision, a Action) int {
	seen := map[writ.Identifier]struct{}{}
	for o := range d.Outcomes() {
		if !opensFor(o, a) {
			continue
		}
		for _, id := range o.Identifiers {
			seen[id] = struct{}{}
		}
	}
	return len(seen)
}

func opensFor(o law.Outcome, a Action) bool {
	switch a {
	case Count, Lookup, Assemble, Deliver:
		return o.Opens()
	case Keep:
		_, ok := o.Answer.(law.Preserve)
		return ok
	case Activate:
		_, ok := o.Answer.(law.Intercept)
		return ok && !o.Window.IsZero() // a tap without an end does not start
	case Letter:
		return true
	default:
		return false
	}
}

// lookedUp counts the identifiers of the lookups of the last 30 days, over all cases but this one in this version:
// another attempt at the same thing is nothing more.
func (s *scope) lookedUp(own string) int {
	since, n := s.clock().Add(-month), 0
	seen := map[string]bool{own: true}
	for r := range s.log.Latest("permit/") {
		e := r.Entry()
		if e.At.Before(since) {
			break
		}
		var in intent
		action := e.Key[:strings.LastIndexByte(e.Key, '/')]
		if json.Unmarshal(e.Body, &in) == nil && in.Action == Lookup && !seen[action] {
			seen[action] = true
			n += in.Identifiers
		}
	}
	return n
}

// An intent is the body of a `permit` entry.
type intent struct {
	V           int    `json:"v"`
	Action      Action `json:"action"`
	Version     int    `json:"version"`
	Attempt     int    `json:"attempt"`
	Identifiers int    `json:"identifiers"`
}

func (s *scope) intend(a Action, dem law.Demand) (Permit, error) {
	for n := 1; ; n++ {
		key := fmt.Sprintf("%s/%d", permits(dem.Case, dem.Version, a), n)
		body := encode(intent{V: 1, Action: a, Version: dem.Version, Attempt: n, Identifiers: openedIdentifiers(s.d, a)})
		_, err := s.append(ledger.Entry{V: 1, Key: key, Kind: "permit", Case: dem.Case, Body: body})
		if errors.Is(err, ledger.ErrExists) {
			continue
		}
		if err != nil {
			return Permit{}, err
		}
		return Permit{&permit{s: s, action: a}}, nil
	}
}

// append writes an entry down at the instant that it is now. Another entry may come between the look at the clock and
// the append: that is no clock set back, and the clock is looked at again.
func (s *scope) append(e ledger.Entry) (ledger.Receipt, error) {
	for {
		e.At = s.clock()
		r, err := s.log.Append(e)
		if !errors.Is(err, ledger.ErrClock) || s.behind() {
			return r, err
		}
	}
}

// behind reports whether the clock stands before the ledger's head, which is looked at first.
func (s *scope) behind() bool {
	head := s.log.Head().At
	return s.clock().Before(head)
}

// permits begins the keys of the attempts at an action.
func permits(caseID string, version int, a Action) string {
	return fmt.Sprintf("permit/%s/%d/%s", caseID, version, a)
}

// OutcomeKey is the key of the entry that ends an action.
func OutcomeKey(caseID string, version int, a Action) string {
	return fmt.Sprintf("outcome/%s/%d/%s", caseID, version, a)
}
