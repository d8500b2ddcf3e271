package scope_test

import (
	"errors"
	"testing"

	"writ/scope"
)

// TestACorrectedDemandEndsTheOldVersionBeforeItIsDecided: what was approved on the old text is over when the new one
// comes in, also for work that is under way.
func TestACorrectedDemandEndsTheOldVersionBeforeItIsDecided(t *testing.T) {
	h := newHouse(t)
	first := h.approved()
	p := h.mustIssue(first, scope.Lookup)
	w, err := p.Spend(scope.Lookup)
	if err != nil {
		t.Fatal(err)
	}
	h.say(scope.Registered, h.decide(version(2)), "clerk")
	if _, err := h.grant(first); !errors.Is(err, scope.ErrReplaced) {
		t.Errorf("version 1 is granted after version 2 came in: %v", err)
	}
	if err := w.Live(); !errors.Is(err, scope.ErrReplaced) {
		t.Errorf("work on version 1 goes on after version 2 came in: %v", err)
	}
}

// TestTheIntakeIsNoPerson: it brings demands in; what it reads or verifies counts for nothing.
func TestTheIntakeIsNoPerson(t *testing.T) {
	desk := person("desk")
	desk.Role = scope.Intake
	h := newHouse(t, func(p *scope.Policy) { p.Founders = append(p.Founders, desk) })
	d := h.decide()
	h.say(scope.Registered, d, "clerk")
	h.say(scope.Read, d, "reader", "desk")
	h.say(scope.Verified, d, "desk")
	h.decided(d)
	h.say(scope.Approve, d, "ann", "bob")
	if _, err := h.grant(d); !errors.Is(err, scope.ErrUnread) {
		t.Errorf("the intake read for a person: %v", err)
	}
	h.say(scope.Read, d, "clerk")
	if _, err := h.grant(d); !errors.Is(err, scope.ErrUnverified) {
		t.Errorf("the intake verified: %v", err)
	}
}
