package casefile

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"regexp"
	"slices"

	"writ/law"
	"writ/scope"
)

// signed checks that an enrolled person of one of the roles signed the statement, and wants it on the ledger.
func (s *step) signed(a Act, st scope.Statement, roles ...scope.Role) error {
	switch {
	case a.By.Name == "" || len(a.By.Key) != ed25519.PublicKeySize:
		return ErrPerson
	case !slices.Contains(roles, a.By.Role):
		return ErrRole
	case !ed25519.Verify(a.By.Key, st.Bytes(), a.Sig):
		return ErrSignature
	case a.Reason != "" && !mayStand(a.Reason):
		return ErrReason
	}
	body, err := json.Marshal(scope.Signed{V: 1, Who: a.By.Name, Version: st.Version, Digest: hex.EncodeToString(st.Digest[:]), Reason: a.Reason, Sig: a.Sig})
	if err != nil {
		return ErrForm
	}
	s.append(st.Key(a.By.Name, 1+s.c.said(st.Verb, a.By.Name)), string(st.Verb), body)
	return nil
}

// said counts how often a person has said a verb in this version.
func (c Case) said(verb scope.Verb, who string) int {
	n := 0
	for _, h := range c.History {
		if h.Verb == verb && h.Who == who && h.Version == c.Version {
			n++
		}
	}
	return n
}

const mostReason = 1000

var looksLikeTarget = regexp.MustCompile(`(\d[ .()/-]?){6,}|@|://`)

// mayStand guards the ledger: a reason must not carry the number or address that the case is about.
func mayStand(reason string) bool {
	return plainText(reason, mostReason) && !looksLikeTarget.MatchString(reason)
}

func decidedBody(version int, d law.Decision) []byte {
	digest, packs := d.Digest(), d.PackSet()
	b, err := json.Marshal(scope.Decided{V: 1, Version: version, Digest: hex.EncodeToString(digest[:]), Packs: hex.EncodeToString(packs[:])})
	if err != nil {
		panic("casefile: a body of our own can't be written: " + err.Error()) // a broken promise inside, never input
	}
	return b
}
