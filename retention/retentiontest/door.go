package retentiontest

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"testing"
	"time"

	"writ"
	"writ/law"
	"writ/ledger"
	"writ/scope"
)

// At is the instant of every decision here.
var At = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

// A Door is one case, approved, from which permits are issued.
type Door struct {
	Log    *ledger.Log
	Scope  scope.Scope
	demand law.Demand
	digest [32]byte
}

// Open writes a policy, if there is none, and everything that people must say about a demand for the asks, on the
// ledger, and grants the scope. Each case has a number of its own.
func Open(t testing.TB, log *ledger.Log, number string, asks ...law.Ask) *Door {
	t.Helper()
	d := &Door{Log: log, demand: demand(number, asks)}
	if _, ok := log.Find(scope.PolicyKey); !ok {
		d.put(t, ledger.Entry{V: 1, Key: scope.PolicyKey, Kind: "policy", At: At, Body: policy(t)})
	}
	packs, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	decision, err := law.Decide(d.demand, packs)
	if err != nil {
		t.Fatal(err)
	}
	mustOpen(t, decision)
	d.digest = decision.Digest()
	d.say(t, scope.Registered, "clerk")
	d.say(t, scope.Read, "clerk")
	d.say(t, scope.Read, "reader")
	d.say(t, scope.Verified, "reader")
	d.put(t, ledger.Entry{V: 1, Key: scope.DecidedKey(number, 1), Kind: "decided", Case: number, At: At,
		Body: body(t, scope.Decided{V: 1, Version: 1, Digest: hex.EncodeToString(d.digest[:]), Packs: "test"})})
	d.say(t, scope.Approve, "approver")
	d.say(t, scope.Approve, "counsel")
	if d.Scope, err = scope.Grant(log, decision, noStops{}, func() time.Time { return At }); err != nil {
		t.Fatal(err)
	}
	return d
}

// Permit issues the right to do an action.
func (d *Door) Permit(t testing.TB, a scope.Action) scope.Permit {
	t.Helper()
	p, err := d.Scope.Issue(a)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Withdraw stops the case.
func (d *Door) Withdraw(t testing.TB) {
	t.Helper()
	d.say(t, scope.Withdraw, "approver")
}

func (d *Door) say(t testing.TB, v scope.Verb, who string) {
	t.Helper()
	s := scope.Statement{Verb: v, Ledger: d.Log.ID(), Case: d.demand.Case, Version: d.demand.Version, Digest: d.digest}
	if v == scope.Read || v == scope.Verified {
		s.Digest = d.demand.Reading()
	}
	d.put(t, ledger.Entry{V: 1, Key: s.Key(who, 1), Kind: string(v), Case: d.demand.Case, At: At, Body: s.Sign(who, key(who), "")})
}

func (d *Door) put(t testing.TB, e ledger.Entry) {
	t.Helper()
	if _, err := d.Log.Append(e); err != nil {
		t.Fatal(err)
	}
}

// mustOpen sees to it that a test is about what it says: each ask is opened.
func mustOpen(t testing.TB, d law.Decision) {
	t.Helper()
	for o := range d.Outcomes() {
		if !o.Opens() {
			t.Fatalf("the test's demand does not open ask %d (%s)", o.Ask, o.Category)
		}
	}
}

type noStops struct{}

func (noStops) Pending(string) (bool, error) { return false, nil }

func key(who string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(append(bytes.Repeat([]byte{0}, 24), append([]byte(who), make([]byte, 8-len(who))...)...))
}

func policy(t testing.TB) []byte {
	p := scope.Policy{V: 1, Tenant: "test", Approvers: 2, EmergencyHours: 24, Subscribers: 1000}
	for who, role := range map[string]scope.Role{"clerk": scope.Clerk, "reader": scope.Verifier, "approver": scope.Approver, "counsel": scope.Counsel} {
		p.Founders = append(p.Founders, scope.Person{Name: who, Role: role, Key: key(who).Public().(ed25519.PublicKey)})
	}
	return body(t, p)
}

func body(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// demand is a search warrant on a provider that keeps everything for long.
func demand(number string, asks []law.Ask) law.Demand {
	keeps := map[writ.Category]writ.Period{}
	for _, c := range writ.Categories() {
		keeps[c], _ = writ.ParsePeriod("P20Y")
	}
	yes := true
	date := func(day string) *law.Stamp {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			panic(err)
		}
		return &law.Stamp{Text: day, Time: at}
	}
	return law.Demand{Case: number, Salt: [32]byte{1}, Version: 1, At: At, Packs: []string{"us-federal"},
		Provider: law.Provider{Established: []string{"US"}, Offers: []string{"US"}, Service: "voip-interconnected", Keeps: keeps, Zone: "UTC"},
		Instrument: law.Instrument{Type: "warrant-search", Issuer: law.Issuer{Kind: "judge", Country: "US"}, Issued: date("2026-02-24"),
			Served: date("2026-02-26"), Expires: date("2026-03-10"), Addressee: "provider", Signed: &yes},
		Asks: asks}
}

// Ask asks for one category of some names, in a window if from is not zero.
func Ask(c writ.Category, from, to time.Time, ids ...writ.Identifier) law.Ask {
	a := law.Ask{Category: c}
	for _, id := range ids {
		a.Identifiers = append(a.Identifiers, law.Stated{Kind: id.Kind(), Text: id.Reveal()})
	}
	if !from.IsZero() {
		stamp := func(at time.Time) *law.Stamp {
			return &law.Stamp{Text: at.Format(time.RFC3339Nano), Time: at, HasTime: true, Offset: true}
		}
		a.Window = &law.StatedWindow{From: stamp(from), To: stamp(to)}
	}
	return a
}
