package casefiletest

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"writ/casefile"
	"writ/law"
	"writ/ledger"
	"writ/scope"
)

// Marked is the number that the house's demand is about: look for it where it must not be.
const Marked = "+12025550173"

// Start is the instant at which a house begins.
var Start = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

// The people of a house. Eve is the carrier's own.
const (
	Ann  = "Ann"  // clerk
	Ben  = "Ben"  // clerk
	Vera = "Vera" // verifier
	Adam = "Adam" // approver
	Eve  = "Eve"  // approver
	Cora = "Cora" // counsel
	Max  = "Max"  // custodian
	Otto = "Otto" // auditor
)

var roles = []struct {
	name    string
	role    scope.Role
	carrier bool
}{{Ann, scope.Clerk, false}, {Ben, scope.Clerk, false}, {Vera, scope.Verifier, false}, {Adam, scope.Approver, false},
	{Eve, scope.Approver, true}, {Cora, scope.Counsel, false}, {Max, scope.Custodian, false}, {Otto, scope.Auditor, false}}

// A House is a tenant for tests: its people with their keys, its ledger, its profile and directory.
type House struct {
	Log       *ledger.Log
	People    casefile.People
	Profile   casefile.Profile
	Directory casefile.Directory
	Packs     *law.Set
	keys      map[string]ed25519.PrivateKey
}

// NewHouse furnishes a house over a ledger, on which it writes the policy where there is none.
func NewHouse(t testing.TB, log *ledger.Log) *House {
	t.Helper()
	h := &House{Log: log, keys: map[string]ed25519.PrivateKey{}}
	policy := scope.Policy{V: 1, Tenant: "example", Approvers: 2, EmergencyHours: 4, Subscribers: 100, Monthly: 100000}
	for i, r := range roles {
		key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(i + 100)}, ed25519.SeedSize))
		h.keys[r.name] = key
		policy.Founders = append(policy.Founders, scope.Person{Name: r.name, Role: r.role, Key: key.Public().(ed25519.PublicKey), Carrier: r.carrier})
	}
	if _, ok := log.Find(scope.PolicyKey); !ok {
		body, err := json.Marshal(policy)
		must(t, err)
		_, err = log.Append(ledger.Entry{V: 1, Key: scope.PolicyKey, Kind: "policy", At: Start.Add(-time.Hour), Body: body})
		must(t, err)
	}
	h.People = casefile.PeopleOf(log.ID(), log.OfCase(""))
	var err error
	h.Profile, err = casefile.ReadProfile("PROVIDER.yaml", []byte(profile))
	must(t, err)
	h.Directory, err = casefile.ReadDirectory("AGENCIES.yaml", []byte(agencies))
	must(t, err)
	h.Packs, err = Nova()
	must(t, err)
	return h
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("furnish the house: %v", err)
	}
}

const profile = `format: writ/profile/1
name: Example Voice Inc.
established: [XN]
offers: [XN]
service: voip-interconnected
keeps: {subscriber: P5Y, call-records: P18M}
zone: America/New_York
numbers: {calling: "1", trunk: "1", international: "011"}
packs: [nova]
`

const agencies = `format: writ/agencies/1
agencies:
- id: nova-prosecutor
  name: Public Prosecutor of Nova
  country: XN
  kind: prosecutor
  contacts:
  - {id: switchboard, kind: phone, value: "+1 202 555 0100", from: "the ministry's public register, seen 2026-01-10"}
  recipient: age1example
  language: en
- id: city-police
  name: City Police
  country: XN
  kind: police
  contacts:
  - {id: desk, kind: phone, value: "+1 202 555 0111", from: "the city's register, seen 2026-01-10"}
  language: en
`

// requestText is the house's demand as a file: the instrument, emergency, category, number and end of the window.
const requestText = `reference: NP-2026-0042
agency: nova-prosecutor
papers: [order.pdf]
instrument:
  type: %s
  issuer: {kind: prosecutor, country: XN}
  issued: 2026-02-27
  served: 2026-03-01T16:20:00-05:00
  addressee: provider
  signed: true
  emergency: %t
  secrecy: {until: 2027-03-01}
  offence: {name: wire fraud, max-years: 20, listed: true}
  facts: {return-date: 2026-03-16}
asks:
- category: %s
  identifiers: [{kind: e164, value: %q}]
  window: {from: 2025-10-01T00:00:00-04:00, to: %s}
`

// An Order is what changes between the house's demands. The zero Order is for call records, which leave.
type Order struct {
	Type      string // order-records, order-preserve, order-doubtful
	Category  string // content: withheld
	Number    string // Marked
	To        string // a local time without offset: clarified
	Emergency bool
}

// Request reads the house's demand.
func (h *House) Request(t testing.TB, o Order) casefile.Request {
	t.Helper()
	text := fmt.Appendf(nil, requestText, or(o.Type, "order-records"), o.Emergency, or(o.Category, "call-records"), or(o.Number, Marked),
		or(o.To, "2026-01-01T00:00:00-05:00"))
	r, err := casefile.ReadRequest("REQUEST.yaml", text, nil, h.Profile.Numbers, 0)
	must(t, err)
	return r
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// Person gives one of the house's people.
func (h *House) Person(name string) scope.Person {
	p, _ := h.People.Find(name)
	return p
}

// Sign signs with a person's key.
func (h *House) Sign(who string, b []byte) []byte { return ed25519.Sign(h.keys[who], b) }

// Act has a person sign a statement.
func (h *House) Act(who string, st scope.Statement, at time.Time, reason string) casefile.Act {
	return casefile.Act{At: at, By: h.Person(who), Sig: h.Sign(who, st.Bytes()), Reason: reason}
}

// Say has a person say a verb about a case as it stands.
func (h *House) Say(who string, c casefile.Case, verb scope.Verb, at time.Time, reason string) casefile.Act {
	return h.Act(who, c.Statement(verb), at, reason)
}

// ID gives the case number n.
func ID(n int) string { return fmt.Sprintf("%016x", n) }

// Register has Ann bring a demand in.
func (h *House) Register(n int, r casefile.Request, at time.Time, papers ...casefile.PaperBytes) casefile.Registration {
	e := casefile.Registration{ID: ID(n), Salt: [32]byte{1, byte(n), byte(n >> 8)}, Ledger: h.Log.ID(), Rules: casefile.RulesOf(h.People.Policy()),
		Request: r, Papers: papers}
	e.Act = h.Act(Ann, e.Statement(), at, "")
	return e
}

// Read has a person read the papers.
func (h *House) Read(who string, c casefile.Case, r casefile.Request, at time.Time) casefile.ReadingGiven {
	return casefile.ReadingGiven{Act: h.Act(who, c.ReadStatement(r), at, ""), Request: r}
}

// Verify has a person verify the requester through the directory.
func (h *House) Verify(who string, c casefile.Case, at time.Time) casefile.Verification {
	a, _ := h.Directory.Find(c.Agency)
	e := casefile.Verification{Act: h.Say(who, c, scope.Verified, at, ""), Agency: a}
	if len(a.Contacts) > 0 {
		e.Contact = a.Contacts[0].ID
	}
	return e
}

// Decide has the law answer.
func (h *House) Decide(t testing.TB, c casefile.Case, at time.Time) casefile.DecisionMade {
	t.Helper()
	d, err := casefile.Compose(c, h.Profile, at)
	must(t, err)
	dec, err := law.Decide(d, h.Packs)
	must(t, err)
	return casefile.DecisionMade{At: at, Decision: dec}
}

// Approve has a person approve.
func (h *House) Approve(who string, c casefile.Case, at time.Time) casefile.ApprovalGiven {
	return casefile.ApprovalGiven{Act: h.Say(who, c, scope.Approve, at, "")}
}

// Outcome writes the outcome of an action of the case on the ledger, as the keeper does when the work is done.
func (h *House) Outcome(t testing.TB, c casefile.Case, a scope.Action, at time.Time) ledger.Receipt {
	t.Helper()
	r, err := h.Log.Append(ledger.Entry{V: 1, Key: scope.OutcomeKey(c.ID, c.Version, a), Kind: "outcome", Case: c.ID, At: at, Body: []byte("{}")})
	must(t, err)
	return r
}

// Life gives, in order, the steps of a case from its registration to its approval. Each is a function of the case as it
// stands.
func (h *House) Life(t testing.TB, n int, r casefile.Request, at time.Time, papers ...casefile.PaperBytes) []func(casefile.Case) casefile.Event {
	m := func(i int) time.Time { return at.Add(time.Duration(i) * time.Minute) }
	return []func(casefile.Case) casefile.Event{
		func(casefile.Case) casefile.Event { return h.Register(n, r, m(0), papers...) },
		func(c casefile.Case) casefile.Event { return h.Read(Ann, c, r, m(1)) },
		func(c casefile.Case) casefile.Event { return h.Read(Ben, c, r, m(2)) },
		func(c casefile.Case) casefile.Event { return h.Verify(Vera, c, m(3)) },
		func(c casefile.Case) casefile.Event { return h.Decide(t, c, m(4)) },
		func(c casefile.Case) casefile.Event { return h.Approve(Adam, c, m(5)) },
		func(c casefile.Case) casefile.Event { return h.Approve(Eve, c, m(6)) },
	}
}
