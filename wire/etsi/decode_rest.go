package etsi

import (
	"bytes"
	"math"
	"time"

	"writ/wire/ber"
)

// tri reads the CHOICE TRIPayload.
func (d *decoder) tri(e ber.Element) {
	t := &d.p.TRI
	if e.Tag.Class() != ber.ContextSpecific || e.Tag.Number() > 13 {
		d.skip()
		return
	}
	t.Kind = TRIKind(e.Tag.Number() + 1) //nolint:gosec // at most 14
	switch t.Kind {
	case IntegrityCheck:
		d.integrity(e, &t.Check)
	case PaddingPDU:
		t.Padding = d.octets(e, 0, maxOctets, "TRIPayload.paddingPDU")
	case OperatorMessage:
		d.operatorMessage(e)
	case OptionRequest, OptionResponse:
		d.negotiation(e)
	case NoTRI, TestPDU, KeepAlive, KeepAliveResponse, FirstSegment, LastSegment, CINReset, OptionComplete, AckRequest, AckResponse:
		d.null(e, "TRIPayload")
	}
}

// integrity reads IntegrityCheck.
func (d *decoder) integrity(e ber.Element, c *Check) {
	f := d.fields(e, 3, 5, "IntegrityCheck (clause 7.2)")
	for f.next() {
		switch f.n {
		case 0:
			d.included(f.e, c)
		case 1:
			c.Type = CheckType(f.enum(1, extensible, "IntegrityCheck.checkType"))
		case 2:
			c.Data = DataType(f.enum(1, extensible, "IntegrityCheck.dataType (clause 7.2.3)"))
		case 3:
			c.Value = f.octets(0, maxOctets, "IntegrityCheck.checkValue")
		case 4:
			c.Hash = HashAlgorithm(f.enum(1, extensible, "IntegrityCheck.hashAlgorithm"))
		case 5:
			c.Signature = SignatureAlgorithm(f.enum(1, extensible, "IntegrityCheck.signatureAlgorithm"))
		}
	}
	f.need(0, 1, 3)
}

// included reads includedSequenceNumbers.
func (d *decoder) included(e ber.Element, c *Check) {
	const field = "IntegrityCheck.includedSequenceNumbers"
	for r := d.enter(e, field); ; {
		item, ok := d.next(&r, field)
		if !ok {
			return
		}
		if item.Tag != ber.Integer {
			d.fail(item.Offset, field, "an item is not an INTEGER")
			return
		}
		c.Included = append(c.Included, uint32(d.uint(item, math.MaxUint32, field))) //nolint:gosec // in range, or an error
	}
}

// operatorMessage reads OperatorLeaMessage.
func (d *decoder) operatorMessage(e ber.Element) {
	t := &d.p.TRI
	f := d.fields(e, 1, 1, "OperatorLeaMessage")
	for f.next() {
		if f.n == 0 {
			t.Priority = Priority(f.enum(1, extensible, "OperatorLeaMessage.messagePriority"))
		} else {
			t.Message = f.octets(1, 255, "OperatorLeaMessage.message")
		}
	}
	f.need(0, 1)
}

// negotiation reads OptionRequest or OptionResponse.
func (d *decoder) negotiation(e ber.Element) {
	t := &d.p.TRI
	most := 0
	if t.Kind == OptionResponse {
		most = 1
	}
	f := d.fields(e, most, most, "OptionRequest or OptionResponse")
	for f.next() {
		switch {
		case t.Kind == OptionRequest:
			t.Requested = d.options(f.e, t.Requested)
		case f.n == 0:
			t.Accepted = d.options(f.e, t.Accepted)
		default:
			t.Declined = d.options(f.e, t.Declined)
		}
	}
	f.need(0)
	if most == 1 {
		f.need(1)
	}
}

// options reads a SEQUENCE OF Option. Options of a newer module are kept as numbers: they must be declined.
func (d *decoder) options(e ber.Element, to []Option) []Option {
	const field = "Option"
	for r := d.enter(e, field); ; {
		item, ok := d.next(&r, field)
		switch {
		case !ok:
			return to
		case item.Tag.Class() != ber.ContextSpecific || item.Tag.Number() > extensible:
			d.fail(item.Offset, field, "not an option")
		case len(to) == MaxPayloads:
			d.fail(item.Offset, field, "too many entries")
		case item.Tag == t0:
			d.null(item, field)
			to = append(to, PDUAcknowledgement)
		default:
			d.skip()
			to = append(to, Option(item.Tag.Number())) //nolint:gosec // at most 253
		}
	}
}

// container reads EncryptionContainer.
func (d *decoder) container(e ber.Element) {
	c := &d.p.Container
	f := d.fields(e, 1, 2, "EncryptionContainer")
	for f.next() {
		switch f.n {
		case 0:
			c.Type = EncryptionType(f.enum(1, extensible, "EncryptionContainer.encryptionType"))
		case 1:
			c.Octets = f.octets(0, maxOctets, "EncryptionContainer.encryptedPayload")
		case 2:
			c.Part = Part(f.enum(1, extensible, "EncryptionContainer.encryptedPayloadType"))
		}
	}
	f.need(0, 1)
}

