package mediation

import (
	"strings"
	"testing"
	"time"

	"writ/intercept"
	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// A step is one SIP message and the IRI that it must become.
type step struct {
	start, cseq, from, to string
	want                  string
}

func TestSIPMessagesBecomeIRIOfTheRightType(t *testing.T) {
	const ok, ringing, busy = "SIP/2.0 200 OK", "SIP/2.0 180 Ringing", "SIP/2.0 486 Busy Here"
	inv := "INVITE sip:bob@example.com SIP/2.0"
	req := func(m string) string { return m + " sip:bob@example.com SIP/2.0" }
	for _, tc := range []struct {
		name  string
		steps []step
	}{
		{"a call that is answered and ended", []step{{inv, "1 INVITE", "a", "", "Begin"}, {"SIP/2.0 100 Trying", "1 INVITE", "a", "", "Continue"}, {ringing, "1 INVITE", "a", "b", "Continue"},
			{ok, "1 INVITE", "a", "b", "Continue"}, {req("ACK"), "1 ACK", "a", "b", "Continue"}, {req("BYE"), "1 BYE", "b", "a", "Continue"}, {ok, "1 BYE", "b", "a", "End"}}},
		{"retransmissions stay within the call, and after its end they are reports", []step{{inv, "1 INVITE", "a", "", "Begin"}, {inv, "1 INVITE", "a", "", "Continue"}, {ok, "1 INVITE", "a", "b", "Continue"},
			{ok, "1 INVITE", "a", "b", "Continue"}, {req("BYE"), "2 BYE", "a", "b", "Continue"}, {req("BYE"), "2 BYE", "a", "b", "Continue"}, {ok, "2 BYE", "a", "b", "End"}, {ok, "2 BYE", "a", "b", "Report"}}},
		{"a call that fails ends with the failure", []step{{inv, "1 INVITE", "a", "", "Begin"}, {busy, "1 INVITE", "a", "b", "End"}, {req("ACK"), "1 ACK", "a", "b", "Report"}}},
		{"a call that is given up ends with 487", []step{{inv, "1 INVITE", "a", "", "Begin"}, {ringing, "1 INVITE", "a", "b", "Continue"}, {req("CANCEL"), "1 CANCEL", "a", "", "Continue"},
			{ok, "1 CANCEL", "a", "b", "Continue"}, {"SIP/2.0 487 Request Terminated", "1 INVITE", "a", "b", "End"}}},
		{"a challenge does not end it", []step{{inv, "1 INVITE", "a", "", "Begin"}, {"SIP/2.0 407 Proxy Authentication Required", "1 INVITE", "a", "x", "Continue"}, {req("ACK"), "1 ACK", "a", "x", "Continue"},
			{inv, "2 INVITE", "a", "", "Continue"}, {ok, "2 INVITE", "a", "b", "Continue"}, {req("BYE"), "3 BYE", "a", "b", "Continue"},
			{"SIP/2.0 401 Try Again", "3 BYE", "a", "b", "Continue"}, {req("BYE"), "4 BYE", "a", "b", "Continue"}, {ok, "4 BYE", "a", "b", "End"}}},
		{"a fork that fails does not end the call while another rings", []step{{inv, "1 INVITE", "a", "", "Begin"}, {ringing, "1 INVITE", "a", "b1", "Continue"}, {ringing, "1 INVITE", "a", "b2", "Continue"},
			{busy, "1 INVITE", "a", "b1", "Continue"}, {ok, "1 INVITE", "a", "b2", "Continue"}, {req("BYE"), "2 BYE", "b2", "a", "Continue"}, {ok, "2 BYE", "b2", "a", "End"}}},
		{"a fork that answers after another has failed takes the call up again", []step{{inv, "1 INVITE", "a", "", "Begin"}, {busy, "1 INVITE", "a", "b1", "End"}, {ringing, "1 INVITE", "a", "b2", "Continue"},
			{ok, "1 INVITE", "a", "b2", "Continue"}, {req("BYE"), "2 BYE", "a", "b2", "Continue"}, {ok, "2 BYE", "a", "b2", "End"}}},
		{"two forks that answer must both end", []step{{inv, "1 INVITE", "a", "", "Begin"}, {ok, "1 INVITE", "a", "b1", "Continue"}, {ok, "1 INVITE", "a", "b2", "Continue"}, {req("BYE"), "2 BYE", "a", "b1", "Continue"},
			{ok, "2 BYE", "a", "b1", "Continue"}, {req("BYE"), "2 BYE", "a", "b2", "Continue"}, {"SIP/2.0 481 Call/Transaction Does Not Exist", "2 BYE", "a", "b2", "End"}}},
		{"a re-INVITE that fails changes nothing", []step{{inv, "1 INVITE", "a", "", "Begin"}, {ok, "1 INVITE", "a", "b", "Continue"}, {inv, "2 INVITE", "b", "a", "Continue"},
			{"SIP/2.0 488 Not Acceptable Here", "2 INVITE", "b", "a", "Continue"}, {req("INFO"), "3 INFO", "a", "b", "Continue"}, {ok, "3 INFO", "a", "b", "Continue"}}},
		{"what is no call is reported", []step{{req("REGISTER"), "1 REGISTER", "a", "", "Report"}, {ok, "1 REGISTER", "a", "b", "Report"}, {req("MESSAGE"), "2 MESSAGE", "a", "", "Report"},
			{ok, "2 MESSAGE", "a", "b", "Report"}, {req("OPTIONS"), "3 OPTIONS", "a", "", "Report"}, {req("SUBSCRIBE"), "4 SUBSCRIBE", "a", "", "Report"}, {req("NOTIFY"), "5 NOTIFY", "a", "b", "Report"}}},
		{"a failure of which nothing was seen before is reported", []step{{busy, "1 INVITE", "a", "b", "Report"}}},
		{"the answer to a BYE of which nothing was seen before is reported", []step{{ok, "9 BYE", "a", "b", "Report"}}},
		{"a call open before begins with what is seen of it first: an answer", []step{{ok, "1 INVITE", "a", "b", "Begin"}, {req("BYE"), "2 BYE", "a", "b", "Continue"}, {ok, "2 BYE", "a", "b", "End"}}},
		{"a call open before begins with what is seen of it first: a re-INVITE", []step{{inv, "7 INVITE", "a", "b", "Begin"}, {ok, "7 INVITE", "a", "b", "Continue"}, {req("BYE"), "2 BYE", "b", "a", "Continue"}, {ok, "2 BYE", "b", "a", "End"}}},
		{"a call open before begins with what is seen of it first: its BYE", []step{{req("BYE"), "2 BYE", "b", "a", "Begin"}, {ok, "2 BYE", "b", "a", "End"}}},
		{"a call open before begins with what is seen of it first: a CANCEL", []step{{req("CANCEL"), "1 CANCEL", "a", "", "Begin"}, {"SIP/2.0 487 Request Terminated", "1 INVITE", "a", "b", "End"}}},
		{"a call open before begins with what is seen of it first: an INFO", []step{{req("INFO"), "2 INFO", "b", "a", "Begin"}, {req("BYE"), "3 BYE", "b", "a", "Continue"}, {ok, "3 BYE", "b", "a", "End"}}},
		{"what can't be read is reported", []step{{"INVITE", "", "", "", "Report"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBench(t, Config{})
			task, terms := call1(t, 1)
			terms.Legs[0].Profile.Integrity = intercept.Integrity{}
			b.set(task, terms)
			b.out.Reset()
			for i, s := range tc.steps {
				b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, time.Duration(i+1)*10*ms, sipText(s.start, "c1", s.cseq, s.from, s.to)))
				if got := b.said(); len(got) != 1 || !strings.HasSuffix(got[0], s.want) || !strings.HasPrefix(got[0], "HI2 1#") {
					t.Fatalf("step %d (%s): got %q, want %s", i, s.start, got, s.want)
				}
				b.out.Reset()
			}
		})
	}
}

