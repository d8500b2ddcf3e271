package sip

import "bytes"

// Size gives the length of the message at the front of a stream (RFC 3261 clause 18.3): the empty lines before it, its
// headers and Content-Length. It answers ErrMore when the headers or the body are not all there, and for
// empty lines alone their length with no message in it.
func Size(src []byte) (int, error) {
	lead := len(src) - len(skipBlank(src))
	if lead == len(src) {
		if lead == 0 {
			return 0, ErrMore
		}
		return lead, nil
	}
	rest := src[lead:]
	length := 0
	for first := true; ; first = false {
		if bytes.IndexByte(rest, '\n') < 0 {
			return 0, needs(src)
		}
		line, after := cutHeader(rest)
		rest = after
		if len(line) == 0 {
			break
		}
		if colon := bytes.IndexByte(line, ':'); !first && colon > 0 && nameOf(trim(line[:colon])) == contentLength {
			n, _ := decimal(trim(line[colon+1:]))
			length = int(min(n, MaxMessage+1))
		}
	}
	total := len(src) - len(rest) + length
	switch {
	case total > MaxMessage:
		return 0, ErrLimit
	case total > len(src):
		return 0, ErrMore
	default:
		return total, nil
	}
}

func needs(src []byte) error {
	if len(src) > MaxMessage {
		return ErrLimit
	}
	return ErrMore
}
