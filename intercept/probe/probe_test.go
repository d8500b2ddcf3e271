package probe

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"writ"
	"writ/dissect/packet"
	"writ/intercept"
	"writ/wire/x2x3"
)

const (
	alice = "+12025550129"
	bob   = "+12025550107"
)

var end = noon.Add(time.Hour)

func identifier(t testing.TB, kind writ.Kind, text string) intercept.Target {
	t.Helper()
	id, err := writ.ParseIdentifier(kind, text)
	if err != nil {
		t.Fatal(err)
	}
	return intercept.Target{ID: id}
}

func order1(t testing.TB, n byte, who string) intercept.Task {
	t.Helper()
	return intercept.Task{
		XID: intercept.XID{0: 7, 15: n}, Targets: []intercept.Target{identifier(t, writ.E164, who)},
		Deliver: intercept.IRIAndCC, From: noon, Until: end,
	}
}

var foreign = Config{Limits: Limits{MaxTasks: 3, MaxTap: 100 * time.Hour, Foreign: true}, NFID: "sbc", IPID: "poi", Secret: [32]byte{9}}

func aCore(t testing.TB, tasks ...intercept.Task) *Core {
	t.Helper()
	c, err := New(foreign)
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		if err := c.Activate(task, noon); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// datagram makes a UDP packet from one "address:port" to another.
func datagram(from, to string, payload []byte, at time.Time) *packet.Packet {
	s, d := netip.MustParseAddrPort(from), netip.MustParseAddrPort(to)
	ip := make([]byte, 28, 28+len(payload))
	ip[0], ip[8], ip[9] = 0x45, 64, packet.UDP
	binary.BigEndian.PutUint16(ip[2:], uint16(28+len(payload)))
	a, b := s.Addr().As4(), d.Addr().As4()
	copy(ip[12:], a[:])
	copy(ip[16:], b[:])
	binary.BigEndian.PutUint16(ip[20:], s.Port())
	binary.BigEndian.PutUint16(ip[22:], d.Port())
	binary.BigEndian.PutUint16(ip[24:], uint16(8+len(payload)))
	var p packet.Packet
	if err := new(packet.Decoder).Frame(packet.Raw, append(ip, payload...), at, &p); err != nil {
		panic(err)
	}
	return &p
}

const (
	phoneA, phoneB = "192.0.2.1:5060", "192.0.2.2:5060"
	mediaA, mediaB = "192.0.2.1:4000", "192.0.2.2:6000"
)

// request writes a SIP request of a dialogue between alice and bob; from says whose.
func request(method, callID, from, to, tags, description string) []byte {
	ours, theirs, _ := strings.Cut(tags, "/")
	b := fmt.Sprintf("%s sip:%s@example.net SIP/2.0\r\nFrom: <sip:%s@example.net>;tag=%s\r\nTo: <sip:%s@example.net>", method, to, from, ours, to)
	if theirs != "" {
		b += ";tag=" + theirs
	}
	return []byte(b + "\r\nCall-ID: " + callID + "\r\nCSeq: 1 " + method + "\r\n" + body(description))
}

func response(status int, method, callID, from, to, tags, description string) []byte {
	b := request(method, callID, from, to, tags, description)
	_, rest, _ := strings.Cut(string(b), "\r\n")
	return []byte(fmt.Sprintf("SIP/2.0 %d Because\r\n%s", status, rest))
}

func body(description string) string {
	if description == "" {
		return "Content-Length: 0\r\n\r\n"
	}
	return fmt.Sprintf("Content-Type: application/sdp\r\nContent-Length: %d\r\n\r\n%s", len(description), description)
}

func sdp(addresses ...string) string {
	b := "v=0\r\n"
	for _, a := range addresses {
		x := netip.MustParseAddrPort(a)
		b += fmt.Sprintf("m=audio %d RTP/AVP 8\r\nc=IN IP4 %s\r\n", x.Port(), x.Addr())
	}
	return b
}

var rtp = append([]byte{0x80, 8, 0, 1, 0, 0, 0, 1, 0, 0, 0, 9}, make([]byte, 20)...)

// got decodes what an Out holds: "X2 3" is type and direction.
func got(t testing.TB, out *Out) (list []string) {
	t.Helper()
	for _, e := range out.PDUs {
		var d x2x3.PDU
		if err := d.Decode(out.PDU(e)); err != nil || len(d.Faults) > 0 {
			t.Fatal(err, d.Faults)
		}
		list = append(list, fmt.Sprintf("X%d %d", d.Type+1, d.Direction))
	}
	return list
}

func show(t testing.TB, c *Core, p *packet.Packet) string {
	t.Helper()
	var out Out
	c.Packet(p, &out)
	return strings.Join(got(t, &out), ", ")
}

// talk sets a call of alice to bob up, at an instant.
func talk(t testing.TB, c *Core, id string, at time.Time) {
	t.Helper()
	show(t, c, datagram(phoneA, phoneB, request("INVITE", id, alice, bob, "a", sdp(mediaA)), at))
	show(t, c, datagram(phoneB, phoneA, response(200, "INVITE", id, alice, bob, "a/b", sdp(mediaB)), at))
}

func TestNothingCapturedAtOrAfterTheEndComesOut(t *testing.T) {
	for _, tc := range []struct {
		name  string
		at    time.Time
		taken bool
	}{
		{"a nanosecond before the start", noon.Add(-1), false},
		{"the start itself", noon, true},
		{"a nanosecond before the end", end.Add(-1), true},
		{"the end itself", end, false},
		{"a year after the end", end.AddDate(1, 0, 0), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := aCore(t, order1(t, 1, alice))
			talk(t, c, "1", noon.Add(time.Minute)) // nobody ticks: the packet's own time decides
			signal := show(t, c, datagram(phoneA, phoneB, request("INFO", "1", alice, bob, "a/b", ""), tc.at))
			media := show(t, c, datagram(mediaA, mediaB, rtp, tc.at))
			if taken := signal == "X2 3" && media == "X3 3"; taken != tc.taken || !taken && signal+media != "" {
				t.Errorf("signalling %q, media %q", signal, media)
			}
		})
	}
}

