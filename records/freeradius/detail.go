package freeradius

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"writ/records"
)

// looksLikeDetail reports whether one of the first lines is an attribute.
func looksLikeDetail(head []byte) bool {
	n := 0
	for line := range bytes.Lines(head) {
		if indented(line) && bytes.Contains(line, []byte(" = ")) {
			return true
		}
		if n++; n == 50 {
			break
		}
	}
	return false
}

func indented(line []byte) bool { return len(line) > 0 && (line[0] == '\t' || line[0] == ' ') }

func blank(line []byte) bool { return len(bytes.Trim(line, " \t\r\n")) == 0 }

// cutDetail ends a record after the empty line, or before a line that is not indented. An empty line before a
// record is a piece of its own.
func cutDetail(data []byte) int {
	n := records.Lines(data)
	if n == 0 || blank(data[:n]) {
		return n
	}
	for {
		more := records.Lines(data[n:])
		switch {
		case more == 0:
			return 0
		case blank(data[n : n+more]):
			return n + more
		case !indented(data[n:]):
			return n
		}
		n += more
	}
}

var (
	cutRecord = records.Because("is cut: no empty line ends it", "the file is still being written or was cut; take it again when it is whole")
	noHead    = records.Because("does not begin with a date", "the file begins in the middle of a record; give the file before it as well")
	noPair    = records.Because("has a line that is not \"Attribute = value\"", "look at the record; two may have been written into each other")
)

// readDetail reads the records of a detail file.
func readDetail(in *records.Input, rd *reader, out outFunc) error {
	long := false // the attributes that follow belong to a record that was too long
	for p, ok := in.Next(cutDetail); ok; p, ok = in.Next(cutDetail) {
		if blank(p.Data) && !p.Long || long && indented(p.Data) {
			continue
		}
		long = p.Long
		res := records.Result{Line: p.Line, Refusal: records.RefusePiece(p)}
		if res.Refusal == nil {
			rd.packet(&res, p)
		}
		if !out(res) {
			return nil
		}
	}
	return nil
}

// packet reads one record: a line with the local time of the server, then an attribute a line.
func (rd *reader) packet(res *records.Result, p records.Piece) {
	if indented(p.Data) {
		res.Refusal = noHead.Refuse(p.Data)
		return
	}
	a := attributes{}
	last := ""
	for line := range strings.Lines(string(p.Data)) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case a.head == "":
			a.head = line
		case strings.TrimSpace(line) == "":
		default:
			name, value, ok := attribute(line)
			if !ok {
				res.Refusal = badLine(p).Refuse(p.Data)
				return
			}
			last = name
			a.set(name, value)
		}
	}
	if ended := bytes.HasSuffix(p.Data, []byte("\n\n")) || bytes.HasSuffix(p.Data, []byte("\n\r\n")); !ended && (last != "Timestamp" || p.Data[len(p.Data)-1] != '\n') {
		res.Refusal = cutRecord.Refuse(p.Data)
		return
	}
	rd.event(res, &a, p.Data)
}

// badLine says whether a line that can't be read is where the file was cut, or damaged.
func badLine(p records.Piece) records.Why {
	if p.Open {
		return cutRecord
	}
	return noPair
}

// attribute reads "\tName = value" or "\tName = \"value\"".
func attribute(line string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(strings.TrimLeft(line, "\t "), " = ")
	if !ok || name == "" || strings.IndexByte(name, ' ') >= 0 {
		return "", "", false
	}
	if len(value) > 0 && value[0] == '"' {
		if len(value) < 2 || value[len(value)-1] != '"' {
			return "", "", false
		}
		value = unescape(value[1 : len(value)-1])
	}
	return name, value, true
}

// unescape reads the backslash escapes of a printed string. Octets that are no UTF-8 stay as they were printed.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		i++
		if c, ok := octal(s[i:]); ok {
			out, i = append(out, c), i+2
			continue
		}
		out = append(out, letter(s[i]))
	}
	if !utf8.Valid(out) || bytes.IndexByte(out, 0) >= 0 {
		return s
	}
	return string(out)
}

func octal(s string) (byte, bool) {
	if len(s) < 3 || s[0] < '0' || s[0] > '3' || s[1] < '0' || s[1] > '7' || s[2] < '0' || s[2] > '7' {
		return 0, false
	}
	return (s[0]-'0')<<6 | (s[1]-'0')<<3 | (s[2] - '0'), true
}

func letter(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}

// attributes are those of a record that make fields. Addresses and prefixes may be several.
type attributes struct {
	head, user, status, session, unique, nas, nasID, port, portID string
	calling, called, seconds, in, out, inGiga, outGiga, cause     string
	event, stamp, delay                                           string
	v4, v6, delegated, framed                                     []string
}

func (a *attributes) set(name, v string) {
	if at := a.where(name); at != nil && *at == "" {
		*at = v
	}
	switch name {
	case "Framed-IP-Address":
		a.v4 = append(a.v4, v)
	case "Framed-IPv6-Address":
		a.v6 = append(a.v6, v)
	case "Delegated-IPv6-Prefix":
		a.delegated = append(a.delegated, v)
	case "Framed-IPv6-Prefix":
		a.framed = append(a.framed, v)
	}
}

func (a *attributes) where(name string) *string {
	switch name {
	case "User-Name":
		return &a.user
	case "Acct-Status-Type":
		return &a.status
	case "Acct-Session-Id":
		return &a.session
	case "Acct-Unique-Session-Id":
		return &a.unique
	case "NAS-IP-Address", "NAS-IPv6-Address":
		return &a.nas
	case "NAS-Identifier":
		return &a.nasID
	case "NAS-Port":
		return &a.port
	case "NAS-Port-Id":
		return &a.portID
	case "Calling-Station-Id":
		return &a.calling
	case "Called-Station-Id":
		return &a.called
	case "Acct-Session-Time":
		return &a.seconds
	case "Acct-Input-Octets":
		return &a.in
	case "Acct-Output-Octets":
		return &a.out
	case "Acct-Input-Gigawords":
		return &a.inGiga
	case "Acct-Output-Gigawords":
		return &a.outGiga
	case "Acct-Terminate-Cause":
		return &a.cause
	case "Event-Timestamp":
		return &a.event
	case "Timestamp":
		return &a.stamp
	case "Acct-Delay-Time":
		return &a.delay
	}
	return nil
}
