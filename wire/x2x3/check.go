package x2x3

// Check refuses what Decode at the other end would refuse. A sender calls it for PDUs whose parts came from
// outside; Append itself doesn't.
func (p *PDU) Check() error {
	if err := p.checkLengths(); err != nil {
		return err
	}
	faults := len(p.Faults)
	err := p.checkHeader()
	p.Faults = p.Faults[:faults]
	if err == nil && p.IsKeepAlive() && (!p.Seq.Ok || p.size() != MinHeader+8) {
		err = &Error{MinHeader, keepAliveRule, ErrKeepAlive}
	}
	return err
}

func (p *PDU) checkLengths() error {
	if len(p.Payload) > MaxPayload {
		return &Error{8, layout, ErrLimit}
	}
	if p.size() > MaxHeader {
		return &Error{4, layout, ErrLimit}
	}
	return nil
}

// size gives the header's length, attributes included.
func (p *PDU) size() int {
	n := MinHeader
	for _, t := range canonical {
		if text := p.text(t); text != nil && *text != nil {
			n += 4 + len(*text)
		}
	}
	for _, list := range [...][][]byte{p.Matched, p.Other} {
		for _, v := range list {
			n += 4 + len(v)
		}
	}
	for _, r := range p.Raw {
		n += 4 + len(r.Contents)
	}
	for _, a := range p.Additional {
		n += 4 + 24 + sizeIf(a.Seq.Ok, 4)
	}
	for _, ip := range [...]int{p.Source.BitLen(), p.Destination.BitLen()} {
		n += sizeIf(ip > 0, 4+ip/8)
	}
	n += sizeIf(p.Seq.Ok, 8) + sizeIf(p.At.Ok, 12) + sizeIf(p.Protocol.Ok, 5)
	return n + sizeIf(p.SourcePort.Ok, 6) + sizeIf(p.DestPort.Ok, 6)
}

func sizeIf(ok bool, n int) int {
	if ok {
		return n
	}
	return 0
}
