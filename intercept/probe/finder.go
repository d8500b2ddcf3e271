package probe

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"

	"writ"
	"writ/dissect/sip"
	"writ/intercept"
	"writ/wire/x2x3"
)

// A hit is one target of one task.
type hit struct {
	tap    *tap
	target int
}

// A finder knows the targets by what a packet shows.
type finder struct {
	numbers   map[string][]hit // E.164 with "+"
	uris      map[string][]hit // user@host
	addresses map[netip.Addr][]hit
	prefixes  []prefix
}

type prefix struct {
	netip.Prefix
	hit
}

// index makes the finder and the order anew from the table.
func (c *Core) index() {
	c.order = c.order[:0]
	for _, t := range c.taps {
		c.order = append(c.order, t)
	}
	slices.SortFunc(c.order, func(a, b *tap) int { return bytes.Compare(a.task.XID[:], b.task.XID[:]) })
	c.find = finder{numbers: map[string][]hit{}, uris: map[string][]hit{}, addresses: map[netip.Addr][]hit{}}
	for _, t := range c.order {
		for i, x := range t.task.Targets {
			c.find.add(x.ID.Kind(), x.ID.Reveal(), hit{t, i})
		}
	}
}

func (f *finder) add(kind writ.Kind, text string, h hit) {
	switch kind {
	case writ.E164:
		f.numbers[text] = append(f.numbers[text], h)
	case writ.TELURI:
		number := strings.TrimPrefix(text, "tel:")
		f.numbers[number] = append(f.numbers[number], h)
	case writ.SIPURI:
		key := string(account(nil, []byte(text)))
		f.uris[key] = append(f.uris[key], h)
	case writ.IP:
		if ip, err := netip.ParseAddr(text); err == nil {
			f.addresses[ip] = append(f.addresses[ip], h)
		}
	case writ.IPv6Prefix:
		if p, err := netip.ParsePrefix(text); err == nil {
			f.prefixes = append(f.prefixes, prefix{p, h})
		}
	default:
	}
}

// account appends user@host of a SIP URI: escapes undone, host in lower case, no port.
func account(dst, uri []byte) []byte {
	user := sip.User(uri)
	if len(user) == 0 || !sipScheme(uri) {
		return dst
	}
	dst = append(unescape(dst, user), '@')
	for _, c := range sip.Host(uri) {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

func sipScheme(uri []byte) bool {
	s := sip.Scheme(uri)
	return bytes.EqualFold(s, []byte("sip")) || bytes.EqualFold(s, []byte("sips"))
}

func unescape(dst, b []byte) []byte {
	for i := 0; i < len(b); i++ {
		if b[i] == '%' && i+2 < len(b) && digit(b[i+1]) >= 0 && digit(b[i+2]) >= 0 {
			dst = append(dst, byte(digit(b[i+1])<<4|digit(b[i+2])))
			i += 2
			continue
		}
		dst = append(dst, b[i])
	}
	return dst
}

func digit(c byte) int {
	if c >= 'A' && c <= 'F' {
		c |= 0x20
	}
	return strings.IndexByte("0123456789abcdef", c)
}

// named gives the targets that a URI names, as an account or as a number.
func (c *Core) named(uri []byte) (accounts, numbers []hit) {
	c.key = account(c.key[:0], uri)
	accounts = c.find.uris[string(c.key)]
	if len(c.find.numbers) > 0 {
		numbers = c.number(sip.User(uri), context(uri))
	}
	return accounts, numbers
}

// context gives the digits of a global phone-context (RFC 3966 clause 5.1.5), before which a number that has no "+" stands; nil where there is none, or
// one that names a network.
func context(uri []byte) []byte {
	const name = ";phone-context=+"
	for i := 0; i+len(name) <= len(uri); i++ {
		if bytes.EqualFold(uri[i:i+len(name)], []byte(name)) {
			rest := uri[i+len(name)-1:]
			if end := bytes.IndexAny(rest, ";@?>"); end >= 0 {
				rest = rest[:end]
			}
			return rest
		}
	}
	return nil
}

// number looks a user part up that is a number: with "+", behind its context, or as the network's plan writes it. Separators are dressing.
func (c *Core) number(user, context []byte) []hit {
	user, _, _ = bytes.Cut(user, []byte{';'})
	if len(user) == 0 {
		return nil
	}
	c.key = c.key[:0]
	if user[0] != '+' && !c.digits(context) || !c.digits(user) {
		return nil
	}
	if len(c.key) == 0 {
		return nil
	}
	if c.key[0] == '+' {
		return c.find.numbers[string(c.key)]
	}
	canonical, err := c.cfg.Plan.Canonical(writ.E164, string(c.key))
	if err != nil {
		return nil
	}
	return c.find.numbers[canonical]
}

// digits puts the digits of b, and a "+" at the front of the whole, behind those in c.key.
func (c *Core) digits(b []byte) bool {
	for i, d := range b {
		switch {
		case d >= '0' && d <= '9', d == '+' && i == 0 && len(c.key) == 0:
			c.key = append(c.key, d)
		case d == '-', d == '.', d == '(', d == ')':
		default:
			return false
		}
	}
	return true
}

// elements writes each target as X2's Matched Target Identifier has it.
func elements(task intercept.Task) [][]byte {
	out := make([][]byte, 0, len(task.Targets))
	for _, x := range task.Targets {
		name, value := element(x.ID.Kind(), x.ID.Reveal())
		out = append(out, x2x3.AppendTarget(nil, name, value))
	}
	return out
}

// element gives the name and value of a target in TS 103 221-1's targetIdentifier.
func element(kind writ.Kind, text string) (name, value string) {
	switch kind {
	case writ.E164:
		return "e164Number", strings.TrimPrefix(text, "+")
	case writ.SIPURI:
		return "sipUri", text
	case writ.TELURI:
		return "telUri", text
	case writ.IPv6Prefix:
		p, _ := netip.ParsePrefix(text)
		_, length, _ := strings.Cut(text, "/")
		return "ipv6Cidr", p.Addr().StringExpanded() + "/" + length
	default:
		ip, _ := netip.ParseAddr(text)
		if ip.Is4() {
			return "ipv4Address", text
		}
		return "ipv6Address", ip.StringExpanded()
	}
}
