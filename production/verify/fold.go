package verify

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"writ/ledger"
)

// standing is what the entries add up to for this version of the case.
type standing struct {
	people
	urgent     bool // the demand states an emergency
	policy     policy
	version    int
	digest     string // of the decision
	reading    string // of the demand as read
	registered map[string]bool
	readers    map[string]bool
	brought    bool // somebody registered this version
	replaced   bool // a later version was brought in
	verifier   string
	approved   map[string]bool
	alone      string
	since      time.Time
	decided    bool
	refused    bool
	stopped    bool
	closed     bool
}

// fold goes over the entries in the ledger's order and says whether, at the end, the package might leave.
func (c *checker) fold() *fault {
	digest, reading := c.d.Digest(), c.d.Demand().Reading()
	urgent := c.d.Demand().Instrument.Emergency
	s := &standing{urgent: urgent != nil && *urgent, people: people{ledger.IDOf(c.m.Ledger), map[string]person{}, map[string]bool{}, map[string]bool{}}, version: c.m.Version,
		digest: hex.EncodeToString(digest[:]), reading: hex.EncodeToString(reading[:]), registered: map[string]bool{}, readers: map[string]bool{}, approved: map[string]bool{}}
	if len(c.entries) == 0 || c.entries[0].index != 0 || c.entries[0].Kind != "policy" || c.entries[0].Key != "home/policy/1" {
		return breaks(People, "the ledger's first entry, which names the first people, is missing")
	}
	for _, e := range c.entries {
		if f := s.take(e, c.m.Case); f != nil {
			return f
		}
	}
	for _, name := range []string{People, Decided, Readings, Verification, Approvals} {
		if f := s.verdict(name, c.at); f != nil {
			if f.check == "" {
				f.check = name
			}
			return f
		}
		c.out.hold(name)
	}
	return s.verdict(Standing, c.at)
}

func (s *standing) take(e proven, caseID string) *fault {
	if e.V != 1 {
		return breaks(Entries, "an entry has a form that this program does not know; use a newer one")
	}
	switch e.Kind {
	case "policy":
		return s.takePolicy(e)
	case "enrol":
		return s.enrol(e.Body, e.Key)
	case "revoke":
		return s.revoke(e.Body)
	case "decided":
		return s.decide(e, caseID)
	case "rotate", "ceiling":
		return nil
	default:
		return s.hear(e, caseID)
	}
}

// takePolicy heeds the first entry of the ledger, and no other.
func (s *standing) takePolicy(e proven) *fault {
	if e.index != 0 {
		return nil
	}
	if json.Unmarshal(e.Body, &s.policy) != nil || s.policy.V != 1 {
		return breaks(People, "the policy can't be read")
	}
	for _, p := range s.policy.Founders {
		if f := s.add(p); f != nil {
			return f
		}
	}
	return nil
}

func (s *standing) revoke(body []byte) *fault {
	var name string
	if json.Unmarshal(body, &name) != nil {
		return breaks(People, "a revocation can't be read")
	}
	delete(s.now, name)
	delete(s.readers, name)
	s.unsay(name)
	return nil
}

// unsay voids what a person verified or approved.
func (s *standing) unsay(who string) {
	delete(s.approved, who)
	if s.verifier == who {
		s.verifier = ""
	}
	if s.alone == who {
		s.alone = ""
	}
}

// decide: the last decision on a case counts, and voids what was approved before.
func (s *standing) decide(e proven, caseID string) *fault {
	var d struct {
		V       int    `json:"v"`
		Version int    `json:"version"`
		Digest  string `json:"digest"`
		Packs   string `json:"packs"`
	}
	s.decided = json.Unmarshal(e.Body, &d) == nil && e.Key == fmt.Sprintf("decided/%s/%d", caseID, s.version) && d.Version == s.version && d.Digest == s.digest
	s.approved, s.alone, s.stopped = map[string]bool{}, "", s.stopped && !s.decided
	return nil
}

// hear heeds what a person said. What bears no good signature was never said; so was what is about another
// version, unless it speaks against.
func (s *standing) hear(e proven, caseID string) *fault {
	var x signed
	if e.Case != caseID || json.Unmarshal(e.Body, &x) != nil || !s.said(e.Kind, caseID, x) {
		return nil
	}
	this := x.Version == s.version
	switch e.Kind {
	case "registered":
		s.registered[x.Who] = true
		s.brought = s.brought || this
		s.replaced = s.replaced || x.Version > s.version
		s.unsay(x.Who)
	case "read":
		if this && x.Digest == s.reading && s.now[x.Who].Role != "intake" {
			s.readers[x.Who] = true
		} else if this {
			delete(s.readers, x.Who)
		}
	case "verified":
		if this && x.Digest == s.reading && !s.registered[x.Who] && s.now[x.Who].Role != "intake" {
			s.verifier = x.Who
		}
	case "approve", "emergency":
		if this && x.Digest == s.digest && s.mayApprove(x.Who) {
			s.approve(e, x.Who)
		}
	case "refuse":
		s.refused = s.refused || this
	case "withdraw":
		s.approved, s.alone, s.stopped = map[string]bool{}, "", true
	case "close":
		s.closed = true
	}
	return nil
}

func (s *standing) approve(e proven, who string) {
	if e.Kind == "approve" {
		s.approved[who] = true
		return
	}
	if s.urgent && s.alone == "" && !s.stopped {
		s.alone, s.since = who, e.At
		s.approved[who] = true
	}
}

// mayApprove: an approver or counsel who did not bring the demand in.
func (s *standing) mayApprove(who string) bool {
	role := s.now[who].Role
	return !s.registered[who] && (role == "approver" || role == "counsel")
}

// verdict says what is missing, check by check, at the instant at which the package was made.
func (s *standing) verdict(check string, at time.Time) *fault {
	switch {
	case check == Decided && !s.decided:
		return broken("the ledger's last decision on the case is another one")
	case check == Readings && !s.brought:
		return broken("nobody registered this version of the case")
	case check == Readings && len(s.readers) < 2:
		return broken("fewer than two people read the paper alike")
	case check == Verification && s.verifier == "":
		return broken("nobody but who registered the demand verified the requester")
	case check == Approvals:
		return s.enough(at)
	case check == Standing && (s.refused || s.closed || s.replaced):
		return broken("the case was refused, closed, or replaced by a later version")
	default:
		return nil
	}
}

const (
	leastApprovers = 2
	mostEmergency  = 24
)

func (s *standing) enough(at time.Time) *fault {
	carrier := false
	for who := range s.approved {
		carrier = carrier || s.now[who].Carrier
	}
	hours := time.Duration(min(s.policy.EmergencyHours, mostEmergency)) * time.Hour
	switch {
	case len(s.approved) >= max(leastApprovers, s.policy.Approvers) && (carrier || !s.policy.CarrierNeeded):
		return nil
	case len(s.approved) >= max(leastApprovers, s.policy.Approvers):
		return broken("no employee of the carrier is among those who approved")
	case s.alone != "" && at.Before(s.since.Add(hours)):
		return nil
	case s.stopped:
		return breaks(Standing, "the case was stopped and not approved again")
	default:
		return broken("fewer people than needed, none of whom registered the demand, approved this decision")
	}
}