func TestASecondCallOfOneCorrelationHasItsOwnCIN(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, terms)
	b.out.Reset()
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 10*ms, invite("c1")))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 20*ms, sipText("SIP/2.0 486 Busy Here", "c1", "1 INVITE", "a", "b")))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 30*ms, invite("c2")))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 8, 40*ms, invite("c3")))
	b.wants("HI2 1#0 Begin", "HI2 1#1 End", "HI2 1#0 hash of [0 1]", "HI2 2#0 Begin", "HI2 3#0 Begin")
}

func TestAReportBetweenTwoCallsIsHashedWithTheFirst(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, terms)
	b.out.Reset()
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 10*ms, invite("c1")))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 20*ms, sipText("SIP/2.0 486 Busy Here", "c1", "1 INVITE", "a", "b")))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 30*ms, sipText("ACK sip:bob@example.com SIP/2.0", "c1", "1 ACK", "a", "b")))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 40*ms, invite("c2")))
	b.wants("HI2 1#0 Begin", "HI2 1#1 End", "HI2 1#0 hash of [0 1]", "HI2 1#2 Report", "HI2 1#1 hash of [2]", "HI2 2#0 Begin")
}

func TestTwoLegsOfOneCorrelationAreOneCommunication(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	terms.Legs[0].Profile.Integrity = intercept.Integrity{}
	b.set(task, terms)
	b.out.Reset()
	for i, m := range [][]byte{invite("c1"), invite("c2"), sipText("SIP/2.0 486 Busy Here", "c2", "1 INVITE", "a", "b"), sipText("SIP/2.0 486 Busy Here", "c1", "1 INVITE", "a", "b")} {
		b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, time.Duration(i+1)*ms, m))
	}
	b.wants("HI2 1#0 Begin", "HI2 1#1 Continue", "HI2 1#2 Continue", "HI2 1#3 End")
}

