package casefile

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"writ/law"
)

// Compose gives the demand to decide on: what two people read, the provider as its profile has it, and the instant.
// It fails while the case is not verified.
func Compose(c Case, p Profile, at time.Time) (law.Demand, error) {
	if _, ok := c.agreed(); !ok || c.State != Verified {
		return law.Demand{}, fmt.Errorf("%w: it is %s; it must be read twice alike and verified", ErrState, c.State)
	}
	if at.Before(c.last()) {
		return law.Demand{}, ErrClock
	}
	d := c.ReadingOf(c.Request)
	d.At, d.Packs = at, slices.Clone(p.Packs)
	d.Provider = law.Provider{Established: slices.Clone(p.Established), Offers: slices.Clone(p.Offers), Service: p.Service,
		Keeps: maps.Clone(p.Keeps), Zone: p.Zone}
	return d, nil
}
