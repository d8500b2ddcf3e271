package mediation

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"writ/wire/etsi"
	"writ/wire/x2x3"
)

func TestDirectionsAreThoseOfTheSource(t *testing.T) {
	want := map[x2x3.Direction]etsi.Direction{x2x3.Unknown: etsi.Indeterminate, x2x3.ToTarget: etsi.ToTarget, x2x3.FromTarget: etsi.FromTarget,
		x2x3.Several: etsi.Combined, x2x3.NotApplicable: etsi.NotApplicable, 99: etsi.Indeterminate}
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, quiet(terms))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
	for d, out := range want {
		p := pdu(task, x2x3.X3, x2x3.RTP, 7, 2*ms, rtp(1))
		p.Direction = d
		b.out.Reset()
		b.send(p)
		if got := b.read(0).CC[0].Direction; got != out {
			t.Errorf("%d becomes %d, want %d", d, got, out)
		}
	}
}

func TestContentOfACallNamesItsStreamAndFrame(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, quiet(terms))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
	b.out.Reset()
	send := func(f x2x3.Format, port uint16, payload []byte) *etsi.CC {
		p := pdu(task, x2x3.X3, f, 7, 2*ms, payload)
		p.DestPort, p.SourcePort = x2x3.Some(uint16(4000)), x2x3.Some(port)
		b.out.Reset()
		b.send(p)
		return &b.read(0).CC[0].CC
	}
	const announced = "c=IN IP4 192.0.2.10\r\nm=audio 30000 RTP/AVP 8\r\n"
	for _, tc := range []struct {
		format x2x3.Format
		port   uint16
		stream string
		frame  etsi.FrameType
		what   etsi.MediaProtocol
	}{{x2x3.RTP, 30000, announced, etsi.RTPFrame, etsi.RTP}, {x2x3.RTP, 30001, announced, etsi.RTPFrame, etsi.RTP}, {x2x3.RTP, 30002, "", etsi.RTPFrame, etsi.RTP},
		{x2x3.MSRP, 30000, announced, etsi.MSRPFrame, etsi.MSRP}, {x2x3.IPv4, 30000, announced, etsi.IPFrame, etsi.RTP}} {
		payload := ip4(1)
		binary.BigEndian.PutUint16(payload[20:], tc.port) // a packet's own ports count
		cc := send(tc.format, tc.port, payload)
		if string(cc.Stream) != tc.stream || cc.Frame != tc.frame || cc.Protocol != tc.what || !bytes.Equal(cc.Octets, payload) {
			t.Errorf("format %d to port %d: stream %q, frame %d, protocol %d", tc.format, tc.port, cc.Stream, cc.Frame, cc.Protocol)
		}
	}
}

func TestIPv6IsTakenAsIPv4(t *testing.T) {
	packet := make([]byte, 48)
	packet[0], packet[5], packet[6] = 0x60, 8, 17
	copy(packet[8:], []byte{0x20, 1, 0xd, 0xb8, 15: 7})
	copy(packet[24:], []byte{0x20, 1, 0xd, 0xb8, 15: 9})
	b := newBench(t, Config{})
	task, terms := line1(t, 1)
	b.set(task, quiet(terms))
	p := pdu(task, x2x3.X3, x2x3.IPv6, 7, ms, packet)
	p.Direction = x2x3.ToTarget
	b.send(p)
	b.tick(time.Second)
	a := b.read(0).IRI[0].IRI.Access
	if a.IP != etsi.IPv6 || a.Address.IP.String() != "2001:db8::9" || a.Address.Prefix != 128 || !bytes.Equal(b.read(1).CC[0].CC.Octets, packet) {
		t.Errorf("got %+v", a.Address)
	}
}

func TestPacketsOfX2AreReadForTheirSignalling(t *testing.T) {
	udp := func(source, dest uint16, payload []byte) []byte {
		p := append(ip4(0)[:20:20], byte(source>>8), byte(source), byte(dest>>8), byte(dest), 0, 0, 0, 0)
		return append(p, payload...)
	}
	six := func(payload []byte) []byte {
		p := make([]byte, 40, 300)
		p[0], p[6] = 0x60, 0 // hop-by-hop, then UDP
		p = append(p, 17, 0, 1, 4, 0, 0, 0, 0)
		return append(append(p, 0x13, 0xc4, 0x13, 0xc4, 0, 0, 0, 0), payload...)
	}
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, quiet(terms))
	for i, tc := range []struct {
		name    string
		format  x2x3.Format
		payload []byte
		want    string
	}{
		{"SIP", x2x3.IPv4, udp(5060, 5060, invite("c1")), "HI2 1#0 Begin"},
		{"SIP over IPv6", x2x3.IPv6, six(invite("c1")), "HI2 2#0 Begin"},
		{"RADIUS", x2x3.IPv4, udp(4000, 1812, radiusText(1, 1, "alice")), "HI2 3#0 Report event 0"},
		{"anything else", x2x3.IPv4, udp(4000, 53, []byte("query")), ""},
		{"no packet", x2x3.IPv4, []byte{0x45, 0}, ""},
	} {
		b.out.Reset()
		b.send(pdu(task, x2x3.X2, tc.format, uint64(i+1), time.Duration(i+1)*ms, tc.payload))
		if got := fmt.Sprint(b.said()); got != fmt.Sprintf("[%s]", tc.want) {
			t.Errorf("%s: got %s", tc.name, got)
		}
	}
	if n := b.counts(task.XID); n.Unsupported[x2x3.IPv4] != 1 || n.Dropped[Unreadable] != 1 {
		t.Errorf("got %+v", n)
	}
}

