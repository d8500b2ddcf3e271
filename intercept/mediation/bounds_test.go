package mediation

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"writ/intercept"
	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// called is the other party's description.
var called = strings.NewReplacer("192.0.2.10", "198.51.100.60", "30000", "40000").Replace(offer)

// frame is an IPv4 packet between the two parties' media ports.
func frame(toCaller bool) []byte {
	b := append(ip4(1)[:28], rtp(1)...)
	binary.BigEndian.PutUint16(b[20:], 30000)
	binary.BigEndian.PutUint16(b[22:], 40000)
	if toCaller {
		copy(b[12:], []byte{198, 51, 100, 60, 192, 0, 2, 10})
		binary.BigEndian.PutUint16(b[20:], 40000)
		binary.BigEndian.PutUint16(b[22:], 30000)
	}
	return b
}

func TestAFrameIsNamedByTheDescriptionOfWhoReceivesIt(t *testing.T) {
	for _, whole := range []bool{false, true} {
		b := newBench(t, Config{})
		task, terms := call1(t, 1)
		terms.Legs[0].Profile.Integrity = intercept.Integrity{}
		b.set(task, terms)
		b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 1*ms, invite("c1")))
		b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 2*ms, sipText("SIP/2.0 200 OK", "c1", "1 INVITE", "a", "b", "application/sdp", called)))
		for i, want := range []string{"m=audio 40000", "m=audio 30000"} {
			b.out.Reset()
			p := pdu(task, x2x3.X3, x2x3.RTP, 7, time.Duration(3+i)*ms, rtp(i))
			ends := [2]uint16{30000, 40000}
			if p.SourcePort, p.DestPort = x2x3.Some(ends[i]), x2x3.Some(ends[1-i]); i == 1 {
				p.Source, p.Destination = p.Destination, p.Source
			}
			if whole { // as a point of interception does that sends packets and says nothing beside them
				p = pdu(task, x2x3.X3, x2x3.IPv4, 7, time.Duration(3+i)*ms, frame(i == 1))
				p.Source, p.Destination, p.SourcePort, p.DestPort = p.Source.Prev(), p.Source.Prev(), x2x3.Optional[uint16]{}, x2x3.Optional[uint16]{}
			}
			b.send(p)
			got := b.read(0).CC[0].CC
			if got.Kind != etsi.MultimediaCC || !strings.Contains(string(got.Stream), want) || (got.Frame == etsi.IPFrame) != whole {
				t.Errorf("whole packets %v, frame %d: named %q, want %s", whole, i, got.Stream, want)
			}
		}
	}
}

func TestATaskThatIsForgottenWithItsForgottenSessionsCanBeRestored(t *testing.T) {
	b := newBench(t, Config{Sessions: 2})
	task, terms := call1(t, 1)
	terms.Legs[0].Profile.Integrity = intercept.Integrity{}
	b.set(task, terms)
	state := b.Snapshot(nil)
	b.Delta(nil)
	for i := range 4 {
		b.send(pdu(task, x2x3.X2, x2x3.SIP, uint64(i+1), time.Duration(i+1)*ms, invite("c")))
	}
	b.Forget(task.XID)
	delta, again := b.Delta(nil), New(Config{})
	if err := again.Restore(state); err != nil {
		t.Fatal(err)
	}
	if err := again.Restore(delta); err != nil {
		t.Errorf("a delta of this program can't be restored: %v", err)
	}
}

func TestNoHeaderTalksContentThroughATaskForIRIAlone(t *testing.T) {
	text := string(sipText("MESSAGE sip:bob@example.com SIP/2.0", "c1", "1 MESSAGE", "a", "", "text/plain", "CANARY"))
	accepts := strings.Replace(text, "Call-ID:", "Accept: application/sdp\r\nCall-ID:", 1)
	bare := strings.Replace(text, "\r\n\r\n", "\n\n", 1) + "\r\n\r\n"
	task, terms := call1(t, 1)
	task.Deliver = intercept.IRIOnly
	h := header(&terms.Legs[0].Profile, task.LIID)
	wrap := func(s string) []byte {
		iri := etsi.IRI{Kind: etsi.MultimediaIRI, Multimedia: etsi.Multimedia{Version: 17, Form: etsi.SIPMessage, Content: []byte(s), Source: address(alice.Addr()), Destination: address(bob.Addr())}}
		return etsi.AppendIRI(nil, &h, etsi.IRIReport, &iri)
	}
	for name, p := range map[string]*x2x3.PDU{
		"wrapped, and another header speaks of SDP": pdu(task, x2x3.X2, x2x3.ETSI102232, 7, ms, wrap(accepts)),
		"a bare empty line, and a whole one later":  pdu(task, x2x3.X2, x2x3.SIP, 7, ms, []byte(bare)),
		"no SIP at all": pdu(task, x2x3.X2, x2x3.SIP, 7, ms, []byte("MESSAGE\r\nContent-Type: application/sdp\r\n\r\nCANARY")),
	} {
		b := newBench(t, Config{})
		b.set(task, terms)
		b.send(p)
		if strings.Contains(string(b.out.Octets), "CANARY") {
			t.Errorf("%s: content went out", name)
		}
	}
	b := newBench(t, Config{})
	b.set(task, terms)
	b.out.Reset()
	b.send(pdu(task, x2x3.X2, x2x3.ETSI102232, 7, ms, wrap(string(invite("c1")))))
	if len(b.out.PDUs) == 0 || b.read(0).Kind != etsi.KindIRI {
		t.Error("a wrapped INVITE with a session description is held back")
	}
}

func TestAFloodOfCallsKeepsTheBoundAndEachIsHashed(t *testing.T) {
	b := newBench(t, Config{Sessions: 16})
	task, terms := call1(t, 1)
	b.set(task, terms)
	for i := range 200 {
		b.send(pdu(task, x2x3.X2, x2x3.SIP, uint64(i+1), ms, invite("c")))
		if n := len(b.tasks[task.Carries()].sessions); n > 16 {
			t.Fatalf("%d sessions after %d calls", n, i+1)
		}
	}
	b.tick(time.Minute)
	b.said()
	hashed := map[uint32]int{}
	for _, e := range b.out.PDUs {
		if e.Kind == Hash {
			hashed[e.CIN]++
		}
	}
	if len(hashed) != 200 {
		t.Errorf("%d of 200 calls have their hash", len(hashed))
	}
}
