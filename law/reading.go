package law

import (
	"crypto/sha256"
	"encoding/json"
)

// Reading is the digest of what the paper says: identifiers, windows, instrument, issuer and dates, under the case's
// salt. Two people who read the paper alike, each blind to the other, sign the same digest.
func (d Demand) Reading() [32]byte {
	b, err := json.Marshal(struct {
		Format     string
		Salt       [32]byte
		Instrument Instrument
		Asks       []Ask
	}{"writ/reading/1", d.Salt, d.Instrument, d.Asks})
	if err != nil {
		return [32]byte{} // facts that JSON can't hold don't come out of a reader of ours; an empty digest opens nothing
	}
	return sha256.Sum256(b)
}
