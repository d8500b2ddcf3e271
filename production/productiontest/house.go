// Package productiontest plays a small provider through the whole chain, with a ledger in memory, so that
// production and its verification can be tried on real harvests. There is no other door: it goes through
// scope as everyone does.
package productiontest

import (
	"bytes"
	"crypto/ed25519"
	"embed"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"testing"
	"time"

	"writ/law"
	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/production"
	"writ/scope"
)

//go:embed packs
var packs embed.FS

// Packs gives the invented law of the tests, file by file.
func Packs(t testing.TB) []production.PackText {
	t.Helper()
	var out []production.PackText
	err := fs.WalkDir(packs, "packs", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := packs.ReadFile(path)
		out = append(out, production.PackText{Name: path[len("packs/"):], Text: string(b)})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Set loads that law.
func Set(t testing.TB) *law.Set {
	t.Helper()
	dir, err := fs.Sub(packs, "packs")
	if err != nil {
		t.Fatal(err)
	}
	s, err := law.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A House is a provider with its people and its ledger.
type House struct {
	Log   *ledger.Log
	Now   time.Time
	t     testing.TB
	seeds map[string]byte
}

// People of every House, by role.
var people = []scope.Person{
	{Name: "Ada Clerk", Role: scope.Clerk}, {Name: "Ben Reader", Role: scope.Clerk}, {Name: "Cid Verifier", Role: scope.Verifier},
	{Name: "Dora Approver", Role: scope.Approver}, {Name: "Emil Approver", Role: scope.Approver}, {Name: "Fay Approver", Role: scope.Approver},
}

// NewHouse opens a House over an empty ledger. Its clock stands still until Later moves it.
func NewHouse(t testing.TB) *House {
	t.Helper()
	h := &House{Log: ledgertest.New(t), Now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), t: t, seeds: map[string]byte{}}
	p := scope.Policy{V: 1, Tenant: "test", Approvers: 2, EmergencyHours: 8, Subscribers: 100}
	for i, x := range people {
		h.seeds[x.Name] = byte(10 + i)
		x.Key = h.Key(x.Name).Public().(ed25519.PublicKey)
		p.Founders = append(p.Founders, x)
	}
	h.Append("policy", scope.PolicyKey, "", p)
	return h
}

// Key is a person's own key.
func (h *House) Key(name string) ed25519.PrivateKey {
	seed, ok := h.seeds[name]
	if !ok {
		seed = byte(100 + len(h.seeds))
		h.seeds[name] = seed
	}
	return ledgertest.Key(seed)
}

// Later moves the clock.
func (h *House) Later(d time.Duration) { h.Now = h.Now.Add(d) }

// Clock tells the House's time.
func (h *House) Clock() time.Time { return h.Now }

// Append writes an entry whose body is v as JSON, or v itself if it is octets.
func (h *House) Append(kind, key, caseID string, v any) {
	h.t.Helper()
	body, raw := v.([]byte)
	if !raw {
		var err error
		if body, err = json.Marshal(v); err != nil {
			h.t.Fatal(err)
		}
	}
	h.Later(time.Second)
	if _, err := h.Log.Append(ledger.Entry{V: 1, Key: key, Kind: kind, Case: caseID, At: h.Now, Body: body}); err != nil {
		h.t.Fatal(err)
	}
}

// A Case is one version of one demand.
type Case struct {
	*House
	Decision law.Decision
	said     int
}

// Say has a person sign a verb on the case; digest nil is the decision's, or the demand's as read where the verb is
// about the paper.
func (c *Case) Say(who string, verb scope.Verb, digest *[32]byte) {
	c.t.Helper()
	dem := c.Decision.Demand()
	d := c.Decision.Digest()
	if verb == scope.Read || verb == scope.Verified || verb == scope.Registered {
		d = dem.Reading()
	}
	if digest != nil {
		d = *digest
	}
	c.said++
	s := scope.Statement{Verb: verb, Ledger: c.Log.ID(), Case: dem.Case, Version: dem.Version, Digest: d}
	c.Append(string(verb), s.Key(who, c.said), dem.Case, s.Sign(who, c.Key(who), ""))
}

// Decide puts a demand before the law and on the ledger, registered, read and verified, not approved.
func (h *House) Decide(d law.Demand) *Case {
	h.t.Helper()
	dec, err := law.Decide(d, Set(h.t))
	if err != nil {
		h.t.Fatal(err)
	}
	c := &Case{House: h, Decision: dec}
	c.Say("Ada Clerk", scope.Registered, nil)
	c.Say("Ada Clerk", scope.Read, nil)
	c.Say("Ben Reader", scope.Read, nil)
	c.Say("Cid Verifier", scope.Verified, nil)
	digest, hash := dec.Digest(), dec.PackSet()
	h.Append("decided", scope.DecidedKey(d.Case, d.Version), d.Case, scope.Decided{V: 1, Version: d.Version, Digest: hex.EncodeToString(digest[:]), Packs: hex.EncodeToString(hash[:])})
	return c
}

// Approve has two people approve.
func (c *Case) Approve() *Case {
	c.Say("Dora Approver", scope.Approve, nil)
	c.Say("Emil Approver", scope.Approve, nil)
	return c
}

type noStops struct{}

func (noStops) Pending(string) (bool, error) { return false, nil }

// Work spends a permit for an action.
func (c *Case) Work(a scope.Action) scope.Work {
	c.t.Helper()
	w, err := c.Permit(a).Spend(a)
	if err != nil {
		c.t.Fatal(err)
	}
	return w
}

// Permit issues a permit for an action.
func (c *Case) Permit(a scope.Action) scope.Permit {
	c.t.Helper()
	c.Later(time.Second)
	s, err := scope.Grant(c.Log, c.Decision, noStops{}, c.Clock)
	if err != nil {
		c.t.Fatal(err)
	}
	p, err := s.Issue(a)
	if err != nil {
		c.t.Fatal(err)
	}
	return p
}

// Random gives the same octets each time.
func Random() *bytes.Reader { return bytes.NewReader(bytes.Repeat([]byte{7}, 32)) }