func TestADatagramThatIsPartlyOutsideTheAuthorityIsOutside(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	talk(t, c, "1", noon)
	for name, x := range map[string][2]time.Time{"over the end": {end.Add(-1), end}, "over the start": {noon.Add(-1), noon}} {
		for _, p := range []*packet.Packet{
			datagram(mediaA, mediaB, rtp, x[1]), datagram(phoneA, phoneB, request("INFO", "1", alice, bob, "a/b", ""), x[1]),
		} {
			p.First = x[0]
			if s := show(t, c, p); s != "" {
				t.Errorf("%s: %s", name, s)
			}
		}
	}
}

func TestTheEndIsToldOnceAndTheStateSaysSo(t *testing.T) {
	task := order1(t, 1, alice)
	c := aCore(t, task)
	var out Out
	c.Tick(end.Add(-1), &out)
	if len(out.Over) > 0 {
		t.Error("told before it came")
	}
	c.Tick(end, &out)
	c.Tick(end.Add(time.Hour), &out)
	if _, st, ok := c.Task(task.XID); len(out.Over) != 1 || out.Over[0] != task.XID || !st.Over || !ok {
		t.Errorf("%v %v", out.Over, st)
	}
}

func TestARevocationStopsAtOnce(t *testing.T) {
	task := order1(t, 1, alice)
	c := aCore(t, task)
	talk(t, c, "1", noon)
	if err := c.Deactivate(task.XID); err != nil {
		t.Fatal(err)
	}
	if s := show(t, c, datagram(mediaA, mediaB, rtp, noon.Add(1))) + show(t, c, datagram(phoneA, phoneB, request("BYE", "1", alice, bob, "a/b", ""), noon.Add(1))); s != "" {
		t.Error(s)
	}
	if len(c.legs) > 0 || len(c.calls) > 0 || len(c.taps) > 0 {
		t.Error("something of it is remembered")
	}
	if err := c.Deactivate(task.XID); !errors.Is(err, ErrUnknown) {
		t.Error(err)
	}
}

