package probe

import (
	"bytes"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/dissect/packet"
	"writ/intercept"
	"writ/wire/x2x3"
)

// traffic draws packets of a few parties' calls, in any order, with ports that are used again.
func traffic(t *rapid.T) (list []*packet.Packet) {
	people := []string{alice, bob, "+12025550111"}
	ports := []string{mediaA, mediaB, "192.0.2.3:4000", "192.0.2.4:4000"}
	at := noon
	for range rapid.IntRange(1, 60).Draw(t, "packets") {
		at = at.Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "ms")) * time.Millisecond)
		from, to := rapid.SampledFrom(people).Draw(t, "from"), rapid.SampledFrom(people).Draw(t, "to")
		id, port := fmt.Sprint(rapid.IntRange(0, 3).Draw(t, "call")), rapid.SampledFrom(ports).Draw(t, "port")
		var payload []byte
		switch rapid.IntRange(0, 4).Draw(t, "what") {
		case 0:
			payload = request("INVITE", id, from, to, from[10:], sdp(port))
		case 1:
			payload = response(200, "INVITE", id, from, to, from[10:]+"/"+to[10:], sdp(port))
		case 2:
			payload = request("BYE", id, from, to, from[10:]+"/"+to[10:], "")
		default:
			list = append(list, datagram(port, rapid.SampledFrom(ports).Draw(t, "dst"), rtp, at))
			continue
		}
		list = append(list, datagram(phoneA, phoneB, payload, at))
	}
	return list
}

// run gives the octets of each task.
func run(t *rapid.T, list []*packet.Packet, tasks ...intercept.Task) map[intercept.XID][]byte {
	c, err := New(foreign)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range tasks {
		if err := c.Activate(x, noon); err != nil {
			t.Fatal(err)
		}
	}
	all := map[intercept.XID][]byte{}
	var out Out
	for _, p := range list {
		out.Reset()
		c.Packet(p, &out)
		for _, e := range out.PDUs {
			all[e.XID] = append(all[e.XID], out.PDU(e)...)
		}
	}
	return all
}

// An agency must not be able to tell that another taps the same person.
func TestWhatATaskGetsIsWhatItWouldGetAlone(t *testing.T) {
	a, b, c := order1(t, 1, alice), order1(t, 2, alice), order1(t, 3, bob)
	b.Deliver = intercept.IRIOnly
	rapid.Check(t, func(t *rapid.T) {
		list := traffic(t)
		together := run(t, list, c, b, a)
		for _, x := range []intercept.Task{a, b, c} {
			if alone := run(t, list, x); !bytes.Equal(alone[x.XID], together[x.XID]) {
				t.Fatal("another task changes what this one gets")
			}
		}
	})
}

// Any traffic: numbers run from 0 in each context, signalling alone stays alone, and all lies inside the authority.
func TestWhatComesOutKeepsTheRules(t *testing.T) {
	a, b := order1(t, 1, alice), order1(t, 2, alice)
	a.From, a.Until = noon.Add(20*time.Second), noon.Add(80*time.Second)
	b.Deliver = intercept.IRIOnly
	rapid.Check(t, func(t *rapid.T) {
		next := map[x2x3.Context]uint32{}
		for id, octets := range run(t, traffic(t), a, b) {
			for len(octets) > 0 {
				n, err := x2x3.Size(octets)
				var d x2x3.PDU
				if err != nil || d.Decode(octets[:n]) != nil {
					t.Fatal("not a PDU")
				}
				octets = octets[n:]
				c := d.Context()
				if d.Seq.V != next[c] || d.Correlation == 0 {
					t.Fatalf("number %d, want %d", d.Seq.V, next[c])
				}
				next[c]++
				at := time.Unix(int64(d.At.V.Sec), int64(d.At.V.Nsec))
				if id == b.XID && d.Type == x2x3.X3 || id == a.XID && !a.Holds(at) {
					t.Fatalf("type %d at %v", d.Type, at)
				}
			}
		}
	})
}