func TestWhatIsTS102232AlreadyGoesOutUnderOurHeader(t *testing.T) {
	theirs := etsi.Header{Level: 17, LIID: []byte("THEIRS"), Operator: []byte("them"), CIN: 99, Seq: 77, Stamp: etsi.Stamp{Form: etsi.MicroTime, Sec: 1}}
	iri := etsi.IRI{Kind: etsi.AccessIRI, Access: etsi.Access{Event: etsi.AccessAccept, Username: []byte("alice"), IP: etsi.IPv4, Version: 10}}
	cc := etsi.CC{Kind: etsi.PacketCC, Version: 10, Octets: ip4(1)}
	var iriPDU, ccPDU etsi.PDU
	wholeIRI, wholeCC := etsi.AppendIRI(nil, &theirs, etsi.IRIBegin, &iri), etsi.AppendCC(nil, &theirs, etsi.ToTarget, &cc)
	if iriPDU.Decode(wholeIRI) != nil || ccPDU.Decode(wholeCC) != nil {
		t.Fatal("our own PDUs do not read")
	}
	for _, tc := range []struct {
		name   string
		format x2x3.Format
		iri    []byte
		cc     []byte
	}{{"as PS-PDU", x2x3.PSPDU, wholeIRI, wholeCC}, {"as Payload", x2x3.ETSI102232, iriPDU.Raw, ccPDU.Raw}} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBench(t, Config{})
			task, terms := line1(t, 1)
			b.set(task, quiet(terms))
			b.send(pdu(task, x2x3.X3, tc.format, 7, ms, tc.cc))
			b.send(pdu(task, x2x3.X2, tc.format, 7, 2*ms, tc.iri))
			if p := b.read(0); !bytes.Equal(p.Raw, iriPDU.Raw) || string(p.LIID) != "LIID-1" || p.Sec != noon.Unix() {
				t.Error("the Payload was changed, or the header is theirs")
			}
			if p := b.read(1); !bytes.Equal(p.Raw, ccPDU.Raw) {
				t.Error("the Payload of CC was changed")
			}
			b.wants("HI2 1#0 Begin event 1", "HI3 1#0 CC 2")
			b.send(pdu(task, x2x3.X2, tc.format, 7, 3*ms, tc.cc))
			b.send(pdu(task, x2x3.X3, tc.format, 7, 4*ms, tc.iri))
			b.send(pdu(task, x2x3.X3, tc.format, 7, 5*ms, []byte{0xa1, 5, 1}))
			if n := b.counts(task.XID); n.Dropped[Unsupported] != 2 || n.Dropped[Unreadable] != 1 {
				t.Errorf("got %+v", n)
			}
		})
	}
}

func TestAnEventOfTS33128GoesOutAsIRIPayload(t *testing.T) {
	files, err := filepath.Glob("../../../shared/vectors/etsi/ts33128/*xiri*.hex")
	if err != nil || len(files) == 0 {
		t.Log("the samples of TS 33.128 are not here: a made one alone is tried")
	}
	made := []byte{0x30, 0x0d, 0x81, 5, 4, 19, 17, 15, 1, 0xa2, 4, 0xa6, 2, 0x80, 0}
	samples := map[string][]byte{"made": made}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if samples[f], err = hex.DecodeString(string(bytes.Join(bytes.Fields(text), nil))); err != nil {
			t.Fatal(err)
		}
	}
	for name, sample := range samples {
		b := newBench(t, Config{})
		task, terms := line1(t, 1)
		b.set(task, quiet(terms))
		b.send(pdu(task, x2x3.X2, x2x3.TS33128, 7, ms, sample))
		if len(b.out.PDUs) != 1 {
			t.Fatalf("%s: %+v", name, b.counts(task.XID))
		}
		p := b.read(0)
		raw := p.IRI[0].IRI.Raw
		if p.IRI[0].IRI.Kind != etsi.ThreeGPP33128IRI || !bytes.HasSuffix(raw, sample[9:]) && name == "made" {
			t.Errorf("%s: got kind %d, %x", name, p.IRI[0].IRI.Kind, raw)
		}
		if name == "made" && (p.IRI[0].Type != etsi.IRIBegin || !bytes.Contains(raw, []byte{0x81, 5, 4, 19, 17, 15, 3})) {
			t.Errorf("got type %d, %x", p.IRI[0].Type, raw)
		}
	}
}

func TestEveryFormatIsDeliveredOrNamed(t *testing.T) {
	for typ := x2x3.X2; typ <= x2x3.X3; typ++ {
		for f := x2x3.Format(0); f < 30; f++ {
			b := newBench(t, Config{})
			task, terms := call1(t, 1)
			b.set(task, quiet(terms))
			b.send(pdu(task, typ, f, 7, ms, []byte("anything at all")))
			b.send(pdu(task, typ, f, 7, 2*ms, nil))
			b.tick(time.Minute)
			n := b.counts(task.XID)
			if n.Taken != 2 || n.Waiting != 0 {
				t.Errorf("type %d, format %d: %+v", typ, f, n)
			}
			if n.IRI+n.CC < 2 && len(b.out.Reports) < 2 {
				t.Errorf("type %d, format %d: dropped and not reported", typ, f)
			}
		}
	}
}
