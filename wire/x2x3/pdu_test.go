package x2x3

import (
	"bytes"
	"errors"
	"net/netip"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func media() *PDU {
	return &PDU{
		Minor: DefaultMinor, Type: X3, Format: RTP, Direction: FromTarget,
		XID: [16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9}, Correlation: 77,
		Attributes: Attributes{
			Seq: Some(uint32(9)), At: Some(Time{1767225600, 250_000_001}),
			NFID: []byte("sbc.example"), IPID: []byte("poi-1"),
			Source: addr("192.0.2.1"), Destination: addr("2001:db8::1"),
			SourcePort: Some(uint16(4000)), DestPort: Some(uint16(0)), Protocol: Some(uint8(17)),
			Matched: [][]byte{[]byte("<e164Number>15550100</e164Number>")},
		},
		Payload: bytes.Repeat([]byte{0x80}, 172),
	}
}

// every draws a PDU with any of the attributes, as a sender may make it.
func every(t *rapid.T) *PDU {
	text := rapid.SliceOfN(rapid.Byte(), 0, 40)
	maybe := func(name string) []byte {
		if rapid.Bool().Draw(t, name) {
			return append([]byte{}, text.Draw(t, name)...)
		}
		return nil
	}
	address := func(name string) netip.Addr {
		n := rapid.SampledFrom([]int{0, 4, 16}).Draw(t, name)
		a, _ := netip.AddrFromSlice(rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, name))
		return a
	}
	p := &PDU{
		Minor: rapid.Byte().Draw(t, "minor"), Type: X2, Format: Format(rapid.SampledFrom([]int{1, 4, 5, 9, 15, 900}).Draw(t, "format")),
		Direction: Direction(rapid.IntRange(1, 9).Draw(t, "direction")), Correlation: rapid.Uint64().Draw(t, "cid"),
		Payload: text.Draw(t, "payload"),
	}
	a := &p.Attributes
	for _, at := range canonical {
		if v := a.text(at); v != nil {
			*v = maybe("text")
		}
	}
	a.Source, a.Destination = address("source"), address("destination")
	a.Seq = Optional[uint32]{5, rapid.Bool().Draw(t, "seq")}
	a.At = Optional[Time]{Time{1, 2}, rapid.Bool().Draw(t, "at")}
	a.SourcePort = Optional[uint16]{3, rapid.Bool().Draw(t, "sport")}
	a.Protocol = Optional[uint8]{6, rapid.Bool().Draw(t, "protocol")}
	a.Matched = rapid.SliceOfN(text, 0, 3).Draw(t, "matched")
	a.Other = rapid.SliceOfN(text, 0, 3).Draw(t, "other")
	for range rapid.IntRange(0, 2).Draw(t, "additional") {
		a.Additional = append(a.Additional, Additional{Correlation: 8, Seq: Optional[uint32]{1, rapid.Bool().Draw(t, "aseq")}})
	}
	if rapid.Bool().Draw(t, "raw") {
		a.Raw = []Raw{{999, []byte("later")}, {AttrSeq, []byte{1}}}
	}
	return p
}

func TestWhatIsWrittenIsReadAndWrittenBackTheSame(t *testing.T) {
	var got PDU // warm from one run to the next: nothing of an earlier PDU may stay
	rapid.Check(t, func(t *rapid.T) {
		p := every(t)
		octets := p.Append([]byte("before"))[6:]
		if p.size()+len(p.Payload) != len(octets) {
			t.Fatalf("size says %d, written %d", p.size()+len(p.Payload), len(octets))
		}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		if err := got.Decode(octets); err != nil {
			t.Fatal(err)
		}
		if got.Source != p.Source || got.Seq.Ok != p.Seq.Ok || len(got.Matched) != len(p.Matched) || !bytes.Equal(got.SDP, p.SDP) {
			t.Fatalf("fields changed")
		}
		if again := got.Append(nil); !bytes.Equal(again, octets) {
			t.Fatalf("\n%x\n%x", again, octets)
		}
	})
}

func TestSizeFramesAStream(t *testing.T) {
	one := media().Append(nil)
	stream := append(slices.Clone(one), one[:11]...)
	if n, err := Size(stream); n != len(one) || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := Size(stream[len(one):]); !errors.Is(err, ErrMore) {
		t.Errorf("eleven octets: %v", err)
	}
}

