package decode

import (
	"bytes"
	"encoding/binary"

	"writ/wire/x2x3"
)

// A guess is what the first octets of a PDU tell.
type guess struct {
	format string
	typ    string // of its module, for ASN.1
	sure   bool   // nothing else begins like this
}

// headSize is how many octets are looked at.
const headSize = 32

// sniff tells what begins with head; the zero guess is nothing known.
func sniff(head []byte) guess {
	if len(head) == 0 {
		return guess{}
	}
	switch head[0] {
	case 0x30:
		return sniffBER(head)
	case '<', 0xef:
		return sniffXML(head)
	default:
		return sniffX2X3(head)
	}
}

var (
	psPDU   = [][]byte{{4, 0, 2, 2, 5, 1}, {0, 4, 0, 2, 2, 5, 1}} // the second as a sender in the field miswrites the first
	rdOID   = []byte{4, 0, 2, 3}
	payload = []byte{4, 19} // RELATIVE-OID of TS 33.128
	ief     = []byte{4, 20} // of its identity association
)

func sniffBER(head []byte) guess {
	in, ok := content(head, 0x30)
	if !ok {
		return guess{}
	}
	if len(in) > 0 && in[0] == 0xa1 {
		g := guess{format: "ps-pdu", typ: "LI-PS-PDU.PS-PDU"}
		header, _ := content(in, 0xa1)
		oid, _ := content(header, 0x80)
		g.sure = bytes.HasPrefix(oid, psPDU[0]) || bytes.HasPrefix(oid, psPDU[1])
		return g
	}
	if oid, ok := content(in, 0x80); ok && bytes.HasPrefix(oid, rdOID) {
		return guess{"rd", "RDMessage.RetainedDataMessage", true}
	}
	oid, ok := content(in, 0x81)
	n := 0
	if ok {
		n = int(in[1])
	}
	switch {
	case n < 5 || n > 12 || len(oid) < n:
	case bytes.HasPrefix(oid, payload):
		return sniff33128(oid[n-1])
	case bytes.HasPrefix(oid, ief):
		return guess{"ts33128", "TS33128IdentityAssociation.IEFMessage", true}
	}
	return guess{format: "unknown"}
}

// sniff33128 tells a payload of TS 33.128 by the last arc of its identifier.
func sniff33128(arc byte) guess {
	switch arc {
	case 1:
		return guess{"ts33128", "TS33128Payloads.XIRIPayload", true}
	case 3:
		return guess{"ts33128", "TS33128Payloads.IRIPayload", true}
	case 4:
		return guess{"ts33128", "TS33128Payloads.CCPayload", true}
	case 5:
		return guess{"ts33128", "TS33128Payloads.LINotificationPayload", true}
	default:
		return guess{format: "unknown"}
	}
}

// content gives what follows a tag and its length, of any form.
func content(b []byte, tag byte) ([]byte, bool) {
	if len(b) < 2 || b[0] != tag {
		return nil, false
	}
	n := 2
	if b[1] > 0x80 {
		n += int(b[1] & 0x7f)
	}
	return b[min(n, len(b)):], n <= len(b) && n <= 10
}

// sniffX2X3 tells a PDU of TS 103 221-2 by its version, type, lengths, format and direction; also one whose sender put
// the minor version into the major octet.
func sniffX2X3(head []byte) guess {
	if len(head) < 4 || head[2] != 0 || head[3] < 1 || head[3] > 4 {
		return guess{}
	}
	if major, minor := head[0], head[1]; major != 0 && minor != 0 || major > 31 || minor > 31 || major+minor == 0 {
		return guess{}
	}
	g := guess{format: "x2x3"}
	if len(head) >= 16 {
		_, err := x2x3.Size(head)
		g.sure = err == nil && binary.BigEndian.Uint16(head[12:]) <= 64 && binary.BigEndian.Uint16(head[14:]) <= 8
	}
	return g
}

var byteOrder = []byte{0xef, 0xbb, 0xbf}

func sniffXML(head []byte) guess {
	head = bytes.TrimPrefix(head, byteOrder)
	if len(head) < 2 || head[0] != '<' {
		return guess{}
	}
	return guess{format: "xml", sure: xmlStart(head)}
}

func xmlStart(head []byte) bool {
	for _, s := range []string{"<?xml ", "<X1Request", "<X1Response", "<X1TopLevel"} {
		if bytes.HasPrefix(head, []byte(s)) {
			return true
		}
	}
	return false
}