func TestSignallingAloneYieldsNoContentEver(t *testing.T) {
	task := order1(t, 1, alice)
	task.Deliver = intercept.IRIOnly
	ip := order1(t, 2, alice)
	ip.Deliver, ip.Targets = intercept.IRIOnly, []intercept.Target{identifier(t, writ.IP, "192.0.2.1")}
	c := aCore(t, task, ip)
	talk(t, c, "1", noon)
	if s := show(t, c, datagram(mediaA, mediaB, rtp, noon)) + show(t, c, datagram(mediaB, mediaA, rtp, noon)); s != "" {
		t.Error(s)
	}
	const secret = "meet me at noon"
	text := strings.Replace(string(request("MESSAGE", "2", alice, bob, "c", "")), "Content-Length: 0", "Content-Length: 15", 1) + secret
	for name, m := range map[string]string{
		"as it should be": text, "a length of 0": strings.Replace(text, "h: 15", "h: 0", 1), "no length": strings.Replace(text, "Content-Length: 15\r\n", "", 1),
		"the answer quotes it": "SIP/2.0 200 OK" + text[strings.Index(text, "\r\n"):],
	} {
		var out Out
		c.Packet(datagram(phoneA, phoneB, []byte(m), noon), &out)
		if len(out.PDUs) != 1 || strings.Contains(string(out.Octets), "meet") {
			t.Errorf("%s: %d PDUs, or the text is in them", name, len(out.PDUs))
		}
	}
	task.Deliver = intercept.IRIAndCC
	if err := c.Modify(task, noon); err != nil {
		t.Fatal(err)
	}
	var out Out
	if c.Packet(datagram(phoneA, phoneB, []byte(text), noon), &out); !strings.Contains(string(out.Octets), secret) {
		t.Error("where content is ordered, the text of a MESSAGE is missing")
	}
}

func TestAChangeBeginsAndStopsContentOfCallsThatAreOpen(t *testing.T) {
	task := order1(t, 1, alice)
	task.Deliver = intercept.IRIOnly
	c := aCore(t, task)
	talk(t, c, "1", noon)
	for _, tc := range []struct {
		d    intercept.Deliver
		want string
	}{{intercept.IRIAndCC, "X3 3"}, {intercept.IRIOnly, ""}, {intercept.IRIAndCC, "X3 3"}} {
		task.Deliver = tc.d
		if err := c.Modify(task, noon); err != nil {
			t.Fatal(err)
		}
		if s := show(t, c, datagram(mediaA, mediaB, rtp, noon)); s != tc.want {
			t.Errorf("%v: %q", tc.d, s)
		}
	}
}

