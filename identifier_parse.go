package writ

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

var (
	unspaced    = strings.NewReplacer("-", "", " ", "")
	unseparated = strings.NewReplacer(":", "", "-", "", ".", "")
)

// longest is the most octets that any identifier may have.
const longest = 512

// ParseIdentifier is [ParseIdentifier] with the tenant's number plan to settle national numbers.
func (p NumberPlan) ParseIdentifier(kind Kind, text string) (Identifier, error) {
	canonical, err := p.Canonical(kind, text)
	if err != nil {
		return Identifier{}, err
	}
	return identifier(kind, canonical), nil
}

// Canonical gives the text that the Identifier would reveal. Who reads millions of records calls it: an Identifier
// for each costs many times as much, since all of them are kept unique.
func (p NumberPlan) Canonical(kind Kind, text string) (string, error) {
	bad := func(problem, fix string) (string, error) {
		return "", &IdentifierError{Kind: kind, Problem: problem, Fix: fix}
	}
	switch {
	case len(text) > longest:
		return bad("is longer than any such name", "write one name only")
	case !utf8.ValidString(text):
		return bad("is not UTF-8", "convert the file to UTF-8")
	case strings.ContainsFunc(text, unicode.IsControl):
		return bad("holds a control character", "write it on one line without tabs or NUL")
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return bad("is empty", "write the name")
	}
	if kind != Name && strings.ContainsAny(text, "*?%") {
		return bad("holds a wildcard", "name each one; no pattern names a person")
	}
	parse, ok := parsers[kind]
	if !ok {
		return bad("is of no known kind", "write one of the kinds of docs/formats/cases.md")
	}
	canonical, problem, fix := parse(p, text)
	if problem != "" {
		return bad(problem, fix)
	}
	return canonical, nil
}

// A parser gives the canonical form, or a problem and its fix.
type parser func(p NumberPlan, s string) (canonical, problem, fix string)

var parsers = map[Kind]parser{
	E164:       func(p NumberPlan, s string) (string, string, string) { return p.e164(s) },
	IMSI:       digitsOf(6, 15, "write mcc, mnc and msin, digits only"),
	IMEI:       imei,
	ICCID:      iccid,
	SIPURI:     sipURI,
	TELURI:     telURI,
	Email:      email,
	NAI:        nai,
	Account:    plain,
	UserName:   plain,
	MAC:        mac,
	IP:         ip,
	IPPortTime: ipPortTime,
	IPv6Prefix: ipv6Prefix,
	Cell:       cell,
	Name: func(_ NumberPlan, s string) (string, string, string) {
		return strings.Join(strings.Fields(s), " "), "", ""
	},
}

func plain(_ NumberPlan, s string) (string, string, string) { return s, "", "" }

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func digitsOf(least, most int, fix string) parser {
	return func(_ NumberPlan, s string) (string, string, string) {
		switch {
		case !allDigits(s):
			return "", "holds a character that is no digit", fix
		case len(s) < least || len(s) > most:
			return "", "has " + strconv.Itoa(len(s)) + " digits, not " + strconv.Itoa(least) + " to " + strconv.Itoa(most), fix
		}
		return s, "", ""
	}
}

// imei keeps the 14 digits that name the device: the check digit is derived, the software version (IMEISV) changes.
func imei(_ NumberPlan, s string) (string, string, string) {
	s = unspaced.Replace(s)
	fix := "write the 15 digits shown by *#06#, or 14 without the check digit"
	switch {
	case !allDigits(s):
		return "", "holds a character that is no digit", fix
	case len(s) == 15 && !luhn(s):
		return "", "its check digit does not fit (Luhn)", "read it again; one digit is wrong"
	case len(s) < 14 || len(s) > 16:
		return "", "has " + strconv.Itoa(len(s)) + " digits, not 14 to 16", fix
	}
	return s[:14], "", ""
}

func iccid(_ NumberPlan, s string) (string, string, string) {
	fix := "write the 18 to 20 digits printed on the card"
	switch {
	case !allDigits(s):
		return "", "holds a character that is no digit", fix
	case len(s) < 18 || len(s) > 20:
		return "", "has " + strconv.Itoa(len(s)) + " digits, not 18 to 20", fix
	case len(s) >= 19 && !luhn(s):
		return "", "its check digit does not fit (Luhn)", "read it again; one digit is wrong"
	}
	return s, "", ""
}

