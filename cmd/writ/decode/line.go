package decode

import (
	"strconv"

	"writ/wire/asn1"
)

// A Line is one PDU, or what could not be read.
type Line struct {
	Format string // ps-pdu, rd, ts33128, x2x3, x1, rd-xml, hi1, xml or unknown
	Offset int64  // of the first octet, in the stream
	Length int    // octets; 0 with an error
	PDU    []byte // JSON; nil with an error
	Notes  []Note // what is odd and could be read
	Inside []Inside
	Err    string // octets in it count from the PDU's first
}

// A Note is something odd at an octet of the PDU.
type Note struct {
	Octet    int
	At, Note string
}

// An Inside is a PDU that another one carries as octets.
type Inside struct {
	At     string // where
	Format string
	PDU    []byte // JSON
}

// AppendJSON writes the line behind dst, without a line feed.
func (l *Line) AppendJSON(dst []byte) []byte {
	dst = asn1.AppendQuoted(append(dst, `{"format":`...), l.Format)
	dst = strconv.AppendInt(append(dst, `,"offset":`...), l.Offset, 10)
	if l.PDU == nil {
		dst = asn1.AppendQuoted(append(dst, `,"error":`...), l.Err)
		return append(dst, '}')
	}
	dst = strconv.AppendInt(append(dst, `,"length":`...), int64(l.Length), 10)
	dst = append(append(dst, `,"pdu":`...), l.PDU...)
	dst = l.appendInside(dst)
	return append(l.appendNotes(dst), '}')
}

func (l *Line) appendInside(dst []byte) []byte {
	if len(l.Inside) == 0 {
		return dst
	}
	dst = append(dst, `,"inside":[`...)
	for i, in := range l.Inside {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = asn1.AppendQuoted(append(dst, `{"at":`...), in.At)
		dst = asn1.AppendQuoted(append(dst, `,"format":`...), in.Format)
		dst = append(append(dst, `,"pdu":`...), in.PDU...)
		dst = append(dst, '}')
	}
	return append(dst, ']')
}

func (l *Line) appendNotes(dst []byte) []byte {
	if len(l.Notes) == 0 {
		return dst
	}
	dst = append(dst, `,"notes":[`...)
	for i, n := range l.Notes {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = strconv.AppendInt(append(dst, `{"octet":`...), int64(n.Octet), 10)
		if n.At != "" {
			dst = asn1.AppendQuoted(append(dst, `,"at":`...), n.At)
		}
		dst = asn1.AppendQuoted(append(dst, `,"note":`...), n.Note)
		dst = append(dst, '}')
	}
	return append(dst, ']')
}
