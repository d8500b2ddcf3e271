package call

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"writ/dissect/sip"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

const (
	alice = "192.0.2.1"
	bob   = "192.0.2.2"
)

func sdp(host string, port int, proto, formats string) string {
	return fmt.Sprintf("v=0\r\no=- 1 1 IN IP4 %[1]s\r\ns=-\r\nc=IN IP4 %[1]s\r\nt=0 0\r\nm=audio %[2]d %[3]s %[4]s\r\na=rtpmap:101 telephone-event/8000\r\n", host, port, proto, formats)
}

func message(first, fromTag, toTag, cseq, body string) []byte {
	to := "<sip:bob@example.net>"
	if toTag != "" {
		to += ";tag=" + toTag
	}
	text := first + "\r\nFrom: <sip:alice@example.net>;tag=" + fromTag + "\r\nTo: " + to + "\r\nCall-ID: c1\r\nCSeq: " + cseq + "\r\n"
	if body != "" {
		text += "Content-Type: application/sdp\r\n"
	}
	return []byte(fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", text, len(body), body))
}

func add(t *testing.T, c *Call, second int, from, to string, raw []byte) {
	t.Helper()
	var m sip.Message
	if err := m.Scan(raw); err != nil {
		t.Fatal(err)
	}
	c.Add(noon.Add(time.Duration(second)*time.Second), netip.MustParseAddr(from), netip.MustParseAddr(to), &m)
}

func simple(t *testing.T) *Call {
	c := &Call{}
	add(t, c, 0, alice, bob, message("INVITE sip:bob@example.net SIP/2.0", "a", "", "1 INVITE", sdp(alice, 4000, "RTP/AVP", "8 101")))
	add(t, c, 1, bob, alice, message("SIP/2.0 180 Ringing", "a", "b", "1 INVITE", ""))
	add(t, c, 2, bob, alice, message("SIP/2.0 200 OK", "a", "b", "1 INVITE", sdp(bob, 5000, "RTP/AVP", "8 101")))
	add(t, c, 3, alice, bob, message("ACK sip:bob@example.net SIP/2.0", "a", "b", "1 ACK", ""))
	return c
}

func TestTheSidesOfACallAndItsStreamsAreKnown(t *testing.T) {
	c := simple(t)
	var lines []string
	for _, m := range c.Messages {
		lines = append(lines, fmt.Sprint(m.Line, "/", m.Sender))
	}
	want := "INVITE/the caller 180 to INVITE/the called party 200 to INVITE/the called party ACK/the caller"
	if got := strings.Join(lines, " "); got != want {
		t.Errorf("the ladder is %s", got)
	}
	if c.Caller.Reveal() != "sip:alice@example.net" || !c.Answered.Equal(noon.Add(2*time.Second)) || c.Hung != 0 {
		t.Errorf("caller %s, answered %s", c.Caller.Reveal(), c.Answered)
	}
	a, b, elsewhere := netip.MustParseAddrPort("192.0.2.1:4000"), netip.MustParseAddrPort("192.0.2.2:5000"), netip.MustParseAddrPort("192.0.2.9:9")
	for _, tc := range []struct {
		from, to netip.AddrPort
		want     Side
	}{{a, b, Caller}, {b, a, Callee}, {elsewhere, b, Caller}, {a, elsewhere, Caller}, {elsewhere, elsewhere, 0}} {
		if got := c.Sender(tc.from, tc.to); got != tc.want {
			t.Errorf("%v > %v is sent by %s", tc.from, tc.to, got)
		}
	}
	if k, ok := c.Between(a, b, noon).Codec(101); !ok || k.Name != "telephone-event" {
		t.Errorf("101 is %v", k)
	}
	if m := c.Named([]byte("c=IN IP4 192.0.2.2\r\nm=audio 5000 RTP/AVP 8 101\r\n"), noon); m == nil || m.Owner != Callee {
		t.Errorf("the identifier names %v", m)
	}
	if m := c.Named([]byte("stream-1"), noon); m != nil {
		t.Errorf("an identifier of another form names %v", m)
	}
}

func TestARequestInsideTheCallMayBeTheCalledPartys(t *testing.T) {
	c := simple(t)
	raw := message("BYE sip:alice@example.net SIP/2.0", "b", "a", "1 BYE", "")
	add(t, c, 9, bob, alice, raw)
	add(t, c, 10, alice, bob, message("SIP/2.0 200 OK", "b", "a", "1 BYE", ""))
	if c.Hung != Callee || !c.Ended.Equal(noon.Add(10*time.Second)) {
		t.Errorf("%s hung up, ended %s", c.Hung, c.Ended)
	}
}

func TestAPlaceThatTurnsFromSoundToFaxIsWhatItWasLastSaidToBe(t *testing.T) {
	c := simple(t)
	fax := strings.Replace(sdp(alice, 4000, "udptl", "t38"), "m=audio", "m=image", 1)
	add(t, c, 20, alice, bob, message("INVITE sip:bob@example.net SIP/2.0", "a", "b", "2 INVITE", fax))
	at := netip.MustParseAddrPort("192.0.2.1:4000")
	for _, tc := range []struct {
		second int
		want   string
	}{{-5, "audio"}, {5, "audio"}, {19, "audio"}, {20, "image"}, {60, "image"}} {
		if m := c.At(at, noon.Add(time.Duration(tc.second)*time.Second)); m == nil || m.Kind != tc.want {
			t.Errorf("at %d s it is %v", tc.second, m)
		}
	}
}

func TestARefusalIsKeptAndAChallengeIsNone(t *testing.T) {
	c := &Call{}
	add(t, c, 0, alice, bob, message("INVITE sip:bob@example.net SIP/2.0", "a", "", "1 INVITE", sdp(alice, 4000, "RTP/SAVP", "8")))
	add(t, c, 1, bob, alice, message("SIP/2.0 407 Proxy Authentication Required", "a", "b", "1 INVITE", ""))
	if c.Refused != 0 {
		t.Error("a challenge counts as a refusal")
	}
	add(t, c, 2, bob, alice, message("SIP/2.0 486 Busy Here", "a", "b", "2 INVITE", ""))
	if c.Refused != 486 || !c.Media[0].Secure() {
		t.Errorf("refused %d, media %+v", c.Refused, c.Media)
	}
}

func TestNoLineOfALadderShowsWhatAStrangerWrote(t *testing.T) {
	c := &Call{}
	add(t, c, 0, alice, bob, message("+12025550199 sip:bob@example.net SIP/2.0", "a", "", "1 +12025550199", ""))
	if got := c.Messages[0].Line; strings.Contains(got, "555") {
		t.Errorf("the line is %q", got)
	}
}