// luhn checks the last digit (ISO/IEC 7812-1 annex B).
func luhn(s string) bool {
	sum := 0
	for i := range len(s) {
		d := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

func sipURI(_ NumberPlan, s string) (string, string, string) {
	fix := "write sip:user@host"
	scheme, rest, ok := strings.Cut(s, ":")
	scheme = strings.ToLower(scheme)
	if !ok || scheme != "sip" && scheme != "sips" {
		return "", "has no sip: or sips: before it", fix
	}
	rest, _, _ = strings.Cut(rest, "?")
	rest, _, _ = strings.Cut(rest, ";")
	user, host, ok := strings.Cut(rest, "@")
	if !ok || user == "" || !hostname(host) {
		return "", "has no user and host", fix
	}
	return scheme + ":" + user + "@" + strings.ToLower(host), "", ""
}

func telURI(_ NumberPlan, s string) (string, string, string) {
	if len(s) < 4 || !strings.EqualFold(s[:4], "tel:") {
		return "", "has no tel: before it", "write tel:+ and the number"
	}
	number, _, _ := strings.Cut(s[4:], ";")
	canonical, problem, fix := NumberPlan{}.e164(number)
	if problem != "" {
		return "", problem, fix
	}
	return "tel:" + canonical, "", ""
}

func email(_ NumberPlan, s string) (string, string, string) {
	at := strings.LastIndexByte(s, '@')
	if at < 1 || !hostname(s[at+1:]) || strings.ContainsAny(s[:at], " \t<>,;") {
		return "", "is not an address", "write user@host"
	}
	return s[:at+1] + strings.ToLower(s[at+1:]), "", ""
}

func nai(_ NumberPlan, s string) (string, string, string) {
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return s, "", ""
	}
	if at == 0 || !hostname(s[at+1:]) {
		return "", "has no user or no realm", "write user@realm"
	}
	return s[:at+1] + strings.ToLower(s[at+1:]), "", ""
}

// hostname accepts a name, an address, and either with a port.
func hostname(s string) bool {
	if s == "" || len(s) > 255 {
		return false
	}
	for _, r := range s {
		if r != '.' && (r < '0' || r > ':') && (r < 'a' || r > 'z') && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_[]", r) {
			return false
		}
	}
	return true
}

func mac(_ NumberPlan, s string) (string, string, string) {
	hex := strings.ToLower(unseparated.Replace(s))
	if len(hex) != 12 || strings.Trim(hex, "0123456789abcdef") != "" {
		return "", "is not six octets", "write it as 02:00:5e:20:00:01"
	}
	parts := make([]string, 6)
	for i := range parts {
		parts[i] = hex[2*i : 2*i+2]
	}
	return strings.Join(parts, ":"), "", ""
}

func ip(_ NumberPlan, s string) (string, string, string) {
	a, err := netip.ParseAddr(s)
	if err != nil || a.Zone() != "" {
		return "", "is not one IP address", "write 198.51.100.7 or 2001:db8::7; a range is no address"
	}
	return a.Unmap().String(), "", ""
}

func ipPortTime(_ NumberPlan, s string) (string, string, string) {
	fix := "write address:port@instant with an offset, for example 203.0.113.7:40512@2026-02-03T18:22:05+01:00"
	where, when, ok := strings.Cut(s, "@")
	if !ok {
		return "", "has no instant", fix
	}
	ap, err := netip.ParseAddrPort(where)
	if err != nil {
		return "", "has no address with a port", fix
	}
	at, err := time.Parse(time.RFC3339Nano, when)
	if err != nil {
		return "", "its instant has no offset or is no instant", fix
	}
	return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port()).String() + "@" + at.UTC().Format(time.RFC3339Nano), "", ""
}

func ipv6Prefix(_ NumberPlan, s string) (string, string, string) {
	p, err := netip.ParsePrefix(s)
	switch {
	case err != nil || !p.Addr().Is6() || p.Addr().Is4In6():
		return "", "is not an IPv6 prefix", "write 2001:db8:1:2::/64"
	case p.Bits() < 48:
		return "", "is wider than one customer's delegation", "write a prefix of /48 or longer"
	}
	return p.Masked().String(), "", ""
}

func cell(_ NumberPlan, s string) (string, string, string) {
	parts := strings.Split(s, "-")
	if len(parts) != 4 {
		return "", "does not have four parts", "write mcc-mnc-area-cell"
	}
	for _, p := range parts {
		if !allDigits(p) || len(p) > 10 {
			return "", "has a part that is no number", "write mcc-mnc-area-cell in digits"
		}
	}
	return s, "", ""
}
