package scope_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"writ"
	"writ/law"
	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/scope"
)

// begin is the instant of every decision here.
var begin = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

// The people. Each has a key made from the name.
var roles = map[string]scope.Role{"clerk": scope.Clerk, "reader": scope.Verifier, "ann": scope.Approver, "bob": scope.Counsel, "eve": scope.Approver,
	"carl": scope.Approver, "olga": scope.Operator, "dita": scope.Auditor, "kim": scope.Custodian}

func key(who string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(who))
	return ed25519.NewKeyFromSeed(seed[:])
}

func person(who string) scope.Person {
	return scope.Person{Name: who, Role: roles[who], Key: key(who).Public().(ed25519.PublicKey), Carrier: who == "carl"}
}

// A house is one tenant's ledger in memory, its clock and its stops.
type house struct {
	t     testing.TB
	store *ledger.Memory
	log   *ledger.Log
	now   time.Time
	stops *stops
	said  map[string]int
}

type stops struct {
	pending map[string]bool
	err     error
}

func (s *stops) Pending(c string) (bool, error) { return s.pending[c], s.err }

// newHouse makes a ledger whose first entry names everybody, unless change says otherwise.
func newHouse(t testing.TB, change ...func(*scope.Policy)) *house {
	t.Helper()
	h := &house{t: t, store: ledger.NewMemory(), now: begin, stops: &stops{pending: map[string]bool{}}, said: map[string]int{}}
	h.log = ledgertest.Open(t, h.store)
	p := scope.Policy{V: 1, Tenant: "test", Approvers: 2, EmergencyHours: 8, Subscribers: 100}
	for _, who := range []string{"clerk", "reader", "ann", "bob", "eve", "carl", "olga", "dita", "kim"} {
		p.Founders = append(p.Founders, person(who))
	}
	for _, c := range change {
		c(&p)
	}
	h.put(scope.PolicyKey, "policy", "", p)
	return h
}

// restart forgets all but what is stored.
func (h *house) restart() {
	h.t.Helper()
	h.log = ledgertest.Open(h.t, h.store)
}

func (h *house) put(key, kind, caseID string, body any) {
	h.t.Helper()
	b, ok := body.([]byte)
	if !ok {
		b = encode(h.t, body)
	}
	if _, err := h.log.Append(ledger.Entry{V: 1, Key: key, Kind: kind, Case: caseID, At: h.now, Body: b}); err != nil {
		h.t.Fatalf("append %s: %v", key, err)
	}
}

func encode(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// statement is what a person signs who says verb of the decision's case.
func (h *house) statement(verb scope.Verb, d law.Decision) scope.Statement {
	dem := d.Demand()
	s := scope.Statement{Verb: verb, Ledger: h.log.ID(), Case: dem.Case, Version: dem.Version, Digest: d.Digest()}
	if verb == scope.Read || verb == scope.Verified {
		s.Digest = dem.Reading()
	}
	return s
}

// say writes down what each of those people says, signed with the person's own key.
func (h *house) say(verb scope.Verb, d law.Decision, who ...string) {
	h.t.Helper()
	for _, w := range who {
		h.write(h.statement(verb, d), w, key(w))
	}
}

func (h *house) write(s scope.Statement, who string, k ed25519.PrivateKey) {
	h.t.Helper()
	h.said[who]++
	h.put(s.Key(who, h.said[who]), string(s.Verb), s.Case, s.Sign(who, k, "because"))
}

// intake writes down everything up to the decision: registered and read by the clerk, read again and verified by the reader.
func (h *house) intake(d law.Decision) {
	h.t.Helper()
	h.say(scope.Registered, d, "clerk")
	h.say(scope.Read, d, "clerk", "reader")
	h.say(scope.Verified, d, "reader")
	h.decided(d)
}

func (h *house) decided(d law.Decision) {
	h.t.Helper()
	dem, digest := d.Demand(), d.Digest()
	h.put(scope.DecidedKey(dem.Case, dem.Version), "decided", dem.Case, scope.Decided{V: 1, Version: dem.Version, Digest: hex.EncodeToString(digest[:])})
}

// approved is a case that everybody needed has approved.
func (h *house) approved(change ...func(*law.Demand)) law.Decision {
	h.t.Helper()
	d := h.decide(change...)
	h.intake(d)
	h.say(scope.Approve, d, "ann", "bob")
	return d
}

func (h *house) clock() time.Time { return h.now }

func (h *house) grant(d law.Decision) (scope.Scope, error) {
	return scope.Grant(h.log, d, h.stops, h.clock)
}

func (h *house) mustGrant(d law.Decision) scope.Scope {
	h.t.Helper()
	return must(h.grant(d))(h.t)
}

// issue grants and issues at once.
func (h *house) issue(d law.Decision, a scope.Action) (scope.Permit, error) {
	s, err := h.grant(d)
	if err != nil {
		return scope.Permit{}, err
	}
	return s.Issue(a)
}

func (h *house) mustIssue(d law.Decision, a scope.Action) scope.Permit {
	h.t.Helper()
	return must(h.issue(d, a))(h.t)
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func packs(t testing.TB) *law.Set {
	t.Helper()
	return must(law.Embedded())(t)
}

// decide decides a search warrant for a month of one number's calls, unless change says otherwise.
func (h *house) decide(change ...func(*law.Demand)) law.Decision {
	h.t.Helper()
	d := warrant()
	for _, c := range change {
		c(&d)
	}
	return must(law.Decide(d, packs(h.t)))(h.t)
}

func warrant() law.Demand {
	keeps := map[writ.Category]writ.Period{}
	for _, c := range writ.Categories() {
		keeps[c], _ = writ.ParsePeriod("P5Y")
	}
	yes := true
	return law.Demand{Case: "c7", Salt: [32]byte{7}, Version: 1, At: begin, Packs: []string{"us-federal"},
		Provider: law.Provider{Established: []string{"US"}, Offers: []string{"US"}, Service: "voip-interconnected", Keeps: keeps, Zone: "UTC"},
		Instrument: law.Instrument{Type: "warrant-search", Issuer: law.Issuer{Kind: "judge", Country: "US"}, Issued: date("2026-02-24"),
			Served: date("2026-02-26"), Addressee: "provider", Signed: &yes},
		Asks: []law.Ask{ask(writ.CallRecords, january, february, named(writ.E164, number))}}
}

var (
	january  = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	february = january.AddDate(0, 1, 0)
)

const number = "+12025550123"

func named(k writ.Kind, text string) law.Stated { return law.Stated{Kind: k, Text: text} }

// ask asks for a category, in a window if from is not zero.
func ask(c writ.Category, from, to time.Time, who ...law.Stated) law.Ask {
	a := law.Ask{Category: c, Identifiers: who}
	if !from.IsZero() {
		a.Window = &law.StatedWindow{From: instant(from), To: instant(to)}
	}
	return a
}

func instant(t time.Time) *law.Stamp {
	return &law.Stamp{Text: t.Format(time.RFC3339Nano), Time: t, HasTime: true, Offset: true}
}

func date(s string) *law.Stamp {
	st, err := law.ParseStamp(s)
	if err != nil {
		panic(err)
	}
	return &st
}

// asks replaces what is asked.
func asks(a ...law.Ask) func(*law.Demand) { return func(d *law.Demand) { d.Asks = a } }

func caseNumber(format string, a ...any) func(*law.Demand) {
	return func(d *law.Demand) { d.Case = fmt.Sprintf(format, a...) }
}

func version(n int) func(*law.Demand) { return func(d *law.Demand) { d.Version = n } }

// urgent makes it a demand in an emergency, stated on the paper or not.
func urgent(stated bool) func(*law.Demand) {
	return func(d *law.Demand) {
		d.Instrument.Type, d.Instrument.Issuer.Kind, d.Instrument.Emergency = "emergency-disclosure", "police", &stated
	}
}

type (
	lawDemand   = law.Demand
	lawDecision = law.Decision
)

func decode(t testing.TB, b []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatal(err)
	}
}
