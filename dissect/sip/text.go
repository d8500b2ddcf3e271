package sip

import "bytes"

// cutLine splits at the first line end, CRLF or LF alone.
func cutLine(src []byte) (line, rest []byte) {
	i := bytes.IndexByte(src, '\n')
	if i < 0 {
		return src, nil
	}
	line = src[:i]
	if i > 0 && src[i-1] == '\r' {
		line = src[:i-1]
	}
	return line, src[i+1:]
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func trimLeft(b []byte) []byte {
	for len(b) > 0 && blank(b[0]) {
		b = b[1:]
	}
	return b
}

func trim(b []byte) []byte {
	b = trimLeft(b)
	for len(b) > 0 && blank(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// word splits b at its first blank and trims both.
func word(b []byte) (first, rest []byte) {
	b = trim(b)
	for i, c := range b {
		if blank(c) {
			return b[:i], trimLeft(b[i:])
		}
	}
	return b, nil
}

// decimal reads digits up to 2^32-1, and nothing else.
func decimal(b []byte) (n uint32, ok bool) {
	v := uint64(0)
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		if v = v*10 + uint64(c-'0'); v > 1<<32-1 {
			return 0, false
		}
	}
	return uint32(v), len(b) > 0
}

// fold compares b with lower, which is in lower case, in any case of ASCII letters.
func fold(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// prefixFold reports whether b begins with lower, in any case of letters.
func prefixFold(b []byte, lower string) bool {
	return len(b) >= len(lower) && fold(b[:len(lower)], lower)
}
