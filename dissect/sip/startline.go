package sip

import "bytes"

// startLine reads a Request-Line or a Status-Line, also with more blanks than the grammar has.
func (m *Message) startLine(line []byte) bool {
	if version(line) {
		return m.statusLine(line[len("SIP/2.0"):])
	}
	return m.requestLine(trim(line))
}

func (m *Message) statusLine(rest []byte) bool {
	rest = trimLeft(rest)
	if len(rest) < 3 || len(rest) > 3 && rest[3] != ' ' {
		return false
	}
	status, ok := decimal(rest[:3])
	if !ok || status < 100 || status > 699 {
		return false
	}
	m.Status, m.Reason = int(status), trim(rest[3:])
	return true
}

func (m *Message) requestLine(line []byte) bool {
	first, last := bytes.IndexByte(line, ' '), bytes.LastIndexByte(line, ' ')
	if first <= 0 || last <= first || !version(line[last+1:]) || last+1+len("SIP/2.0") != len(line) {
		return false
	}
	for _, c := range line[:first] {
		if !token(c) {
			return false
		}
	}
	m.Method, m.RequestURI = line[:first], trim(line[first:last])
	return len(m.RequestURI) > 0
}

// version reports whether b begins with SIP/2.0, in any case of letters.
func version(b []byte) bool {
	return len(b) >= 7 && b[0]|0x20 == 's' && b[1]|0x20 == 'i' && b[2]|0x20 == 'p' && string(b[3:7]) == "/2.0"
}

// token reports whether c may stand in a token of RFC 3261 clause 25.1.
func token(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || bytes.IndexByte(tokenMarks, c) >= 0
}

var tokenMarks = []byte("-.!%*_+`'~")
