package check

import (
	"strings"

	"writ/dissect/sip"
	"writ/intercept/lemf"
	"writ/intercept/lemf/call"
)

// party gives what names a party in a URI: its user part, or the whole where there is none. Marks inside a number fall.
func party(n lemf.Name) string {
	uri := n.Octets()
	if u := sip.User(uri); u != nil {
		return plain(string(u))
	}
	return plain(string(uri))
}

func plain(s string) string {
	s, _, _ = strings.Cut(s, ";")
	s, _, _ = strings.Cut(s, "@")
	return strings.TrimPrefix(strings.ToLower(s), "+")
}

// side says which end of a call the target is, and how that is known: because it was said, by sessionDirection, by a
// registration or notice of the LIID, or because one party alone is in all of several calls.
func (c *Checker) side(s *session) call.Side {
	if s.said != 0 {
		return s.said
	}
	o := c.owner(s.LIID)
	if v := among(o.named, s); v != 0 {
		return v
	}
	if o.meetings < 2 {
		return 0
	}
	var always []string
	for p, n := range o.common {
		if n == o.meetings {
			always = append(always, p)
		}
	}
	if len(always) != 1 {
		return 0
	}
	return among(always, s)
}

// among says which end of a call, and only one of them, is among names.
func among(names []string, s *session) call.Side {
	caller, callee := party(s.call.Caller), party(s.call.Callee)
	var is [2]bool
	for _, n := range names {
		is[0], is[1] = is[0] || n == caller && n != "", is[1] || n == callee && n != ""
	}
	switch {
	case is[0] && !is[1]:
		return call.Caller
	case is[1] && !is[0]:
		return call.Callee
	default:
		return 0
	}
}
