package etsi

import (
	"net/netip"
	"time"

	"pgregory.net/rapid"
)

// The draw functions make any value that can be sent, so that reading it back must give it again.

func drawOctets(t *rapid.T, least, most int, name string) []byte {
	return rapid.SliceOfN(rapid.Byte(), least, most).Draw(t, name)
}

// maybeOctets returns nil, or octets.
func maybeOctets(t *rapid.T, least, most int, name string) []byte {
	if rapid.Bool().Draw(t, name+" is there") {
		return drawOctets(t, least, most, name)
	}
	return nil
}

// maybeText returns nil, or UTF-8 of least to most characters.
func maybeText(t *rapid.T, least, most int, name string) []byte {
	if !rapid.Bool().Draw(t, name+" is there") {
		return nil
	}
	s := rapid.StringOfN(rapid.RuneFrom([]rune("aZ0 é中😀")), least, most, -1).Draw(t, name)
	return append([]byte{}, s...)
}

func drawEnum[E ~uint8](t *rapid.T, least, most E, name string) E {
	return E(rapid.Uint8Range(uint8(least), uint8(most)).Draw(t, name))
}

func drawStamp(t *rapid.T, forms ...TimeForm) Stamp {
	s := Stamp{Form: rapid.SampledFrom(forms).Draw(t, "form"), Qualifier: drawEnum(t, NoQualifier, TimeOfAggregation, "qualifier")}
	if s.Form == NoTime {
		return s
	}
	s.Sec = rapid.Int64Range(0, 253402300799).Draw(t, "sec")
	s.Micro = rapid.Uint32Range(0, 999999).Draw(t, "micro")
	if s.Form == GeneralizedTime {
		s.Micro -= s.Micro % 1000
	}
	return s
}

var allForms = []TimeForm{MicroTime, GeneralizedTime, GeneralizedMicro, BothTimes}

func drawHeader(t *rapid.T) Header {
	country := rapid.SampledFrom([][2]byte{{}, {'N', 'L'}, {'-', '-'}, {'X', '1'}})
	h := Header{
		Level:         rapid.IntRange(1, 300).Draw(t, "level"),
		LIID:          drawOctets(t, 1, MaxLIID, "LIID"),
		Authorisation: country.Draw(t, "authorisation"),
		Delivery:      country.Draw(t, "delivery"),
		Operator:      drawOctets(t, 1, MaxOperator, "operator"),
		Element:       maybeOctets(t, 1, MaxElement, "element"),
		NoCIN:         rapid.Bool().Draw(t, "no CIN"),
		Seq:           rapid.Uint32().Draw(t, "seq"),
		Stamp:         drawStamp(t, allForms...),
		ExtendedPoint: maybeOctets(t, 1, 300, "extended point"),
		Function:      maybeOctets(t, 1, 300, "function"),
	}
	if !h.NoCIN {
		h.CIN = rapid.Uint32().Draw(t, "CIN")
	}
	if rapid.Bool().Draw(t, "point is there") {
		h.Point = []byte(rapid.StringMatching(`[A-Za-z0-9 '()+,./:=?-]{1,8}`).Draw(t, "point"))
	}
	if rapid.IntRange(0, 9).Draw(t, "rare") == 0 {
		h.CINExtension, h.ElementETSI = []byte{0x82, 1, 5}, []byte{0x83, 1, 6}
	}
	return h
}

func drawAddress(t *rapid.T, must bool) Address {
	var a Address
	switch rapid.IntRange(0, 3).Draw(t, "address") {
	case 0:
		if !must {
			return a
		}
		fallthrough
	case 1:
		a.IP = netip.AddrFrom4([4]byte(drawOctets(t, 4, 4, "v4")))
		if a.HasMask = rapid.Bool().Draw(t, "mask"); a.HasMask {
			a.Mask = [4]byte(drawOctets(t, 4, 4, "mask"))
		}
	case 2:
		a.IP = netip.AddrFrom16([16]byte(drawOctets(t, 16, 16, "v6")))
		a.Prefix = rapid.Uint8Range(1, 128).Draw(t, "prefix")
	case 3:
		a.Text = []byte(rapid.StringMatching(`[0-9a-f:./]{7,45}`).Draw(t, "text"))
		a.TextV6 = rapid.Bool().Draw(t, "v6")
	}
	a.Assignment = drawEnum(t, NoAssignment, AssignedUnknown, "assignment")
	a.NAT = drawEnum(t, NoNAT, Translated, "NAT")
	return a
}

