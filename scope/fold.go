package scope

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"time"

	"writ/ledger"
)

// The least that Go demands, whatever the policy says.
const (
	leastApprovers  = 2
	mostEmergency   = 24 * time.Hour
	mostSubscribers = 1000
)

// folded is what the ledger says about one version of a case, entry by entry, in order.
type folded struct {
	id       ledger.ID
	caseID   string
	version  int
	digest   [32]byte // of the decision
	reading  [32]byte // of the demand as read
	policy   Policy
	people   map[string]Person
	keys     map[string]string // public key → name: a key belongs to one person
	register map[string]bool   // who brought it in, in any version
	decided  bool
	readers  map[string]bool
	verifier string
	yes      map[string]bool
	alone    string    // who approved the emergency
	since    time.Time // when
	refused  bool
	stopped  bool
	closed   bool
}

func fold(log *ledger.Log, caseID string, version int, digest, reading [32]byte) folded {
	f := folded{id: log.ID(), caseID: caseID, version: version, digest: digest, reading: reading,
		people: map[string]Person{}, register: map[string]bool{}, keys: map[string]string{}, readers: map[string]bool{}, yes: map[string]bool{}}
	for _, e := range log.OfCase(caseID) {
		f.take(e)
	}
	return f
}

func (f *folded) take(e ledger.Entry) {
	switch e.Kind {
	case "policy":
		f.takePolicy(e)
	case "enrol":
		f.takeEnrolment(e)
	case "revoke":
		f.takeRevocation(e)
	case "decided":
		f.takeDecided(e)
	default:
		f.takeSigned(e)
	}
}

// takePolicy heeds the first entry only: a later one can't name founders or lower a ceiling's guard.
func (f *folded) takePolicy(e ledger.Entry) {
	if e.Key != PolicyKey || f.policy.V != 0 || json.Unmarshal(e.Body, &f.policy) != nil {
		return
	}
	for _, p := range f.policy.Founders {
		f.enrol(p)
	}
}

// enrol adds a person whose name and key are both new: one key under two names is one person.
func (f *folded) enrol(p Person) {
	if _, taken := f.people[p.Name]; taken || p.Name == "" || len(p.Key) != ed25519.PublicKeySize || f.keys[string(p.Key)] != "" {
		return
	}
	f.people[p.Name], f.keys[string(p.Key)] = p, p.Name
}

func (f *folded) takeEnrolment(e ledger.Entry) {
	var en Enrolment
	if json.Unmarshal(e.Body, &en) != nil || e.Key != PersonKey(en.Person.Name) {
		return
	}
	vouched := map[string]bool{}
	for _, v := range en.By {
		if p, ok := f.people[v.Who]; ok && ed25519.Verify(p.Key, en.Person.Enrolling(f.id), v.Sig) {
			vouched[v.Who] = true
		}
	}
	if len(vouched) >= 2 {
		f.enrol(en.Person)
	}
}

// takeRevocation takes a person's key out for good; what was said before stands only until the next approval is counted.
func (f *folded) takeRevocation(e ledger.Entry) {
	var name string
	if json.Unmarshal(e.Body, &name) == nil {
		delete(f.people, name)
		delete(f.yes, name)
		delete(f.readers, name)
		if f.alone == name {
			f.alone = ""
		}
	}
}

// takeDecided: the last decision counts, and voids what was approved before.
func (f *folded) takeDecided(e ledger.Entry) {
	var d Decided
	if json.Unmarshal(e.Body, &d) != nil {
		f.decided = false
		return
	}
	f.decided = d.Version == f.version && d.Digest == hex.EncodeToString(f.digest[:])
	f.yes, f.alone, f.stopped = map[string]bool{}, "", false
}

func (f *folded) takeSigned(e ledger.Entry) {
	verb := Verb(e.Kind)
	var s Signed
	if json.Unmarshal(e.Body, &s) != nil {
		return
	}
	if !f.signed(verb, s) {
		return
	}
	switch verb {
	case Registered:
		f.register[s.Who] = true
		delete(f.yes, s.Who)
	case Read:
		f.readers[s.Who] = true
	case Verified:
		if !f.register[s.Who] {
			f.verifier = s.Who
		}
	case Approve:
		f.yes[s.Who] = f.mayApprove(s.Who)
	case Emergency:
		if f.alone == "" && f.mayApprove(s.Who) && !f.stopped {
			f.alone, f.since = s.Who, e.At
			f.yes[s.Who] = true
		}
	case Refuse:
		f.refused = true
	case Withdraw:
		f.yes, f.alone, f.stopped = map[string]bool{}, "", true
	case Close:
		f.closed = true
	}
}

// mayApprove: an approver or counsel who did not bring the demand in.
func (f *folded) mayApprove(who string) bool {
	role := f.people[who].Role
	return !f.register[who] && (role == Approver || role == Counsel)
}

// signed checks the person's own signature over what this version of the case is about. Who brought it in, a stop and
// a close count for every version: speaking against never expires. A refusal is of a version, whatever was decided on it.
func (f *folded) signed(verb Verb, s Signed) bool {
	p, ok := f.people[s.Who]
	if !ok {
		return false
	}
	st := Statement{Verb: verb, Ledger: f.id, Case: f.caseID, Version: f.version, Digest: f.digest}
	switch verb {
	case Read, Verified:
		st.Digest = f.reading
	case Registered, Withdraw, Close, Refuse:
		if verb != Refuse {
			st.Version = s.Version
		}
		d, err := hex.DecodeString(s.Digest)
		if err != nil || len(d) != 32 {
			return false
		}
		st.Digest = [32]byte(d)
	case Approve, Emergency:
	default:
		return false
	}
	return s.Version == st.Version && bytes.Equal([]byte(s.Digest), []byte(hex.EncodeToString(st.Digest[:]))) && ed25519.Verify(p.Key, st.Bytes(), s.Sig)
}