func TestCorrelationIsOneForACallAndTellsNothing(t *testing.T) {
	c := aCore(t, order1(t, 1, alice), order1(t, 2, alice))
	var out Out
	c.Packet(datagram(phoneA, phoneB, request("INVITE", "1", alice, bob, "a", sdp(mediaA)), noon), &out)
	c.Packet(datagram(mediaB, mediaA, rtp, noon), &out)
	c.Packet(datagram(phoneA, phoneB, request("INVITE", "2", alice, bob, "b", ""), noon), &out)
	ids := map[intercept.XID][]uint64{}
	for _, e := range out.PDUs {
		var d x2x3.PDU
		if err := d.Decode(out.PDU(e)); err != nil {
			t.Fatal(err)
		}
		ids[e.XID] = append(ids[e.XID], d.Correlation)
	}
	seen := map[uint64]bool{}
	for _, list := range ids {
		if len(list) != 3 || list[0] != list[1] || list[0] == list[2] || seen[list[0]] || seen[list[2]] {
			t.Errorf("%v", ids)
		}
		seen[list[0]], seen[list[2]] = true, true
	}
	other := foreign
	other.Secret[0]++
	x, _ := New(other)
	if err := x.Activate(order1(t, 1, alice), noon); err != nil {
		t.Fatal(err)
	}
	if d := first(t, x, datagram(phoneA, phoneB, request("INVITE", "1", alice, bob, "a", ""), noon)); seen[d.Correlation] {
		t.Error("without the secret the id is the same")
	}
}

func TestTheTimeIsThatOfTheCaptureToTheNanosecond(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	at := noon.Add(123456789)
	if d := first(t, c, datagram(phoneA, phoneB, request("INVITE", "1", alice, bob, "a", ""), at)); d.At.V != (x2x3.Time{Sec: uint32(noon.Unix()), Nsec: 123456789}) {
		t.Errorf("%v", d.At.V)
	}
}

func TestSIPOverTCPIsCutFromTheStreamWhereverSegmentsEnd(t *testing.T) {
	stream := append([]byte("\r\n\r\n"), request("INVITE", "1", alice, bob, "a", sdp(mediaA))...)
	stream = append(stream, request("BYE", "1", alice, bob, "a/b", "")...)
	rapid.Check(t, func(rt *rapid.T) {
		c := aCore(t, order1(t, 1, alice))
		var out Out
		for at, rest := 0, stream; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(rt, "segment")
			p := datagram(phoneA, phoneB, nil, noon)
			p.Protocol, p.Payload, p.Seq = packet.TCP, rest[:n], uint32(at)
			c.Packet(p, &out)
			at, rest = at+n, rest[n:]
		}
		if list := got(t, &out); len(list) != 2 || list[0] != "X2 3" || c.unread != 0 {
			rt.Fatalf("%v, %d octets unread", list, c.unread)
		}
	})
}

func TestUnreadOctetsOfTCPAreCountedAndBounded(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	half := request("INVITE", "1", alice, bob, "a", sdp(mediaA))[:80]
	half = append(half, bytes.Repeat([]byte("x"), 30_000)...)
	var out Out
	for i := range 1200 {
		p := datagram(fmt.Sprintf("10.0.%d.%d:5060", i>>8, i&255), phoneB, nil, noon)
		p.Protocol, p.Payload, p.Seq = packet.TCP, half, 7
		c.Packet(p, &out)
		if i%5 == 0 {
			p.Payload, p.Seq, p.FIN = []byte("y"), 7+uint32(len(half)), true
			c.Packet(p, &out)
		}
		sum := 0
		for _, x := range c.texts {
			sum += len(x.buffer)
		}
		if c.unread != sum || sum > maxUnread {
			t.Fatalf("%d octets wait, it says %d", sum, c.unread)
		}
	}
}

