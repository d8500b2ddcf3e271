package etsi

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"writ/wire/ber"
)

// The header of the smallest PDU, and what stands around it.
const (
	domain     = "8007040002020501" + "2b"
	identifier = "81024142"
	network    = "a30aa00580034f503181012a"
	number     = "840101"
	small      = domain + identifier + network + number
	alive      = "8300"
)

// build puts hex together under a constructed tag.
func build(t testing.TB, tag string, content ...string) string {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(content, ""))
	if err != nil {
		t.Fatal(err)
	}
	x, err := hex.DecodeString(tag)
	if err != nil {
		t.Fatal(err)
	}
	e := ber.AppendOctets(nil, ber.OctetString, b)
	return hex.EncodeToString(append(x, e[1:]...))
}

// pduOf returns a PDU of a header's and a payload's content.
func pduOf(t testing.TB, header, payload string) []byte {
	t.Helper()
	b, err := hex.DecodeString(build(t, "30", build(t, "a1", header), build(t, "a2", payload)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func keepAlive(t testing.TB, header string) []byte { return pduOf(t, header, build(t, "a2", alive)) }

func TestHeadersThatTheModuleForbidsAreRefused(t *testing.T) {
	country := "8202"
	for _, tc := range []struct{ name, header, field, problem string }{
		{"no sequence number", domain + identifier + network, "PSHeader", "mandatory component [4]"},
		{"no LIID", domain + network + number, "PSHeader", "mandatory component [1]"},
		{"no domain", identifier + network + number, "PSHeader", "mandatory component [0]"},
		{"no network", domain + identifier + "a30381012a" + number, "CommunicationIdentifier", "mandatory component [0]"},
		{"no operator", domain + identifier + "a306a00481024e31" + number, "NetworkIdentifier", "mandatory component [0]"},
		{"an empty LIID", domain + "8100" + network + number, "PSHeader.lawful", "wrong length"},
		{"a country of three letters", domain + identifier + "8203" + "4e5a5a" + network + number, "PSHeader.authorization", "wrong length"},
		{"a country that is no text", domain + identifier + country + "4e00" + network + number, "PSHeader.authorization", "PrintableString"},
		{"a field twice", domain + identifier + identifier + network + number, "PSHeader", "out of order"},
		{"fields out of order", domain + identifier + number + network, "PSHeader", "out of order"},
		{"a sequence number of 33 bits", domain + identifier + network + "84050100000000", "PSHeader.sequenceNumber", "out of range"},
		{"a sequence number with needless zeros", domain + identifier + network + "84020001", "PSHeader.sequenceNumber", "doesn't need"},
		{"a constructed number", domain + identifier + network + "a403020101", "PSHeader.sequenceNumber", "constructed"},
		{"a CIN of 33 bits", domain + identifier + "a30ea00580034f503181050100000000" + number, "CommunicationIdentifier", "out of range"},
		{"a time that is none", small + "850130", "PSHeader.timeStamp", "not a date"},
		{"an empty point", small + "8600", "PSHeader.interceptionPointID", "wrong length"},
		{"a point of nine letters", small + "8609414141414141414141", "PSHeader.interceptionPointID", "wrong length"},
		{"a million microseconds", small + "a70880010181030f4240", "MicroSecondTimeStamp", "out of range"},
		{"seconds alone", small + "a703800101", "MicroSecondTimeStamp", "mandatory component [1]"},
		{"a primitive time", small + "8703800101", "MicroSecondTimeStamp", "primitive"},
		{"an empty function", small + "8a00", "PSHeader.networkFunction", "wrong length"},
		{"an unknown tag before the marker", domain + identifier + network + "020100" + number, "PSHeader", "out of order"},
	} {
		var p PDU
		err := p.Decode(keepAlive(t, tc.header))
		var e *Error
		if !errors.As(err, &e) || !strings.HasPrefix(e.Field, tc.field) || !strings.Contains(e.Problem, tc.problem) {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

func TestPayloadsThatTheModuleForbidsAreRefused(t *testing.T) {
	packet := "8004050314" + "02"
	address := func(content string) string {
		return build(t, "a0", build(t, "30", build(t, "a2", build(t, "a2", "800405031401", build(t, "a1",
			"800101", "8100", "820101", "830101", build(t, "a4", content))))))
	}
	cc := func(content string) string { return build(t, "a1", build(t, "30", build(t, "a2", content))) }
	for _, tc := range []struct{ name, payload, problem string }{
		{"nothing", "", "empty"},
		{"two alternatives", build(t, "a2", alive) + build(t, "a2", alive), "more than one element"},
		{"a primitive alternative", "8000", "mixed up"},
		{"an item that is no SEQUENCE", "a1023100", "not a SEQUENCE"},
		{"a CC without contents", "a1023000", "mandatory component [2]"},
		{"contents of two", cc("84008400"), "more than one element"},
		{"a packet with another's identifier", cc(build(t, "a2", "800405051402", build(t, "a1", "8000"))), "object identifier"},
		{"a packet with an IRI's identifier", cc(build(t, "a2", "800405031401", build(t, "a1", "8000"))), "object identifier"},
		{"a packet without an identifier", cc(build(t, "a2", build(t, "a1", "8000"))), "mandatory component [0]"},
		{"a packet and more in a closed sequence", cc(build(t, "a2", packet, build(t, "a1", "8000"), "8200")), "doesn't have"},
		{"an IRI type of five", build(t, "a0", build(t, "30", "800105", "a2028400")), "out of range"},
		{"an address of the other version", address("810101" + "a2068104c0000201"), "not an address of its iP-type"},
		{"an address of five octets", address("810100" + "a2078105c000020101"), "not an address of its iP-type"},
		{"a prefix of nothing", address("810100" + "a2068104c0000201" + "840100"), "out of range"},
		{"a prefix of 129", address("810100" + "a2068104c0000201" + "84020081"), "out of range"},
		{"a mask of three", address("810100" + "a2068104c0000201" + "8503ffffff"), "wrong length"},
		{"a text that is no IA5", address("810100" + "a209820731312e31312ee9"), "IA5String"},
		{"a value before its type", address("a2068104c0000201" + "810100"), "out of order"},
		{"an address with a tag that no module has", address("8000" + "810100" + "a2068104c0000201"), "doesn't have"},
		{"an empty message", build(t, "a2", build(t, "a8", "800101", "8100")), "wrong length"},
		{"a check without a value", build(t, "a2", build(t, "a0", "a000", "810101")), "mandatory component [3]"},
		{"a check over text", build(t, "a2", build(t, "a0", "a003040101", "810101", "8300")), "not an INTEGER"},
		{"an answer without what is declined", build(t, "a2", build(t, "aa", "a000")), "mandatory component [1]"},
		{"a response with content", build(t, "a2", "840100"), "null with content"},
		{"a notice without a time", build(t, "a3", build(t, "a1", "810141")), "mandatory component [3]"},
		{"a notice of another domain", build(t, "a3", build(t, "a1", "800704000202000206", "810141")), "0.4.0.2.2.0.1"},
		{"a container without content", build(t, "a4", "800101"), "mandatory component [1]"},
	} {
		var p PDU
		err := p.Decode(pduOf(t, small, tc.payload))
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(e.Problem, tc.problem) || e.Offset == 0 || e.Field == "" {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

func TestFieldsOfNewerModulesAreSteppedOverAndCounted(t *testing.T) {
	for _, tc := range []struct {
		name    string
		in      []byte
		unknown int
	}{
		{"none", keepAlive(t, small), 0},
		{"a primitive field of the header", keepAlive(t, small+"8b0141"), 1},
		{"two, one constructed and with a high tag", keepAlive(t, small+"8b0141"+"bf811502"+"0500"), 2},
		{"a field of the network, one of the communication", keepAlive(t, domain+identifier+"a30e"+"a00880034f5031850141"+"84026162"+number), 2},
		{"a universal one at the end", keepAlive(t, small+"8801010500"), 1},
		{"an alternative of Payload", pduOf(t, small, "a800"), 1},
		{"an alternative of CCContents", pduOf(t, small, build(t, "a1", build(t, "30", build(t, "a2", "9800")))), 1},
		{"an alternative of IRIContents", pduOf(t, small, build(t, "a0", build(t, "30", build(t, "a2", "9500")))), 1},
		{"an alternative of TRI", pduOf(t, small, build(t, "a2", "8e00")), 1},
		{"an option", pduOf(t, small, build(t, "a2", build(t, "a9", build(t, "a0", "8100")))), 1},
	} {
		var p PDU
		err := p.Decode(tc.in)
		if err != nil || p.Unknown != tc.unknown || (p.Remarks&UnknownFields != 0) != (tc.unknown > 0) {
			t.Errorf("%s: %v, %d unknown", tc.name, err, p.Unknown)
		}
	}
}

func TestEveryLegalFormOfLengthSaysTheSame(t *testing.T) {
	var want, p PDU
	in := keepAlive(t, small)
	if err := want.Decode(in); err != nil {
		t.Fatal(err)
	}
	h, err := hex.DecodeString(small)
	if err != nil {
		t.Fatal(err)
	}
	head := ber.AppendOctets(nil, t1|cons, h)
	for name, b := range map[string][]byte{
		"indefinite outside": append(append([]byte{0x30, 0x80}, in[2:]...), 0, 0),
		"indefinite payload": ber.Wrap(append(bytes.Clone(head), 0xa2, 0x80, 0xa2, 0x80, 0x83, 0, 0, 0, 0, 0), 0, ber.Sequence),
		"indefinite header":  ber.Wrap(append(append(append([]byte{0xa1, 0x80}, h...), 0, 0), 0xa2, 4, 0xa2, 2, 0x83, 0), 0, ber.Sequence),
		"long lengths":       append([]byte{0x30, 0x83, 0, 0, byte(len(in) - 2)}, in[2:]...),
	} {
		n, err := Size(append(bytes.Clone(b), 0x30))
		if err != nil || n != len(b) {
			t.Errorf("%s: size %d of %d, %v", name, n, len(b), err)
		}
		if err := p.Decode(b); err != nil || fieldsOf(t, &p) != fieldsOf(t, &want) || p.Remarks != LongLengths {
			t.Errorf("%s: %v, remarks %b", name, err, p.Remarks)
		}
	}
}

func TestStringsInSegmentsAreRead(t *testing.T) {
	header := domain + "a180" + "040141" + "2480" + "040142" + "0000" + "0000" + network + number
	var p PDU
	if err := p.Decode(keepAlive(t, header)); err != nil || string(p.LIID) != "AB" || p.Remarks&Segmented == 0 {
		t.Errorf("%v: %q", err, p.LIID)
	}
	bad := domain + "a180" + "020141" + "0000" + network + number
	if err := p.Decode(keepAlive(t, bad)); err == nil {
		t.Error("a segment of another type is taken")
	}
}

func TestAnErrorQuotesNoContent(t *testing.T) {
	const mark = "TARGETNUMBER"
	text := hex.EncodeToString([]byte(mark))
	var p PDU
	for _, header := range []string{
		domain + "811a" + text + text + "4141" + network + number,
		small + "850c" + text,
		domain + identifier + "820c" + text + network + number,
		domain + "810c" + text + network,
	} {
		if err := p.Decode(keepAlive(t, header)); err == nil || strings.Contains(err.Error(), mark[:4]) {
			t.Errorf("error: %v", err)
		}
	}
}

func TestAPDUDoesNotShowWhatAnEarlierOneHad(t *testing.T) {
	var warm PDU
	list := samples(t, "ps-pdu")
	for _, first := range list {
		for _, s := range list {
			warm.Tolerate = WrongDomain
			if err := warm.Decode(first.octets); err != nil {
				t.Fatal(err)
			}
			if err := warm.Decode(s.octets); err != nil {
				t.Fatal(err)
			}
			fresh := PDU{Tolerate: WrongDomain}
			if err := fresh.Decode(s.octets); err != nil {
				t.Fatal(err)
			}
			if a, b := fieldsOf(t, &warm), fieldsOf(t, &fresh); a != b {
				t.Fatalf("%s after %s:\n%s\n%s", s.Name, first.Name, a, b)
			}
		}
	}
}
