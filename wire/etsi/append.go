package etsi

import "writ/wire/ber"

// AppendIRI appends a PDU with one IRI. h must pass [Header.Check]. IRIs are few beside CCs, so headers are put
// before what is written already: an IRI moves within dst once for each level, and nothing is allocated.
func AppendIRI(dst []byte, h *Header, t IRIType, c *IRI) []byte {
	p := IRIPayload{Type: t}
	return h.around(dst, func(dst []byte) []byte { return ber.Wrap(p.append(dst, c), len(dst), t0|cons) })
}

// AppendIRIs appends a PDU with several IRIs of one LIID and CIN, each with its own stamp (clause 6.2.3).
func AppendIRIs(dst []byte, h *Header, p []IRIPayload) []byte {
	return h.around(dst, func(dst []byte) []byte {
		from := len(dst)
		for i := range p {
			dst = p[i].append(dst, &p[i].IRI)
		}
		return ber.Wrap(dst, from, t0|cons)
	})
}

// AppendTRI appends a message of the transport: keep-alive and its response, integrity check, options, ….
func AppendTRI(dst []byte, h *Header, t *TRI) []byte {
	return h.around(dst, func(dst []byte) []byte { return ber.Wrap(t.append(dst), len(dst), t2|cons) })
}

// AppendHI1 appends a notice of HI1.
func AppendHI1(dst []byte, h *Header, n *Notification) []byte {
	return h.around(dst, func(dst []byte) []byte { return ber.Wrap(n.append(dst), len(dst), t3|cons) })
}

// AppendRaw appends a PDU around a Payload alternative that is BER already, such as [PDU.Raw].
func AppendRaw(dst []byte, h *Header, payload []byte) []byte {
	return h.around(dst, func(dst []byte) []byte { return append(dst, payload...) })
}

// Append appends p with the fields that it has: what Decode read, or Open found. A Payload that isn't typed here is
// taken from Raw.
func (p *PDU) Append(dst []byte) []byte {
	switch p.Kind {
	case KindIRI:
		return AppendIRIs(dst, &p.Header, p.IRI)
	case KindCC:
		return AppendCCs(dst, &p.Header, p.CC)
	case KindTRI:
		return AppendTRI(dst, &p.Header, &p.TRI)
	case KindHI1:
		return AppendHI1(dst, &p.Header, &p.Notification)
	case KindEncrypted:
		return p.around(dst, p.Container.append)
	case NoKind, KindThreeGPPHI1, KindILHI, KindHI4:
	}
	return AppendRaw(dst, &p.Header, p.Raw)
}

// around appends PS-PDU and PSHeader around what payload appends: Payload's alternative.
func (h *Header) around(dst []byte, payload func(dst []byte) []byte) []byte {
	from := len(dst)
	all, communication, network := h.size()
	dst = h.append(dst, all, communication, network)
	at := len(dst)
	dst = ber.Wrap(payload(dst), at, t2|cons)
	return ber.Wrap(dst, from, ber.Sequence)
}

func (p *IRIPayload) append(dst []byte, c *IRI) []byte {
	from := len(dst)
	if p.Type != NoIRIType {
		dst = ber.AppendUint(dst, t0, uint64(p.Type))
	}
	dst = p.Stamp.appendOlder(dst, t1)
	at := len(dst)
	dst = ber.Wrap(c.append(dst), at, t2|cons)
	dst = p.Stamp.appendMicro(dst, t3|cons)
	dst = appendEnum(dst, t4, uint8(p.Stamp.Qualifier))
	dst = appendEnum(dst, t5, uint8(p.SessionDirection))
	dst = appendEnum(dst, t6, uint8(p.PayloadDirection))
	return ber.Wrap(dst, from, ber.Sequence)
}

func (c *IRI) append(dst []byte) []byte {
	from := len(dst)
	switch c.Kind {
	case AccessIRI:
		dst = appendObject(dst, partAccess, version(c.Access.Version, NewestAccess), objectIRI)
		at := len(dst)
		dst = ber.Wrap(c.Access.append(dst), at, t1|cons)
	case MultimediaIRI:
		dst = appendObject(dst, partMultimedia, version(c.Multimedia.Version, NewestMultimedia), objectIRI)
		dst = c.Multimedia.append(dst)
	default:
		return append(dst, c.Raw...)
	}
	return ber.Wrap(dst, from, ber.ContextConstructed(uint32(c.Kind)))
}
