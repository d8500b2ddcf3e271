package etsi

import "writ/wire/ber"

// MaxPayloads is the most IRIs or CCs in one PDU, and the most entries of a list of addresses, routes or header
// lines: a few octets on the wire are far more in memory.
const MaxPayloads = 4096

// Decode reads exactly one PS-PDU, strictly. It aliases src, reuses p's slices and allocates nothing when warm.
// After an error p holds no more than what was read so far.
func (p *PDU) Decode(src []byte) error {
	p.reset()
	p.source.Reset(src, ber.Limits{Size: MaxPDU})
	d, r := p.begin()
	e, ok := d.next(&r, "PS-PDU")
	switch {
	case !ok:
		d.fail(0, "PS-PDU", "no octets")
	case e.Tag != ber.Sequence:
		d.fail(0, "PS-PDU", "is not a SEQUENCE")
	case r.More():
		d.fail(r.Offset(), "PS-PDU", "octets follow the PDU")
	default:
		d.pdu(e)
	}
	return d.err
}

// begin returns the decoder of p's source, which lies in p so that none is allocated, and a reader of its top level.
func (p *PDU) begin() (*decoder, ber.Reader) {
	p.decoder = decoder{p: p, r: p.source.Reader()}
	return &p.decoder, p.decoder.r
}

// reset empties p but keeps its slices and what it tolerates.
func (p *PDU) reset() {
	*p = PDU{
		Tolerate: p.Tolerate, IRI: p.IRI[:0], CC: p.CC[:0], scratch: p.scratch[:0],
		TRI: TRI{
			Check:     Check{Included: p.TRI.Check.Included[:0]},
			Requested: p.TRI.Requested[:0], Accepted: p.TRI.Accepted[:0], Declined: p.TRI.Declined[:0],
		},
	}
}

func (d *decoder) pdu(e ber.Element) {
	f := d.fields(e, closed, 2, "PS-PDU")
	for f.next() {
		switch f.n {
		case 1:
			d.header(f.e)
		case 2:
			if inner, ok := d.only(f.e, "PS-PDU.payload"); ok {
				d.payload(inner)
			}
		default:
			f.unknown(f.n)
		}
	}
	f.need(1, 2)
}

// payload reads the CHOICE Payload.
func (d *decoder) payload(e ber.Element) {
	p := d.p
	p.Raw = d.raw(e)
	if e.Tag.Class() != ber.ContextSpecific || e.Tag.Number() > 7 {
		d.skip()
		return
	}
	if !d.form(e, true, "Payload") {
		return
	}
	p.Kind = Kind(e.Tag.Number() + 1) //nolint:gosec // at most 8
	switch p.Kind {
	case KindIRI:
		d.iris(e)
	case KindCC:
		d.ccs(e)
	case KindTRI:
		if inner, ok := d.only(e, "Payload.tRIPayload"); ok {
			d.tri(inner)
		}
	case KindHI1:
		if inner, ok := d.only(e, "Payload.hI1-Operation"); ok {
			d.notification(inner)
		}
	case KindEncrypted:
		d.container(e)
	case NoKind, KindThreeGPPHI1, KindILHI, KindHI4:
	}
}

// iris reads iRIPayloadSequence.
func (d *decoder) iris(e ber.Element) {
	const field = "Payload.iRIPayloadSequence (clause 6.2.3)"
	for r := d.enter(e, field); ; {
		e, ok := d.next(&r, field)
		switch {
		case !ok:
			return
		case e.Tag != ber.Sequence:
			d.fail(e.Offset, field, "an item is not a SEQUENCE")
		case len(d.p.IRI) == MaxPayloads:
			d.fail(e.Offset, field, "too many payloads")
		default:
			d.iri(e, d.p.nextIRI())
		}
	}
}

// nextIRI lengthens p.IRI by an empty entry that keeps the slices it had.
func (p *PDU) nextIRI() *IRIPayload {
	n := len(p.IRI)
	if n == cap(p.IRI) {
		p.IRI = append(p.IRI, IRIPayload{})
	}
	p.IRI = p.IRI[:n+1]
	x := &p.IRI[n]
	a, m := &x.IRI.Access, &x.IRI.Multimedia
	*x = IRIPayload{IRI: IRI{
		Access:     Access{Others: a.Others[:0], Routes: a.Routes[:0]},
		Multimedia: Multimedia{Additional: m.Additional[:0]},
	}}
	return x
}

// ccs reads cCPayloadSequence.
func (d *decoder) ccs(e ber.Element) {
	const field = "Payload.cCPayloadSequence (clause 6.2.3)"
	for r := d.enter(e, field); ; {
		e, ok := d.next(&r, field)
		switch {
		case !ok:
			return
		case e.Tag != ber.Sequence:
			d.fail(e.Offset, field, "an item is not a SEQUENCE")
		case len(d.p.CC) == MaxPayloads:
			d.fail(e.Offset, field, "too many payloads")
		default:
			d.p.CC = append(d.p.CC, CCPayload{})
			d.cc(e, &d.p.CC[len(d.p.CC)-1])
		}
	}
}
