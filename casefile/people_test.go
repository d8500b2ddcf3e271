package casefile_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"testing"

	"writ/casefile"
	. "writ/casefile/casefiletest"
	"writ/ledger"
	"writ/scope"
)

func TestPeopleAreThoseWhomTheLedgerEnrolled(t *testing.T) {
	h := newHouse(t)
	id := h.Log.ID()
	key := func(n byte) ed25519.PublicKey {
		return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	}
	enrol := func(p scope.Person, by ...string) ledger.Entry {
		en := scope.Enrolment{V: 1, Person: p}
		for _, who := range by {
			en.By = append(en.By, scope.Vouch{Who: who, Sig: h.Sign(who, p.Enrolling(id))})
		}
		return entry(t, "enrol", scope.PersonKey(p.Name), en)
	}
	zoe := scope.Person{Name: "Zoe", Role: scope.Approver, Key: key(7)}
	for _, tc := range []struct {
		name    string
		entries []ledger.Entry
		who     string
		want    bool
	}{
		{"vouched for by two", []ledger.Entry{enrol(zoe, Adam, Eve)}, "Zoe", true},
		{"vouched for by one", []ledger.Entry{enrol(zoe, Adam)}, "Zoe", false},
		{"vouched for twice by one", []ledger.Entry{enrol(zoe, Adam, Adam)}, "Zoe", false},
		{"with a key that another has", []ledger.Entry{enrol(scope.Person{Name: "Zoe", Role: scope.Approver, Key: h.Person(Adam).Key}, Adam, Eve)}, "Zoe", false},
		{"under a name that another has", []ledger.Entry{enrol(scope.Person{Name: Otto, Role: scope.Approver, Key: key(7)}, Adam, Eve)}, Otto, true},
		{"revoked", []ledger.Entry{enrol(zoe, Adam, Eve), entry(t, "revoke", "revoke/1", "Zoe")}, "Zoe", false},
		{"a founder", nil, Ann, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := casefile.PeopleOf(id, append(h.Log.OfCase(""), tc.entries...))
			if got, ok := p.Find(tc.who); ok != tc.want || ok && tc.who == Otto && got.Role != scope.Auditor {
				t.Errorf("found: %v %v", got.Role, ok)
			}
			if _, ok := p.Holder(key(7)); ok && !tc.want {
				t.Errorf("the key counts")
			}
		})
	}
	later := entry(t, "policy", scope.PolicyKey, scope.Policy{V: 1, Founders: []scope.Person{zoe}})
	if _, ok := casefile.PeopleOf(id, append(h.Log.OfCase(""), later)).Find("Zoe"); ok {
		t.Errorf("a later policy names founders")
	}
}

func entry(t *testing.T, kind, key string, body any) ledger.Entry {
	t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return ledger.Entry{V: 1, Key: key, Kind: kind, At: Start, Body: b}
}
