package x1

import (
	"net/netip"
	"strings"

	"writ"
)

// as says how a kind of target is written from a kind of writ's identifiers, and read into it. The first of a writ kind is the one
// that is written; those after it are other names of the same thing in the standard, and are only read.
var as = []struct {
	x1    TargetKind
	writ  writ.Kind
	write func(string) string
	read  func(string) string
}{
	{E164Number, writ.E164, unplus, plus},
	{GPSIMSISDN, writ.E164, nil, plus},
	{IMSI, writ.IMSI, same, same},
	{SUPIIMSI, writ.IMSI, nil, same},
	{IMEI, writ.IMEI, same, same},
	{PEIIMEI, writ.IMEI, nil, same},
	{PEIIMEICheckDigit, writ.IMEI, nil, same},
	{PEIIMEISV, writ.IMEI, nil, same},
	{MACAddress, writ.MAC, same, same},
	{IPv4Address, writ.IP, only(netip.Addr.Is4), same},
	{IPv6Address, writ.IP, only(netip.Addr.Is6), same},
	{IPv6CIDR, writ.IPv6Prefix, fullCIDR, same},
	{EmailAddress, writ.Email, same, same},
	{InternationalEmail, writ.Email, same, same},
	{SIPURI, writ.SIPURI, same, same},
	{TELURI, writ.TELURI, same, same},
	{NAI, writ.NAI, same, same},
	{IMPI, writ.NAI, nil, same},
	{SUPINAI, writ.NAI, nil, same},
	{GPSINAI, writ.NAI, nil, same},
	{ServiceAccess, writ.Account, same, same},
}

// FromIdentifier writes an identifier in the standard's form. ok is false for one that X1 has no form for: a card, a name, a cell, a
// login name without a realm, an address with an instant, or a text that the schema does not allow.
func FromIdentifier(id writ.Identifier) (t TargetIdentifier, ok bool) {
	for _, a := range as {
		if a.writ != id.Kind() || a.write == nil {
			continue
		}
		text := a.write(id.Reveal())
		if form := texts[a.x1]; text != "" && form.of(&text).parse(text, false) == "" {
			return TargetIdentifier{Kind: a.x1, Text: text}, true
		}
	}
	return TargetIdentifier{}, false
}

// Identifier gives whom a target names. An error is one of kind UnsupportedTarget, and quotes nothing: the kind has no such form
// here, or the text is a wildcard, a range, or no name.
func (t TargetIdentifier) Identifier() (writ.Identifier, error) {
	for _, a := range as {
		if a.x1 != t.Kind {
			continue
		}
		id, err := writ.ParseIdentifier(a.writ, a.read(t.Text))
		if err != nil {
			return writ.Identifier{}, &Error{UnsupportedTarget, t.Kind.String(), "names nobody: it is a wildcard, a range, or of another form"}
		}
		return id, nil
	}
	if t.Kind == IMPU {
		return t.public()
	}
	return writ.Identifier{}, &Error{UnsupportedTarget, t.Kind.String(), "is a kind of target that is not looked for here"}
}

// public reads a public identity, which is a SIP or a tel URI.
func (t TargetIdentifier) public() (writ.Identifier, error) {
	kind := SIPURI
	if strings.HasPrefix(strings.ToLower(t.Text), "tel:") {
		kind = TELURI
	}
	return TargetIdentifier{Kind: kind, Text: t.Text}.Identifier()
}

func same(s string) string { return s }

func plus(s string) string { return "+" + s }

func unplus(s string) string { return strings.TrimPrefix(s, "+") }

// only writes an address of one family, in full.
func only(family func(netip.Addr) bool) func(string) string {
	return func(s string) string {
		a, err := netip.ParseAddr(s)
		if err != nil || !family(a) {
			return ""
		}
		return address{&a}.text()
	}
}

func fullCIDR(s string) string {
	addr, bits, _ := strings.Cut(s, "/")
	full := only(netip.Addr.Is6)(addr)
	if full == "" {
		return ""
	}
	return full + "/" + bits
}