// notification reads the CHOICE HI1-Operation.
func (d *decoder) notification(e ber.Element) {
	n := &d.p.Notification
	if e.Tag.Class() != ber.ContextSpecific || e.Tag.Number() < 1 || e.Tag.Number() > 5 {
		d.skip()
		return
	}
	n.Notice = Notice(e.Tag.Number()) //nolint:gosec // at most 5
	switch n.Notice {
	case Activated, Deactivated, Modified:
		d.change(e, n)
	case Alarm:
		d.alarm(e, n)
	case NationalHI1:
		if d.form(e, true, "HI1-Operation") {
			n.National = e.Content
		}
	}
}

// change reads Notification of HI1NotificationOperations.
func (d *decoder) change(e ber.Element, n *Notification) {
	f := d.fields(e, 3, 6, "Notification (HI1NotificationOperations)")
	for f.next() {
		switch f.n {
		case 0:
			n.Version = d.hi1Domain(f.e)
		case 1:
			n.LIID = f.octets(1, MaxLIID, "Notification.lawfulInterceptionIdentifier")
		case 2:
			d.hi1Communication(f.e, n)
		case 3:
			d.hi1Time(f.e, n)
		case 5:
			n.National = f.content("Notification.national-HI1-ASN1parameters")
		case 6:
			n.Target = f.octets(1, 256, "Notification.target-Information")
		default:
			f.unknown(f.n)
		}
	}
	f.need(1, 3)
}

// alarm reads Alarm-Indicator.
func (d *decoder) alarm(e ber.Element, n *Notification) {
	f := d.fields(e, 3, 5, "Alarm-Indicator (HI1NotificationOperations)")
	for f.next() {
		switch f.n {
		case 0:
			n.Version = d.hi1Domain(f.e)
		case 1:
			d.hi1Communication(f.e, n)
		case 2:
			d.hi1Time(f.e, n)
		case 3:
			n.Alarm = f.octets(1, 256, "Alarm-Indicator.alarm-information")
		case 4:
			n.LIID = f.octets(1, MaxLIID, "Alarm-Indicator.lawfulInterceptionIdentifier")
		case 5:
			n.National = f.content("Alarm-Indicator.national-HI1-ASN1parameters")
		}
	}
	f.need(2, 3)
}

// hi1Domain reads domainID: 0.4.0.2.2.0.1 and a version.
func (d *decoder) hi1Domain(e ber.Element) int {
	const field = "Notification.domainID"
	var arcs [8]uint64
	n, err := e.Arcs(arcs[:])
	d.check(err, field)
	if n != 7 || arcs[6] == 0 || arcs[6] > maxVersion || !bytes.HasPrefix(e.Content, []byte(hi1Domain)) {
		d.fail(e.ContentOffset(), field, "not 0.4.0.2.2.0.1 and a version")
	}
	return int(arcs[6]) //nolint:gosec // below maxVersion, or there is an error
}

// hi1Communication reads communicationIdentifier as TS 101 671 had it.
func (d *decoder) hi1Communication(e ber.Element, n *Notification) {
	f := d.fields(e, 1, 1, "CommunicationIdentifier (HI2Operations)")
	for f.next() {
		if f.n == 0 {
			n.CIN = f.octets(1, 8, "CommunicationIdentifier.communication-Identity-Number (HI2Operations)")
			continue
		}
		in := d.fields(f.e, 1, 1, "Network-Identifier (HI2Operations)")
		for in.next() {
			if in.n == 0 {
				n.Operator = in.octets(1, 5, "Network-Identifier.operator-Identifier (HI2Operations)")
			} else {
				n.Element = d.choice(in.e, "Network-Identifier.network-Element-Identifier (HI2Operations)")
			}
		}
		in.need(0)
	}
	f.need(1)
}

// hi1Time reads the CHOICE TimeStamp.
func (d *decoder) hi1Time(e ber.Element, n *Notification) {
	const field = "TimeStamp (HI2Operations)"
	inner, ok := d.only(e, field)
	if !ok {
		return
	}
	var err error
	switch inner.Tag {
	case t1:
		n.At, err = inner.UTCTime()
		d.check(err, field)
	case t0 | cons:
		d.localTime(inner, n)
	default:
		d.fail(inner.Offset, field, "an alternative that the module doesn't have")
	}
	if n.At.Before(time.Unix(0, 0)) {
		d.fail(inner.Offset, field, "before 1970")
	}
}

// localTime reads LocalTimeStamp.
func (d *decoder) localTime(e ber.Element, n *Notification) {
	f := d.fields(e, closed, 1, "LocalTimeStamp (HI2Operations)")
	for f.next() {
		if f.n == 0 {
			i := f.instant("LocalTimeStamp.generalizedTime")
			n.At, n.Digits = i.At, i.Digits
		} else {
			n.Season = Season(f.enum(0, extensible, "LocalTimeStamp.winterSummerIndication") + 1)
		}
	}
	f.need(0, 1)
}
