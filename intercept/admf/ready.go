package admf

import (
	"errors"
	"io"
	"time"

	"writ"
	"writ/intercept"
)

// A Trial is a test task that was delivered to an agency's system: a synthetic call under a LIID of its own, through mediation, never
// through the network.
type Trial struct {
	Profile  string    // its name
	Since    time.Time // of the profile that was used
	At       time.Time // when the last PDU was sent
	LIID     intercept.LIID
	IRI, CC  int // PDUs sent
	GotIRI   int // PDUs that the agency says to have got and decoded
	GotCC    int
	Verified bool // the agency checked the hashes and signatures
}

// ErrTrial says that an agency's system was never shown to take product as its profile says.
var ErrTrial = errors.New("admf: no test task was received whole under the profile as it stands; send one with a LIID of its own, and have the agency confirm it, before the first tap")

// Ready refuses a first tap to an agency's system until a test task was received: under the same profile of the same date, with signalling
// and content, each PDU of it, checked where the profile has integrity. own says whether the n-th trial had a LIID of its own: a test under
// that of a real tap is none.
func Ready(p intercept.Profile, trials []Trial, own func(n int) bool) error {
	for n, t := range trials {
		whole := t.IRI > 0 && t.CC > 0 && t.GotIRI == t.IRI && t.GotCC == t.CC && (t.Verified || !p.Integrity.On())
		if whole && own(n) && t.Profile == p.Name && t.Since.Equal(p.Since) && !t.At.Before(p.Since) {
			return nil
		}
	}
	return ErrTrial
}

// nobody is the target of a test task: an account that no network has.
const nobody = "writ test call"

// Test gives a tap for a test of an agency's system, under a LIID of its own: with mediation alone, so that nothing of a network is tapped,
// and without a permit, since nobody is. A synthetic call is played to mediation under its XID. [Tap.Calls] sets it and takes it away.
func Test(l intercept.LIID, mdf Element, from, until time.Time, random io.Reader) (Tap, error) {
	id, err := writ.ParseIdentifier(writ.Account, nobody)
	if err != nil || mdf.Kind != Mediation || mdf.ID == "" || len(mdf.To) == 0 {
		return Tap{}, ErrElements
	}
	if l.IsZero() {
		return Tap{}, ErrLIID
	}
	t := Tap{LIID: l, Target: intercept.Target{ID: id}, Elements: []Element{mdf}}
	if t.XID, err = newXID(random); err != nil {
		return Tap{}, err
	}
	t.Last = Ordered{Number: 1, Task: intercept.Task{XID: t.XID, Targets: []intercept.Target{t.Target}, Deliver: intercept.IRIAndCC, From: ceil(from), Until: until.Truncate(time.Microsecond)}}
	return t, t.Last.Task.CheckForm()
}
