package keeper

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gowebpki/jcs"

	"writ/casefile"
	"writ/intercept"
	"writ/intercept/admf"
	"writ/ledger"
	"writ/scope"
)

// ErrTrialForm says that what was confirmed is no test task.
var ErrTrialForm = errors.New("keeper: not a test task; it has a LIID of its own, a profile with its date, counts that are not negative, and was sent before now")

const trialKind = "lemf-test"

// A confirmed is the body of the entry (docs/formats/ledger-entries.md).
type confirmed struct {
	At       time.Time `json:"at"`
	CC       int       `json:"cc"`
	GotCC    int       `json:"got_cc"`
	GotIRI   int       `json:"got_iri"`
	IRI      int       `json:"iri"`
	LIID     string    `json:"liid"` // a commitment
	Profile  string    `json:"profile"`
	Sig      []byte    `json:"sig,omitempty"`
	Since    time.Time `json:"since"`
	V        int       `json:"v"`
	Verified bool      `json:"verified"`
	Who      string    `json:"who"`
}

// ConfirmTrial writes down what an agency says to have got of a test task, on the word of one person. Also a test that failed stands on the
// ledger; it lets nobody be tapped.
func (k *Keeper) ConfirmTrial(_ context.Context, t admf.Trial, who Signer) error {
	p, err := k.person(who)
	if err != nil {
		return err
	}
	if p.Role == scope.Intake {
		return ErrStranger
	}
	if t.LIID.IsZero() || t.Profile == "" || t.Since.IsZero() || t.At.IsZero() || t.At.After(k.clock()) || min(t.IRI, t.CC, t.GotIRI, t.GotCC) < 0 {
		return ErrTrialForm
	}
	mark, err := k.trialMark()
	if err != nil {
		return err
	}
	c := confirmed{At: t.At.UTC(), CC: t.CC, GotCC: t.GotCC, GotIRI: t.GotIRI, IRI: t.IRI, LIID: mark(t.LIID), Profile: t.Profile, Since: t.Since.UTC(), V: 1, Verified: t.Verified, Who: p.Name}
	said, err := c.said(k.log.ID())
	if err != nil {
		return err
	}
	c.Sig = ed25519.Sign(who.Key, said)
	body, err := c.body()
	if err != nil {
		return err
	}
	k.tapping.Lock()
	defer k.tapping.Unlock()
	_, err = k.append(ledger.Entry{V: 1, Key: fmt.Sprintf("%s/%d", trialKind, len(k.log.Keys(trialKind+"/"))+1), Kind: trialKind, Body: body})
	return err
}

// tested refuses a tap to an agency's system that no test under the profile as it stands reached whole. The LIIDs are those of real taps.
func (k *Keeper) tested(p intercept.Profile, live map[intercept.LIID]bool) error {
	mark, err := k.trialMark()
	if err != nil {
		return err
	}
	taken := map[string]bool{}
	for l := range live {
		taken[mark(l)] = true
	}
	var trials []admf.Trial
	var marks []string
	for r := range k.log.Latest(trialKind + "/") {
		if c, ok := k.confirmedBy(r); ok {
			trials, marks = append(trials, c.trial()), append(marks, c.LIID)
		}
	}
	return admf.Ready(p, trials, func(n int) bool { return !taken[marks[n]] })
}

// confirmedBy reads an entry that a person signed who was enrolled when it was appended.
func (k *Keeper) confirmedBy(r ledger.Receipt) (confirmed, bool) {
	var c confirmed
	e := r.Entry()
	if e.V != 1 || e.Kind != trialKind || json.Unmarshal(e.Body, &c) != nil || c.LIID == "" {
		return c, false
	}
	var before []ledger.Entry
	for _, o := range k.log.OfCase("") {
		if was, ok := k.log.Find(o.Key); ok && was.Index() < r.Index() {
			before = append(before, o)
		}
	}
	who, enrolled := casefile.PeopleOf(k.log.ID(), before).Find(c.Who)
	said, err := c.said(k.log.ID())
	return c, err == nil && enrolled && who.Role != scope.Intake && ed25519.Verify(who.Key, said, c.Sig)
}

func (c confirmed) trial() admf.Trial {
	return admf.Trial{Profile: c.Profile, Since: c.Since, At: c.At, IRI: c.IRI, CC: c.CC, GotIRI: c.GotIRI, GotCC: c.GotCC, Verified: c.Verified}
}

// said is what the person signs.
func (c confirmed) said(id ledger.ID) ([]byte, error) {
	c.Sig = nil
	b, err := c.body()
	head := append(hex.AppendEncode([]byte("writ/1/"+trialKind+"/"), id[:]), '/')
	return append(head, b...), err
}

func (c confirmed) body() ([]byte, error) {
	b, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return jcs.Transform(b)
}

// trialMark gives what stands for a LIID in these entries.
func (k *Keeper) trialMark() (func(intercept.LIID) string, error) {
	key, err := k.root.CommitmentKey()
	return func(l intercept.LIID) string { return ledger.Commit(key, trialKind, l.Reveal()) }, err
}
