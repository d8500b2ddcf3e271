package mediation

import (
	"crypto"
	"errors"
	"fmt"
	"slices"
	"time"

	"writ"
	"writ/intercept"
	"writ/wire/etsi"
)

// A Service says what a task's communications are where its product does not show it.
type Service uint8

// The services. By the zero Service a task for a SIP or tel URI or a number is Multimedia, any other is Access.
const (
	ByTarget   Service = iota
	Access             // internet access, TS 102 232-3
	Multimedia         // IP multimedia, TS 102 232-5
)

// Terms is what mediation knows of a task beside the task.
type Terms struct {
	Legs    []Leg
	Service Service
	// Elements lists the NFIDs that may send for the task; none listed: any that the X2/X3 link lets in.
	Elements []string
	// PerElement: each network function numbers its correlations by itself, so that equal ones of two are two communications.
	PerElement bool
	// ByArrival: the point of interception does not stamp what it sends, and it was agreed that the instant of arrival counts.
	ByArrival bool
}

// A Leg is one destination of a task.
type Leg struct {
	To       intercept.DID
	Profile  intercept.Profile // with Operator and Element filled in
	HI2, HI3 bool              // which handovers it takes
	Signer   crypto.Signer     // for signature PDUs; nil where the profile asks for none
	Cipher   *etsi.Cipher      // for the encryption container; nil where the profile asks for none
}

// Why a task's terms are refused. Each says what to do and names no task.
var (
	ErrLegs     = errors.New("mediation: the task's destinations and its terms do not name the same DIDs, each once; give each a leg")
	ErrNoLIID   = errors.New("mediation: the task has no LIID; X1 mediationDetails has it")
	ErrLIIDForm = errors.New("mediation: the LIID is not of the form that the agency's profile says; correct one of them")
	ErrSigner   = errors.New("mediation: the signing key does not fit the agency's profile; give an ECDSA key on P-256 or larger, or Ed25519, as it says")
	ErrCipher   = errors.New("mediation: encryption and the agency's profile do not fit; give a cipher where it asks for one, and none elsewhere")
	ErrProfile  = errors.New("mediation: the agency's profile can't be used; fill in what lacks")
	ErrStopped  = errors.New("mediation: the task was stopped; only an order that begins after the stop starts it again")
	ErrTaken    = errors.New("mediation: another task has the same XID or product id; each product is of one task")
)

// check refuses what could only fail later, a signing key above all.
func (t *Terms) check(task intercept.Task) error {
	if task.LIID.IsZero() {
		return ErrNoLIID
	}
	to := slices.Clone(task.To)
	for i := range t.Legs {
		at := slices.Index(to, t.Legs[i].To)
		if at < 0 {
			return ErrLegs
		}
		to = slices.Delete(to, at, at+1)
		if err := t.Legs[i].check(task.LIID); err != nil {
			return err
		}
	}
	if len(to) > 0 || len(t.Legs) == 0 {
		return ErrLegs
	}
	return nil
}

func (l *Leg) check(liid intercept.LIID) error {
	p := &l.Profile
	h := header(p, liid)
	switch {
	case !l.HI2 && !l.HI3:
		return ErrLegs
	case p.LIID != 0 && !p.LIID.Takes(liid):
		return ErrLIIDForm
	case (p.Encryption != intercept.NoEncryption) != (l.Cipher != nil):
		return ErrCipher
	case p.Integrity.On() && (p.Integrity.After <= 0 || p.Integrity.Signed() && p.Integrity.SignAfter <= 0):
		return fmt.Errorf("%w: integrity without times", ErrProfile)
	}
	if err := h.Check(); err != nil {
		return fmt.Errorf("%w: %w", ErrProfile, err)
	}
	if p.Integrity.On() {
		if _, err := etsi.NewChain(etsi.HashAlgorithm(p.Integrity.Hash), etsi.DataIRI); err != nil {
			return fmt.Errorf("%w: %w", ErrProfile, err)
		}
	}
	return l.checkSigner()
}

// checkSigner signs once: a key that only fails at its first signature would fail in the middle of a call.
func (l *Leg) checkSigner() error {
	if !l.Profile.Integrity.Signed() {
		return nil
	}
	if l.Signer == nil {
		return ErrSigner
	}
	trial := etsi.Check{Included: []uint32{0}, Data: etsi.DataIRI}
	hash := etsi.HashAlgorithm(l.Profile.Integrity.Hash)
	if trial.Sign(l.Signer, hash) != nil || trial.Signature != etsi.SignatureAlgorithm(l.Profile.Integrity.Signatures) || trial.Verify(l.Signer.Public(), hash) != nil {
		return ErrSigner
	}
	return nil
}

// header is what stays the same in all PSHeaders of a leg.
func header(p *intercept.Profile, liid intercept.LIID) etsi.Header {
	h := etsi.Header{Level: p.Module, LIID: liid.Octets(), Operator: []byte(p.Operator)}
	h.Form = etsi.MicroTime
	if p.Time == intercept.GeneralizedTime {
		h.Form = etsi.GeneralizedTime
	}
	copy(h.Authorisation[:], p.Authorisation)
	copy(h.Delivery[:], p.Delivery)
	if p.Element != "" {
		h.Element = []byte(p.Element)
	}
	return h
}

// service settles what a task's communications are.
func (t *Terms) service(task intercept.Task) Service {
	if t.Service != ByTarget {
		return t.Service
	}
	for _, target := range task.Targets {
		switch target.ID.Kind() {
		case writ.SIPURI, writ.TELURI, writ.E164:
			return Multimedia
		default:
		}
	}
	return Access
}

// userName is what a task's target is called at an internet access, empty where it is known by something else.
func userName(task intercept.Task) []byte {
	for _, target := range task.Targets {
		switch target.ID.Kind() {
		case writ.NAI, writ.UserName, writ.Account:
			return []byte(target.ID.Reveal())
		default:
		}
	}
	return nil
}

// end is the first instant at which nothing is captured any more.
func end(until, stopped time.Time) time.Time {
	if !stopped.IsZero() && stopped.Before(until) {
		return stopped
	}
	return until
}
