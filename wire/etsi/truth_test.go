package etsi

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"
	"time"
)

// object is a value with the names of the ASN.1 modules, as the truth beside the samples has it.
type object = map[string]any

func octetsTruth(b []byte) any { return object{"hex": hex.EncodeToString(b)} }

func (o fieldsTruth) octets(name string, b []byte) {
	if b != nil {
		o[name] = octetsTruth(b)
	}
}

type fieldsTruth object

func (o fieldsTruth) text(name string, b []byte) {
	if b != nil {
		o[name] = string(b)
	}
}

func (o fieldsTruth) name(name string, v int, names ...string) {
	if v >= 0 && v < len(names) {
		o[name] = names[v]
	}
}

func headerTruth(h *Header) any {
	network := fieldsTruth{"operatorIdentifier": octetsTruth(h.Operator)}
	network.octets("networkElementIdentifier", h.Element)
	communication := object{"networkIdentifier": object(network)}
	if !h.NoCIN {
		communication["communicationIdentityNumber"] = h.CIN
	}
	if h.Delivery[0] != 0 {
		communication["deliveryCountryCode"] = string(h.Delivery[:])
	}
	o := fieldsTruth{
		"li-psDomainId":                fmt.Sprintf("0.4.0.2.2.5.1.%d", h.Level),
		"lawfulInterceptionIdentifier": octetsTruth(h.LIID),
		"communicationIdentifier":      communication,
		"sequenceNumber":               h.Seq,
	}
	if h.Authorisation[0] != 0 {
		o["authorizationCountryCode"] = string(h.Authorisation[:])
	}
	stampTruth(o, &h.Stamp)
	o.text("interceptionPointID", h.Point)
	o.octets("extendedInterceptionPointID", h.ExtendedPoint)
	o.octets("networkFunctionIdentifier", h.Function)
	return object(o)
}

func stampTruth(o fieldsTruth, s *Stamp) {
	switch s.Form {
	case GeneralizedTime, BothTimes:
		o["timeStamp"] = time.Unix(s.Sec, int64(s.Micro)*1000).UTC().Format("20060102150405.000Z")
	case GeneralizedMicro:
		o["timeStamp"] = time.Unix(s.Sec, int64(s.Micro)*1000).UTC().Format("20060102150405.000000Z")
	}
	if s.micro() {
		o["microSecondTimeStamp"] = object{"seconds": s.Sec, "microSeconds": s.Micro}
	}
	o.name("timeStampQualifier", int(s.Qualifier)-1, "unknown", "timeOfInterception", "timeOfMediation", "timeOfAggregation")
}

func directionTruth(o fieldsTruth, name string, d Direction) {
	o.name(name, int(d)-1, "fromTarget", "toTarget", "indeterminate", "combined", "notapplicable")
}

func addressTruth(o fieldsTruth, name string, a *Address) {
	if !a.Present() {
		return
	}
	x := fieldsTruth{}
	x.name("iP-type", int(a.kind()), "iPV4", "iPV6")
	x["iP-value"] = object{"iPTextAddress": string(a.Text)}
	if a.IP != (netip.Addr{}) {
		x["iP-value"] = object{"iPBinaryAddress": octetsTruth(a.IP.AsSlice())}
	}
	x.name("iP-assignment", int(a.Assignment)-1, "static", "dynamic", "notKnown")
	if a.Prefix > 0 {
		x["iPv6PrefixLength"] = a.Prefix
	}
	if a.HasMask {
		x["iPv4SubnetMask"] = octetsTruth(a.Mask[:])
	}
	if a.NAT != NoNAT {
		x["iP-NAT-translated"] = a.NAT == Translated
	}
	o[name] = object(x)
}

func instantTruth(o fieldsTruth, name string, i Instant) {
	if i.At.IsZero() {
		return
	}
	layout := "20060102150405Z"
	if i.Digits > 0 {
		layout = "20060102150405." + strings.Repeat("0", i.Digits) + "Z"
	}
	o[name] = i.At.Format(layout)
}

func countTruth(o fieldsTruth, name string, c Count) {
	if c.Given {
		o[name] = c.N
	}
}

