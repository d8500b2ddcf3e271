package x1

import (
	"net/netip"
	"regexp"
	"strconv"
	"unicode/utf8"
)

// A form is what the schema demands of a target identifier's text.
type form struct {
	is    func(string) bool
	want  string
	whole bool // white space counts: the base type is xs:string
}

func (f form) of(v *string) texter { return checked{v: v, token: !f.whole, form: f.is, want: f.want} }

func matching(pattern, want string) form {
	return form{is: regexp.MustCompile(`^(?:` + pattern + `)$`).MatchString, want: want}
}

func (f form) asString() form {
	f.whole = true
	return f
}

// short is a ShortString.
func short(s string) bool { return utf8.RuneCountInString(s) <= 255 }

func shortly(f form) form {
	is := f.is
	return form{func(s string) bool { return short(s) && is(s) }, f.want, true}
}

const (
	uriText   = "[a-zA-Z0-9!#$&-;=?-\\[\\]_~%]+"
	emailText = `[a-zA-Z0-9.!#$%&'*+\\/=?^_` + "`" + `{|}~\-]+@[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*`
)

// texts are the forms of the kinds that hold a text, of TS 103 280.
var texts = map[TargetKind]form{
	E164Number: number164, GPSIMSISDN: number164,
	IMSI: imsi, SUPIIMSI: imsi,
	IMEI: imei, PEIIMEI: imei,
	PEIIMEICheckDigit:  matching(`[0-9]{15}`, "is no IMEI of 15 digits"),
	PEIIMEISV:          matching(`[0-9]{16}`, "is no IMEISV of 16 digits"),
	MACAddress:         matching(`([a-f0-9]{2}:){5}[a-f0-9]{2}`, "is no MAC address in lower case with colons"),
	EUI64:              matching(`([a-f0-9]{2}:){7}[a-f0-9]{2}`, "is no EUI-64 in lower case with colons"),
	IPv4Address:        matching(`((25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])`, "is no IPv4 address"),
	IPv6Address:        {is: fullIPv6, want: "is no IPv6 address of eight groups of four lower-case digits"},
	IPv6CIDR:           {is: func(s string) bool { return fullPrefix(s, true) }, want: "is no IPv6 prefix written in full"},
	EmailAddress:       shortly(matching(emailText, "is no e-mail address")),
	InternationalEmail: shortly(matching(`.+@.+`, "is no e-mail address")),
	SIPURI:             matching(`sips?:`+uriText, "is no SIP URI"),
	TELURI:             matching(`tel:`+uriText, "is no tel URI"),
	H323URI:            shortly(matching(`h323:`+uriText, "is no H.323 URI")),
	IMPU:               shortly(matching(uriText, "is no IMPU")),
	IMPI:               anything, NAI: anything, SUPINAI: anything, GPSINAI: anything, ServiceAccess: anything,
	VRF:             {is: short, want: "is longer than 255 characters", whole: true},
	RADIUSAttribute: hexadecimal, SUCI: hexadecimal,
	GTPUTunnel: tunnel, GTPCTunnel: tunnel,
	CallPartyRole: matching("Originating|Terminating|Forwarded-To", "is none of Originating, Terminating, Forwarded-To").asString(),
	NonLocal:      matching("Local|NonLocal", "is neither Local nor NonLocal").asString(),
}

var (
	number164   = matching(`[0-9]{1,15}`, "is no E.164 number of 1 to 15 digits, without +")
	imsi        = matching(`[0-9]{6,15}`, "is no IMSI of 6 to 15 digits")
	imei        = matching(`[0-9]{14}`, "is no IMEI of 14 digits")
	hexadecimal = matching(`([0-9a-fA-F]{2})*`, "is no hexadecimal")
	anything    = form{is: func(string) bool { return true }, whole: true}
	tunnel      = form{is: isTunnel, want: "is no whole number from 0 to 4294967296"}
)

func e164(v *string) texter { return number164.of(v) }

func fullIPv6(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is6() && a.Zone() == "" && a.StringExpanded() == s
}

// isTunnel: the schema's greatest value is one more than 32 bits hold.
func isTunnel(s string) bool {
	n, err := strconv.ParseUint(s, 10, 64)
	return err == nil && n <= 1<<32
}
