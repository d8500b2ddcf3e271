package scope

import (
	"encoding/json"
	"errors"
	"fmt"
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

// A Permit is the right to do one action, once. The zero Permit opens nothing.
type Permit struct{ p *permit }

type permit struct {
	s      *scope
	action Action
	key    string
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
	if a == Lookup && f.policy.Monthly > 0 && s.lookedUp()+n > f.policy.Monthly {
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
		return f.firstApproval()
	}
	return f.suffices(s.clock())
}

func (f *folded) firstApproval() error {
	for _, yes := range f.yes {
		if yes {
			return nil
		}
	}
	if f.stopped {
		return ErrStopped
	}
	return ErrUnapproved
}

// openedIdentifiers counts the names that the decision opens for the action.
func openedIdentifiers(d law.Decision, a Action) int {
	seen := map[writ.Identifier]bool{}
	for o := range d.Outcomes() {
		if !opensFor(o, a) {
			continue
		}
		for _, id := range o.Identifiers {
			seen[id] = true
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

// lookedUp counts the identifiers of the lookups of the last 30 days, over all cases.
func (s *scope) lookedUp() int {
	since, n := s.clock().Add(-30*24*time.Hour), 0
	for _, key := range s.log.Keys("permit/") {
		r, _ := s.log.Find(key)
		var in intent
		if e := r.Entry(); e.At.After(since) && json.Unmarshal(e.Body, &in) == nil && in.Action == Lookup && in.Attempt == 1 {
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
		key := fmt.Sprintf("permit/%s/%d/%s/%d", dem.Case, dem.Version, a, n)
		body := encode(intent{V: 1, Action: a, Version: dem.Version, Attempt: n, Identifiers: openedIdentifiers(s.d, a)})
		_, err := s.log.Append(ledger.Entry{V: 1, Key: key, Kind: "permit", Case: dem.Case, At: s.clock(), Body: body})
		if errors.Is(err, ledger.ErrExists) {
			continue
		}
		if err != nil {
			return Permit{}, err
		}
		return Permit{&permit{s: s, action: a, key: key}}, nil
	}
}

// OutcomeKey is the key of the entry that ends an action.
func OutcomeKey(caseID string, version int, a Action) string {
	return fmt.Sprintf("outcome/%s/%d/%s", caseID, version, a)
}
