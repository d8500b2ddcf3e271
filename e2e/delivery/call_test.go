package delivery

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"writ/dissect/packet"
	"writ/intercept/lemf"
	"writ/intercept/probe"
	"writ/wire/etsi"
)

// datagram makes a UDP packet, captured at an instant.
func datagram(from, to netip.AddrPort, payload []byte, at time.Time) *packet.Packet {
	ip := make([]byte, 28, 28+len(payload))
	ip[0], ip[8], ip[9] = 0x45, 64, packet.UDP
	binary.BigEndian.PutUint16(ip[2:], uint16(28+len(payload)))
	a, b := from.Addr().As4(), to.Addr().As4()
	copy(ip[12:], a[:])
	copy(ip[16:], b[:])
	binary.BigEndian.PutUint16(ip[20:], from.Port())
	binary.BigEndian.PutUint16(ip[22:], to.Port())
	binary.BigEndian.PutUint16(ip[24:], uint16(8+len(payload)))
	var p packet.Packet
	if err := new(packet.Decoder).Frame(packet.Raw, append(ip, payload...), at, &p); err != nil {
		panic(err)
	}
	return &p
}

// A call is one of many, of which each packet of media says which it is.
type call struct {
	n     int
	out   probe.Out
	show  func(*packet.Packet, *probe.Out)
	clock func() time.Time
}

// mark begins each packet of media's content; call and place follow.
const mark = "CANARY/0d4f7c/"

func (c *call) send(from, to netip.AddrPort, payload []byte) {
	c.out.Reset()
	c.show(datagram(from, to, payload, c.clock()), &c.out)
}

func (c *call) sip(line, more, sdp string) {
	kind := ""
	if sdp != "" {
		kind = "Content-Type: application/sdp\r\n"
	}
	a, b := netip.MustParseAddrPort("192.0.2.1:5060"), netip.MustParseAddrPort("192.0.2.2:5060")
	c.send(a, b, fmt.Appendf(nil, "%s\r\nVia: SIP/2.0/UDP 192.0.2.1\r\nFrom: <sip:%s@example.net>;tag=a\r\nTo: <sip:+12025550107@example.net>%s\r\nCall-ID: call-%d\r\nMax-Forwards: 70\r\n%sContent-Length: %d\r\n\r\n%s",
		line, person, more, c.n, kind, len(sdp), sdp))
}

func (c *call) media() (a, b netip.AddrPort) {
	port := uint16(10000 + 4*(c.n%12000))
	return netip.AddrPortFrom(netip.MustParseAddr("192.0.2.1"), port), netip.AddrPortFrom(netip.MustParseAddr("192.0.2.2"), port+2)
}

func (c *call) begin() {
	a, b := c.media()
	sdp := func(x netip.AddrPort) string {
		return fmt.Sprintf("v=0\r\nc=IN IP4 %s\r\nm=audio %d RTP/AVP 8\r\n", x.Addr(), x.Port())
	}
	c.sip("INVITE sip:+12025550107@example.net SIP/2.0", "\r\nCSeq: 1 INVITE", sdp(a))
	c.sip("SIP/2.0 200 OK", ";tag=b\r\nCSeq: 1 INVITE", sdp(b))
}

func (c *call) talk(i int) {
	a, b := c.media()
	rtp := make([]byte, 12, 172)
	rtp[0], rtp[1] = 0x80, 8
	binary.BigEndian.PutUint16(rtp[2:], uint16(i))
	rtp = fmt.Appendf(rtp, "%s%06d/%06d/", mark, c.n, i)
	c.send(a, b, append(rtp, bytes.Repeat([]byte{0xd5}, 172-len(rtp))...))
}

func (c *call) end() {
	c.sip("BYE sip:+12025550107@example.net SIP/2.0", ";tag=b\r\nCSeq: 2 BYE", "")
	c.sip("SIP/2.0 200 OK", ";tag=b\r\nCSeq: 2 BYE", "")
}

// call shows a whole call.
func (w *world) call(n, packets int) {
	c := &call{n: n, show: w.probe.Packet, clock: func() time.Time { return time.Now().UTC() }}
	c.begin()
	for i := range packets {
		c.talk(i)
	}
	c.end()
}

