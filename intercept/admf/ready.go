package admf

import (
	"errors"
	"time"

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
// and content, each PDU of it, checked where the profile has integrity. live lists the LIIDs of the agency's real taps: a test with one of
// them is none.
func Ready(p intercept.Profile, trials []Trial, live map[intercept.LIID]bool) error {
	for _, t := range trials {
		whole := t.IRI > 0 && t.CC > 0 && t.GotIRI == t.IRI && t.GotCC == t.CC && (t.Verified || !p.Integrity.On())
		own := !t.LIID.IsZero() && !live[t.LIID]
		if whole && own && t.Profile == p.Name && t.Since.Equal(p.Since) && !t.At.Before(p.Since) {
			return nil
		}
	}
	return ErrTrial
}
