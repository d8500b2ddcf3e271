package etsi

import "writ/wire/ber"

// append appends TRIPayload's alternative.
func (t *TRI) append(dst []byte) []byte {
	tag := ber.Context(uint32(max(t.Kind, 1) - 1))
	from := len(dst)
	switch t.Kind {
	case IntegrityCheck:
		return t.Check.append(dst, t.Check.Value)
	case PaddingPDU:
		return ber.AppendOctets(dst, tag, t.Padding)
	case OperatorMessage:
		dst = ber.AppendUint(dst, t0, uint64(t.Priority))
		dst = ber.AppendOctets(dst, t1, t.Message)
	case OptionRequest:
		dst = appendOptions(dst, t0, t.Requested)
	case OptionResponse:
		dst = appendOptions(appendOptions(dst, t0, t.Accepted), t1, t.Declined)
	case NoTRI, TestPDU, KeepAlive, KeepAliveResponse, FirstSegment, LastSegment, CINReset, OptionComplete, AckRequest, AckResponse:
		return ber.AppendNull(dst, tag)
	}
	return ber.Wrap(dst, from, tag|cons)
}

func appendOptions(dst []byte, t ber.Tag, list []Option) []byte {
	from := len(dst)
	for _, o := range list {
		dst = ber.AppendNull(dst, ber.Context(uint32(o)))
	}
	return ber.Wrap(dst, from, t|cons)
}

// append appends integrityCheck with value as its checkValue.
func (c *Check) append(dst, value []byte) []byte {
	from := len(dst)
	for _, seq := range c.Included {
		dst = ber.AppendUint(dst, ber.Integer, uint64(seq))
	}
	dst = ber.Wrap(dst, from, t0|cons)
	dst = ber.AppendUint(dst, t1, uint64(c.Type))
	if c.Data != NoDataType {
		dst = ber.AppendUint(dst, t2, uint64(c.Data))
	}
	dst = ber.AppendOctets(dst, t3, value)
	if c.Hash != NoHash {
		dst = ber.AppendUint(dst, t4, uint64(c.Hash))
	}
	if c.Signature != NoSignature {
		dst = ber.AppendUint(dst, t5, uint64(c.Signature))
	}
	return ber.Wrap(dst, from, t0|cons)
}

// append appends EncryptionContainer.
func (c *Container) append(dst []byte) []byte {
	from := len(dst)
	dst = ber.AppendUint(dst, t0, uint64(c.Type))
	dst = ber.AppendOctets(dst, t1, c.Octets)
	if c.Part != NoPart {
		dst = ber.AppendUint(dst, t2, uint64(c.Part))
	}
	return ber.Wrap(dst, from, t4|cons)
}

// hi1Domain is the content of HI1's domainID before its version: 0.4.0.2.2.0.1.
const hi1Domain = "\x04\x00\x02\x02\x00\x01"

// append appends HI1-Operation's alternative.
func (n *Notification) append(dst []byte) []byte {
	from := len(dst)
	tag := ber.ContextConstructed(uint32(n.Notice))
	if n.Notice == NationalHI1 {
		return ber.AppendOctets(dst, tag, n.National)
	}
	if n.Version > 0 {
		arc := uint64(n.Version)
		dst = ber.AppendHeader(dst, t0, len(hi1Domain)+ber.SizeOfRelativeOID(arc))
		dst = ber.AppendArc(append(dst, hi1Domain...), arc)
	}
	if n.Notice == Alarm {
		dst = n.appendCommunication(dst, t1|cons)
		dst = n.appendTime(dst, t2|cons)
		dst = ber.AppendOctets(dst, t3, n.Alarm)
		dst = appendOptional(dst, t4, n.LIID)
		dst = appendOptional(dst, t5|cons, n.National)
		return ber.Wrap(dst, from, tag)
	}
	dst = ber.AppendOctets(dst, t1, n.LIID)
	dst = n.appendCommunication(dst, t2|cons)
	dst = n.appendTime(dst, t3|cons)
	dst = appendOptional(dst, t5|cons, n.National)
	dst = appendOptional(dst, t6, n.Target)
	return ber.Wrap(dst, from, tag)
}

// appendCommunication appends the communicationIdentifier of TS 101 671, unless it is absent.
func (n *Notification) appendCommunication(dst []byte, t ber.Tag) []byte {
	if n.Operator == nil {
		return dst
	}
	from := len(dst)
	dst = appendOptional(dst, t0, n.CIN)
	network := octets(len(n.Operator)) + optional(n.Element)
	dst = ber.AppendHeader(dst, t1|cons, network)
	dst = ber.AppendOctets(dst, t0, n.Operator)
	dst = appendOptional(dst, t1|cons, n.Element)
	return ber.Wrap(dst, from, t)
}

// appendTime appends TimeStamp, a CHOICE of a local time with its season and UTCTime. We write local time as UTC.
func (n *Notification) appendTime(dst []byte, t ber.Tag) []byte {
	from := len(dst)
	if n.Season == NoSeason {
		return ber.Wrap(ber.AppendUTCTime(dst, t1, n.At.Unix()), from, t)
	}
	dst = ber.AppendTime(dst, t0, n.At.Unix(), uint32(n.At.Nanosecond()), n.Digits) //nolint:gosec // below 10^9
	dst = appendEnum(dst, t1, uint8(n.Season))
	return ber.Wrap(ber.Wrap(dst, from, t0|cons), from, t)
}
