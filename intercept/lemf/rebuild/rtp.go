package rebuild

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"time"

	"writ/intercept/lemf/audio"
	"writ/intercept/lemf/call"
)

// An rtp is one packet of RFC 3550. Its payload aliases the source.
type rtp struct {
	kind    uint8
	seq     uint16
	stamp   uint32
	ssrc    uint32
	payload []byte
}

// readRTP takes a packet apart; ok is false for RTCP and what is neither.
func readRTP(b []byte) (r rtp, ok bool) {
	if len(b) < 12 || b[0]>>6 != 2 || b[1] >= 192 && b[1] <= 223 {
		return r, false
	}
	be := binary.BigEndian
	r = rtp{b[1] & 0x7f, be.Uint16(b[2:]), be.Uint32(b[4:]), be.Uint32(b[8:]), nil}
	rest := b[12:]
	if n := int(b[0]&15) * 4; n <= len(rest) {
		rest = rest[n:]
	} else {
		return r, false
	}
	if b[0]&0x10 != 0 { // extension
		if len(rest) < 4 || 4+4*int(be.Uint16(rest[2:])) > len(rest) {
			return r, false
		}
		rest = rest[4+4*int(be.Uint16(rest[2:])):]
	}
	if b[0]&0x20 != 0 && len(rest) > 0 { // padding
		n := int(rest[len(rest)-1])
		if n == 0 || n > len(rest) {
			return r, false
		}
		rest = rest[:len(rest)-n]
	}
	r.payload = rest
	return r, true
}

// take adds a packet to its stream; false where it can't be heard here.
func (st *Stream) take(m *call.Media, r rtp, at time.Time) bool {
	codec, known := m.Codec(r.kind)
	name := "payload type " + strconv.Itoa(int(r.kind))
	if known {
		name = codec.Name
	}
	if !slices.Contains(st.Codecs, name) && len(st.Codecs) < 16 {
		st.Codecs = append(st.Codecs, name)
	}
	switch k, playable := audio.Playable(name); {
	case playable:
		st.heard = append(st.heard, audio.Packet{At: at, Seq: r.seq, Stamp: r.stamp, Codec: k, Payload: bytes.Clone(r.payload)})
		return true
	case strings.EqualFold(name, "telephone-event"):
		st.digit(r, at, codec.Rate)
		return true
	case strings.EqualFold(name, "CN"):
		return true
	default:
		st.Why = plays(name)
		return false
	}
}

// keys are the events of RFC 4733 that a telephone has.
const keys = "0123456789*#ABCD"

// digit takes one packet of an event; the last packet says how long it was.
func (st *Stream) digit(r rtp, at time.Time, rate int) {
	if len(r.payload) < 4 || rate <= 0 {
		return
	}
	key := "event " + strconv.Itoa(int(r.payload[0]))
	if int(r.payload[0]) < len(keys) {
		key = keys[r.payload[0] : r.payload[0]+1]
	}
	long := time.Duration(binary.BigEndian.Uint16(r.payload[2:])) * time.Second / time.Duration(rate)
	if i, ok := st.digits[r.stamp]; ok {
		st.Digits[i].Long = max(st.Digits[i].Long, long)
		return
	}
	st.digits[r.stamp] = len(st.Digits)
	st.Digits = append(st.Digits, Digit{at, key, long})
}

// plays says what plays a codec that isn't decoded here.
func plays(name string) string {
	switch strings.ToLower(name) {
	case "opus":
		return "Opus: open the capture in Wireshark, Telephony, RTP, RTP Player"
	case "amr", "amr-wb", "evs":
		return name + ": take the payload out in Wireshark (Telephony, RTP, Stream Analysis, Save) and play it with ffmpeg or VLC"
	case "g729", "gsm", "ilbc", "g723", "g726-32", "speex":
		return name + ": open the capture in Wireshark, Telephony, RTP, RTP Player"
	default:
		return name + ": open the capture in Wireshark and decode the port as RTP; the SDP of the signalling says what it is"
	}
}

// why says why what a stream carries can't be heard here.
func why(m *call.Media) string {
	switch {
	case m == nil:
		return "no SDP of the session set this stream up, or it is RTCP: open the capture in Wireshark"
	case m.Secure() && m.Keys:
		return "SRTP: encrypted; its keys stand in the SDP of the signalling (a=crypto); decrypt the capture with a tool that takes them, such as libsrtp's rtp_decoder"
	case m.Secure():
		return "SRTP: encrypted, and the signalling holds no keys (DTLS-SRTP or another exchange); only the ends have them"
	case strings.EqualFold(m.Proto, "udptl"):
		return "T.38 fax: open the capture in Wireshark (Telephony, VoIP Calls shows the fax; a T.38 tool makes the pages)"
	case strings.Contains(m.Proto, "MSRP"):
		return "MSRP messages: open the capture in Wireshark"
	case m.Kind != "audio":
		return m.Kind + ": open the capture in Wireshark or play it with ffmpeg, with the SDP of the signalling"
	default:
		return "RTCP: open the capture in Wireshark"
	}
}
