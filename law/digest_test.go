package law

import (
	"testing"
	"time"
)

// TestADigestBindsTheEndOfAPreservation: two decisions that differ in nothing else. No demand and packs give two ends, so
// this can't be seen from outside.
func TestADigestBindsTheEndOfAPreservation(t *testing.T) {
	seen := map[[32]byte]bool{}
	for _, until := range []time.Time{{}, time.Unix(1, 0), time.Unix(1, 1), time.Unix(2, 0)} {
		d := &decision{outcomes: []Outcome{{Answer: Preserve{}, Until: until}, {Answer: Preserve{}}}}
		e := &decision{outcomes: []Outcome{{Answer: Preserve{}}, {Answer: Preserve{}, Until: until}}}
		if seen[d.sum()] || !until.IsZero() && (seen[e.sum()] || e.sum() == d.sum()) {
			t.Errorf("with %v it has the digest of another", until)
		}
		seen[d.sum()], seen[e.sum()] = true, true
	}
}
