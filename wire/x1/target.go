package x1

import (
	"fmt"
	"io"
	"log/slog"
)

// A TargetIdentifier names what a task taps, in one of the forms of table 6.2.1.2. It prints as its kind alone.
type TargetIdentifier struct {
	Kind      TargetKind
	Text      string            // of the kinds that hold a text
	Ports     []uint16          // of a list of ports; of a range, its first and last
	Hashed    *HashedIdentifier // of HashedID
	Extension *Extension        // of TargetExtension
}

// A HashedIdentifier names a target by the hash of its text under a context.
type HashedIdentifier struct {
	Context UUID
	Kind    string
	Digest  []byte
}

// String masks what is named.
func (t TargetIdentifier) String() string { return t.Kind.String() + ":***" }

// GoString masks it under %#v.
func (t TargetIdentifier) GoString() string { return "x1.TargetIdentifier(" + t.String() + ")" }

// Format masks it under every verb.
func (t TargetIdentifier) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, t.String()) }

// LogValue masks it in logs.
func (t TargetIdentifier) LogValue() slog.Value { return slog.StringValue(t.String()) }

// A TargetKind is the form of a target identifier. The zero kind is none.
type TargetKind uint8

// The kinds, in the order of the schema.
const (
	_ TargetKind = iota
	E164Number
	IMSI
	IMEI
	MACAddress
	IPv4Address
	IPv6Address
	IPv4CIDR
	IPv6CIDR
	TCPPort
	TCPPortRange
	TCPPortList
	UDPPort
	UDPPortRange
	UDPPortList
	EmailAddress
	InternationalEmail
	SIPURI
	TELURI
	H323URI
	IMPU
	IMPI
	NAI
	RADIUSAttribute
	GTPUTunnel
	GTPCTunnel
	CallPartyRole
	NonLocal
	SUPIIMSI
	SUPINAI
	SUCI
	PEIIMEI
	PEIIMEICheckDigit
	PEIIMEISV
	GPSIMSISDN
	GPSINAI
	EUI64
	ServiceAccess
	HashedID
	TargetExtension
	VRF
)

var targetNames = []string{"", "e164Number", "imsi", "imei", "macAddress", "ipv4Address", "ipv6Address", "ipv4Cidr", "ipv6Cidr", "tcpPort",
	"tcpPortRange", "tcpPortList", "udpPort", "udpPortRange", "udpPortList", "emailAddress", "internationalizedEmailAddress", "sipUri", "telUri",
	"h323Uri", "impu", "impi", "nai", "radiusAttribute", "gtpuTunnelId", "gtpcTunnelId", "callPartyRole", "nonLocalIdentifier", "supiimsi",
	"supinai", "suci", "peiImei", "peiImeiCheckDigit", "peiImeisv", "gpsiMsisdn", "gpsiNai", "eui64", "serviceAccessIdentifier",
	"hashedIdentifier", "targetIdentifierExtension", "vrf"}

// String is the schema's name.
func (k TargetKind) String() string { return nameOf(targetNames, k) }

func (t *TargetIdentifier) walk(w *walker) {
	if w.reading() && w.err == nil && w.next < len(w.at.children) {
		t.Kind = kindOf(w.at.children[w.next].Name)
	}
	if t.Kind == 0 || int(t.Kind) >= len(targetNames) {
		w.fail("holds no identifier of a known kind")
		return
	}
	w.child(t.Kind.String(), func() { t.content(w) })
}

func kindOf(n Name) TargetKind {
	for k, name := range targetNames {
		if k > 0 && n == (Name{Namespace, name}) {
			return TargetKind(k)
		}
	}
	return 0
}

// content walks what stands in the identifier's element.
func (t *TargetIdentifier) content(w *walker) {
	if form, ok := texts[t.Kind]; ok {
		w.value(form.of(&t.Text))
		return
	}
	switch t.Kind { //nolint:exhaustive // the others hold a text
	case IPv4CIDR:
		w.in(CommonNamespace, func() { t.walkCIDR(w) })
	case TCPPort, UDPPort:
		t.port(w)
	case TCPPortRange, UDPPortRange:
		w.in(CommonNamespace, func() { t.portRange(w) })
	case TCPPortList:
		many(w, "tcpPort", 1, &t.Ports, func(p *uint16) { w.value(port{p, 2}) })
	case UDPPortList:
		many(w, "udpPort", 1, &t.Ports, func(p *uint16) { w.value(port{p, 0}) })
	case HashedID:
		t.hashed(w)
	case TargetExtension:
		if w.reading() {
			t.Extension = &Extension{}
		}
		if t.Extension == nil {
			w.fail("has no extension")
			return
		}
		w.extension(t.Extension)
	}
}

// walkCIDR: the type of ipv4Cidr is one that chooses between IPv4 and IPv6.
func (t *TargetIdentifier) walkCIDR(w *walker) {
	v6 := len(t.Text) > 0 && !fullPrefix(t.Text, false)
	if w.maybeLeaf("IPv6CIDR", v6, texts[IPv6CIDR].of(&t.Text)) {
		return
	}
	w.leaf("IPv4CIDR", checked{v: &t.Text, token: true, form: func(s string) bool { return fullPrefix(s, false) }, want: "is no IPv4 prefix"})
}

func (t *TargetIdentifier) port(w *walker) {
	if w.reading() {
		t.Ports = make([]uint16, 1)
	}
	if len(t.Ports) != 1 {
		w.fail("has no port, or several")
		return
	}
	w.value(port{&t.Ports[0], t.leastPort()})
}

func (t *TargetIdentifier) portRange(w *walker) {
	if w.reading() {
		t.Ports = make([]uint16, 2)
	}
	if len(t.Ports) != 2 {
		w.fail("has no first and last port")
		return
	}
	w.leaf("start", port{&t.Ports[0], t.leastPort()})
	w.leaf("end", port{&t.Ports[1], t.leastPort()})
}

// leastPort: the schema's TCP ports begin at 2 (minExclusive 1, as it is written).
func (t *TargetIdentifier) leastPort() int64 {
	if t.Kind == TCPPort || t.Kind == TCPPortRange {
		return 2
	}
	return 0
}

func (t *TargetIdentifier) hashed(w *walker) {
	if w.reading() {
		t.Hashed = &HashedIdentifier{}
	}
	if t.Hashed == nil {
		w.fail("has no hash")
		return
	}
	w.in(HashNamespace, func() {
		w.leaf("hashContextID", &t.Hashed.Context)
		w.leaf("targetIdentityType", checked{v: &t.Hashed.Kind, form: short, want: "is longer than 255 characters"})
		w.leaf("hashDigest", octets{&t.Hashed.Digest})
	})
}

type port struct {
	v     *uint16
	least int64
}

func (p port) text() string { n := int64(*p.v); return number{v: &n}.text() }

func (p port) parse(s string, keep bool) string {
	var n int64
	problem := number{&n, p.least, 65535}.parse(s, true)
	if problem == "" && keep {
		*p.v = uint16(n)
	}
	return problem
}
