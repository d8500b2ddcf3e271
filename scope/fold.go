package scope

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"time"

	"writ/law"
	"writ/ledger"
)

// The least that Go demands, whatever the policy says.
const (
	leastApprovers  = 2
	leastReaders    = 2
	leastVouchers   = 2
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
	urgent   bool     // the demand states an emergency
	policy   Policy
	people   map[string]Person
	keys     map[string]string // public key → name: a key belongs to one person
	register map[string]bool   // who brought it in, in any version
	brought  bool              // this version was brought in by somebody
	replaced bool              // a later version was brought in: this one is over
	decided  bool
	readers  map[string]bool
	verifier string
	yes      map[string]bool // who approves now
	alone    string          // who approved the emergency
	since    time.Time       // when
	refused  bool
	stopped  bool // two must approve before anything goes on
	closed   bool
	newer    bool // an entry has a form that this program does not know
}

func fold(log *ledger.Log, d law.Decision) folded {
	dem := d.Demand()
	urgent := dem.Instrument.Emergency
	f := folded{id: log.ID(), caseID: dem.Case, version: dem.Version, digest: d.Digest(), reading: dem.Reading(), urgent: urgent != nil && *urgent,
		people: map[string]Person{}, register: map[string]bool{}, keys: map[string]string{}, readers: map[string]bool{}, yes: map[string]bool{}}
	for _, e := range log.OfCase(dem.Case) {
		f.take(e)
	}
	return f
}

func (f *folded) take(e ledger.Entry) {
	f.newer = f.newer || e.V != 1
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

// takePolicy heeds the first entry of its one key: a later one can't name founders or lower a guard.
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
	en, ok := readEnrolment(e.Body)
	if !ok || e.Key != PersonKey(en.Person.Name) {
		return
	}
	vouched, said := map[string]bool{}, en.Person.Enrolling(f.id)
	for _, v := range en.By {
		if p, ok := f.people[v.Who]; ok && verify(p.Key, said, v.Sig) {
			vouched[v.Who] = true
		}
	}
	if count(vouched) >= leastVouchers {
		f.enrol(en.Person)
	}
}

// takeRevocation takes a person's key out for good, and with it what stood for the case on that person's word. What
// the person said against it stays.
func (f *folded) takeRevocation(e ledger.Entry) {
	var name string
	if json.Unmarshal(e.Body, &name) != nil {
		return
	}
	delete(f.people, name)
	delete(f.yes, name)
	delete(f.readers, name)
	if f.verifier == name {
		f.verifier = ""
	}
	if f.alone == name {
		f.alone = ""
	}
}

// takeDecided: the last decision counts, and voids what was approved before. A version is decided once, under the key
// of its version; anything else that calls itself a decision leaves the case undecided.
func (f *folded) takeDecided(e ledger.Entry) {
	var d Decided
	f.decided = json.Unmarshal(e.Body, &d) == nil && e.Key == DecidedKey(f.caseID, f.version) && d.Digest == hex.EncodeToString(f.digest[:])
	f.yes, f.alone = map[string]bool{}, ""
}

// takeSigned heeds what an enrolled person signed. Who brought the demand in, a stop and a close count for every
// version: speaking against never expires. A refusal is of a version, whatever was decided on it. What speaks for the
// case counts for this version and this digest alone.
func (f *folded) takeSigned(e ledger.Entry) {
	verb := Verb(e.Kind)
	var s Signed
	if json.Unmarshal(e.Body, &s) != nil || !f.signed(verb, s) {
		return
	}
	this := s.Version == f.version
	read := this && s.Digest == hex.EncodeToString(f.reading[:])
	decision := this && s.Digest == hex.EncodeToString(f.digest[:])
	switch verb {
	case Registered:
		f.takeRegistrar(s.Who, this)
		f.replaced = f.replaced || s.Version > f.version
	case Read:
		if this && f.people[s.Who].Role != Intake {
			f.readers[s.Who] = read // who reads again and otherwise has not read this
		}
	case Verified:
		if read && !f.register[s.Who] && f.people[s.Who].Role != Intake {
			f.verifier = s.Who
		}
	case Approve:
		if decision && f.mayApprove(s.Who) {
			f.yes[s.Who] = true
		}
	case Emergency:
		if decision && f.urgent && f.alone == "" && f.mayApprove(s.Who) && !f.stopped {
			f.alone, f.since = s.Who, e.At
			f.yes[s.Who] = true
		}
	case Refuse:
		f.refused = f.refused || this
	case Withdraw:
		f.yes, f.alone, f.stopped = map[string]bool{}, "", true
	case Close:
		f.closed = true
	}
}

// takeRegistrar: what the person verified or approved before counts no more. A stop of the versions before stopped those:
// this one is read, verified, decided and approved anew.
func (f *folded) takeRegistrar(who string, this bool) {
	f.register[who] = true
	if this && !f.brought {
		f.brought, f.stopped = true, false
	}
	delete(f.yes, who)
	if f.verifier == who {
		f.verifier = ""
	}
	if f.alone == who {
		f.alone = ""
	}
}

// mayApprove: an approver or counsel who did not bring the demand in.
func (f *folded) mayApprove(who string) bool {
	role := f.people[who].Role
	return !f.register[who] && (role == Approver || role == Counsel)
}

// signed checks the person's own signature over what the entry says, on this ledger and about this case.
func (f *folded) signed(verb Verb, s Signed) bool {
	p, ok := f.people[s.Who]
	d, err := hex.DecodeString(s.Digest)
	if !ok || err != nil || len(d) != 32 {
		return false
	}
	st := Statement{Verb: verb, Ledger: f.id, Case: f.caseID, Version: s.Version, Digest: [32]byte(d)}
	return verify(p.Key, st.Bytes(), s.Sig)
}
