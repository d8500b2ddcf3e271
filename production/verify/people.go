package verify

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// The bodies of entries, as docs/formats/package.md has them.
type (
	person struct {
		Name    string `json:"name"`
		Role    string `json:"role"`
		Key     []byte `json:"key"`
		Carrier bool   `json:"carrier"`
	}
	enrolment struct {
		V      int    `json:"v"`
		Person person `json:"person"`
		By     []struct {
			Who string `json:"who"`
			Sig []byte `json:"sig"`
		} `json:"by"`
	}
	policy struct {
		V              int      `json:"v"`
		Tenant         string   `json:"tenant"`
		Founders       []person `json:"founders"`
		Approvers      int      `json:"approvers"`
		CarrierNeeded  bool     `json:"carrier_needed"`
		EmergencyHours int      `json:"emergency_hours"`
		Subscribers    int      `json:"subscribers"`
		Monthly        int      `json:"monthly"`
	}
	signed struct {
		V       int    `json:"v"`
		Who     string `json:"who"`
		Version int    `json:"version"`
		Digest  string `json:"digest"`
		Reason  string `json:"reason"`
		Sig     []byte `json:"sig"`
	}
)

// people is who is enrolled at a point of the ledger. A name that was revoked is never free again.
type people struct {
	ledger [32]byte
	now    map[string]person
	names  map[string]bool
	keys   map[string]bool
}

func (p *people) add(x person) *fault {
	switch {
	case x.Name == "" || len(x.Key) != ed25519.PublicKeySize:
		return breaks(People, "a person was enrolled without a name or a key")
	case p.names[x.Name] || p.keys[string(x.Key)]:
		return breaks(People, "a name or a key was enrolled twice")
	}
	p.now[x.Name], p.names[x.Name], p.keys[string(x.Key)] = x, true, true
	return nil
}

// enrol takes a person for whom two others, enrolled before, have signed.
func (p *people) enrol(body []byte, key string) *fault {
	var e enrolment
	if json.Unmarshal(body, &e) != nil || key != "person/"+e.Person.Name {
		return breaks(People, "an enrolment can't be read, or stands under another name")
	}
	text := fmt.Appendf(nil, "writ/1/enrol/%x/%q/%s/%x/%t", p.ledger, e.Person.Name, e.Person.Role, e.Person.Key, e.Person.Carrier)
	vouched := map[string]bool{}
	for _, v := range e.By {
		if by, ok := p.now[v.Who]; ok && ed25519.Verify(by.Key, text, v.Sig) {
			vouched[v.Who] = true
		}
	}
	if len(vouched) < 2 {
		return breaks(People, "a person was enrolled without two others' signatures")
	}
	return p.add(e.Person)
}

// said checks a person's signature over what they said of a version of the case, on this ledger.
func (p *people) said(verb, caseID string, s signed) bool {
	by, ok := p.now[s.Who]
	digest, err := hex.DecodeString(s.Digest)
	if !ok || err != nil || len(digest) != 32 {
		return false
	}
	return ed25519.Verify(by.Key, fmt.Appendf(nil, "writ/1/%s/%x/%s/%d/%x", verb, p.ledger, caseID, s.Version, digest), s.Sig)
}
