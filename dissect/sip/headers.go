package sip

import "bytes"

// A name is a header that is wanted.
type name uint8

const (
	other name = iota
	callID
	cseq
	from
	to
	asserted
	diversion
	contact
	contentTypeHeader
	contentLength
	expires
)

// nameOf knows the wanted headers by long and compact form. The longest has 19 letters.
func nameOf(b []byte) name {
	var lower [19]byte
	if len(b) > len(lower) {
		return other
	}
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		lower[i] = c
	}
	switch string(lower[:len(b)]) {
	case "call-id", "i":
		return callID
	case "cseq":
		return cseq
	case "from", "f":
		return from
	case "to", "t":
		return to
	case "p-asserted-identity":
		return asserted
	case "diversion", "history-info":
		return diversion
	case "contact", "m":
		return contact
	case "content-type", "c":
		return contentTypeHeader
	case "content-length", "l":
		return contentLength
	case "expires":
		return expires
	default:
		return other
	}
}

// headers reads header lines up to the empty one and gives what follows it.
func (m *Message) headers(src []byte) (rest []byte) {
	for range MaxHeaders {
		line, after := cutHeader(src)
		if len(line) == 0 {
			return after
		}
		src = after
		if colon := bytes.IndexByte(line, ':'); colon > 0 {
			m.header(nameOf(trim(line[:colon])), trim(line[colon+1:]))
		} else {
			m.Odd++
		}
	}
	return nil
}

// cutHeader cuts a header off with the lines that are folded into it.
func cutHeader(src []byte) (line, rest []byte) {
	line, rest = cutLine(src)
	if len(line) == 0 {
		return nil, rest
	}
	for len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t') {
		_, rest = cutLine(rest)
		line = src[:len(src)-len(rest)]
	}
	return line, rest
}

func (m *Message) header(n name, v []byte) {
	switch n {
	case callID:
		m.once(&m.CallID, v)
	case cseq:
		m.cseq(v)
	case from:
		m.party(&m.From, v)
	case to:
		m.party(&m.To, v)
	case asserted:
		m.Asserted = addresses(m.Asserted, v)
	case diversion:
		m.Diverted = addresses(m.Diverted, v)
	case contact:
		m.Contacts = addresses(m.Contacts, v)
	case contentTypeHeader:
		m.once(&m.ContentType, v)
	case contentLength:
		m.number(&m.ContentLength, v)
	case expires:
		m.number(&m.Expires, v)
	case other:
	}
}

func (m *Message) once(to *[]byte, v []byte) {
	if *to != nil {
		m.Odd++
		return
	}
	*to = v
}

func (m *Message) number(to *int, v []byte) {
	if *to >= 0 {
		m.Odd++
		return
	}
	if n, ok := decimal(v); ok {
		*to = int(n)
	}
}

func (m *Message) cseq(v []byte) {
	if m.CSeqMethod != nil {
		m.Odd++
		return
	}
	digits, method := word(v)
	if n, ok := decimal(digits); ok {
		m.CSeq = n
	}
	m.CSeqMethod = method
}

func (m *Message) party(p *Party, v []byte) {
	if p.URI != nil {
		m.Odd++
		return
	}
	uri, params := address(v)
	p.URI, p.Tag = uri, parameter(params, "tag")
}
