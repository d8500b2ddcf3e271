package admf

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"writ"
	"writ/law"
	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/scope"
)

// noon is when everything begins.
var noon = time.Date(2026, 4, 6, 12, 0, 0, 0, time.UTC)

// A house is a tenant's ledger in memory with four people, its clock and its stops. Taps are ordered in it through the whole chain.
type house struct {
	t     testing.TB
	log   *ledger.Log
	now   time.Time
	stops stops
	said  int
}

type stops map[string]bool

func (s stops) Pending(c string) (bool, error) { return s[c], nil }

func key(who string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(who))
	return ed25519.NewKeyFromSeed(seed[:])
}

func newHouse(t testing.TB) *house {
	h := &house{t: t, log: ledgertest.New(t), now: noon, stops: stops{}}
	p := scope.Policy{V: 1, Tenant: "test", Approvers: 2, EmergencyHours: 8, Subscribers: 100}
	for who, role := range map[string]scope.Role{"clerk": scope.Clerk, "reader": scope.Verifier, "ann": scope.Approver, "bob": scope.Counsel} {
		p.Founders = append(p.Founders, scope.Person{Name: who, Role: role, Key: key(who).Public().(ed25519.PublicKey)})
	}
	h.put(scope.PolicyKey, "policy", "", p)
	return h
}

func (h *house) clock() time.Time { return h.now }

func (h *house) put(key, kind, caseID string, body any) {
	h.t.Helper()
	b, ok := body.([]byte)
	if !ok {
		b, _ = json.Marshal(body)
	}
	h.append(ledger.Entry{V: 1, Key: key, Kind: kind, Case: caseID, At: h.now, Body: b})
}

func (h *house) append(e ledger.Entry) ledger.Receipt {
	h.t.Helper()
	r, err := h.log.Append(e)
	if err != nil {
		h.t.Fatalf("append: %v", err)
	}
	return r
}

func (h *house) say(verb scope.Verb, d law.Decision, who ...string) {
	h.t.Helper()
	dem := d.Demand()
	s := scope.Statement{Verb: verb, Ledger: h.log.ID(), Case: dem.Case, Version: dem.Version, Digest: d.Digest()}
	if verb == scope.Read || verb == scope.Verified {
		s.Digest = dem.Reading()
	}
	for _, w := range who {
		h.said++
		h.put(s.Key(w, h.said), string(verb), dem.Case, s.Sign(w, key(w), "because"))
	}
}

// approved brings a demand in and lets everybody say what is needed.
func (h *house) approved(d law.Decision) law.Decision {
	h.t.Helper()
	h.say(scope.Registered, d, "clerk")
	h.say(scope.Read, d, "clerk", "reader")
	h.say(scope.Verified, d, "reader")
	dem, digest := d.Demand(), d.Digest()
	h.put(scope.DecidedKey(dem.Case, dem.Version), "decided", dem.Case, scope.Decided{V: 1, Version: dem.Version, Digest: hex.EncodeToString(digest[:])})
	h.say(scope.Approve, d, "ann", "bob")
	return d
}

func (h *house) work(d law.Decision, a scope.Action) scope.Work {
	h.t.Helper()
	s, err := scope.Grant(h.log, d, h.stops, h.clock)
	if err != nil {
		h.t.Fatal(err)
	}
	p, err := s.Issue(a)
	if err != nil {
		h.t.Fatal(err)
	}
	w, err := p.Spend(a)
	if err != nil {
		h.t.Fatal(err)
	}
	return w
}

// stands asks the ledger, as a keeper does.
func (h *house) stands(all ...law.Decision) func(Span) bool {
	return func(s Span) bool {
		for _, d := range all {
			if dem := d.Demand(); dem.Case == s.Case && dem.Version == s.Version {
				g, err := scope.Grant(h.log, d, h.stops, h.clock)
				return err == nil && g.Stands() == nil
			}
		}
		return false
	}
}

const number = "+12025550123"

var packs = sync.OnceValues(law.Embedded)

// An ask is what a paper here asks of one identity.
type asked struct {
	what     writ.Category
	who      string
	from, to time.Time
}

// order is a judge's order for taps, decided at the house's instant.
func (h *house) order(caseID string, all ...asked) law.Decision {
	h.t.Helper()
	set, err := packs()
	if err != nil {
		h.t.Fatal(err)
	}
	yes, years := true, 40
	d := law.Demand{Case: caseID, Salt: [32]byte{7}, Version: 1, At: h.now, Packs: []string{"us-federal"},
		Provider: law.Provider{Established: []string{"US"}, Offers: []string{"US"}, Service: "voip-interconnected", Zone: "UTC"},
		Instrument: law.Instrument{Type: "order-title-iii", Issuer: law.Issuer{Kind: "judge", Country: "US"}, Issued: stamp(h.now.AddDate(0, 0, -1)), Served: stamp(h.now.Add(-time.Hour)),
			Addressee: "provider", Signed: &yes, Offence: &law.Offence{Name: "drug trafficking", MaxYears: &years, Listed: &yes}, Facts: map[string]any{"judge-rank": "district", "authorised-days": 30}}}
	for _, a := range all {
		d.Asks = append(d.Asks, law.Ask{Category: a.what, Identifiers: []law.Stated{{Kind: writ.E164, Text: a.who}}, Window: &law.StatedWindow{From: stamp(a.from), To: stamp(a.to)}})
	}
	out, err := law.Decide(d, set)
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

func stamp(at time.Time) *law.Stamp {
	return &law.Stamp{Text: at.Format(time.RFC3339Nano), Time: at, HasTime: true, Offset: true}
}

// dice are octets that are never the same twice, and the same in each run.
type dice struct{ n int }

func (d *dice) Read(b []byte) (int, error) {
	for i := range b {
		d.n++
		sum := sha256.Sum256(fmt.Append(nil, d.n))
		b[i] = sum[0]
	}
	return len(b), nil
}