func TestTasksComeInTheOrderOfTheirXIDWhoeverWasFirst(t *testing.T) {
	c := aCore(t)
	for _, n := range []byte{2, 1, 3} {
		if err := c.Activate(order1(t, n, alice), noon); err != nil {
			t.Fatal(err)
		}
		show(t, c, datagram(phoneA, phoneB, request("INVITE", "1", alice, bob, "a", sdp(mediaA)), noon))
	}
	var out Out
	c.Packet(datagram(mediaB, mediaA, rtp, noon), &out)
	if len(out.PDUs) != 3 || out.PDUs[0].XID[15] != 1 || out.PDUs[1].XID[15] != 2 || out.PDUs[2].XID[15] != 3 {
		t.Errorf("%d PDUs", len(out.PDUs))
	}
}

func TestAForgottenCallThatSpeaksAgainUsesNoNumberTwice(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	invite := datagram(phoneA, phoneB, request("INVITE", "1", alice, bob, "a", ""), noon)
	before := first(t, c, invite)
	c.drop(c.calls["1"][0])
	if after := first(t, c, invite); after.Correlation == before.Correlation {
		t.Error("the same context, from 0 again")
	}
}

func TestSessionsAreBounded(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	for i := range MaxSessions + 5 {
		var out Out
		c.Packet(datagram(phoneA, phoneB, request("INVITE", fmt.Sprint("c", i), alice, bob, "a", sdp(mediaA)), noon.Add(time.Duration(i)*time.Millisecond)), &out)
	}
	n := 0
	c.numbers.Each(func(x2x3.Context, uint32) { n++ })
	legs := c.legs[endpoint{netip.MustParseAddrPort(mediaA), packet.UDP}]
	if len(c.calls) > MaxSessions || len(c.calls) < MaxSessions/2 || n != len(c.calls) || len(legs) != maxShared {
		t.Errorf("%d calls, %d counters, %d of them at one address", len(c.calls), n, len(legs))
	}
	last := c.calls[fmt.Sprint("c", MaxSessions+4)]
	if len(last) != 1 || !last[0].among(legs) || len(c.calls["c0"]) != 0 {
		t.Error("the newest call is forgotten, or the oldest is not")
	}
}

func TestNothingIsAllocatedForAMediaPacket(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	talk(t, c, "1", noon)
	p, strange := datagram(mediaA, mediaB, rtp, noon), datagram("192.0.2.7:1", "192.0.2.8:2", rtp, noon)
	var out Out
	c.Packet(p, &out)
	for name, x := range map[string]*packet.Packet{"the target's": p, "another's": strange} {
		if a := testing.AllocsPerRun(100, func() { out.Reset(); c.Packet(x, &out) }); a != 0 {
			t.Errorf("%s: %v allocations", name, a)
		}
	}
}

func FuzzPacket(f *testing.F) {
	f.Add(request("INVITE", "1", alice, bob, "a", sdp(mediaA)), rtp, false)
	f.Add(response(200, "INVITE", "1", alice, bob, "a/b", sdp(mediaB)), rtp, true)
	task := order1(f, 1, alice)
	task.Deliver = intercept.IRIOnly
	f.Fuzz(func(t *testing.T, a, b []byte, tcp bool) {
		c := aCore(t, task)
		var out Out
		for i, payload := range [][]byte{a, b, a} {
			if len(payload) > 1<<15 {
				return
			}
			p := datagram(mediaA, mediaB, payload, noon)
			if tcp {
				p.Protocol, p.Seq = packet.TCP, uint32(i)
			}
			c.Packet(p, &out)
		}
		for _, s := range got(t, &out) {
			if s[:2] != "X2" {
				t.Error("content where signalling alone is ordered")
			}
		}
	})
}

func BenchmarkMedia(b *testing.B) {
	c := aCore(b, order1(b, 1, alice))
	talk(b, c, "1", noon)
	p := datagram(mediaA, mediaB, append(rtp, make([]byte, 160)...), noon)
	var out Out
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		c.Packet(p, &out)
	}
}

func BenchmarkAnothersMedia(b *testing.B) {
	c := aCore(b, order1(b, 1, alice))
	talk(b, c, "1", noon)
	p := datagram("192.0.2.7:1", "192.0.2.8:2", rtp, noon)
	var out Out
	for b.Loop() {
		c.Packet(p, &out)
	}
}
