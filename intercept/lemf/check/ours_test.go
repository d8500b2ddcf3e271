package check

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"writ"
	"writ/intercept"
	"writ/intercept/lemf"
	"writ/intercept/lemf/datagram"
	"writ/intercept/lemf/lemftest"
	"writ/intercept/mediation"
	"writ/wire/x2x3"
)

// A relay is our own mediation between the call of lemftest, taken from the network as X2 and X3, and the checker.
type relay struct {
	t    *testing.T
	core *mediation.Core
	out  mediation.Out
	task intercept.Task
	seqs map[x2x3.Context]uint32
}

func newRelay(t *testing.T) *relay {
	t.Helper()
	id, err := writ.ParseIdentifier(writ.SIPURI, "sip:alice@example.net")
	if err != nil {
		t.Fatal(err)
	}
	l, err := intercept.ParseLIID("LIID-2026-0042")
	if err != nil {
		t.Fatal(err)
	}
	did := intercept.DID{1}
	r := &relay{t: t, core: mediation.New(mediation.Config{}), seqs: map[x2x3.Context]uint32{}}
	r.task = intercept.Task{XID: intercept.XID{1}, LIID: l, Targets: []intercept.Target{{ID: id}}, Deliver: intercept.IRIAndCC,
		From: lemftest.Start.Add(-time.Minute), Until: lemftest.Start.Add(time.Hour), To: []intercept.DID{did}}
	p := intercept.Profile{Module: 43, IPAccess: 20, IPMultimedia: 17, Time: intercept.Micro, Operator: "op", Element: "ne", Authorisation: "NZ", Delivery: "NZ",
		Integrity: intercept.Integrity{Hash: intercept.SHA256, EveryPDUs: 10, After: time.Second}}
	if err := r.core.Set(r.task, mediation.Terms{Legs: []mediation.Leg{{To: did, Profile: p, HI2: true, HI3: true}}}, lemftest.Start.Add(-time.Minute), &r.out); err != nil {
		t.Fatal(err)
	}
	return r
}

// take gives one item of the call to the mediation as a point of interception does: the SIP text, or the RTP of a packet.
func (r *relay) take(v *lemftest.Item) {
	at := lemf.When(v.Header.Stamp)
	p := &x2x3.PDU{Minor: 5, XID: r.task.Carries(), Correlation: 9, Direction: x2x3.FromTarget}
	p.At = x2x3.Some(x2x3.Time{Sec: uint32(at.Unix()), Nsec: uint32(at.Nanosecond())})
	p.NFID, p.IPID = []byte("sbc-1"), []byte("poi-1")
	if v.IRI != nil {
		m := &v.IRI.Multimedia
		p.Type, p.Format, p.Payload = x2x3.X2, x2x3.SIP, m.Content
		p.Source, p.Destination = m.Source.IP, m.Destination.IP
		p.SourcePort, p.DestPort = x2x3.Some(uint16(5060)), x2x3.Some(uint16(5060))
	} else {
		d, _ := datagram.Split(v.CC.Octets)
		p.Type, p.Format, p.Payload = x2x3.X3, x2x3.RTP, d.Payload
		p.Source, p.Destination = d.From.Addr(), d.To.Addr()
		p.SourcePort, p.DestPort = x2x3.Some(d.From.Port()), x2x3.Some(d.To.Port())
	}
	if p.Source != lemftest.Alice.Addr() {
		p.Direction = x2x3.ToTarget
	}
	c := p.Context()
	p.Seq = x2x3.Some(r.seqs[c])
	r.seqs[c]++
	r.core.Take(p, at.Add(time.Millisecond), &r.out)
}

// delivered gives what went out on both interfaces.
func (r *relay) delivered() (hi2, hi3 []byte) {
	for _, e := range r.out.PDUs {
		if fmt.Sprint(e.Route.Handover) == "HI3" {
			hi3 = append(hi3, r.out.Octets[e.From:e.To]...)
		} else {
			hi2 = append(hi2, r.out.Octets[e.From:e.To]...)
		}
	}
	return hi2, hi3
}

// Our own mediation's delivery of a call: no error, no warning, and no more than the notes that are meant.
func TestOurOwnMediationIsFoundInOrder(t *testing.T) {
	r := newRelay(t)
	items := lemftest.Call(lemftest.PCMA, silence)
	for i := range items {
		r.take(&items[i])
	}
	for i := range 90 {
		r.core.Tick(lemftest.Start.Add(time.Duration(i+2)*time.Second), &r.out)
	}
	hi2, hi3 := r.delivered()
	if n := countCC(t, hi3); n != 100 {
		t.Fatalf("%d CC went out, not 100", n)
	}
	o := Options{Targets: []Target{{lemf.NameOf([]byte("LIID-2026-0042")), lemf.NameOf([]byte("alice"))}}}
	for _, f := range judge(t, o, file{"hi2.ber", hi2}, file{"hi3.ber", hi3}) {
		if f.Severity != Note || !strings.HasPrefix(string(f.Rule), "signature-none") {
			t.Errorf("%+v", f)
		}
	}
}

func countCC(t *testing.T, octets []byte) (n uint64) {
	t.Helper()
	var b lemf.Book
	if _, err := lemf.Scan(bytes.NewReader(octets), func(_ int64, _ int, p []byte) error { return b.Take(p, lemf.HI3) }); err != nil {
		t.Fatal(err)
	}
	for _, c := range b.Counts() {
		if c.Kind == lemf.KindCC {
			n += c.Received()
		}
	}
	return n
}