func TestARenewalGoesOnWithNumbersAndCallsAlsoAfterTheEnd(t *testing.T) {
	task := order1(t, 1, alice)
	c := aCore(t, task)
	talk(t, c, "1", noon)
	show(t, c, datagram(mediaA, mediaB, rtp, noon))
	var out Out
	c.Tick(end, &out)
	task.Until = end.Add(time.Hour)
	if err := c.Modify(task, end.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	c.Packet(datagram(mediaA, mediaB, rtp, end.Add(2*time.Minute)), &out)
	var d x2x3.PDU
	if err := d.Decode(out.Octets); err != nil || d.Seq.V != 1 {
		t.Errorf("%v, number %d", err, d.Seq.V)
	}
}

func TestDirectionHoldsForBothSidesAndAllStreams(t *testing.T) {
	for who, want := range map[string][]string{alice: {"X2 3", "X2 2", "X3 3", "X3 2", "X3 3", "X3 2", "X2 2"}, bob: {"X2 2", "X2 3", "X3 2", "X3 3", "X3 2", "X3 3", "X2 3"}} {
		c := aCore(t, order1(t, 1, who))
		for i, p := range []*packet.Packet{
			datagram(phoneA, phoneB, request("INVITE", "1", alice, bob, "a", sdp(mediaA, "192.0.2.1:4010")), noon),
			datagram(phoneB, phoneA, response(183, "INVITE", "1", alice, bob, "a/b", sdp(mediaB, "192.0.2.2:6010")), noon),
			datagram(mediaA, mediaB, rtp, noon),                     // early media
			datagram("192.0.2.9:1", mediaA, rtp, noon),              // a relay's port that nobody announced
			datagram("192.0.2.1:4010", "192.0.2.9:2", rtp, noon),    // to a port that nobody announced
			datagram("192.0.2.2:6010", "192.0.2.1:4010", rtp, noon), // the second stream
			datagram(phoneB, phoneA, request("BYE", "1", bob, alice, "b/a", ""), noon),
		} {
			if s := show(t, c, p); s != want[i] {
				t.Errorf("target %s, packet %d: %q, want %q", who, i, s, want[i])
			}
		}
	}
}

func TestAReINVITEThatMovesAPortIsFollowed(t *testing.T) {
	c := aCore(t, order1(t, 1, bob))
	talk(t, c, "1", noon)
	show(t, c, datagram(phoneB, phoneA, request("INVITE", "1", bob, alice, "b/a", sdp("192.0.2.2:7000")), noon))
	if s := show(t, c, datagram(mediaA, "192.0.2.2:7000", rtp, noon)); s != "X3 2" {
		t.Errorf("to the new port: %q", s)
	}
	if s := show(t, c, datagram("192.0.2.2:7000", mediaA, rtp, noon)); s != "X3 3" {
		t.Errorf("from the new port: %q", s)
	}
}

func TestAPortThatALaterCallOfOthersUsesIsTheirs(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	talk(t, c, "1", noon)
	show(t, c, datagram(phoneA, phoneB, request("BYE", "1", alice, bob, "a/b", ""), noon.Add(time.Minute)))
	if s := show(t, c, datagram(mediaB, mediaA, rtp, noon.Add(time.Minute+time.Second))); s != "X3 2" {
		t.Errorf("a second after the BYE: %q", s)
	}
	show(t, c, datagram(phoneA, phoneB, request("INVITE", "2", "+12025550199", bob, "x", sdp(mediaA)), noon.Add(time.Minute+2*time.Second)))
	if s := show(t, c, datagram(mediaB, mediaA, rtp, noon.Add(time.Minute+3*time.Second))); s != "" {
		t.Errorf("another's call is taken: %q", s)
	}
	late := noon.Add(2 * time.Minute)
	talk(t, c, "3", late)
	show(t, c, datagram(phoneA, phoneB, request("BYE", "3", alice, bob, "a/b", ""), late))
	if s := show(t, c, datagram(mediaB, mediaA, rtp, late.Add(Linger+1))); s != "" {
		t.Errorf("after the linger: %q", s)
	}
}

func TestACallThatLastsKeepsAPortThatAnotherCallNames(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	talk(t, c, "1", noon)
	show(t, c, datagram(phoneA, phoneB, request("INVITE", "2", "+12025550199", bob, "x", sdp(mediaA)), noon)) // the same call behind a server that gave it a Call-ID of its own
	if s := show(t, c, datagram(mediaB, mediaA, rtp, noon)); s != "X3 2" {
		t.Errorf("%q", s)
	}
}

func TestOnThePortBehindTheStreamOnlyRTCPIsTaken(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	talk(t, c, "1", noon)
	rtcp := append([]byte{0x80, 200, 0, 1}, make([]byte, 24)...)
	for what, tc := range map[string]struct {
		payload []byte
		want    string
	}{"RTCP": {rtcp, "X3 3"}, "another's RTP": {rtp, ""}, "anything": {[]byte("x"), ""}} {
		if s := show(t, c, datagram("192.0.2.1:4001", "192.0.2.2:6001", tc.payload, noon)); s != tc.want {
			t.Errorf("%s: %q", what, s)
		}
	}
}

func TestOnlyTheTargetIsTaken(t *testing.T) {
	for _, tc := range []struct {
		name, kind, target, user string
		want                     bool
	}{
		{"the number itself", "e164", alice, alice, true},
		{"a number that it begins with", "e164", alice, alice + "9", false},
		{"a number that it ends with", "e164", "+2025550129", alice, false},
		{"with separators", "e164", alice, "+1-202-555.0129", true},
		{"as the plan writes it", "e164", alice, "12025550129", true},
		{"another plan's number of the same digits", "e164", alice, "2025550129", false},
		{"tel: names the same", "tel-uri", "tel:" + alice, alice, true},
		{"the account", "sip-uri", "sip:alice@example.net", "alice", true},
		{"the account, escaped", "sip-uri", "sip:alice@example.net", "%61lice", true},
		{"an account in other letters", "sip-uri", "sip:alice@example.net", "Alice", false},
		{"an account elsewhere", "sip-uri", "sip:alice@example.com", "alice", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			config := foreign
			config.Plan = writ.NumberPlan{Calling: "1", Trunk: "1", International: "011", Least: 10, Most: 10}
			if strings.HasPrefix(tc.name, "another") {
				config.Plan = writ.NumberPlan{Calling: "49", Trunk: "0"}
			}
			c, err := New(config)
			if err != nil {
				t.Fatal(err)
			}
			task := order1(t, 1, alice)
			task.Targets = []intercept.Target{identifier(t, writ.Kind(tc.kind), tc.target)}
			if err := c.Activate(task, noon); err != nil {
				t.Fatal(err)
			}
			s := show(t, c, datagram(phoneA, phoneB, request("INVITE", "1", tc.user, "+12025550111", "a", ""), noon))
			if (s == "X2 3") != tc.want || !tc.want && s != "" {
				t.Errorf("%q", s)
			}
		})
	}
}

