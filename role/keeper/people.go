package keeper

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"

	"writ/casefile"
	"writ/ledger"
	"writ/scope"
)

// A Signer is a person at the keyboard, with the key opened.
type Signer struct {
	Name string
	Key  ed25519.PrivateKey
}

// ErrStranger says that a key is nobody's here.
var ErrStranger = errors.New("nobody is enrolled with this key; enrol the person first (writ person add)")

// People are those whom the ledger has enrolled.
func (k *Keeper) People() casefile.People { return casefile.PeopleOf(k.log.ID(), k.log.OfCase("")) }

// person finds who holds the signer's key. The name on the key file counts for nothing.
func (k *Keeper) person(s Signer) (scope.Person, error) {
	pub, ok := s.Key.Public().(ed25519.PublicKey)
	if !ok {
		return scope.Person{}, ErrStranger
	}
	p, ok := k.People().Holder(pub)
	if !ok {
		return scope.Person{}, ErrStranger
	}
	return p, nil
}

// act is a person's part in an event: the statement signed with the person's own key.
func (k *Keeper) act(s Signer, st scope.Statement, reason string) (casefile.Act, error) {
	p, err := k.person(s)
	if err != nil {
		return casefile.Act{}, err
	}
	return casefile.Act{At: k.clock(), By: p, Sig: ed25519.Sign(s.Key, st.Bytes()), Reason: reason}, nil
}

// Enrol adds a person for whom two others vouch.
func (k *Keeper) Enrol(p scope.Person, by ...Signer) error {
	if err := k.mayEnrol(p); err != nil {
		return err
	}
	en := scope.Enrolment{V: 1, Person: p}
	for _, s := range by {
		v, err := k.person(s)
		if err != nil {
			return err
		}
		en.By = append(en.By, scope.Vouch{Who: v.Name, Sig: ed25519.Sign(s.Key, p.Enrolling(k.log.ID()))})
	}
	if len(en.By) < 2 || en.By[0].Who == en.By[1].Who {
		return errors.New("two people who are enrolled must vouch: give --by twice")
	}
	body, err := json.Marshal(en)
	if err != nil {
		return err
	}
	_, err = k.log.Append(ledger.Entry{V: 1, Key: scope.PersonKey(p.Name), Kind: "enrol", At: k.clock(), Body: body})
	if errors.Is(err, ledger.ErrExists) {
		return errors.New("a person of this name is enrolled, or was; names are never used again")
	}
	return err
}

// mayEnrol refuses one person under two names: a key belongs to one name for ever.
func (k *Keeper) mayEnrol(p scope.Person) error {
	if q, taken := k.People().Holder(p.Key); taken {
		return fmt.Errorf("this key is enrolled already, under the name of %s: one person has one name", q.Name)
	}
	return nil
}

// Revoke takes a person's key out for good.
func (k *Keeper) Revoke(name string, by Signer) error {
	if _, err := k.person(by); err != nil {
		return err
	}
	if _, ok := k.People().Find(name); !ok {
		return errors.New("nobody of this name is enrolled")
	}
	body, err := json.Marshal(name)
	if err != nil {
		return err
	}
	_, err = k.log.Append(ledger.Entry{V: 1, Key: "revoke/" + name, Kind: "revoke", At: k.clock(), Body: body})
	return err
}