func TestUncorrelatedCallsArePartedByCallIDAndMediaFollowTheirSDP(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	terms.Legs[0].Profile.Integrity = intercept.Integrity{}
	b.set(task, terms)
	b.out.Reset()
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 0, 1*ms, invite("c1")))
	second := strings.ReplaceAll(offer, "30000", "30002")
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 0, 2*ms, sipText("INVITE sip:bob@example.com SIP/2.0", "c2", "1 INVITE", "a", "", "application/sdp", second)))
	p := pdu(task, x2x3.X3, x2x3.RTP, 0, 3*ms, rtp(1))
	p.DestPort, p.SourcePort = x2x3.Some(uint16(4)), x2x3.Some(uint16(30002))
	b.send(p)
	b.wants("HI2 1#0 Begin", "HI2 2#0 Begin", "HI3 2#0 CC 12")
}

func TestAMessageIsHandedOverAsItCame(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, terms)
	b.out.Reset()
	p := pdu(task, x2x3.X2, x2x3.SIP, 7, 10*ms+1999, invite("c1"))
	b.send(p)
	got := b.read(0)
	m := got.IRI[0].IRI.Multimedia
	if string(m.Content) != string(p.Payload) || m.Form != etsi.SIPMessage || m.Source.IP != alice.Addr() || m.Destination.IP != bob.Addr() {
		t.Errorf("got form %d from %v to %v", m.Form, m.Source.IP, m.Destination.IP)
	}
	if got.Stamp != (etsi.Stamp{Form: etsi.MicroTime, Sec: noon.Unix(), Micro: 10001, Qualifier: etsi.TimeOfInterception}) {
		t.Errorf("a time of 10.001999 ms is written as %+v", got.Stamp)
	}
	if string(got.Function) != "sbc1.example" || string(got.ExtendedPoint) != "poi-1" || string(got.Operator) != "WANDLEBURY" || string(got.Element) != "med-1" {
		t.Errorf("the header names %s %s %s %s", got.Function, got.ExtendedPoint, got.Operator, got.Element)
	}
}

func TestATaskForIRIAloneGetsNoContent(t *testing.T) {
	text := sipText("MESSAGE sip:bob@example.com SIP/2.0", "c1", "1 MESSAGE", "a", "", "text/plain", "CANARY")
	whole := append([]byte{0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 10, 198, 51, 100, 60, 0x13, 0xc4, 0x13, 0xc4, 0, 0, 0, 0}, text...)
	for _, tc := range []struct {
		name    string
		format  x2x3.Format
		payload []byte
		module  int
		form    etsi.SignalForm
	}{
		{"a SIP message's text is cut off", x2x3.SIP, text, 17, etsi.OnlySIPMessage},
		{"a packet's too", x2x3.IPv4, whole, 17, etsi.OnlyOriginalMessage},
		{"an older module has one alternative for both", x2x3.SIP, text, 6, etsi.SIPMessage},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBench(t, Config{})
			task, terms := call1(t, 1)
			task.Deliver, terms.Legs[0].Profile.IPMultimedia = intercept.IRIOnly, tc.module
			b.set(task, terms)
			b.out.Reset()
			b.send(pdu(task, x2x3.X2, tc.format, 7, 10*ms, tc.payload))
			got := b.read(0)
			if strings.Contains(string(b.out.Octets), "CANARY") || got.IRI[0].IRI.Multimedia.Form != tc.form || !strings.Contains(string(b.out.Octets), "CSeq: 1 MESSAGE") {
				t.Errorf("got form %d, %d octets", got.IRI[0].IRI.Multimedia.Form, len(b.out.Octets))
			}
			b.out.Reset()
			b.send(pdu(task, x2x3.X3, x2x3.RTP, 7, 20*ms, rtp(1)))
			b.tick(time.Second)
			if n := b.counts(task.XID); n.Dropped[ContentNotOrdered] != 1 || n.CC != 0 {
				t.Errorf("got %+v", n)
			}
		})
	}
}

func TestASessionDescriptionStaysInATaskForIRIAlone(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	task.Deliver = intercept.IRIOnly
	b.set(task, terms)
	b.out.Reset()
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 10*ms, invite("c1")))
	if !strings.Contains(string(b.out.Octets), "m=audio 30000") {
		t.Error("the session description is cut off")
	}
	b.out.Reset()
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 20*ms, []byte("no SIP at all, and no blank line")))
	if n := b.counts(task.XID); n.Dropped[ContentNotOrdered] != 1 {
		t.Errorf("what can't be parted goes out: %+v", n)
	}
}
