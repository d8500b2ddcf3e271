package x1_test

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"pgregory.net/rapid"

	"writ/wire/x1"
)

// Generators of every message that the schema allows and this package writes.

func uuid(t *rapid.T) x1.UUID {
	return x1.UUID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "uuid"))
}

func uuids(t *rapid.T) []x1.UUID {
	return some(t, uuid)
}

// some gives nil or a few.
func some[T any](t *rapid.T, one func(*rapid.T) T) []T {
	var out []T
	for range rapid.IntRange(0, 2).Draw(t, "how many") {
		out = append(out, one(t))
	}
	return out
}

func maybe[T any](t *rapid.T, one func(*rapid.T) T) *T {
	if rapid.Bool().Draw(t, "missing") {
		return nil
	}
	v := one(t)
	return &v
}

func instant(t *rapid.T) time.Time {
	return time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "µs")).UTC()
}

func maybeInstant(t *rapid.T) time.Time {
	if rapid.Bool().Draw(t, "no time") {
		return time.Time{}
	}
	return instant(t)
}

var alphabet = []rune("abcXYZ 019&<>\"'é漢\t\n\r🙂%-")

func text(t *rapid.T) string {
	return rapid.StringOfN(rapid.RuneFrom(alphabet), 0, 20, -1).Draw(t, "text")
}

func tokenText(t *rapid.T) string { return strings.Join(strings.Fields(text(t)), " ") }

func boolean(t *rapid.T) bool { return rapid.Bool().Draw(t, "bool") }

func wide(t *rapid.T) int64 { return rapid.Int64().Draw(t, "integer") }

func enum[T ~uint8](t *rapid.T, most T) T {
	return T(rapid.Uint8Range(1, uint8(most)).Draw(t, "enum"))
}

func code(t *rapid.T) x1.Code { return x1.Code(rapid.IntRange(-3, 12000).Draw(t, "code")) }

func fromClass(class string, least, most int) func(*rapid.T) string {
	return func(t *rapid.T) string {
		return rapid.StringMatching(class+"{"+strconv.Itoa(least)+","+strconv.Itoa(most)+"}").Draw(t, "class")
	}
}

func ipv6(t *rapid.T) string {
	return netip.AddrFrom16([16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "ip6"))).StringExpanded()
}

func ipv4(t *rapid.T) string {
	return netip.AddrFrom4([4]byte(rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(t, "ip4"))).String()
}

func mac(n int) func(*rapid.T) string {
	return func(t *rapid.T) string {
		var parts []string
		for _, b := range rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, "mac") {
			parts = append(parts, hex.EncodeToString([]byte{b}))
		}
		return strings.Join(parts, ":")
	}
}

func uri(scheme string) func(*rapid.T) string {
	return func(t *rapid.T) string {
		return scheme + rapid.StringMatching(`[a-z0-9]{1,9}@[a-z0-9.]{1,9}(;x=[a-z&!_~]{1,5})?`).Draw(t, "uri")
	}
}

func prefix(addr func(*rapid.T) string, most int) func(*rapid.T) string {
	return func(t *rapid.T) string { return addr(t) + "/" + strconv.Itoa(rapid.IntRange(1, most).Draw(t, "bits")) }
}

func oneOf(all ...string) func(*rapid.T) string {
	return func(t *rapid.T) string { return rapid.SampledFrom(all).Draw(t, "word") }
}

var targetTexts = map[x1.TargetKind]func(*rapid.T) string{
	x1.E164Number: fromClass("[0-9]", 1, 15), x1.IMSI: fromClass("[0-9]", 6, 15), x1.IMEI: fromClass("[0-9]", 14, 14),
	x1.MACAddress: mac(6), x1.IPv4Address: ipv4, x1.IPv6Address: ipv6, x1.IPv4CIDR: prefix(ipv4, 32), x1.IPv6CIDR: prefix(ipv6, 99),
	x1.EmailAddress: oneOf("o'a+b_c@example.net", "a@b"), x1.InternationalEmail: oneOf("é漢@exämple"), x1.SIPURI: uri("sips:"), x1.TELURI: oneOf("tel:+442079460223"),
	x1.H323URI: uri("h323:"), x1.IMPU: uri("sip:"), x1.IMPI: text, x1.NAI: text, x1.RADIUSAttribute: oneOf("", "0AFF"), x1.GTPUTunnel: oneOf("0", "4294967296"),
	x1.GTPCTunnel: oneOf("77"), x1.CallPartyRole: oneOf("Originating", "Terminating", "Forwarded-To"), x1.NonLocal: oneOf("Local", "NonLocal"),
	x1.SUPIIMSI: fromClass("[0-9]", 6, 15), x1.SUPINAI: text, x1.SUCI: oneOf("01AB"), x1.PEIIMEI: fromClass("[0-9]", 14, 14),
	x1.PEIIMEICheckDigit: fromClass("[0-9]", 15, 15), x1.PEIIMEISV: fromClass("[0-9]", 16, 16), x1.GPSIMSISDN: fromClass("[0-9]", 1, 15),
	x1.GPSINAI: text, x1.EUI64: mac(8), x1.ServiceAccess: text, x1.VRF: text,
}

func ports(n int) func(*rapid.T) []uint16 {
	return func(t *rapid.T) []uint16 {
		return rapid.SliceOfN(rapid.Uint16Range(2, 65535), 1, n).Draw(t, "ports")
	}
}

