package decode

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"

	"writ/wire/x2x3"
)

func readX2X3(l *Line, src []byte) {
	var p x2x3.PDU
	if err := p.DecodeLenient(src); err != nil {
		l.Err = problem(err)
		return
	}
	l.PDU = appendX2X3(nil, src)
	for _, f := range p.Faults {
		l.Notes = append(l.Notes, Note{Octet: f.Offset, Note: faults[f.Kind]})
	}
	if p.Format == x2x3.TS33128 || p.Format == x2x3.PSPDU {
		l.carry("payload", nil, p.Payload)
	}
}

var faults = map[x2x3.FaultKind]string{
	x2x3.WrongLength: "the attribute has not the length of its type", x2x3.Repeated: "the attribute stands a second time",
	x2x3.UnknownType: "the attribute is not known to this version", x2x3.BareTarget: "the target identifier is not in its element",
	x2x3.BadTime: "the nanoseconds are a second or more", x2x3.EmptyPayload: "nothing is carried",
	x2x3.OtherFormat: "the payload format is not known to this version", x2x3.OtherDirection: "the direction is not known to this version",
	x2x3.SwappedVersion: "the minor version stands in the major octet", x2x3.LongTime: "the timestamp has 12 octets, not 8",
	x2x3.NoNumber: "the keep-alive has no Sequence Number",
}

// appendX2X3 writes the header's fields, the attributes in their order and the payload, as they stand in src, which was
// read before.
func appendX2X3(dst, src []byte) []byte {
	header := int(binary.BigEndian.Uint32(src[4:]))
	number := func(name string, v uint64) {
		dst = strconv.AppendUint(append(append(append(dst, '"'), name...), `":`...), v, 10)
		dst = append(dst, ',')
	}
	dst = append(dst, `{"version":{`...)
	number("raw", uint64(binary.BigEndian.Uint16(src)))
	number("major", uint64(src[0]))
	number("minor", uint64(src[1]))
	dst = append(dst[:len(dst)-1], "},"...)
	number("pduType", uint64(binary.BigEndian.Uint16(src[2:])))
	number("headerLength", uint64(header))
	number("payloadLength", uint64(len(src)-header))
	number("payloadFormat", uint64(binary.BigEndian.Uint16(src[12:])))
	number("payloadDirection", uint64(binary.BigEndian.Uint16(src[14:])))
	id := src[16:32]
	dst = fmt.Appendf(dst, `"xid":"%x-%x-%x-%x-%x","correlationId":"%x","attributes":[`, id[:4], id[4:6], id[6:8], id[8:10], id[10:], src[32:40])
	dst = appendAttributes(dst, src[x2x3.MinHeader:header])
	dst = hex.AppendEncode(append(dst, `],"payload":"`...), src[header:])
	return fmt.Appendf(dst, `","total":%d}`, len(src))
}

func appendAttributes(dst, b []byte) []byte {
	for first := true; len(b) >= 4; first = false {
		if !first {
			dst = append(dst, ',')
		}
		n := int(binary.BigEndian.Uint16(b[2:]))
		dst = fmt.Appendf(dst, `{"type":%d,"length":%d,"contents":"`, binary.BigEndian.Uint16(b), n)
		dst = hex.AppendEncode(dst, b[4:4+n])
		dst = append(dst, `"}`...)
		b = b[4+n:]
	}
	return dst
}