func TestWhatIsBrokenIsRefusedWithItsPlace(t *testing.T) {
	good := media().Append(nil)
	for _, tc := range []struct {
		name   string
		change func(b []byte) []byte
		kind   error
		offset int
	}{
		{"major version 1", func(b []byte) []byte { b[0] = 1; return b }, ErrVersion, 0},
		{"type 0", func(b []byte) []byte { b[3] = 0; return b }, ErrType, 2},
		{"type 5", func(b []byte) []byte { b[3] = 5; return b }, ErrType, 2},
		{"direction 0", func(b []byte) []byte { b[15] = 0; return b }, ErrDirection, 14},
		{"format 0", func(b []byte) []byte { b[13] = 0; return b }, ErrFormat, 12},
		{"header of 64 KiB and one", func(b []byte) []byte { b[5], b[7] = 1, 1; return b }, ErrLimit, 4},
		{"payload of 1 MiB and one", func(b []byte) []byte { b[9], b[10], b[11] = 16, 0, 1; return b }, ErrLimit, 8},
		{"one octet too many", func(b []byte) []byte { return append(b, 0) }, ErrTrailing, len(good)},
		{"one octet short", func(b []byte) []byte { return b[:len(b)-1] }, ErrMore, len(good) - 1},
		{"attribute past the header", func(b []byte) []byte { b[42] = 0xff; return b }, ErrAttribute, 42},
		{"attribute without length", func(b []byte) []byte {
			b[7]--
			return slices.Delete(b, int(b[7]), int(b[7])+1)
		}, ErrAttribute, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var p PDU
			err := p.Decode(tc.change(slices.Clone(good)))
			var where *Error
			if !errors.Is(err, tc.kind) || !errors.As(err, &where) {
				t.Fatalf("%v, want %v", err, tc.kind)
			}
			if tc.offset > 0 && where.Offset != tc.offset {
				t.Errorf("octet %d, want %d", where.Offset, tc.offset)
			}
		})
	}
}

func TestMoreAttributesThanTheLimitAreRefused(t *testing.T) {
	p := media()
	for range MaxAttributes {
		p.Raw = append(p.Raw, Raw{Type: 900})
	}
	if err := new(PDU).Decode(p.Append(nil)); !errors.Is(err, ErrLimit) {
		t.Error(err)
	}
}

func TestAnOddAttributeIsKeptAndSaid(t *testing.T) {
	for _, tc := range []struct {
		name string
		raw  Raw
		want FaultKind
	}{
		{"timestamp of 12 octets", Raw{AttrTime, make([]byte, 12)}, WrongLength},
		{"number of 3 octets", Raw{AttrSeq, make([]byte, 3)}, WrongLength},
		{"address of 5 octets", Raw{AttrSourceIPv4, make([]byte, 5)}, WrongLength},
		{"port of 1 octet", Raw{AttrDestPort, make([]byte, 1)}, WrongLength},
		{"protocol of no octet", Raw{AttrProtocol, nil}, WrongLength},
		{"additional of 25 octets", Raw{AttrAdditional, make([]byte, 25)}, WrongLength},
		{"type of a later version", Raw{23, []byte("x")}, UnknownType},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := PDU{Type: X3, Format: RTP, Direction: Unknown, Payload: []byte{1}, Attributes: Attributes{Raw: []Raw{tc.raw}}}
			in := p.Append(nil)
			var got PDU
			if err := got.Decode(in); err != nil {
				t.Fatal(err)
			}
			if len(got.Faults) != 1 || got.Faults[0] != (Fault{tc.want, 40}) || len(got.Raw) != 1 {
				t.Errorf("faults %v, raw %v", got.Faults, got.Raw)
			}
			if !bytes.Equal(got.Append(nil), in) {
				t.Error("not written back as it came")
			}
		})
	}
}

