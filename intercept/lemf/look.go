package lemf

import (
	"time"

	"writ/wire/etsi"
)

// A Handover is one of the two interfaces.
type Handover uint8

// The interfaces. Zero is not known, as of a file.
const (
	HI2 Handover = iota + 1
	HI3
)

// String gives the interface's name.
func (h Handover) String() string {
	switch h {
	case HI2:
		return "HI2"
	case HI3:
		return "HI3"
	default:
		return "HI2 or HI3"
	}
}

// Look takes from a PDU what is counted. What it takes does not alias the PDU.
func Look(p *etsi.PDU, h Handover) Mark {
	network := append(append(make([]byte, 0, 33), p.Operator...), 0)
	if len(p.Element) == 0 {
		network = network[:len(network)-1]
	}
	m := Mark{Seq: p.Seq, At: When(p.Stamp)}
	m.Session = Session{LIID: NameOf(p.LIID), Network: NameOf(append(network, p.Element...)), CIN: p.CIN, NoCIN: p.NoCIN}
	m.Kind = kindOf(p, h)
	for i := range p.IRI {
		m.Types = append(m.Types, p.IRI[i].Type)
	}
	m.CCs = len(p.CC)
	return m
}

// Partly takes from a PDU whose payload could not be decoded what its header says, so that its number isn't taken for lost; ok is false
// where not even that is known, or the number is of no stream of product.
func Partly(p *etsi.PDU, h Handover) (m Mark, ok bool) {
	if p.Kind != etsi.KindIRI && p.Kind != etsi.KindCC {
		return m, false
	}
	m = Look(p, h)
	m.Types, m.CCs = nil, 0
	return m, true
}

// When gives the instant of a stamp; the zero time where there is none.
func When(s etsi.Stamp) time.Time {
	if s.Form == etsi.NoTime {
		return time.Time{}
	}
	return time.Unix(s.Sec, int64(s.Micro)*1000).UTC()
}

func kindOf(p *etsi.PDU, h Handover) Kind {
	switch p.Kind {
	case etsi.KindIRI:
		return KindIRI
	case etsi.KindCC:
		return KindCC
	case etsi.KindHI1, etsi.KindThreeGPPHI1, etsi.KindHI4:
		return KindHI1
	case etsi.KindTRI:
		return kindOfTRI(&p.TRI)
	case etsi.KindEncrypted:
		switch h {
		case HI2:
			return KindSealedHI2
		case HI3:
			return KindSealedHI3
		default:
			return KindSealed
		}
	default:
		return 0
	}
}

func kindOfTRI(t *etsi.TRI) Kind {
	if t.Kind != etsi.IntegrityCheck {
		return KindTRI
	}
	ofCC := t.Check.Data == etsi.DataCC
	switch {
	case t.Check.Type == etsi.SignatureCheck && ofCC:
		return KindSignedCC
	case t.Check.Type == etsi.SignatureCheck:
		return KindSignedIRI
	case ofCC:
		return KindHashCC
	default:
		return KindHashIRI
	}
}

// Take decodes and counts one PDU of an interface; the error is the codec's, and such a PDU is not counted.
func (b *Book) Take(octets []byte, h Handover) error {
	var p etsi.PDU
	if err := p.Decode(octets); err != nil {
		return err
	}
	b.Add(Look(&p, h))
	return nil
}
