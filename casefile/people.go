package casefile

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"

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
	var p People
	for _, e := range entries {
		switch e.Kind {
		case "policy":
			p.takePolicy(e)
		case "enrol":
			p.takeEnrolment(id, e)
		case "revoke":
			p.takeRevocation(e)
		}
	}
	return p
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

func (p *People) takePolicy(e ledger.Entry) {
	var policy scope.Policy
	if e.Key != scope.PolicyKey || p.policy.V != 0 || json.Unmarshal(e.Body, &policy) != nil {
		return
	}
	p.policy = policy
	for _, f := range policy.Founders {
		p.enrol(f)
	}
}

func (p *People) enrol(q scope.Person) {
	_, named := p.Find(q.Name)
	_, keyed := p.Holder(q.Key)
	if named || keyed || q.Name == "" || len(q.Key) != ed25519.PublicKeySize {
		return
	}
	p.people = append(p.people, q)
}

func (p *People) takeEnrolment(id ledger.ID, e ledger.Entry) {
	var en scope.Enrolment
	if json.Unmarshal(e.Body, &en) != nil || e.Key != scope.PersonKey(en.Person.Name) {
		return
	}
	vouched := map[string]bool{}
	for _, v := range en.By {
		if q, ok := p.Find(v.Who); ok && ed25519.Verify(q.Key, en.Person.Enrolling(id), v.Sig) {
			vouched[v.Who] = true
		}
	}
	if len(vouched) >= 2 {
		p.enrol(en.Person)
	}
}

func (p *People) takeRevocation(e ledger.Entry) {
	var name string
	if json.Unmarshal(e.Body, &name) != nil {
		return
	}
	for i, q := range p.people {
		if q.Name == name {
			p.people = append(p.people[:i:i], p.people[i+1:]...)
			return
		}
	}
}
