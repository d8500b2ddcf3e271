package x2x3

import "bytes"

// AppendTarget appends a Matched or Other Target Identifier: the
// child element of targetIdentifier of TS 103 221-1, without namespace, as in <sipUri>sip:a@example.com</sipUri>.
func AppendTarget(dst []byte, element, value string) []byte {
	dst = append(append(append(dst, '<'), element...), '>')
	for i := range len(value) {
		dst = appendEscaped(dst, value[i])
	}
	return append(append(append(dst, '<', '/'), element...), '>')
}

func appendEscaped(dst []byte, c byte) []byte {
	switch c {
	case '&':
		return append(dst, "&amp;"...)
	case '<':
		return append(dst, "&lt;"...)
	case '>':
		return append(dst, "&gt;"...)
	default:
		return append(dst, c)
	}
}

// ParseTarget reads what AppendTarget writes, also with a prefix, a namespace declaration or white space
// around the value. The element is its local name. ok is false for a bare text, for nested elements and for
// any reference but the five of XML.
func ParseTarget(text []byte) (element, value string, ok bool) {
	text = bytes.TrimSpace(text)
	open := bytes.IndexByte(text, '>')
	if len(text) < 2 || text[0] != '<' || open < 2 || text[open-1] == '/' {
		return "", "", false
	}
	name, _, _ := bytes.Cut(text[1:open], []byte(" "))
	rest, ok := bytes.CutSuffix(text[open+1:], append(append([]byte("</"), name...), '>'))
	if !ok || bytes.IndexByte(rest, '<') >= 0 || len(name) == 0 {
		return "", "", false
	}
	value, ok = unescape(string(bytes.TrimSpace(rest)))
	local := name[bytes.LastIndexByte(name, ':')+1:]
	return string(local), value, ok && len(local) > 0
}

// references are those that XML has without declaration.
var references = map[string]byte{"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\''}

func unescape(s string) (string, bool) {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '&' {
			out = append(out, s[i])
			continue
		}
		end := bytes.IndexByte([]byte(s[i:]), ';')
		if end < 0 || end > len("&quot") {
			return "", false
		}
		c, ok := references[s[i+1:i+end]]
		if !ok {
			return "", false
		}
		out = append(out, c)
		i += end
	}
	return string(out), true
}
