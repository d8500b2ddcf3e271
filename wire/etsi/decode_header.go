package etsi

import (
	"bytes"
	"math"

	"writ/wire/ber"
)

func (d *decoder) header(e ber.Element) {
	h := &d.p.Header
	h.NoCIN = true
	f := d.fields(e, 5, 10, "PSHeader (clause 5.2)")
	for f.next() {
		switch f.n {
		case 0:
			d.domain(f.e)
		case 1:
			h.LIID = f.octets(1, MaxLIID, "PSHeader.lawfulInterceptionIdentifier (clause 5.2)")
		case 2:
			h.Authorisation = d.country(f.e, "PSHeader.authorizationCountryCode (clause 5.2.3)")
		case 3:
			d.communication(f.e)
		case 4:
			h.Seq = uint32(f.uint(math.MaxUint32, "PSHeader.sequenceNumber")) //nolint:gosec // in range, or an error
		case 5:
			f.older(&h.Stamp, "PSHeader.timeStamp (clause 5.2.6)")
		case 6:
			h.Point = d.printable(f.e, 1, MaxPoint, "PSHeader.interceptionPointID (clause 5.2.11)")
		case 7:
			d.micro(f.e, &h.Stamp)
		case 8:
			h.Qualifier = f.qualifier()
		case 9:
			h.ExtendedPoint = f.octets(1, MaxExtendedPoint, "PSHeader.extendedInterceptionPointID (clause 5.2.13)")
		case 10:
			h.Function = f.octets(1, MaxExtendedPoint, "PSHeader.networkFunctionIdentifier (clause 5.2.14)")
		}
	}
	f.need(0, 1, 3, 4)
}

// domain reads li-psDomainId: 0.4.0.2.2.5.1 and the version.
func (d *decoder) domain(e ber.Element) {
	const field = "PSHeader.li-psDomainId"
	var arcs [8]uint64
	n, err := e.Arcs(arcs[:])
	d.check(err, field)
	if !bytes.HasPrefix(e.Content, []byte(genHeader)) || n != 7 || arcs[6] > maxVersion {
		d.p.Remarks |= WrongDomain
		if d.p.Tolerate&WrongDomain == 0 {
			d.fail(e.ContentOffset(), field, "not 0.4.0.2.2.5.1 and a version")
		}
		return
	}
	d.p.Level = int(arcs[6]) //nolint:gosec // below maxVersion
}

// communication reads communicationIdentifier.
func (d *decoder) communication(e ber.Element) {
	h := &d.p.Header
	f := d.fields(e, 2, 3, "CommunicationIdentifier (clause 5.2.4)")
	for f.next() {
		switch f.n {
		case 0:
			d.network(f.e)
		case 1:
			h.CIN = uint32(f.uint(math.MaxUint32, "CommunicationIdentifier.communicationIdentityNumber (clause 5.2.4)")) //nolint:gosec // in range, or an error
			h.NoCIN = false
		case 2:
			h.Delivery = d.country(f.e, "CommunicationIdentifier.deliveryCountryCode (clause 5.2.4)")
		case 3:
			h.CINExtension = d.choice(f.e, "CommunicationIdentifier.cINExtension (clause 5.2.4)")
		}
	}
	f.need(0)
}

// choice returns the BER of the one alternative under the explicit tag of a CHOICE.
func (d *decoder) choice(e ber.Element, field string) []byte {
	if inner, ok := d.only(e, field); ok {
		return d.raw(inner)
	}
	return nil
}

// network reads networkIdentifier.
func (d *decoder) network(e ber.Element) {
	h := &d.p.Header
	f := d.fields(e, 1, 2, "NetworkIdentifier")
	for f.next() {
		switch f.n {
		case 0:
			h.Operator = f.octets(1, MaxOperator, "NetworkIdentifier.operatorIdentifier")
		case 1:
			h.Element = f.octets(1, MaxElement, "NetworkIdentifier.networkElementIdentifier")
		case 2:
			h.ElementETSI = d.choice(f.e, "NetworkIdentifier.eTSI671NEID")
		}
	}
	f.need(0)
}

// older reads the older form of a time stamp.
func (f *fields) older(s *Stamp, field string) {
	t, digits, err := f.e.Time()
	f.d.check(err, field)
	if t.Unix() < 0 {
		f.d.fail(f.e.ContentOffset(), field, "before 1970")
		return
	}
	s.Sec, s.Micro, s.Form = t.Unix(), uint32(t.Nanosecond()/1000), GeneralizedTime //nolint:gosec // below 10^6
	if digits > 3 {
		s.Form = GeneralizedMicro
	}
}

// micro reads the newer form of a time stamp. Where a PDU has both forms this one, the finer, is kept.
func (d *decoder) micro(e ber.Element, s *Stamp) {
	f := d.fields(e, 1, 1, "MicroSecondTimeStamp (clause 5.2.6)")
	for f.next() {
		switch f.n {
		case 0:
			s.Sec = int64(f.uint(math.MaxInt64, "MicroSecondTimeStamp.seconds")) //nolint:gosec // in range, or an error
		case 1:
			s.Micro = uint32(f.uint(999999, "MicroSecondTimeStamp.microSeconds")) //nolint:gosec // in range, or an error
		}
	}
	f.need(0, 1)
	if s.Form != NoTime {
		s.Form = BothTimes
		return
	}
	s.Form = MicroTime
}

// qualifier reads TimeStampQualifier.
func (f *fields) qualifier() Qualifier {
	return Qualifier(f.enum(0, extensible, "TimeStampQualifier") + 1)
}
