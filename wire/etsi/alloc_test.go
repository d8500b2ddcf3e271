package etsi

import (
	"bytes"
	"net/netip"
	"testing"
)

// signal is a SIP message of a kilobyte.
func signal() *IRI {
	a := Address{IP: netip.MustParseAddr("192.0.2.1"), Assignment: AssignedUnknown, HasMask: true, Mask: [4]byte{255, 255, 255, 255}}
	return &IRI{Kind: MultimediaIRI, Multimedia: Multimedia{
		Form: SIPMessage, Source: a, Destination: a, Content: bytes.Repeat([]byte("SIP/2.0 "), 128),
	}}
}

func TestWritingIntoABufferWithRoomAllocatesNothing(t *testing.T) {
	h, c := packet()
	iri, dst := signal(), make([]byte, 0, 1<<14)
	pair := []CCPayload{{Direction: FromTarget, Stamp: h.Stamp, CC: *c}, {Direction: ToTarget, Stamp: h.Stamp, CC: *c}}
	signals := []IRIPayload{{Type: IRIBegin, IRI: *iri}}
	check := &TRI{Kind: IntegrityCheck, Check: Check{Included: []uint32{1, 2, 3}, Type: HashCheck, Value: make([]byte, 32)}}
	notice := &Notification{Notice: Activated, LIID: h.LIID, Operator: []byte("OP")}
	cipher, err := NewCipher(AES192CBC, make([]byte, 24))
	if err != nil {
		t.Fatal(err)
	}
	plain := AppendCC(nil, h, FromTarget, c)
	for name, write := range map[string]func(){
		"AppendCC":        func() { dst = AppendCC(dst[:0], h, FromTarget, c) },
		"AppendCCs":       func() { dst = AppendCCs(dst[:0], h, pair) },
		"AppendIRI":       func() { dst = AppendIRI(dst[:0], h, IRIBegin, iri) },
		"AppendIRIs":      func() { dst = AppendIRIs(dst[:0], h, signals) },
		"AppendTRI":       func() { dst = AppendTRI(dst[:0], h, check) },
		"AppendHI1":       func() { dst = AppendHI1(dst[:0], h, notice) },
		"AppendEncrypted": func() { dst, _ = cipher.AppendEncrypted(dst[:0], plain, 1, Part3) },
	} {
		if n := testing.AllocsPerRun(100, write); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}

func TestReadingIntoAWarmPDUAllocatesNothing(t *testing.T) {
	var p PDU
	for _, s := range samples(t, "ps-pdu") {
		p.Tolerate = WrongDomain
		if n := testing.AllocsPerRun(10, func() {
			if err := p.Decode(s.octets); err != nil {
				t.Fatal(s.Name, err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations", s.Name, n)
		}
	}
}