func target(t *rapid.T) x1.TargetIdentifier {
	out := x1.TargetIdentifier{Kind: enum(t, x1.VRF)}
	switch out.Kind {
	case x1.TCPPort, x1.UDPPort:
		out.Ports = ports(1)(t)
	case x1.TCPPortRange, x1.UDPPortRange:
		out.Ports = append(ports(1)(t), ports(1)(t)...)
	case x1.TCPPortList, x1.UDPPortList:
		out.Ports = ports(3)(t)
	case x1.HashedID:
		out.Hashed = &x1.HashedIdentifier{Context: uuid(t), Kind: text(t), Digest: rapid.SliceOfN(rapid.Byte(), 1, 8).Draw(t, "digest")}
	case x1.TargetExtension:
		x := extension(t)
		out.Extension = &x
	default:
		out.Text = targetTexts[out.Kind](t)
	}
	return out
}

// extension is one that a strict validator can check: writ's own.
func extension(t *rapid.T) x1.Extension {
	if boolean(t) {
		return x1.Extension{Owner: text(t)}
	}
	if boolean(t) {
		return amount(t).Extension()
	}
	return authority(t).Extension()
}

func amount(t *rapid.T) x1.Amount {
	n := rapid.Int64Range(0, 1<<62)
	return x1.Amount{X2: n.Draw(t, "x2"), X3: n.Draw(t, "x3"), Octets: n.Draw(t, "octets"), Over: boolean(t)}
}

func authority(t *rapid.T) x1.Authority {
	octets := func() []byte {
		if boolean(t) {
			return nil
		}
		return rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "octets")
	}
	return x1.Authority{From: instant(t), Until: instant(t), Proof: octets()}
}

func destinations(t *rapid.T) x1.Destinations { return x1.Destinations{DIDs: uuids(t), Sets: uuids(t)} }

func service(t *rapid.T) x1.Service { return enum(t, x1.RCS) }

func locationType(t *rapid.T) x1.LocationType {
	return x1.LocationType{BeginningAndEnd: maybe(t, boolean), UponChange: maybe(t, boolean), LALS: maybe(t, boolean)}
}

func location(t *rapid.T) x1.Location {
	if boolean(t) {
		return x1.Location{None: true}
	}
	return x1.Location{Listed: some(t, locationType)}
}

func scoping(t *rapid.T) x1.Scoping {
	return x1.Scoping{Services: some(t, service), Location: maybe(t, location), SuspendRoaming: maybe(t, boolean), DialledDigits: maybe(t, boolean)}
}

func mediation(t *rapid.T) x1.MediationDetails {
	return x1.MediationDetails{LIID: rapid.StringMatching(`[!-~]{1,25}|[0-9a-f]{26,50}`).Draw(t, "liid"), Delivery: enum(t, x1.HI2andHI3), Start: maybeInstant(t), End: maybeInstant(t),
		To: maybe(t, destinations), Extensions: some(t, extension), Scoping: some(t, scoping), Policies: uuids(t)}
}

func task(t *rapid.T) x1.TaskDetails {
	return x1.TaskDetails{XID: uuid(t), Targets: append([]x1.TargetIdentifier{target(t)}, some(t, target)...), Delivery: enum(t, x1.X2andX3), To: destinations(t),
		Mediation: some(t, mediation), Correlation: maybe(t, func(t *rapid.T) uint64 { return rapid.Uint64().Draw(t, "correlation") }), MayDeactivate: maybe(t, boolean),
		Product: maybe(t, uuid), Services: some(t, service), Extensions: some(t, extension), Policies: uuids(t)}
}

func destination(t *rapid.T) x1.DestinationDetails {
	d := x1.DestinationDetails{DID: uuid(t), Friendly: text(t), Delivery: enum(t, x1.X2andX3), Extensions: some(t, extension)}
	switch rapid.IntRange(0, 4).Draw(t, "address") {
	case 0:
		d.Address.At = netip.MustParseAddrPort("192.0.2.50:42069")
	case 1:
		d.Address.At, d.Address.UDP = netip.AddrPortFrom(netip.MustParseAddr(ipv6(t)), rapid.Uint16().Draw(t, "port")), true
	case 2:
		d.Address.E164 = targetTexts[x1.E164Number](t)
	case 3:
		d.Address.URI = uri("https://")(t)
	default:
		d.Address.Email = targetTexts[x1.EmailAddress](t)
	}
	return d
}

// hashContext is the one kind of object that the published schemas define.
func hashContext(t *rapid.T) x1.Object {
	h := func(name, text string) x1.Element {
		return x1.Element{Name: x1.Name{Space: x1.HashNamespace, Local: name}, Text: text}
	}
	return x1.Object{Kind: x1.Name{Space: x1.HashNamespace, Local: "HashContext"}, ID: uuid(t), Rest: []x1.Element{h("hashAlgorithm", "sha-256"), h("salt", "0102030405060708")}}
}

func object(t *rapid.T) x1.ObjectDetails {
	return x1.ObjectDetails{Object: hashContext(t), Status: boolean(t)}
}

func fault(t *rapid.T) x1.Fault { return x1.Fault{Code: code(t), Description: text(t)} }

func taskState(t *rapid.T) x1.TaskState {
	return x1.TaskState{Task: task(t), Status: x1.TaskStatus{Provisioning: enum(t, x1.ProvisioningComplete), Faults: some(t, fault), LastIntercept: maybeInstant(t),
		X2: maybe(t, wide), X3: maybe(t, wide), Modified: maybeInstant(t), Modifications: maybe(t, wide), Extensions: some(t, extension)}}
}

func destinationState(t *rapid.T) x1.DestinationState {
	return x1.DestinationState{Destination: destination(t), Fault: boolean(t), Faults: some(t, fault)}
}

func neStatus(t *rapid.T) x1.NEStatus { return x1.NEStatus{Faulty: boolean(t), Faults: some(t, fault)} }