// A book is what lies in the agency's files.
type book struct {
	iri, cc  int
	talks    map[int][]int // by call: places, in the order of the file
	cin      map[int]map[uint32]bool
	twice    int // a number that stands twice in its stream
	behind   int // a number lower than one before it in its stream
	gaps     int
	messages []string
	notices  int
	last     time.Time // the latest instant of IRI or CC
}

type row struct {
	liid string
	cin  uint32
	kind etsi.Kind
	sub  [2]int
}

// read reads the files of an agency.
func (w *world) read(s spec) *book {
	w.t.Helper()
	b := &book{talks: map[int][]int{}, cin: map[int]map[uint32]bool{}}
	for _, name := range []string{"hi2.ber", "hi3.ber"} {
		f, err := os.Open(filepath.Join(s.Dir, name))
		if err != nil {
			w.t.Fatal(err)
		}
		next, seen := map[row]uint32{}, map[row]map[uint32]bool{}
		_, err = lemf.Scan(f, func(_ int64, _ int, octets []byte) error {
			var p etsi.PDU
			if err := p.Decode(octets); err != nil {
				return err
			}
			b.add(&p, next, seen)
			return nil
		})
		_ = f.Close()
		if err != nil {
			w.t.Fatal(err)
		}
		for r, n := range next {
			b.gaps += int(n) - len(seen[r]) - first(seen[r])
		}
	}
	return b
}

// first is 1 where a row counts from 1.
func first(seen map[uint32]bool) int {
	if seen[0] {
		return 0
	}
	return 1
}

func (b *book) add(p *etsi.PDU, next map[row]uint32, seen map[row]map[uint32]bool) {
	r := row{liid: string(p.LIID), cin: p.CIN, kind: p.Kind}
	switch p.Kind {
	case etsi.KindTRI:
		if p.TRI.Kind == etsi.OperatorMessage {
			b.messages = append(b.messages, string(p.TRI.Message))
		} else if p.TRI.Kind != etsi.IntegrityCheck {
			return
		}
		r.sub = [2]int{int(p.TRI.Kind), int(p.TRI.Check.Type)*8 + int(p.TRI.Check.Data)}
	case etsi.KindIRI:
		b.iri++
	case etsi.KindCC:
		b.cc++
		b.talk(p)
	default:
		b.notices++
	}
	if at := lemf.When(p.Stamp); (p.Kind == etsi.KindIRI || p.Kind == etsi.KindCC) && at.After(b.last) {
		b.last = at
	}
	if seen[r] == nil {
		seen[r] = map[uint32]bool{}
	}
	if seen[r][p.Seq] {
		b.twice++
	} else if p.Seq < next[r] {
		b.behind++
	}
	seen[r][p.Seq] = true
	next[r] = max(next[r], p.Seq+1)
}

func (b *book) talk(p *etsi.PDU) {
	_, text, found := bytes.Cut(p.Raw, []byte(mark))
	var n, i int
	if !found {
		return
	}
	if _, err := fmt.Sscanf(string(text[:13]), "%06d/%06d", &n, &i); err != nil {
		return
	}
	b.talks[n] = append(b.talks[n], i)
	if b.cin[n] == nil {
		b.cin[n] = map[uint32]bool{}
	}
	b.cin[n][p.CIN] = true
}

// whole says what is wrong with calls of so many packets each.
func (b *book) whole(t *testing.T, calls, packets int) {
	t.Helper()
	lost, double, order, cins := 0, 0, 0, 0
	for n := range calls {
		got := map[int]int{}
		for k, i := range b.talks[n] {
			got[i]++
			if k > 0 && i < b.talks[n][k-1] {
				order++
			}
		}
		lost += packets - len(got)
		double += len(b.talks[n]) - len(got)
		if len(b.cin[n]) != 1 {
			cins++
		}
	}
	if lost+double+order+cins+b.twice+b.behind+b.gaps != 0 {
		t.Errorf("%d lost, %d double, %d out of order, %d calls without exactly one CIN; by number: %d twice, %d behind, %d missing", lost, double, order, cins, b.twice, b.behind, b.gaps)
	}
}

func hexOf(s string) string { return hex.EncodeToString([]byte(s)) }