// countryTruth and placeTruth are what the drawn BER says.
var (
	countryTruth = object{"countryCode": "XX"}
	placeTruth   = object{"wlanLocationAttributes": object{}}
)

func accessTruth(a *Access) any {
	o := fieldsTruth{"targetUsername": octetsTruth(a.Username)}
	o.name("accessEventType", int(a.Event), "accessAttempt", "accessAccept", "accessReject", "accessFailed", "sessionStart",
		"sessionEnd", "interimUpdate", "startOfInterceptionWithSessionActive", "accessEnd", "endOfInterceptionWithSessionActive",
		"unknown", "startOfInterceptionWithoutNetworkSession", "endOfInterceptionWithoutNetworkSession", "sessionExpired")
	o.name("internetAccessType", int(a.Type), "undefined", "dialUp", "xDSL", "cableModem", "lAN", "wirelessLAN", "fTTx",
		"wIMAX-HIPERMAN", "satellite", "wireless-other")
	o.name("iPVersion", int(a.IP)-1, "iPV4", "iPV6", "iPV4andV6")
	addressTruth(o, "targetIPAddress", &a.Address)
	o.text("targetNetworkID", a.NetworkID)
	o.text("targetCPEID", a.CPE)
	o.text("targetLocation", a.Location)
	countTruth(o, "pOPPortNumber", a.Port)
	o.text("callBackNumber", a.CallBack)
	instantTruth(o, "startTime", a.Start)
	instantTruth(o, "endTime", a.End)
	o.name("endReason", int(a.EndReason)-1, "undefined", "regularLogoff", "connectionLoss", "connectionTimeout", "leaseExpired")
	countTruth(o, "octetsReceived", a.Received)
	countTruth(o, "octetsTransmitted", a.Sent)
	o.octets("rawAAAData", a.RawAAA)
	accessExtensionTruth(o, a)
	return object{"iPIRIContents": object(o), "iPIRIObjId": fmt.Sprintf("5.3.%d.1", a.Version)}
}

func accessExtensionTruth(o fieldsTruth, a *Access) {
	instantTruth(o, "expectedEndTime", a.ExpectedEnd)
	o.text("pOPPhoneNumber", a.POPPhone)
	pop := fieldsTruth{}
	pop.text("printableIDType", a.POP.Name)
	pop.octets("macAddressType", a.POP.MAC)
	addressTruth(pop, "ipAddressType", &a.POP.Address)
	if len(pop) > 0 {
		o["pOPIdentifier"] = object(pop)
	}
	addressTruth(o, "pOPIPAddress", &a.POPAddress)
	if a.National != nil {
		o["nationalIPIRIParameters"] = countryTruth
	}
	addressTruth(o, "additionalIPAddress", &a.Additional)
	o.name("authenticationType", int(a.Authentication)-1, "unknown", "static", "radiusAAA", "dhcpAAA", "diameterAAA")
	var others []any
	for i := range a.Others {
		x := fieldsTruth{}
		addressTruth(x, "iPAddress", &a.Others[i])
		others = append(others, object(x))
	}
	if others != nil {
		o["otherTargetIdentifiers"] = others
	}
	if a.Place != nil {
		o["location"] = placeTruth
	}
	o.octets("pOPPortID", a.PortID)
	listTruth(o, "framedRoutes", "framedRoute", a.Routes)
}

func listTruth(o fieldsTruth, name, item string, list [][]byte) {
	var out []any
	for _, b := range list {
		out = append(out, object{item: octetsTruth(b)})
	}
	if out != nil {
		o[name] = out
	}
}

func multimediaTruth(m *Multimedia) any {
	addressed := fieldsTruth{}
	addressTruth(addressed, "iPSourceAddress", &m.Source)
	addressTruth(addressed, "iPDestinationAddress", &m.Destination)
	form := [...]string{"", "originalIPMMMessage", "sIPMessage", "h323Message", "nationalIPMMIRIParameters", "xCAPMessage",
		"iRIOnlyOriginalIPMMMessage", "iRIOnlySIPMessage", "iRIOnlyRTPPacket"}[m.Form]
	contents := object{form: octetsTruth(m.Content)}
	switch m.Form {
	case SIPMessage, OnlySIPMessage:
		addressed["sIPContent"] = octetsTruth(m.Content)
		contents[form] = object(addressed)
	case H323Message:
		inner := [...]string{"h225CSMessageContent", "h225RASMessageContent", "h245MessageContent", "genericMessageContent"}[m.H323]
		addressed["h323Content"] = object{inner: octetsTruth(m.Content)}
		contents[form] = object(addressed)
	case NationalSignal:
		contents[form] = countryTruth
	}
	o := fieldsTruth{"iPMMIRIContents": contents, "iPMMIRIObjId": fmt.Sprintf("5.5.%d.1", m.Version)}
	if m.Place != nil {
		o["targetLocation"] = placeTruth
	}
	listTruth(o, "additionalSignalling", "sipHeaderLine", m.Additional)
	return object(o)
}

// iriTruth returns nil for an alternative that isn't typed.
func iriTruth(p *IRIPayload) any {
	o := fieldsTruth{}
	switch p.IRI.Kind {
	case AccessIRI:
		o["iRIContents"] = object{"iPIRI": accessTruth(&p.IRI.Access)}
	case MultimediaIRI:
		o["iRIContents"] = object{"iPMMIRI": multimediaTruth(&p.IRI.Multimedia)}
	default:
		return nil
	}
	o.name("iRIType", int(p.Type)-1, "iRI-Begin", "iRI-End", "iRI-Continue", "iRI-Report")
	stampTruth(o, &p.Stamp)
	directionTruth(o, "sessionDirection", p.SessionDirection)
	directionTruth(o, "payloadDirection", p.PayloadDirection)
	return object(o)
}

func ccTruth(p *CCPayload) any {
	o, c := fieldsTruth{}, &p.CC
	switch c.Kind {
	case PacketCC:
		contents := object{"iPPackets": octetsTruth(c.Octets)}
		if c.Truncated {
			x := object{"truncatedPacket": octetsTruth(c.Octets)}
			if c.OriginalLength > 0 {
				x["originalLength"] = c.OriginalLength
			}
			contents = object{"iPTruncatedPacket": x}
		}
		o["cCContents"] = object{"iPCC": object{"iPCCContents": contents, "iPCCObjId": fmt.Sprintf("5.3.%d.2", c.Version)}}
	case MultimediaCC:
		x := fieldsTruth{"iPMMCCObjId": fmt.Sprintf("5.5.%d.2", c.Version), "mMCCContents": octetsTruth(c.Octets)}
		x.name("frameType", int(c.Frame)-1, "ipFrame", "udpFrame", "rtpFrame", "audioFrame", "tcpFrame", "artificialRtpFrame", "udptlFrame", "msrpFrame")
		x.name("mMCCprotocol", int(c.Protocol)-1, "rTP", "mSRP", "uDPTL")
		x.octets("streamIdentifier", c.Stream)
		o["cCContents"] = object{"iPMMCC": object(x)}
	case UMTSCC, EPSCC, ThreeGPP33128CC:
		name := map[CCKind]string{UMTSCC: "uMTSCC", EPSCC: "ePSCC", ThreeGPP33128CC: "threeGPP33128DefinedCC"}[c.Kind]
		o["cCContents"] = object{name: octetsTruth(c.Octets)}
	default:
		return nil
	}
	directionTruth(o, "payloadDirection", p.Direction)
	stampTruth(o, &p.Stamp)
	return object(o)
}

func triTruth(t *TRI) any {
	switch t.Kind {
	case IntegrityCheck:
		c := &t.Check
		o := fieldsTruth{"includedSequenceNumbers": c.Included, "checkValue": octetsTruth(c.Value)}
		o.name("checkType", int(c.Type)-1, "hash", "signature")
		o.name("dataType", int(c.Data)-1, "iRI", "cC", "iLHI")
		o.name("hashAlgorithm", int(c.Hash)-1, "sHA-1", "sHA-256", "sHA-384", "sHA-512")
		o.name("signatureAlgorithm", int(c.Signature)-1, "dSA", "eCDSA", "edDSA")
		return object{"integrityCheck": object(o)}
	case PaddingPDU:
		return object{"paddingPDU": octetsTruth(t.Padding)}
	case OperatorMessage:
		o := fieldsTruth{"message": octetsTruth(t.Message)}
		o.name("messagePriority", int(t.Priority)-1, "error", "informational")
		return object{"operatorLeaMessage": object(o)}
	case OptionRequest:
		return object{"optionRequest": object{"requestedOptions": optionsTruth(t.Requested)}}
	case OptionResponse:
		return object{"optionResponse": object{"acceptedOptions": optionsTruth(t.Accepted), "declinedOptions": optionsTruth(t.Declined)}}
	}
	return object{[...]string{
		TestPDU: "testPDU", KeepAlive: "keep-alive", KeepAliveResponse: "keep-aliveResponse", FirstSegment: "firstSegmentFlag",
		LastSegment: "lastSegmentFlag", CINReset: "cINReset", OptionComplete: "optionComplete",
		AckRequest: "pDUAcknowledgementRequest", AckResponse: "pDUAcknowledgementResponse",
	}[t.Kind]: nil}
}

func optionsTruth(list []Option) []any {
	out := []any{}
	for range list {
		out = append(out, object{"pDUAcknowledgement": nil})
	}
	return out
}

func notificationTruth(n *Notification) any {
	o := fieldsTruth{}
	if n.Version > 0 {
		o["domainID"] = fmt.Sprintf("0.4.0.2.2.0.1.%d", n.Version)
	}
	o.octets("lawfulInterceptionIdentifier", n.LIID)
	if n.Operator != nil {
		network := fieldsTruth{"operator-Identifier": octetsTruth(n.Operator)}
		if n.Element != nil {
			network["network-Element-Identifier"] = object{"dNS-Format": octetsTruth([]byte("x"))}
		}
		c := fieldsTruth{"network-Identifier": object(network)}
		c.octets("communication-Identity-Number", n.CIN)
		o["communicationIdentifier"] = object(c)
	}
	if n.Season == NoSeason {
		o["timeStamp"] = object{"utcTime": n.At.Format("060102150405Z")}
	} else {
		x := fieldsTruth{}
		instantTruth(x, "generalizedTime", Instant{n.At, n.Digits})
		x.name("winterSummerIndication", int(n.Season)-1, "notProvided", "winterTime", "summerTime")
		o["timeStamp"] = object{"localTime": object(x)}
	}
	if n.National != nil {
		o["national-HI1-ASN1parameters"] = countryTruth
	}
	o.octets("target-Information", n.Target)
	o.octets("alarm-information", n.Alarm)
	return object{[...]string{"", "liActivated", "liDeactivated", "liModified", "alarms-indicator"}[n.Notice]: object(o)}
}

// payloadTruth returns nil for an alternative that isn't typed.
func payloadTruth(p *PDU) any {
	switch p.Kind {
	case KindIRI:
		list := []any{}
		for i := range p.IRI {
			list = append(list, iriTruth(&p.IRI[i]))
		}
		return object{"iRIPayloadSequence": list}
	case KindCC:
		list := []any{}
		for i := range p.CC {
			list = append(list, ccTruth(&p.CC[i]))
		}
		return object{"cCPayloadSequence": list}
	case KindTRI:
		return object{"tRIPayload": triTruth(&p.TRI)}
	case KindHI1:
		return object{"hI1-Operation": notificationTruth(&p.Notification)}
	case KindEncrypted:
		o := fieldsTruth{"encryptedPayload": octetsTruth(p.Container.Octets)}
		o.name("encryptionType", int(p.Container.Type)-1, "none", "national-option", "aES-192-CBC", "aES-256-CBC",
			"blowfish-192-CBC", "blowfish-256-CBC", "threedes-cbc")
		o.name("encryptedPayloadType", int(p.Container.Part)-1, "unknown", "part2", "part3", "part4", "part5", "part6", "part7", "part1")
		return object{"encryptionContainer": object(o)}
	}
	return nil
}
