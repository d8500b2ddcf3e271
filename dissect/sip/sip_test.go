package sip

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const invite = "INVITE sip:+12025550107@voip.example.net SIP/2.0\r\n" +
	"Via: SIP/2.0/UDP 203.0.113.10:6100;branch=z9hG4bK1\r\n" +
	"f: \"A; B <\\\" x\" <sip:+12025550129@voip.example.net;user=phone> ; x=y;TAG = 77\r\n" +
	"To:\r\n <sip:+12025550107@voip.example.net>\r\n" +
	"i: 1-8918@203.0.113.10\r\n" +
	"CSeq: 0009\r\n\tINVITE\r\n" +
	"P-Asserted-Identity: \"x, y\" <sip:+12025550129@voip.example.net>, <tel:+12025550129;phone-context=a>\r\n" +
	"Diversion: <sip:b@example.net>;reason=unconditional\r\n" +
	"m: <sip:a@203.0.113.10:6100>;expires=5\r\n" +
	"c: application/sdp\r\n" +
	"no colon here\r\n" +
	"L: 369\r\n\r\n" +
	"v=0\r\no=- 1 1 IN IP4 203.0.113.10\r\ns=-\r\nc=IN IP4 203.0.113.10\r\nt=0 0\r\na=sendrecv\r\n" +
	"m=audio 21400 RTP/SAVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n" +
	"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\na=sendonly\r\n" +
	"m=video 0 RTP/AVP 96\r\nc=IN IP6 2001:db8::7\r\na=rtcp:53020\r\na=rtpmap:96 H264/90000\r\n" +
	"m=image 9/2 udptl t38\r\nc=IN IP4 host.example.net\r\n" + "beyond the body"

