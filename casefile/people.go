package casefile

import (
	"bytes"
	"crypto/ed25519"

	"writ/ledger"
	"writ/scope"
)

// People are those whom the ledger has enrolled and not revoked. Step refuses early what scope would refuse late; what
// counts in the end is what scope reads on the ledger itself.
type People struct {
	policy scope.Policy
	people []scope.Person
}

// PeopleOf reads the policy, the enrolments and the revocations among a ledger's entries (ledger.Log.OfCase("")).
func PeopleOf(id ledger.ID, entries []ledger.Entry) People {
	policy, people := scope.Enrolled(id, entries)
	return People{policy, people}
}

// Policy is the body of the ledger's first entry; zero where there is none.
func (p People) Policy() scope.Policy { return p.policy }

// Find gives an enrolled person by name.
func (p People) Find(name string) (scope.Person, bool) {
	for _, q := range p.people {
		if q.Name == name {
			return q, true
		}
	}
	return scope.Person{}, false
}

// Holder gives the enrolled person who holds a key.
func (p People) Holder(key ed25519.PublicKey) (scope.Person, bool) {
	for _, q := range p.people {
		if bytes.Equal(q.Key, key) {
			return q, true
		}
	}
	return scope.Person{}, false
}

// All lists the people in the order of their enrolment.
func (p People) All() []scope.Person { return append([]scope.Person(nil), p.people...) }