func TestOfARepeatedAttributeTheFirstCounts(t *testing.T) {
	p := media()
	p.Raw = []Raw{{AttrSeq, []byte{0, 0, 0, 1}}, {AttrNFID, []byte("other")}, {AttrSourceIPv6, make([]byte, 16)}}
	var got PDU
	if err := got.Decode(p.Append(nil)); err != nil {
		t.Fatal(err)
	}
	if got.Seq.V != 9 || string(got.NFID) != "sbc.example" || !got.Source.Is4() || len(got.Faults) != 3 || got.Faults[0].Kind != Repeated {
		t.Errorf("%v %q %v %v", got.Seq, got.NFID, got.Source, got.Faults)
	}
}

func TestCheckRefusesWhatTheOtherEndWouldRefuse(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*PDU)
		want   error
	}{
		{"a SIP message on X3", func(p *PDU) { p.Format = SIP }, ErrFormat},
		{"RTP on X2", func(p *PDU) { p.Type = X2 }, ErrFormat},
		{"no direction", func(p *PDU) { p.Direction = 0 }, ErrDirection},
		{"no type", func(p *PDU) { p.Type = 0 }, ErrType},
		{"too long a payload", func(p *PDU) { p.Payload = make([]byte, MaxPayload+1) }, ErrLimit},
		{"too long a text", func(p *PDU) { p.SDP = make([]byte, MaxHeader) }, ErrLimit},
		{"a keep-alive with a name", func(p *PDU) { *p = NewKeepAlive(5, 1); p.NFID = []byte("x") }, ErrKeepAlive},
		{"a keep-alive without number", func(p *PDU) { *p = PDU{Type: KeepAlive} }, ErrKeepAlive},
	} {
		p := media()
		tc.change(p)
		if err := p.Check(); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

func TestKeepAliveIs48OctetsAndItsAcknowledgementHasItsNumber(t *testing.T) {
	k := NewKeepAlive(DefaultMinor, 12345)
	want := sample(t, filepath.Join("testdata", "keepalive.hex"))
	want[1] = DefaultMinor
	if got := k.Append(nil); !bytes.Equal(got, want) || len(got) != 48 {
		t.Errorf("%x", got)
	}
	var got PDU
	ack := k.Acknowledge(DefaultMinor)
	if err := got.Decode(ack.Append(nil)); err != nil || got.Type != KeepAliveAck || got.Seq.V != 12345 {
		t.Errorf("%v %v", err, got.Seq)
	}
}

func TestNothingIsAllocatedOnceWarm(t *testing.T) {
	p := media()
	octets := p.Append(nil)
	buffer := make([]byte, 0, 1024)
	var got PDU
	var n Numbering
	n.Number(p)
	if err := got.Decode(octets); err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]func(){
		"decode": func() { _ = got.Decode(octets) },
		"append": func() { buffer = p.Append(buffer[:0]) },
		"number": func() { n.Number(p) },
		"check":  func() { _ = p.Check() },
	} {
		if a := testing.AllocsPerRun(100, f); a != 0 {
			t.Errorf("%s: %v allocations", name, a)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, path := range samples(f, "testdata", "*.hex") {
		f.Add(sample(f, path))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		n, err := Size(in)
		if err == nil && (n < MinHeader || n > MaxHeader+MaxPayload) {
			t.Fatalf("size %d", n)
		}
		var p PDU
		if err := p.Decode(in); err == nil {
			if out := p.Append(nil); !bytes.Equal(in, out) {
				t.Errorf("what was read can't be written back:\n in %x\nout %x", in, out)
			}
			if err := p.Check(); err != nil && len(in) < MaxHeader {
				t.Errorf("what was read is refused: %v", err)
			}
		}
		for _, text := range p.Matched {
			ParseTarget(text)
		}
		_ = p.DecodeLenient(in)
	})
}

func BenchmarkDecode(b *testing.B) {
	octets := media().Append(nil)
	var p PDU
	b.ReportAllocs()
	b.SetBytes(int64(len(octets)))
	for b.Loop() {
		_ = p.Decode(octets)
	}
}

func BenchmarkAppend(b *testing.B) {
	p := media()
	buffer := make([]byte, 0, 1024)
	b.ReportAllocs()
	b.SetBytes(int64(len(p.Append(nil))))
	for b.Loop() {
		buffer = p.Append(buffer[:0])
	}
}

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }
