package scope_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"writ/law"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

func TestStopping(t *testing.T) {
	for _, tc := range []struct {
		name  string
		story func(h *house, d law.Decision)
		want  error
	}{
		{"anybody enrolled may stop", func(h *house, d law.Decision) { h.say(scope.Withdraw, d, "olga") }, scope.ErrStopped},
		{"a stranger may not", func(h *house, d law.Decision) { h.say(scope.Withdraw, d, "mallory") }, nil},
		{"one does not start it again", func(h *house, d law.Decision) {
			h.say(scope.Withdraw, d, "clerk")
			h.say(scope.Approve, d, "ann")
		}, scope.ErrStopped},
		{"two start it again", func(h *house, d law.Decision) {
			h.say(scope.Withdraw, d, "clerk")
			h.say(scope.Approve, d, "eve", "bob")
		}, nil},
		{"two old approvals and a stop between them are one", func(h *house, d law.Decision) {
			h.say(scope.Withdraw, d, "clerk")
			h.say(scope.Approve, d, "ann")
			h.say(scope.Withdraw, d, "clerk")
			h.say(scope.Approve, d, "bob")
		}, scope.ErrStopped},
		{"a stop of an earlier version stops this one", func(h *house, d law.Decision) { h.say(scope.Withdraw, h.decide(version(0)), "clerk") }, scope.ErrStopped},
		{"a stop of whatever was decided stops it", func(h *house, d law.Decision) {
			s := h.statement(scope.Withdraw, d)
			s.Digest = [32]byte{1, 2, 3}
			h.write(s, "clerk", key("clerk"))
		}, scope.ErrStopped},
		{"a stop of another case does not", func(h *house, d law.Decision) { h.say(scope.Withdraw, h.decide(caseNumber("c8")), "clerk") }, nil},
		{"refused by one", func(h *house, d law.Decision) { h.say(scope.Refuse, d, "bob") }, scope.ErrRefused},
		{"a refusal stands whatever is approved later", func(h *house, d law.Decision) {
			h.say(scope.Refuse, d, "bob")
			h.say(scope.Approve, d, "ann", "eve", "carl")
		}, scope.ErrRefused},
		{"a refusal of the version before does not refuse the corrected one", func(h *house, d law.Decision) {
			h.say(scope.Refuse, h.decide(version(0)), "bob")
		}, nil},
		{"a refusal of the version before takes none back", func(h *house, d law.Decision) {
			h.say(scope.Refuse, d, "bob")
			h.say(scope.Refuse, h.decide(version(0)), "bob")
		}, scope.ErrRefused},
		{"a refusal before the decision refuses the version", func(h *house, d law.Decision) {
			s := h.statement(scope.Refuse, d)
			s.Digest = d.Demand().Reading()
			h.write(s, "bob", key("bob"))
		}, scope.ErrRefused},
		{"closed", func(h *house, d law.Decision) { h.say(scope.Close, d, "clerk") }, scope.ErrClosed},
		{"closed in an earlier version", func(h *house, d law.Decision) { h.say(scope.Close, h.decide(version(0)), "clerk") }, scope.ErrClosed},
		{"who was revoked has refused all the same", func(h *house, d law.Decision) {
			h.say(scope.Refuse, d, "eve")
			h.revoke("eve")
		}, scope.ErrRefused},
		{"who was revoked has stopped it all the same", func(h *house, d law.Decision) {
			h.say(scope.Withdraw, d, "eve")
			h.revoke("eve")
		}, scope.ErrStopped},
		{"a stop that is durable but not on the ledger", func(h *house, d law.Decision) { h.stops.pending["c7"] = true }, scope.ErrStopped},
		{"a stop of another case that is not on the ledger", func(h *house, d law.Decision) { h.stops.pending["c8"] = true }, nil},
		{"stops that can't be read are stops", func(h *house, d law.Decision) { h.stops.err = errors.New("disk") }, scope.ErrStopped},
		{"the clock stands before the ledger's head", func(h *house, d law.Decision) { h.now = h.now.Add(-1) }, scope.ErrClock},
		{"the clock stands on the ledger's head", func(h *house, d law.Decision) {}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			d := h.approved()
			s := h.mustGrant(d)
			w := must(must(s.Issue(scope.Lookup))(t).Spend(scope.Lookup))(t)
			tc.story(h, d)
			if _, err := h.issue(d, scope.Lookup); !errors.Is(err, tc.want) {
				t.Errorf("a new scope: got %v, want %v", err, tc.want)
			}
			if _, err := s.Issue(scope.Lookup); !errors.Is(err, tc.want) {
				t.Errorf("a scope made before: got %v, want %v", err, tc.want)
			}
			if err := s.Stands(); !errors.Is(err, tc.want) {
				t.Errorf("whether it stands: got %v, want %v", err, tc.want)
			}
			if err := w.Live(); !errors.Is(err, tc.want) {
				t.Errorf("work begun before: got %v, want %v", err, tc.want)
			}
		})
	}
}

func TestADecisionThatIsStillToComeOpensNothing(t *testing.T) {
	h := newHouse(t)
	d := h.approved(func(d *law.Demand) { d.At = begin.Add(time.Second) })
	if _, err := h.issue(d, scope.Lookup); !errors.Is(err, scope.ErrClock) {
		t.Errorf("got %v", err)
	}
	h.now = h.now.Add(time.Second)
	h.mustIssue(d, scope.Lookup)
}

func TestALookupEndsWhenTheCaseIsStoppedMeanwhile(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	n := 0
	src := watched{h.everything(month(t)), func() {
		if n++; n == 20 {
			h.say(scope.Withdraw, d, "clerk")
		}
	}}
	hv, _, err := retention.Lookup(context.Background(), h.mustIssue(d, scope.Lookup), src, &retentiontest.Spool{})
	if !errors.Is(err, scope.ErrStopped) || !hv.Zero() {
		t.Errorf("got %v", err)
	}
	if _, done := h.log.Find(scope.OutcomeKey("c7", 1, scope.Lookup)); done {
		t.Error("what was stopped has an outcome")
	}
}

func TestWhatWasStoppedInAnEarlierVersionNeedsTwoInTheNext(t *testing.T) {
	h := newHouse(t)
	h.say(scope.Withdraw, h.approved(), "clerk")
	d := h.decide(version(2), urgent(true))
	h.intake(d)
	h.say(scope.Approve, d, "ann")
	if _, err := h.issue(d, scope.Lookup); !errors.Is(err, scope.ErrUnapproved) {
		t.Errorf("one started it again: %v", err)
	}
	h.say(scope.Approve, d, "bob")
	h.mustIssue(d, scope.Lookup)
}

func TestAStopBeforeTheDecisionOutlivesIt(t *testing.T) {
	h := newHouse(t)
	d := h.decide(urgent(true))
	h.say(scope.Registered, d, "clerk")
	h.say(scope.Read, d, "clerk", "reader")
	h.say(scope.Withdraw, d, "reader")
	h.say(scope.Registered, d, "clerk") // brought in again: the same version
	h.say(scope.Verified, d, "reader")
	h.decided(d)
	h.say(scope.Emergency, d, "ann")
	if _, err := h.issue(d, scope.Lookup); !errors.Is(err, scope.ErrStopped) {
		t.Errorf("one started it again: %v", err)
	}
	h.say(scope.Approve, d, "ann", "bob")
	h.mustIssue(d, scope.Lookup)
}

func TestAStoppedVersionDoesNotStopTheCorrectedOne(t *testing.T) {
	h := newHouse(t)
	h.say(scope.Withdraw, h.approved(), "clerk")
	d := h.decide(version(2), urgent(true))
	h.intake(d)
	h.say(scope.Emergency, d, "ann")
	h.mustIssue(d, scope.Lookup)
}

func TestAnEmergency(t *testing.T) {
	const hours = 8
	for _, tc := range []struct {
		name   string
		policy func(*scope.Policy)
		stated bool
		story  func(h *house, d law.Decision)
		after  time.Duration
		want   error
	}{
		{"one person now", nil, true, func(*house, law.Decision) {}, 0, nil},
		{"the last instant of the policy's hours", nil, true, func(*house, law.Decision) {}, hours*time.Hour - 1, nil},
		{"the second is late", nil, true, func(*house, law.Decision) {}, hours * time.Hour, scope.ErrLate},
		{"the second is late, and comes", nil, true, func(h *house, d law.Decision) { h.later(hours*time.Hour, scope.Approve, d, "bob") }, hours * time.Hour, nil},
		{"the second came in time", nil, true, func(h *house, d law.Decision) { h.later(time.Hour, scope.Approve, d, "bob") }, 1000 * time.Hour, nil},
		{"the same person is no second", nil, true, func(h *house, d law.Decision) { h.later(time.Hour, scope.Approve, d, "ann") }, hours * time.Hour, scope.ErrLate},
		{"the first's own second emergency moves no clock", nil, true, func(h *house, d law.Decision) { h.later(7*time.Hour, scope.Emergency, d, "ann") }, hours * time.Hour, scope.ErrLate},
		{"another's emergency moves no clock", nil, true, func(h *house, d law.Decision) { h.later(7*time.Hour, scope.Emergency, d, "bob") }, hours * time.Hour, scope.ErrLate},
		{"a policy of a year is 24 hours", func(p *scope.Policy) { p.EmergencyHours = 24 * 365 }, true, func(*house, law.Decision) {}, 24*time.Hour - 1, nil},
		{"and not a nanosecond more", func(p *scope.Policy) { p.EmergencyHours = 24 * 365 }, true, func(*house, law.Decision) {}, 24 * time.Hour, scope.ErrLate},
		{"a policy of no hours", func(p *scope.Policy) { p.EmergencyHours = 0 }, true, func(*house, law.Decision) {}, 0, scope.ErrLate},
		{"a policy that runs over", func(p *scope.Policy) { p.EmergencyHours = 1 << 62 }, true, func(*house, law.Decision) {}, 24 * time.Hour, scope.ErrLate},
		{"the paper states none", nil, false, func(*house, law.Decision) {}, 0, scope.ErrUnapproved},
		{"it was stopped", nil, true, func(h *house, d law.Decision) { h.say(scope.Withdraw, d, "clerk") }, 0, scope.ErrStopped},
		{"one does not start it again as another emergency", nil, true, func(h *house, d law.Decision) {
			h.say(scope.Withdraw, d, "clerk")
			h.say(scope.Emergency, d, "bob")
		}, 0, scope.ErrStopped},
		{"who approved it was revoked", nil, true, func(h *house, d law.Decision) { h.revoke("ann") }, 0, scope.ErrUnapproved},
		{"another brings it in again", nil, true, func(h *house, d law.Decision) { h.say(scope.Registered, d, "eve") }, 0, nil},
		{"another was revoked", nil, true, func(h *house, d law.Decision) { h.revoke("eve") }, 0, nil},
		{"who approved it registers it", nil, true, func(h *house, d law.Decision) { h.say(scope.Registered, d, "ann") }, 0, scope.ErrUnapproved},
		{"a second who is not the carrier's leaves it running", func(p *scope.Policy) { p.CarrierNeeded = true }, true,
			func(h *house, d law.Decision) { h.later(time.Hour, scope.Approve, d, "bob") }, 2 * time.Hour, nil},
		{"and is not enough when the hours are over", func(p *scope.Policy) { p.CarrierNeeded = true }, true,
			func(h *house, d law.Decision) { h.later(time.Hour, scope.Approve, d, "bob") }, hours * time.Hour, scope.ErrLate},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.policy == nil {
				tc.policy = func(*scope.Policy) {}
			}
			h := newHouse(t, tc.policy)
			d := h.decide(urgent(true), func(d *law.Demand) {
				if !tc.stated {
					no := false
					d.Instrument = warrant().Instrument
					d.Instrument.Emergency = &no
				}
			})
			h.intake(d)
			h.say(scope.Emergency, d, "ann")
			tc.story(h, d)
			h.now = begin.Add(tc.after)
			for _, a := range []scope.Action{scope.Lookup, scope.Assemble, scope.Deliver} {
				if _, err := h.issue(d, a); !errors.Is(err, tc.want) {
					t.Errorf("%s: got %v, want %v", a, err, tc.want)
				}
			}
		})
	}
}

// later says something when that much time has passed.
func (h *house) later(after time.Duration, verb scope.Verb, d law.Decision, who string) {
	h.t.Helper()
	h.now = begin.Add(after)
	h.say(verb, d, who)
}

func TestWhereThePaperIsSilentThereIsNoEmergency(t *testing.T) {
	h := newHouse(t)
	d := h.decide()
	h.intake(d)
	h.say(scope.Emergency, d, "ann")
	if _, err := h.issue(d, scope.Lookup); !errors.Is(err, scope.ErrUnapproved) {
		t.Errorf("got %v", err)
	}
}

func TestAnEmergencyOfAnotherVersionOrDecisionIsNone(t *testing.T) {
	for name, change := range map[string]func(*scope.Statement){
		"another version":  func(s *scope.Statement) { s.Version++ },
		"another decision": func(s *scope.Statement) { s.Digest[0]++ },
	} {
		h := newHouse(t)
		d := h.decide(urgent(true))
		h.intake(d)
		s := h.statement(scope.Emergency, d)
		change(&s)
		h.write(s, "ann", key("ann"))
		if _, err := h.issue(d, scope.Lookup); !errors.Is(err, scope.ErrUnapproved) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhoMayCallAnEmergency(t *testing.T) {
	for who, want := range map[string]error{"ann": nil, "bob": nil, "clerk": scope.ErrUnapproved, "reader": scope.ErrUnapproved, "olga": scope.ErrUnapproved, "mallory": scope.ErrUnapproved} {
		h := newHouse(t)
		d := h.decide(urgent(true))
		h.intake(d)
		h.say(scope.Emergency, d, who)
		if _, err := h.issue(d, scope.Lookup); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", who, err, want)
		}
	}
}

func TestWorkUnderAnEmergencyEndsWithItsHours(t *testing.T) {
	h := newHouse(t)
	d := h.decide(urgent(true))
	h.intake(d)
	h.say(scope.Emergency, d, "ann")
	w := must(h.mustIssue(d, scope.Lookup).Spend(scope.Lookup))(t)
	h.now = begin.Add(8*time.Hour - 1)
	if err := w.Live(); err != nil {
		t.Errorf("before its end: %v", err)
	}
	h.now = begin.Add(8 * time.Hour)
	if err := w.Live(); !errors.Is(err, scope.ErrLate) {
		t.Errorf("at its end: %v", err)
	}
}
