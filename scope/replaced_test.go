package scope_test

import (
	"errors"
	"testing"
	"time"

	"writ/ledger"
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

func TestAnOlderVersionThatComesInAgainBringsNothingBack(t *testing.T) {
	h := newHouse(t)
	first := h.approved()
	h.say(scope.Registered, h.decide(version(2)), "clerk")
	h.say(scope.Registered, first, "clerk")
	if _, err := h.grant(first); !errors.Is(err, scope.ErrReplaced) {
		t.Errorf("got %v", err)
	}
}

func TestApprovalsBeforeTheDecisionIsWrittenAreVoid(t *testing.T) {
	h := newHouse(t)
	d := h.decide(urgent(true))
	h.say(scope.Registered, d, "clerk")
	h.say(scope.Read, d, "clerk", "reader")
	h.say(scope.Verified, d, "reader")
	h.say(scope.Approve, d, "ann", "bob")
	h.say(scope.Emergency, d, "eve")
	h.decided(d)
	if _, err := h.issue(d, scope.Lookup); !errors.Is(err, scope.ErrUnapproved) {
		t.Errorf("got %v", err)
	}
}

// Another entry may come between the look at the clock and the append.
func TestAnEntryThatComesBetweenIsNoClockSetBack(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	calls, between := 0, 0
	s, err := scope.Grant(h.log, d, h.stops, func() time.Time {
		at := h.now
		if calls++; calls == between {
			h.now = h.now.Add(time.Second)
			h.put("note/between", "note", "c8", []byte("{}"))
		}
		return at
	})
	if err != nil {
		t.Fatal(err)
	}
	before := calls
	if _, err := s.Issue(scope.Lookup); err != nil {
		t.Fatal(err)
	}
	between = calls + calls - before + 1 // the last look of the next one, which tries two numbers: that of its append
	if _, err := s.Issue(scope.Lookup); err != nil {
		t.Errorf("the next attempt: %v", err)
	}
	if _, ok := h.log.Find("note/between"); !ok {
		t.Error("nothing came between: the test is about nothing")
	}
	h.now = h.now.Add(-time.Hour)
	if _, err := s.Issue(scope.Lookup); !errors.Is(err, scope.ErrClock) {
		t.Errorf("a clock set back: %v", err)
	}
}

// The clock is set back after the case was looked at: the append is refused, and not tried for ever.
func TestAClockSetBackMeanwhileStopsTheAppend(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	calls, back := 0, 0
	s, err := scope.Grant(h.log, d, h.stops, func() time.Time {
		if calls++; back > 0 && calls >= back {
			return h.now.Add(-time.Hour)
		}
		return h.now
	})
	if err != nil {
		t.Fatal(err)
	}
	before := calls
	if _, err := s.Issue(scope.Lookup); err != nil {
		t.Fatal(err)
	}
	back = calls + calls - before
	if _, err := s.Issue(scope.Assemble); !errors.Is(err, ledger.ErrClock) {
		t.Errorf("got %v", err)
	}
}
