package lemftest

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/datagram"
	"writ/wire/etsi"
)

// Start is when deliveries begin.
var Start = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// The ends of the call. Alice calls and is the target.
var (
	Alice = netip.MustParseAddrPort("192.0.2.1:4000")
	Bob   = netip.MustParseAddrPort("198.51.100.2:5000")
)

// Head gives a header of the delivery after a time.
func Head(seq uint32, after time.Duration) etsi.Header {
	at := Start.Add(after)
	return etsi.Header{Level: 43, LIID: []byte("LIID-2026-0042"), Authorisation: [2]byte{'N', 'Z'}, Delivery: [2]byte{'N', 'Z'}, Operator: []byte("op-1"),
		Element: []byte("ne-1"), CIN: 77, Seq: seq,
		Stamp: etsi.Stamp{Form: etsi.MicroTime, Sec: at.Unix(), Micro: uint32(at.Nanosecond() / 1000), Qualifier: etsi.TimeOfInterception}}
}

// Codecs are the payload type and name of a stream.
type Codec struct {
	Type uint8
	Name string
}

// The codecs of a sample call.
var (
	PCMA = Codec{8, "PCMA/8000"}
	G722 = Codec{9, "G722/8000"}
	Opus = Codec{111, "opus/48000/2"}
)

// Call makes a call of one second of media each way: INVITE, 180, 200, ACK, media of 50 packets each way, BYE, 200. payload gives
// the octets of the n-th packet that Alice (true) or Bob sends.
func Call(codec Codec, payload func(alice bool, n int) []byte) []Item {
	messages := []struct {
		after time.Duration
		alice bool
		first string
		cseq  string
		body  string
		kind  etsi.IRIType
	}{
		{0, true, "INVITE sip:bob@example.net SIP/2.0", "1 INVITE", sdp(Alice, codec), etsi.IRIBegin},
		{100 * time.Millisecond, false, "SIP/2.0 180 Ringing", "1 INVITE", "", etsi.IRIContinue},
		{200 * time.Millisecond, false, "SIP/2.0 200 OK", "1 INVITE", sdp(Bob, codec), etsi.IRIContinue},
		{250 * time.Millisecond, true, "ACK sip:bob@example.net SIP/2.0", "1 ACK", "", etsi.IRIContinue},
		{1400 * time.Millisecond, true, "BYE sip:bob@example.net SIP/2.0", "2 BYE", "", etsi.IRIContinue},
		{1450 * time.Millisecond, false, "SIP/2.0 200 OK", "2 BYE", "", etsi.IRIEnd},
	}
	var out []Item
	for i, m := range messages {
		if i == 4 {
			out = append(out, media(codec, payload)...)
		}
		from, to := Alice.Addr(), Bob.Addr()
		if !m.alice {
			from, to = to, from
		}
		out = append(out, Item{On: lemf.HI2, Header: Head(uint32(i), m.after), Type: m.kind, IRI: &etsi.IRI{Kind: etsi.MultimediaIRI, Multimedia: etsi.Multimedia{
			Version: 17, Form: etsi.SIPMessage, Source: etsi.Address{IP: from}, Destination: etsi.Address{IP: to}, Content: sip(m.first, m.cseq, m.body)}}})
	}
	return out
}

func sip(first, cseq, body string) []byte {
	text := first + "\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:alice@example.net>;tag=a\r\nTo: <sip:bob@example.net>"
	if first[0] == 'S' || cseq != "1 INVITE" {
		text += ";tag=b"
	}
	text += "\r\nCall-ID: call-1@example.net\r\nCSeq: " + cseq + "\r\n"
	if body != "" {
		text += "Content-Type: application/sdp\r\n"
	}
	return fmt.Appendf(nil, "%sContent-Length: %d\r\n\r\n%s", text, len(body), body)
}

func sdp(at netip.AddrPort, codec Codec) string {
	return fmt.Sprintf("v=0\r\no=- 1 1 IN IP4 %[1]s\r\ns=-\r\nc=IN IP4 %[1]s\r\nt=0 0\r\nm=audio %[2]d RTP/AVP %[3]d 101\r\na=rtpmap:%[3]d %[4]s\r\na=rtpmap:101 telephone-event/8000\r\n",
		at.Addr(), at.Port(), codec.Type, codec.Name)
}

func media(codec Codec, payload func(alice bool, n int) []byte) []Item {
	var out []Item
	for n := range 50 {
		for _, alice := range []bool{true, false} {
			from, to, d, ssrc := Alice, Bob, etsi.FromTarget, uint32(0xa11ce)
			if !alice {
				from, to, d, ssrc = Bob, Alice, etsi.ToTarget, 0xb0b
			}
			packet, _ := datagram.Append(nil, from, to, RTP(codec.Type, uint16(n), uint32(n*160), ssrc, payload(alice, n)))
			after := 300*time.Millisecond + time.Duration(n)*20*time.Millisecond
			if !alice {
				after += time.Millisecond
			}
			out = append(out, Item{On: lemf.HI3, Header: Head(uint32(len(out)), after), Direction: d,
				CC: &etsi.CC{Kind: etsi.MultimediaCC, Version: 17, Frame: etsi.IPFrame, Protocol: etsi.RTP, Stream: []byte("m=audio"), Octets: packet}})
		}
	}
	return out
}

// RTP makes one packet.
func RTP(kind uint8, seq uint16, stamp, ssrc uint32, payload []byte) []byte {
	b := []byte{0x80, kind}
	b = binary.BigEndian.AppendUint16(b, seq)
	b = binary.BigEndian.AppendUint32(b, stamp)
	b = binary.BigEndian.AppendUint32(b, ssrc)
	return append(b, payload...)
}
