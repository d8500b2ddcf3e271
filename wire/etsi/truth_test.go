package etsi

import (
	"encoding/hex"
	"fmt"
	"net/netip"
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

func accessTruth(a *Access) any {
	o := fieldsTruth{"targetUsername": octetsTruth(a.Username)}
	o.name("accessEventType", int(a.Event), "accessAttempt", "accessAccept", "accessReject", "accessFailed", "sessionStart",
		"sessionEnd", "interimUpdate", "startOfInterceptionWithSessionActive", "accessEnd", "endOfInterceptionWithSessionActive", "unknown")
	o.name("internetAccessType", int(a.Type), "undefined", "dialUp", "xDSL", "cableModem", "lAN", "wirelessLAN", "fTTx")
	o.name("iPVersion", int(a.IP)-1, "iPV4", "iPV6", "iPV4andV6")
	addressTruth(o, "targetIPAddress", &a.Address)
	addressTruth(o, "additionalIPAddress", &a.Additional)
	if !a.Start.At.IsZero() {
		o["startTime"] = a.Start.At.Format("20060102150405.000Z")
	}
	o.name("endReason", int(a.EndReason)-1, "undefined", "regularLogoff", "connectionLoss", "connectionTimeout", "leaseExpired")
	if a.Received.Given {
		o["octetsReceived"] = a.Received.N
	}
	if a.Sent.Given {
		o["octetsTransmitted"] = a.Sent.N
	}
	o.octets("rawAAAData", a.RawAAA)
	o.name("authenticationType", int(a.Authentication)-1, "unknown", "static", "radiusAAA", "dhcpAAA", "diameterAAA")
	return object{"iPIRIContents": object(o), "iPIRIObjId": fmt.Sprintf("5.3.%d.1", a.Version)}
}

func multimediaTruth(m *Multimedia) any {
	var contents object
	switch m.Form {
	case SIPMessage:
		o := fieldsTruth{"sIPContent": octetsTruth(m.Content)}
		addressTruth(o, "iPSourceAddress", &m.Source)
		addressTruth(o, "iPDestinationAddress", &m.Destination)
		contents = object{"sIPMessage": object(o)}
	case XCAPMessage:
		contents = object{"xCAPMessage": octetsTruth(m.Content)}
	}
	return object{"iPMMIRIContents": contents, "iPMMIRIObjId": fmt.Sprintf("5.5.%d.1", m.Version)}
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
		o["cCContents"] = object{"iPCC": object{
			"iPCCContents": object{"iPPackets": octetsTruth(c.Octets)},
			"iPCCObjId":    fmt.Sprintf("5.3.%d.2", c.Version),
		}}
	case MultimediaCC:
		x := fieldsTruth{"iPMMCCObjId": fmt.Sprintf("5.5.%d.2", c.Version), "mMCCContents": octetsTruth(c.Octets)}
		x.name("frameType", int(c.Frame)-1, "ipFrame", "udpFrame", "rtpFrame", "audioFrame", "tcpFrame", "artificialRtpFrame", "udptlFrame", "msrpFrame")
		x.name("mMCCprotocol", int(c.Protocol)-1, "rTP", "mSRP", "uDPTL")
		x.octets("streamIdentifier", c.Stream)
		o["cCContents"] = object{"iPMMCC": object(x)}
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
	case OptionResponse:
		return object{"optionResponse": object{"acceptedOptions": optionsTruth(t.Accepted), "declinedOptions": optionsTruth(t.Declined)}}
	}
	names := map[TRIKind]string{
		KeepAlive: "keep-alive", KeepAliveResponse: "keep-aliveResponse", LastSegment: "lastSegmentFlag", AckRequest: "pDUAcknowledgementRequest",
	}
	return object{names[t.Kind]: nil}
}

func optionsTruth(list []Option) []any {
	out := []any{}
	for range list {
		out = append(out, object{"pDUAcknowledgement": nil})
	}
	return out
}

func notificationTruth(n *Notification) any {
	o := fieldsTruth{
		"communicationIdentifier":      object{"network-Identifier": object{"operator-Identifier": octetsTruth(n.Operator)}},
		"domainID":                     fmt.Sprintf("0.4.0.2.2.0.1.%d", n.Version),
		"lawfulInterceptionIdentifier": octetsTruth(n.LIID),
		"timeStamp":                    object{"utcTime": n.At.Format("060102150405Z")},
	}
	o.octets("target-Information", n.Target)
	return object{[]string{"", "liActivated", "liDeactivated", "liModified"}[n.Notice]: object(o)}
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
		o.name("encryptionType", int(p.Container.Type)-1, "none", "national-option", "aES-192-CBC", "aES-256-CBC")
		o.name("encryptedPayloadType", int(p.Container.Part)-1, "unknown", "part2", "part3", "part4", "part5")
		return object{"encryptionContainer": object(o)}
	}
	return nil
}