func scan(t *testing.T, text string) *Message {
	t.Helper()
	m := new(Message)
	if err := m.Scan([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return m
}

func eq(t *testing.T, what string, got []byte, want string) {
	t.Helper()
	if string(got) != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestARequestIsScannedWithCompactFormsFoldsAndQuotes(t *testing.T) {
	m := scan(t, invite)
	eq(t, "method", m.Method, "INVITE")
	eq(t, "request URI", m.RequestURI, "sip:+12025550107@voip.example.net")
	eq(t, "call id", m.CallID, "1-8918@203.0.113.10")
	eq(t, "from", m.From.URI, "sip:+12025550129@voip.example.net;user=phone")
	eq(t, "from tag", m.From.Tag, "77")
	eq(t, "to", m.To.URI, "sip:+12025550107@voip.example.net")
	eq(t, "to tag", m.To.Tag, "")
	eq(t, "cseq method", m.CSeqMethod, "INVITE")
	eq(t, "content type", m.ContentType, "application/sdp")
	eq(t, "asserted", slices.Concat(m.Asserted...), "sip:+12025550129@voip.example.nettel:+12025550129;phone-context=a")
	eq(t, "diverted", slices.Concat(m.Diverted...), "sip:b@example.net")
	eq(t, "contact", slices.Concat(m.Contacts...), "sip:a@203.0.113.10:6100")
	if m.CSeq != 9 || m.ContentLength != 369 || len(m.Body) != 369 || m.Odd != 1 || !m.IsRequest() || !m.Is("INVITE") || len(m.Asserted) != 2 {
		t.Errorf("cseq %d, length %d, body %d, odd %d", m.CSeq, m.ContentLength, len(m.Body), m.Odd)
	}
}

func TestEachStreamOfADescriptionHasItsOwnAddress(t *testing.T) {
	s := scan(t, invite).SDP
	if len(s.Streams) != 3 {
		t.Fatalf("%d streams", len(s.Streams))
	}
	audio, video, image := &s.Streams[0], &s.Streams[1], &s.Streams[2]
	for i, want := range []string{"203.0.113.10:21400", "[2001:db8::7]:0"} {
		if s.Streams[i].Address != netip.MustParseAddrPort(want) {
			t.Errorf("stream %d: %v, want %s", i, s.Streams[i].Address, want)
		}
	}
	if audio.RTCP != netip.MustParseAddrPort("203.0.113.10:21401") || video.RTCP != netip.MustParseAddrPort("[2001:db8::7]:53020") {
		t.Errorf("rtcp %v %v", audio.RTCP, video.RTCP)
	}
	maps := s.RTPMaps(audio)
	if len(maps) != 2 || maps[0].Type != 8 || string(maps[0].Name) != "PCMA" || maps[0].Rate != 8000 || maps[1].Type != 101 {
		t.Errorf("maps %v", maps)
	}
	if v := s.RTPMaps(video); len(v) != 1 || v[0].Rate != 90000 {
		t.Errorf("video maps %v", v)
	}
	if ip := image.Address.Addr(); ip.IsValid() {
		t.Errorf("a name of its own stands for the session's %v", ip)
	}
	eq(t, "kind", image.Kind, "image")
	eq(t, "proto", image.Proto, "udptl")
	eq(t, "formats", audio.Formats, "8 101")
	eq(t, "mode", audio.Mode, "sendonly")
	eq(t, "crypto", audio.Crypto, "1 AES_CM_128_HMAC_SHA1_80 inline:x")
	if audio.Ptime != 20 || video.Ptime != 0 {
		t.Errorf("ptime %d %d", audio.Ptime, video.Ptime)
	}
}

func TestAResponseIsScannedAlsoWithBareLineFeeds(t *testing.T) {
	m := scan(t, "\r\n\r\nsip/2.0 180 Ringing now\nCall-ID: a\nCSeq: 4294967296 INVITE\nTo: sip:b@x;tag=9\nFrom: sip:a@x;tag=8\n\n")
	eq(t, "reason", m.Reason, "Ringing now")
	eq(t, "to", m.To.URI, "sip:b@x")
	eq(t, "to tag", m.To.Tag, "9")
	if m.Status != 180 || m.IsRequest() || !m.Is("INVITE") || m.CSeq != 0 || m.Body != nil {
		t.Errorf("%+v", m.Status)
	}
}

func TestOfARepeatedHeaderTheFirstCounts(t *testing.T) {
	m := scan(t, "BYE sip:a SIP/2.0\r\nCall-ID: 1\r\nCall-ID: 2\r\nCSeq: 1 BYE\r\nCSeq: 2 BYE\r\nFrom: sip:a\r\nFrom: sip:b\r\nl: 0\r\nl: 5\r\n\r\nabcde")
	eq(t, "call id", m.CallID, "1")
	eq(t, "from", m.From.URI, "sip:a")
	if m.CSeq != 1 || m.Odd != 4 || len(m.Body) != 0 {
		t.Errorf("cseq %d, odd %d, body %q", m.CSeq, m.Odd, m.Body)
	}
}

func TestWhatHasNoStartLineIsNotSIP(t *testing.T) {
	for _, text := range []string{
		"", "\r\n", "\x80\x00\x12\x34", "INVITE", "INVITE  SIP/2.0", "INVITE sip:a HTTP/1.1\r\n", "IN(VITE sip:a SIP/2.0\r\n",
		" INVITE sip:a SIP/2.0\r\n x", "SIP/2.0 99 x\r\n", "SIP/2.0 4294967301 x\r\n", "SIP/2.0 2000\r\n", "INVITE sip:a SIP/2.0x", "\xff sip:a SIP/2.0",
	} {
		m := new(Message)
		if err := m.Scan([]byte(text)); !errors.Is(err, ErrNotSIP) && text[:1] != " " {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := new(Message).Scan(make([]byte, MaxMessage+1)); !errors.Is(err, ErrLimit) {
		t.Error(err)
	}
}

func TestADescriptionInsideMultipartIsFound(t *testing.T) {
	body := "preamble --b\r\n--b\r\nContent-Type: text/plain\r\n\r\nm=audio 1 RTP/AVP 0\r\n--b\r\nc: application/sdp\r\n\r\n" +
		"c=IN IP4 192.0.2.9\r\nm=audio 4002 RTP/AVP 0\r\n--b--\r\nm=audio 7 RTP/AVP 0\r\n"
	m := scan(t, "INVITE sip:a SIP/2.0\r\nContent-Type: multipart/mixed;boundary=\"b\"\r\n\r\n"+body)
	if len(m.SDP.Streams) != 1 || m.SDP.Streams[0].Address != netip.MustParseAddrPort("192.0.2.9:4002") {
		t.Errorf("%+v", m.SDP.Streams)
	}
}

func TestUserAndHostOfAURI(t *testing.T) {
	for uri, want := range map[string][2]string{
		"sip:+15550100@example.net;user=phone":     {"+15550100", "example.net"},
		"sips:alice:secret@example.net:5061?x=y@z": {"alice", "example.net"},
		"sip:user;par=u%40example.net@example.com": {"user;par=u%40example.net", "example.com"},
		"tel:+1-555-0100;phone-context=x":          {"+1-555-0100", "+1-555-0100"},
		"sip:example.net:5060;lr":                  {"", "example.net"},
		"sip:a@[2001:db8::1]:5060;transport=tcp":   {"a", "[2001:db8::1]"},
		"sip:a@[2001":                              {"a", ""},
		"nothing":                                  {"", ""},
	} {
		if u, h := string(User([]byte(uri))), string(Host([]byte(uri))); u != want[0] || h != want[1] {
			t.Errorf("%s: %q %q", uri, u, h)
		}
	}
}

func TestSizeFramesAStream(t *testing.T) {
	one := "OPTIONS sip:a SIP/2.0\r\nl: 5\r\n\r\nabcde"
	for _, tc := range []struct {
		in   string
		want int
		err  error
	}{
		{one + one, len(one), nil}, {"\r\n\r\n" + one, 4 + len(one), nil}, {"\r\n", 2, nil}, {"", 0, ErrMore},
		{one[:len(one)-1], 0, ErrMore}, {one[:30], 0, ErrMore}, {one[:10], 0, ErrMore},
		{"OPTIONS sip:a SIP/2.0\r\n\r\n" + one, 25, nil},
		{"OPTIONS sip:a SIP/2.0\r\nl: 99999999\r\n\r\n", 0, ErrLimit},
		{"X: " + strings.Repeat("y", MaxMessage), 0, ErrLimit},
	} {
		if n, err := Size([]byte(tc.in)); n != tc.want || !errors.Is(err, tc.err) {
			t.Errorf("%.40q: %d %v, want %d %v", tc.in, n, err, tc.want, tc.err)
		}
	}
}

func TestAddressesAreReadAsNetipReadsThem(t *testing.T) {
	check := func(t interface{ Fatalf(string, ...any) }, s string) {
		want, err := netip.ParseAddr(s)
		ok := err == nil && want.Zone() == ""
		if !ok {
			want = netip.Addr{}
		}
		got, gotOK := ParseAddr([]byte(s))
		if gotOK != ok || ok && got != want {
			t.Fatalf("%q: %v %v, want %v %v", s, got, gotOK, want, ok)
		}
	}
	for _, s := range []string{"", "1.2.3.4", "1.2.3", "1.2.3.4.", "256.1.1.1", "01.2.3.4", "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::",
		"::2:3:4:5:6:7:8", "1::2::3", ":1", "1:", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "fe80::1%eth0", "12345::", ":::", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::"} {
		check(t, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, rapid.StringMatching(`([0-9a-f]{0,4}:){0,8}(:|)([0-9a-f]{0,4}|[0-9]{1,3}(\.[0-9]{1,3}){3})`).Draw(t, "address"))
	})
}

func TestNothingIsAllocatedOnceWarm(t *testing.T) {
	src, m := []byte(invite), new(Message)
	if a := testing.AllocsPerRun(100, func() { _ = m.Scan(src) }); a != 0 {
		t.Errorf("%v allocations", a)
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte(invite))
	f.Add([]byte("SIP/2.0 200 OK\r\nc: multipart/x;boundary=b\r\n\r\n--b\r\nc:application/sdp\r\n\r\nm=a 1 b c\r\na=rtpmap:1 x/1"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var m Message
		n, err := Size(in)
		if err == nil && (n <= 0 || n > len(in)) {
			t.Fatalf("size %d of %d", n, len(in))
		}
		if m.Scan(in) != nil {
			return
		}
		if m.Head < 0 || m.Head+len(m.Body) > len(in) {
			t.Errorf("body at %d, %d of %d octets", m.Head, len(m.Body), len(in))
		}
		if m.IsRequest() == (m.Status != 0) || len(m.Body) > len(in) || len(m.SDP.Streams) > MaxStreams {
			t.Error("contradiction")
		}
		for i := range m.SDP.Streams {
			_ = m.SDP.RTPMaps(&m.SDP.Streams[i])
		}
		for _, uri := range append(m.Contacts, m.From.URI, m.To.URI, m.RequestURI) {
			User(uri)
			Host(uri)
			Scheme(uri)
		}
	})
}

func BenchmarkScan(b *testing.B) {
	src, m := []byte(invite), new(Message)
	b.ReportAllocs()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		_ = m.Scan(src)
	}
}

func TestTheBodyEndsWhereContentLengthSays(t *testing.T) {
	body, _ := strings.CutSuffix(invite[strings.Index(invite, "\r\n\r\n")+4:], "beyond the body")
	m := scan(t, "\r\n"+invite)
	if string(m.Body) != body {
		t.Errorf("%d octets, want %d", len(m.Body), len(body))
	}
	if want := strings.Index(invite, "v=0"); m.Head != 2+want {
		t.Errorf("it begins at %d, want %d", m.Head, 2+want)
	}
}
