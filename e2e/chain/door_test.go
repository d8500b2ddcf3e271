package chain_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
	"time"

	"writ"
	"writ/law"
	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/scope"
)

// now is the instant of every decision here.
var now = time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)

// A house is one tenant's ledger in memory, with four people.
type house struct {
	t   testing.TB
	log *ledger.Log
}

func newHouse(t testing.TB) *house {
	t.Helper()
	return houseOn(t, ledger.NewMemory(), 1)
}

// houseOn opens the ledger number n over a store and, where it is empty, names the people.
func houseOn(t testing.TB, st ledger.Store, n byte) *house {
	t.Helper()
	log, err := ledger.Open(st, ledgertest.Key(n), ledgertest.Origin)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t, log}
	if log.Head().Size == 0 {
		p := scope.Policy{V: 1, Tenant: "test", Approvers: 2, EmergencyHours: 8, Subscribers: 1000}
		for who, role := range map[string]scope.Role{"clerk": scope.Clerk, "reader": scope.Verifier, "ann": scope.Approver, "bob": scope.Counsel} {
			p.Founders = append(p.Founders, scope.Person{Name: who, Role: role, Key: key(who).Public().(ed25519.PublicKey)})
		}
		h.put(scope.PolicyKey, "policy", "", p)
	}
	return h
}

func key(who string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(who))
	return ed25519.NewKeyFromSeed(seed[:])
}

func (h *house) put(key, kind, caseID string, body any) {
	h.t.Helper()
	b, ok := body.([]byte)
	if !ok {
		var err error
		if b, err = json.Marshal(body); err != nil {
			h.t.Fatal(err)
		}
	}
	if _, err := h.log.Append(ledger.Entry{V: 1, Key: key, Kind: kind, Case: caseID, At: now, Body: b}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) say(v scope.Verb, d law.Decision, who ...string) {
	h.t.Helper()
	dem := d.Demand()
	s := scope.Statement{Verb: v, Ledger: h.log.ID(), Case: dem.Case, Version: dem.Version, Digest: d.Digest()}
	if v == scope.Read || v == scope.Verified {
		s.Digest = dem.Reading()
	}
	for _, w := range who {
		h.put(s.Key(w, 1), string(v), dem.Case, s.Sign(w, key(w), ""))
	}
}

// approve writes down all that people must say of the decision, and the decision.
func (h *house) approve(d law.Decision) {
	h.t.Helper()
	h.say(scope.Registered, d, "clerk")
	h.say(scope.Read, d, "clerk", "reader")
	h.say(scope.Verified, d, "reader")
	dem, digest := d.Demand(), d.Digest()
	h.put(scope.DecidedKey(dem.Case, dem.Version), "decided", dem.Case, scope.Decided{V: 1, Version: dem.Version, Digest: hex.EncodeToString(digest[:])})
	h.say(scope.Approve, d, "ann", "bob")
}

type noStops struct{}

func (noStops) Pending(string) (bool, error) { return false, nil }

func (h *house) grant(d law.Decision) (scope.Scope, error) {
	return scope.Grant(h.log, d, noStops{}, func() time.Time { return now })
}

// permit is what a case that everybody has approved gives.
func (h *house) permit(d law.Decision, a scope.Action) scope.Permit {
	h.t.Helper()
	s, err := h.grant(d)
	if err != nil {
		h.t.Fatal(err)
	}
	p, err := s.Issue(a)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

var keeps = func() map[writ.Category]writ.Period {
	out := map[writ.Category]writ.Period{}
	for _, c := range writ.Categories() {
		out[c], _ = writ.ParsePeriod("P5Y")
	}
	return out
}()

// demand is a search warrant, or a national security letter, for the asks.
func demand(number string, letter bool, asks ...law.Ask) law.Demand {
	yes := true
	date := func(s string) *law.Stamp {
		st, err := law.ParseStamp(s)
		if err != nil {
			panic(err)
		}
		return &st
	}
	d := law.Demand{Case: number, Salt: [32]byte{7}, Version: 1, At: now, Packs: []string{"us-federal"},
		Provider: law.Provider{Established: []string{"US"}, Offers: []string{"US"}, Service: "voip-interconnected", Keeps: keeps, Zone: "UTC"},
		Instrument: law.Instrument{Type: "warrant-search", Issuer: law.Issuer{Kind: "judge", Country: "US"}, Issued: date("2026-02-24"),
			Served: date("2026-02-26"), Addressee: "provider", Signed: &yes}, Asks: asks}
	if letter {
		d.Instrument.Type, d.Instrument.Issuer.Kind, d.Instrument.Facts = "nsl-2709", "intelligence", map[string]any{"certified": true}
	}
	return d
}

func decide(t testing.TB, d law.Demand) law.Decision {
	t.Helper()
	packs, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	out, err := law.Decide(d, packs)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func hexOf(d [32]byte) string { return hex.EncodeToString(d[:]) }
