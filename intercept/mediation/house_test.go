package mediation

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"writ"
	"writ/intercept"
	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// noon is when the tasks of the tests begin; they end an hour later.
var noon = time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)

type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

func did(n byte) intercept.DID { return intercept.DID{0: 0xd1, 15: n} }

// profile is one with hashes after ten PDUs or a second.
func profile() intercept.Profile {
	return intercept.Profile{Module: 43, IPAccess: 20, IPMultimedia: 17, Time: intercept.Micro, Operator: "WANDLEBURY", Element: "med-1", Notices: true,
		Integrity: intercept.Integrity{Hash: intercept.SHA256, EveryPDUs: 10, After: time.Second}}
}

// order is a task for one person, and the terms of one agency that takes both handovers.
func order(t fataler, n byte, kind writ.Kind, who string) (intercept.Task, Terms) {
	t.Helper()
	id, err := writ.ParseIdentifier(kind, who)
	if err != nil {
		t.Fatalf("%v", err)
	}
	l, err := intercept.ParseLIID(fmt.Sprintf("LIID-%d", n))
	if err != nil {
		t.Fatalf("%v", err)
	}
	task := intercept.Task{XID: intercept.XID{0: 0x29, 15: n}, LIID: l, Targets: []intercept.Target{{ID: id}}, Deliver: intercept.IRIAndCC,
		From: noon, Until: noon.Add(time.Hour), To: []intercept.DID{did(n)}}
	return task, Terms{Legs: []Leg{{To: did(n), Profile: profile(), HI2: true, HI3: true}}}
}

func call1(t fataler, n byte) (intercept.Task, Terms) {
	return order(t, n, writ.SIPURI, "sip:alice@example.com")
}

func line1(t fataler, n byte) (intercept.Task, Terms) {
	return order(t, n, writ.NAI, "alice@example.net")
}

// A bench is a Core with its Out, and what it sends.
type bench struct {
	t fataler
	*Core
	out  *Out
	seqs map[string]uint32
}

func newBench(t fataler, c Config) *bench {
	return &bench{t: t, Core: New(c), out: &Out{}, seqs: map[string]uint32{}}
}

func (b *bench) set(task intercept.Task, terms Terms) {
	b.t.Helper()
	if err := b.Set(task, terms, noon, b.out); err != nil {
		b.t.Fatalf("set: %v", err)
	}
}

var alice, bob = netip.MustParseAddrPort("192.0.2.10:5060"), netip.MustParseAddrPort("198.51.100.60:5060")

// pdu makes one, captured so long after noon.
func pdu(task intercept.Task, typ x2x3.Type, f x2x3.Format, corr uint64, after time.Duration, payload []byte) *x2x3.PDU {
	at := noon.Add(after)
	return &x2x3.PDU{Minor: 5, Type: typ, Format: f, Direction: x2x3.FromTarget, XID: task.Carries(), Correlation: corr, Payload: payload,
		Attributes: x2x3.Attributes{NFID: []byte("sbc1.example"), IPID: []byte("poi-1"), At: x2x3.Some(x2x3.Time{Sec: uint32(at.Unix()), Nsec: uint32(at.Nanosecond())}),
			Source: alice.Addr(), Destination: bob.Addr(), SourcePort: x2x3.Some(alice.Port()), DestPort: x2x3.Some(bob.Port())}}
}

// numbered gives a PDU the next number of its context.
func (b *bench) numbered(p *x2x3.PDU) *x2x3.PDU {
	key := fmt.Sprint(p.Context())
	p.Seq = x2x3.Some(b.seqs[key])
	b.seqs[key]++
	return p
}

// send numbers a PDU and gives it to the Core a millisecond after it was captured.
func (b *bench) send(p *x2x3.PDU) {
	at := time.Unix(int64(p.At.V.Sec), int64(p.At.V.Nsec)).Add(time.Millisecond)
	b.Take(b.numbered(p), at, b.out)
}

func (b *bench) tick(after time.Duration) { b.Tick(noon.Add(after), b.out) }

// said lists what went out, a line a PDU: "HI2 cin 1 #0 Begin", and checks that each reads.
func (b *bench) said() []string {
	b.t.Helper()
	lines := make([]string, 0, len(b.out.PDUs))
	for i := range b.out.PDUs {
		e := &b.out.PDUs[i]
		lines = append(lines, say(e, b.read(i)))
	}
	return lines
}

func (b *bench) read(i int) *etsi.PDU {
	b.t.Helper()
	e, p := b.out.PDUs[i], new(etsi.PDU)
	if err := p.Decode(b.out.Octets[e.From:e.To]); err != nil {
		b.t.Fatalf("PDU %d (%v) does not read: %v", i, e.Kind, err)
	}
	if p.CIN != e.CIN || p.Seq != e.Seq || string(p.LIID) != e.LIID.Reveal() {
		b.t.Fatalf("PDU %d: its header says CIN %d, number %d, the list CIN %d, number %d", i, p.CIN, p.Seq, e.CIN, e.Seq)
	}
	return p
}

func say(e *Emitted, p *etsi.PDU) string {
	s := fmt.Sprintf("%v %d#%d ", e.Route.Handover, e.CIN, e.Seq)
	switch p.Kind {
	case etsi.KindIRI:
		s += [...]string{"none", "Begin", "End", "Continue", "Report"}[p.IRI[0].Type]
		if p.IRI[0].IRI.Kind == etsi.AccessIRI {
			s += fmt.Sprintf(" event %d", p.IRI[0].IRI.Access.Event)
		}
	case etsi.KindCC:
		s += fmt.Sprintf("CC %d", p.CC[0].CC.Kind)
	case etsi.KindTRI:
		if s += e.Kind.String(); e.Kind == Message {
			s += " " + string(p.TRI.Message)
		} else {
			s += fmt.Sprint(" of ", p.TRI.Check.Included)
		}
	case etsi.KindHI1:
		s += fmt.Sprint("notice ", p.Notification.Notice)
	}
	return s
}

func (b *bench) wants(lines ...string) {
	b.t.Helper()
	got := b.said()
	for i := range max(len(got), len(lines)) {
		switch {
		case i >= len(got):
			b.t.Fatalf("line %d: got nothing more, want %q", i, lines[i])
		case i >= len(lines):
			b.t.Fatalf("line %d: got %q, want nothing more", i, got[i])
		case got[i] != lines[i]:
			b.t.Fatalf("line %d: got %q, want %q", i, got[i], lines[i])
		}
	}
	b.out.Reset()
}

func (b *bench) counts(x intercept.XID) Counts {
	b.t.Helper()
	n, ok := b.Counts(x)
	if !ok {
		b.t.Fatalf("the task is not known")
	}
	if err := n.Check(); err != nil {
		b.t.Fatalf("%v", err)
	}
	return n
}

// sip writes a message of a call: the start line, CSeq number and method, tags, and a body.
func sipText(start, call, cseq, from, to string, body ...string) []byte {
	tag := func(s string) string {
		if s == "" {
			return ""
		}
		return ";tag=" + s
	}
	s := start + "\r\nVia: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1\r\nFrom: <sip:alice@example.com>" + tag(from) + "\r\nTo: <sip:bob@example.com>" + tag(to) +
		"\r\nCall-ID: " + call + "\r\nCSeq: " + cseq + "\r\n"
	if len(body) == 2 {
		return []byte(s + fmt.Sprintf("Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s", body[0], len(body[1]), body[1]))
	}
	return []byte(s + "Content-Length: 0\r\n\r\n")
}

const offer = "v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\nm=audio 30000 RTP/AVP 8\r\n"

func invite(call string) []byte {
	return sipText("INVITE sip:bob@example.com SIP/2.0", call, "1 INVITE", "a", "", "application/sdp", offer)
}

func rtp(n int) []byte {
	b := make([]byte, 172)
	b[0], b[1] = 0x80, 8
	binary.BigEndian.PutUint16(b[2:], uint16(n))
	return b
}

func ip4(n int) []byte {
	b := make([]byte, 28)
	b[0], b[3], b[8], b[9] = 0x45, 28, 64, 17
	copy(b[12:], []byte{192, 0, 2, 10, 198, 51, 100, 60})
	binary.BigEndian.PutUint16(b[20:], 40000)
	binary.BigEndian.PutUint16(b[22:], 53)
	binary.BigEndian.PutUint32(b[24:], uint32(n))
	return b
}

const ms = time.Millisecond

func TestACallOfSIPAndRTPGoesOutNumberedAndHashed(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, terms)
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 10*ms, invite("c1")))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 20*ms, sipText("SIP/2.0 200 OK", "c1", "1 INVITE", "a", "b")))
	for i := range 3 {
		b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, time.Duration(30+20*i)*ms, rtp(i)))
	}
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 500*ms, sipText("BYE sip:bob@example.com SIP/2.0", "c1", "2 BYE", "a", "b")))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 510*ms, sipText("SIP/2.0 200 OK", "c1", "2 BYE", "a", "b")))
	b.wants("HI2 0#0 notice 1", "HI2 1#0 Begin", "HI2 1#1 Continue", "HI3 1#0 CC 12", "HI3 1#1 CC 12", "HI3 1#2 CC 12", "HI2 1#2 Continue", "HI2 1#3 End",
		"HI2 1#0 hash of [0 1 2 3]", "HI3 1#0 hash of [0 1 2]")
	if n := b.counts(task.XID); n.IRI != 4 || n.CC != 3 || n.Product != 7 || n.Hashes != 2 {
		t.Errorf("got %+v", n)
	}
}