func drawInstant(t *rapid.T, name string) Instant {
	if !rapid.Bool().Draw(t, name+" is there") {
		return Instant{}
	}
	i := Instant{Digits: rapid.IntRange(0, 9).Draw(t, "digits")}
	nsec := rapid.Int64Range(0, 999999999).Draw(t, "nsec")
	for unit, d := int64(1000000000), i.Digits; ; unit, d = unit/10, d-1 {
		if d == 0 {
			nsec -= nsec % unit
			break
		}
	}
	i.At = time.Unix(rapid.Int64Range(0, 253402300799).Draw(t, name), nsec).UTC()
	return i
}

func drawCount(t *rapid.T, most uint64, name string) Count {
	if !rapid.Bool().Draw(t, name+" is there") {
		return Count{}
	}
	return Count{true, rapid.Uint64Range(0, most).Draw(t, name)}
}

func drawAccess(t *rapid.T) Access {
	a := Access{
		Version: rapid.IntRange(1, 200).Draw(t, "version"), Event: drawEnum(t, AccessAttempt, SessionExpired, "event"),
		Username: drawOctets(t, 0, 20, "username"), Type: drawEnum(t, UndefinedAccess, OtherWireless, "type"),
		IP: drawEnum(t, IPv4, IPv4And6, "IP"), Address: drawAddress(t, false), NetworkID: maybeText(t, 1, 20, "network"),
		CPE: maybeText(t, 1, 128, "CPE"), Location: maybeText(t, 1, 64, "location"), Port: drawCount(t, 1<<32-1, "port"),
		CallBack: maybeText(t, 1, 20, "call back"), Start: drawInstant(t, "start"), End: drawInstant(t, "end"),
		EndReason: drawEnum(t, NoEndReason, LeaseExpired, "reason"), Received: drawCount(t, 1<<64-1, "received"),
		Sent: drawCount(t, 1<<64-1, "sent"), RawAAA: maybeOctets(t, 0, 20, "AAA"), ExpectedEnd: drawInstant(t, "expected end"),
		POPPhone: maybeText(t, 1, 20, "phone"), POPAddress: drawAddress(t, false), Additional: drawAddress(t, false),
		Authentication: drawEnum(t, NoAuthentication, Diameter, "authentication"), PortID: maybeOctets(t, 0, 20, "port id"),
	}
	switch rapid.IntRange(0, 3).Draw(t, "POP") {
	case 1:
		a.POP.Name = append([]byte{}, "pop-1"...)
	case 2:
		a.POP.MAC = drawOctets(t, 6, 6, "MAC")
	case 3:
		a.POP.Address = drawAddress(t, true)
	}
	for range rapid.IntRange(0, 2).Draw(t, "others") {
		a.Others = append(a.Others, drawAddress(t, true))
	}
	for range rapid.IntRange(0, 2).Draw(t, "routes") {
		a.Routes = append(a.Routes, drawOctets(t, 0, 10, "route"))
	}
	if rapid.Bool().Draw(t, "BER") {
		a.National, a.Place = []byte{0x81, 2, 'X', 'X'}, []byte{0xa2, 0}
	}
	return a
}

func drawMultimedia(t *rapid.T) Multimedia {
	m := Multimedia{
		Version: rapid.IntRange(1, 200).Draw(t, "version"), Form: drawEnum(t, OriginalMessage, OnlyRTPPacket, "form"),
		Content: drawOctets(t, 0, 300, "content"),
	}
	switch m.Form {
	case SIPMessage, OnlySIPMessage, H323Message:
		m.Source, m.Destination = drawAddress(t, true), drawAddress(t, true)
		if m.Form == H323Message {
			m.H323 = rapid.Uint8Range(0, 3).Draw(t, "H.323")
		}
	case NationalSignal:
		m.Content = []byte{0x81, 2, 'X', 'X'}
	}
	for range rapid.IntRange(0, 2).Draw(t, "additional") {
		m.Additional = append(m.Additional, drawOctets(t, 0, 10, "line"))
	}
	if rapid.Bool().Draw(t, "place") {
		m.Place = []byte{0xa2, 0}
	}
	return m
}

func drawIRI(t *rapid.T) IRIPayload {
	p := IRIPayload{
		Type: drawEnum(t, NoIRIType, IRIReport, "IRI type"), Stamp: drawStamp(t, append(allForms, NoTime)...),
		SessionDirection: drawEnum(t, NoDirection, NotApplicable, "session direction"),
		PayloadDirection: drawEnum(t, NoDirection, NotApplicable, "payload direction"),
	}
	switch p.IRI.Kind = rapid.SampledFrom([]IRIKind{AccessIRI, MultimediaIRI, EPSIRI}).Draw(t, "kind"); p.IRI.Kind {
	case AccessIRI:
		p.IRI.Access = drawAccess(t)
	case MultimediaIRI:
		p.IRI.Multimedia = drawMultimedia(t)
	default:
		p.IRI.Raw = []byte{0xaf, 2, 0xa0, 0}
	}
	return p
}

func drawCC(t *rapid.T) CCPayload {
	p := CCPayload{Direction: drawEnum(t, NoDirection, NotApplicable, "direction"), Stamp: drawStamp(t, append(allForms, NoTime)...)}
	c := &p.CC
	c.Kind = rapid.SampledFrom([]CCKind{PacketCC, MultimediaCC, UMTSCC, EPSCC, ThreeGPP33128CC, EmailCC}).Draw(t, "kind")
	if c.Kind == EmailCC {
		c.Raw = []byte{0xa1, 2, 0x80, 0}
		return p
	}
	c.Octets = drawOctets(t, 0, 300, "octets")
	switch c.Kind {
	case PacketCC:
		c.Version = rapid.IntRange(1, 200).Draw(t, "version")
		if c.Truncated = rapid.Bool().Draw(t, "cut"); c.Truncated {
			c.OriginalLength = rapid.Uint64Range(0, 65535).Draw(t, "length")
		}
	case MultimediaCC:
		c.Version = rapid.IntRange(1, 200).Draw(t, "version")
		c.Frame = drawEnum(t, NoFrame, MSRPFrame, "frame")
		c.Stream = maybeOctets(t, 0, 20, "stream")
		c.Protocol = drawEnum(t, NoMediaProtocol, UDPTL, "protocol")
	}
	return p
}

func drawTRI(t *rapid.T) TRI {
	x := TRI{Kind: drawEnum(t, IntegrityCheck, AckResponse, "TRI")}
	switch x.Kind {
	case IntegrityCheck:
		x.Check = Check{
			Included: rapid.SliceOfN(rapid.Uint32(), 0, 100).Draw(t, "included"), Type: drawEnum(t, HashCheck, SignatureCheck, "type"),
			Data: drawEnum(t, NoDataType, DataILHI, "data"), Value: drawOctets(t, 0, 64, "value"),
			Hash: drawEnum(t, NoHash, SHA512, "hash"), Signature: drawEnum(t, NoSignature, EdDSA, "signature"),
		}
	case PaddingPDU:
		x.Padding = drawOctets(t, 0, 300, "padding")
	case OperatorMessage:
		x.Priority, x.Message = drawEnum(t, ErrorPriority, InformationPriority, "priority"), drawOctets(t, 1, 255, "message")
	case OptionRequest:
		x.Requested = make([]Option, rapid.IntRange(0, 2).Draw(t, "requested"))
	case OptionResponse:
		x.Accepted = make([]Option, rapid.IntRange(0, 2).Draw(t, "accepted"))
		x.Declined = []Option{9}[:rapid.IntRange(0, 1).Draw(t, "declined")]
	}
	return x
}

func drawNotification(t *rapid.T) Notification {
	n := Notification{
		Notice: drawEnum(t, Activated, Alarm, "notice"), Version: rapid.IntRange(0, 200).Draw(t, "version"),
		LIID: drawOctets(t, 1, MaxLIID, "LIID"), At: time.Unix(rapid.Int64Range(0, 2524607999).Draw(t, "at"), 0).UTC(),
		Season: drawEnum(t, NoSeason, SummerTime, "season"),
	}
	if n.Season != NoSeason {
		n.Digits = rapid.IntRange(0, 9).Draw(t, "digits")
	}
	if n.Operator = maybeOctets(t, 1, 5, "operator"); n.Operator != nil {
		n.CIN = maybeOctets(t, 1, 8, "CIN")
		n.Element = []byte{0x84, 1, 'x'}
	}
	if n.Notice == Alarm {
		n.Alarm = drawOctets(t, 1, 256, "alarm")
	} else {
		n.Target = maybeOctets(t, 1, 256, "target")
	}
	if rapid.Bool().Draw(t, "national") {
		n.National = []byte{0x81, 2, 'X', 'X'}
	}
	return n
}

// drawPDU makes a PDU of any typed kind.
func drawPDU(t *rapid.T) PDU {
	p := PDU{Header: drawHeader(t), Kind: drawEnum(t, KindIRI, KindEncrypted, "kind")}
	switch p.Kind {
	case KindIRI:
		for range rapid.IntRange(1, 3).Draw(t, "IRIs") {
			p.IRI = append(p.IRI, drawIRI(t))
		}
	case KindCC:
		for range rapid.IntRange(1, 3).Draw(t, "CCs") {
			p.CC = append(p.CC, drawCC(t))
		}
	case KindTRI:
		p.TRI = drawTRI(t)
	case KindHI1:
		p.Notification = drawNotification(t)
	case KindEncrypted:
		p.Container = Container{
			Type: drawEnum(t, NotEncrypted, TripleDESCBC, "type"), Part: drawEnum(t, NoPart, Part1, "part"), Octets: drawOctets(t, 0, 300, "octets"),
		}
	}
	return p
}
