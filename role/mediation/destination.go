package mediation

import (
	"crypto"
	"errors"
	"fmt"

	"writ/intercept"
	"writ/intercept/handover"
	"writ/intercept/handover/etsi"
	core "writ/intercept/mediation"
	wire "writ/wire/etsi"
)

// A Destination is one agency's LEMF: how it takes product, and how it is reached. A handover without a Dial is not
// delivered to it.
type Destination struct {
	DID      intercept.DID
	Profile  intercept.Profile // with Operator and Element filled in
	HI2, HI3 Dial
	Signer   crypto.Signer // where the profile asks for signatures
	Cipher   *wire.Cipher  // where the profile asks for encryption
	Session  NewSession    // nil: TS 102 232-1, with the defaults
}

// A NewSession makes the session of one of a destination's handovers: which standard delivers is decided here alone.
type NewSession func(d *Destination, h core.Handover) (handover.Session, error)

func etsiSession(d *Destination, _ core.Handover) (handover.Session, error) {
	return etsi.New(etsi.Config{Profile: d.Profile})
}

// ErrDestination says that a destination can't be used.
var ErrDestination = errors.New("mediation: a destination has no DID, stands twice, or has neither HI2 nor HI3")

// ErrNowhere says that an order names a destination that is not configured.
var ErrNowhere = errors.New("mediation: the task names a destination that is not configured here; add it, then set the task again")

// leg is the destination as the core sees it.
func (d *Destination) leg() core.Leg {
	return core.Leg{To: d.DID, Profile: d.Profile, HI2: d.HI2 != nil, HI3: d.HI3 != nil, Signer: d.Signer, Cipher: d.Cipher}
}

// routes gives a destination's handovers and how they are dialled.
func (d *Destination) routes() map[core.Handover]Dial {
	out := map[core.Handover]Dial{}
	if d.HI2 != nil {
		out[core.HI2] = d.HI2
	}
	if d.HI3 != nil {
		out[core.HI3] = d.HI3
	}
	return out
}

func (d *Destination) session(h core.Handover) (handover.Session, error) {
	make := d.Session
	if make == nil {
		make = etsiSession
	}
	s, err := make(d, h)
	if err != nil {
		return nil, fmt.Errorf("mediation: destination %v, %v: %w", d.DID, h, err)
	}
	return s, nil
}

// terms is what the core is told of an order beside the task.
func (o *Order) terms(known map[intercept.DID]*Destination) (core.Terms, error) {
	t := core.Terms{Service: o.Service, Elements: o.Elements, PerElement: o.PerElement, ByArrival: o.ByArrival}
	for _, did := range o.Task.To {
		d := known[did]
		if d == nil {
			return core.Terms{}, ErrNowhere
		}
		t.Legs = append(t.Legs, d.leg())
	}
	return t, nil
}
