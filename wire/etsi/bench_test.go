package etsi

import (
	"bytes"
	"testing"
)

// packet is a CC of 200 octets under a header as a mediation sends it.
func packet() (*Header, *CC) {
	h := &Header{
		Level: 43, LIID: []byte("LIID-2026-001"), Authorisation: [2]byte{'X', 'X'}, Delivery: [2]byte{'X', 'X'},
		Operator: []byte("OPERATOR"), Element: []byte("edge-7"), CIN: 1000, Seq: 4711,
		Stamp: Stamp{MicroTime, 1767225600, 123456, TimeOfInterception}, Point: []byte("ipt01"),
	}
	return h, &CC{Kind: PacketCC, Version: 20, Octets: bytes.Repeat([]byte{0x45}, 200)}
}

func BenchmarkAppendCC200(b *testing.B) {
	h, c := packet()
	dst := make([]byte, 0, 1024)
	b.ReportAllocs()
	for b.Loop() {
		h.Seq++
		dst = AppendCC(dst[:0], h, FromTarget, c)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds()/1e6, "MPDU/s")
}

func BenchmarkDecodeCC200(b *testing.B) {
	h, c := packet()
	src := AppendCC(nil, h, FromTarget, c)
	var p PDU
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Decode(src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppendIRISIP(b *testing.B) {
	h, _ := packet()
	c := signal()
	dst := make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		dst = AppendIRI(dst[:0], h, IRIContinue, c)
	}
}

func BenchmarkSizeCC200(b *testing.B) {
	h, c := packet()
	src := AppendCC(nil, h, FromTarget, c)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Size(src); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncryptCC200(b *testing.B) {
	h, c := packet()
	src := AppendCC(nil, h, FromTarget, c)
	k, err := NewCipher(AES256CBC, make([]byte, 32))
	if err != nil {
		b.Fatal(err)
	}
	dst := make([]byte, 0, 1024)
	b.ReportAllocs()
	for b.Loop() {
		if dst, err = k.AppendEncrypted(dst[:0], src, 1<<62, Part3); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChainAddCC200(b *testing.B) {
	h, c := packet()
	src := AppendCC(nil, h, FromTarget, c)
	chain, err := NewChain(SHA256, DataCC)
	if err != nil {
		b.Fatal(err)
	}
	var check Check
	b.ReportAllocs()
	for b.Loop() {
		if chain.Add(h.Seq, src); chain.Len() == 1000 {
			chain.Close(&check)
		}
	}
}