func TestAnIdentityThatOnlyTheNetworkAssertsCounts(t *testing.T) {
	anonymous := "INVITE sip:%s@example.net SIP/2.0\r\nFrom: <sip:anonymous@anonymous.invalid>;tag=a\r\nTo: <sip:" + bob + "@example.net>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n%s\r\n"
	for header, want := range map[string]string{
		"P-Asserted-Identity: <tel:" + alice + ">\r\n":                        "X2 3",
		"Diversion: <sip:" + alice + "@example.net>;reason=unconditional\r\n": "X2 2",
		"": "",
	} {
		c := aCore(t, order1(t, 1, alice))
		if s := show(t, c, datagram(phoneA, phoneB, fmt.Appendf(nil, anonymous, bob, header), noon)); s != want {
			t.Errorf("%q: %q", header, s)
		}
	}
	c := aCore(t, order1(t, 1, alice))
	if s := show(t, c, datagram(phoneA, phoneB, fmt.Appendf(nil, anonymous, alice, ""), noon)); s != "X2 2" {
		t.Errorf("the Request-URI: %q", s)
	}
}

func TestMessagesWithoutCallIDAreNoSession(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	plain := func(from string) []byte {
		return []byte("OPTIONS sip:x@example.net SIP/2.0\r\nFrom: <sip:" + from + "@example.net>;tag=1\r\n\r\n")
	}
	if s := show(t, c, datagram(phoneA, phoneB, plain(alice), noon)); s != "X2 3" {
		t.Error(s)
	}
	if s := show(t, c, datagram(phoneA, phoneB, plain(bob), noon)); s != "" {
		t.Errorf("another's message is taken: %s", s)
	}
}

func TestAnAddressIsTakenInBothDirections(t *testing.T) {
	task := order1(t, 1, alice)
	task.Targets = []intercept.Target{identifier(t, writ.IP, "192.0.2.1")}
	c := aCore(t, task)
	for i, tc := range []struct{ from, to, want string }{
		{"192.0.2.1:9", "198.51.100.1:80", "X3 3"}, {"198.51.100.1:80", "192.0.2.1:9", "X3 2"}, {"192.0.2.11:9", "198.51.100.1:80", ""},
	} {
		if s := show(t, c, datagram(tc.from, tc.to, []byte("x"), noon)); s != tc.want {
			t.Errorf("packet %d: %q", i, s)
		}
	}
	six := order1(t, 2, alice)
	six.Targets = []intercept.Target{identifier(t, writ.IPv6Prefix, "2001:db8:1:2::/64")}
	if err := c.Activate(six, noon); err != nil {
		t.Fatal(err)
	}
	for ip, want := range map[string]string{"2001:db8:1:2::7": "X3 3", "2001:db8:1:3::7": ""} {
		p := &packet.Packet{First: noon, Last: noon, IP: make([]byte, 40), Source: netip.AddrPortFrom(netip.MustParseAddr(ip), 0), Destination: netip.MustParseAddrPort("[2001:db8::1]:0"), Protocol: 58}
		if s := show(t, c, p); s != want {
			t.Errorf("%s: %q", ip, s)
		}
	}
}
