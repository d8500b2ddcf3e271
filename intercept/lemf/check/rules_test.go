package check

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/lemftest"
	"writ/wire/etsi"
)

func key(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func silence(bool, int) []byte { return bytes.Repeat([]byte{0xd5}, 160) }

func delivered(t testing.TB, o Options, items []lemftest.Item) []Finding {
	t.Helper()
	hi2, hi3 := lemftest.Render(items)
	return judge(t, o, file{"hi2.ber", hi2}, file{"hi3.ber", hi3})
}

func TestNothingIsFoundInACleanDelivery(t *testing.T) {
	k := key(t)
	o := Options{Key: &k.PublicKey, Targets: []Target{{lemf.NameOf([]byte("LIID-2026-0042")), lemf.NameOf([]byte("sip:alice@example.net"))}}}
	for name, items := range map[string][]lemftest.Item{"a call": lemftest.Call(lemftest.PCMA, silence), "an access": lemftest.Access()} {
		t.Run(name, func(t *testing.T) {
			for _, f := range delivered(t, o, lemftest.Protect(items, k)) {
				t.Errorf("%+v", f)
			}
		})
	}
}

// A fault is one thing wrong with the call (or the access) of lemftest, and the rules that must find it.
type fault struct {
	name   string
	access bool
	change func(items []lemftest.Item) []lemftest.Item
	late   bool // the change comes after the hashes
	want   []Rule
}

func head(f func(h *etsi.Header)) func([]lemftest.Item) []lemftest.Item {
	return func(items []lemftest.Item) []lemftest.Item {
		for i := range items {
			f(&items[i].Header)
		}
		return items
	}
}

// nth changes the n-th item on an interface.
func nth(on lemf.Handover, n int, f func(i *lemftest.Item)) func([]lemftest.Item) []lemftest.Item {
	return func(items []lemftest.Item) []lemftest.Item {
		for i := range items {
			if items[i].On != on {
				continue
			}
			if n--; n < 0 {
				f(&items[i])
				break
			}
		}
		return items
	}
}

func without(on lemf.Handover, ns ...int) func([]lemftest.Item) []lemftest.Item {
	return func(items []lemftest.Item) []lemftest.Item {
		n := -1
		return slices.DeleteFunc(items, func(i lemftest.Item) bool {
			if i.On == on {
				n++
			}
			return i.On == on && slices.Contains(ns, n)
		})
	}
}

func tail(on lemf.Handover, h etsi.Header, tri *etsi.TRI) func([]lemftest.Item) []lemftest.Item {
	return func(items []lemftest.Item) []lemftest.Item {
		return append(items, lemftest.Item{On: on, Header: h, TRI: tri})
	}
}

func recode(at int, old, by []byte) func(i *lemftest.Item) {
	return func(i *lemftest.Item) { i.Raw = bytes.Replace(i.Octets(), old, by, at) }
}

var second = lemftest.Head(1, 2*time.Second)

var faults = []fault{
	{name: "another domain", change: nth(lemf.HI2, 1, recode(1, []byte{4, 0, 2, 2, 5, 1, 43}, []byte{0, 4, 0, 2, 5, 1, 43})), want: []Rule{"domain"}},
	{name: "a newer module", change: head(func(h *etsi.Header) { h.Level = 99 }), want: []Rule{"level-newer"}},
	{name: "two modules", change: nth(lemf.HI3, 3, func(i *lemftest.Item) { i.Header.Level = 17 }), want: []Rule{"level-mixed"}},
	{name: "a LIID with a space", change: head(func(h *etsi.Header) { h.LIID = []byte("my liid") }), want: []Rule{"liid-form"}},
	{name: "no country", change: head(func(h *etsi.Header) { h.Delivery = [2]byte{} }), want: []Rule{"country-missing"}},
	{name: "a country in small letters", change: head(func(h *etsi.Header) { h.Delivery = [2]byte{'-', '-'} }), want: []Rule{"country-form"}},
	{name: "no element", change: head(func(h *etsi.Header) { h.Element = nil }), want: []Rule{"element-missing"}},
	{name: "no CIN", change: head(func(h *etsi.Header) { h.NoCIN = true }), want: []Rule{"cin-missing"}},
	{name: "no time", change: nth(lemf.HI3, 5, func(i *lemftest.Item) { i.Header.Stamp = etsi.Stamp{} }), want: []Rule{"time-missing"}},
	{name: "both times", change: nth(lemf.HI3, 5, func(i *lemftest.Item) { i.Header.Form = etsi.BothTimes }), want: []Rule{"time-both"}},
	{name: "milliseconds", change: nth(lemf.HI3, 5, func(i *lemftest.Item) { i.Header.Form = etsi.GeneralizedTime }), want: []Rule{"time-milliseconds"}},
	{name: "a clock never set", change: nth(lemf.HI2, 0, func(i *lemftest.Item) { i.Header.Sec = 5 }), want: []Rule{"time-odd"}},
	{name: "no qualifier", change: nth(lemf.HI3, 5, func(i *lemftest.Item) { i.Header.Qualifier = etsi.NoQualifier }), want: []Rule{"qualifier-missing"}},
	{name: "time of mediation", change: nth(lemf.HI3, 5, func(i *lemftest.Item) { i.Header.Qualifier = etsi.TimeOfMediation }), want: []Rule{"qualifier"}},
	{name: "time goes back", change: nth(lemf.HI3, 5, func(i *lemftest.Item) { i.Header.Sec -= 30 }), want: []Rule{"time-back", "cc-before-begin"}},
	{name: "time jitters", change: nth(lemf.HI3, 40, func(i *lemftest.Item) { i.Header.Micro -= 90000 }), want: []Rule{"time-jitter"}},

	{name: "a lost CC", change: without(lemf.HI3, 7), want: []Rule{"sequence-gap"}},
	{name: "the first CC lost", change: without(lemf.HI3, 0), want: []Rule{"sequence-start"}},
	{name: "a resend", change: func(items []lemftest.Item) []lemftest.Item { return append(items, items[20]) }, want: []Rule{"sequence-twice"}, late: true},
	{name: "a number twice", change: nth(lemf.HI3, 9, func(i *lemftest.Item) { i.Header.Seq = 8 }), want: []Rule{"sequence-conflict", "sequence-gap", "hash-absent"}, late: true},
	{name: "out of order", change: func(items []lemftest.Item) []lemftest.Item {
		items[20], items[22] = items[22], items[20]
		return items
	}, want: []Rule{"sequence-order", "time-jitter"}, late: true},
	{name: "counted from one", change: func(items []lemftest.Item) []lemftest.Item {
		return tail(lemf.HI2, second, &etsi.TRI{Kind: etsi.KeepAlive})(items)
	}, want: []Rule{"sequence-one"}},

	{name: "no type", change: nth(lemf.HI2, 1, func(i *lemftest.Item) { i.Type = etsi.NoIRIType }), want: []Rule{"iri-type-missing"}},
	{name: "no begin", change: nth(lemf.HI2, 0, func(i *lemftest.Item) { i.Type = etsi.IRIContinue }), want: []Rule{"iri-first"}},
	{name: "two begins", change: nth(lemf.HI2, 1, func(i *lemftest.Item) { i.Type = etsi.IRIBegin }), want: []Rule{"iri-begin-again"}},
	{name: "an early end", change: nth(lemf.HI2, 2, func(i *lemftest.Item) { i.Type = etsi.IRIEnd }), want: []Rule{"iri-after-end"}},
	{name: "no end of a call that is over", change: nth(lemf.HI2, 5, func(i *lemftest.Item) { i.Type = etsi.IRIContinue }), want: []Rule{"iri-no-end"}},
	{name: "no end yet", change: without(lemf.HI2, 5), want: []Rule{"iri-open"}},
	{name: "a report for an INVITE", change: nth(lemf.HI2, 0, func(i *lemftest.Item) { i.Type = etsi.IRIReport }), want: []Rule{"iri-sip-type", "iri-first"}},
	{name: "an interim update as begin", access: true, change: nth(lemf.HI2, 1, func(i *lemftest.Item) { i.Type = etsi.IRIBegin }), want: []Rule{"iri-access-type", "iri-begin-again"}},
	{name: "broken SIP", change: nth(lemf.HI2, 1, func(i *lemftest.Item) { i.IRI.Multimedia.Content = []byte("nonsense") }), want: []Rule{"sip-unreadable"}},
	{name: "no address", access: true, change: nth(lemf.HI2, 0, func(i *lemftest.Item) { i.IRI.Access.Address = etsi.Address{} }), want: []Rule{"access-address"}},

	{name: "another CIN on HI3", change: func(items []lemftest.Item) []lemftest.Item {
		for i := range items {
			if items[i].On == lemf.HI3 {
				items[i].Header.CIN = 78
			}
		}
		return items
	}, want: []Rule{"cc-no-iri", "cc-missing"}},
	{name: "CC long after the end", change: nth(lemf.HI3, 99, func(i *lemftest.Item) { i.Header.Sec += 60 }), want: []Rule{"cc-after-end"}},
	{name: "no direction", change: nth(lemf.HI3, 5, func(i *lemftest.Item) { i.Direction = etsi.NoDirection }), want: []Rule{"cc-direction-missing"}},
	{name: "directions of the other side", change: func(items []lemftest.Item) []lemftest.Item {
		for i := range items {
			items[i].Direction = map[etsi.Direction]etsi.Direction{etsi.FromTarget: etsi.ToTarget, etsi.ToTarget: etsi.FromTarget}[items[i].Direction]
		}
		return items
	}, want: []Rule{"cc-direction"}},
	{name: "a wrong direction of an access", access: true, change: nth(lemf.HI3, 4, func(i *lemftest.Item) { i.Direction = etsi.ToTarget }), want: []Rule{"cc-direction"}},
	{name: "somebody else's packet", access: true, change: nth(lemf.HI3, 4, func(i *lemftest.Item) { i.CC.Octets[8] = 0xfd }), want: []Rule{"cc-not-target"}},
	{name: "no IP header", access: true, change: nth(lemf.HI3, 4, func(i *lemftest.Item) { i.CC.Octets = []byte("hello") }), want: []Rule{"cc-unparsed"}},
	{name: "a cut packet", access: true, change: nth(lemf.HI3, 4, func(i *lemftest.Item) { i.CC.Octets = i.CC.Octets[:50] }), want: []Rule{"cc-length"}},
	{name: "Ethernet padding", access: true, change: nth(lemf.HI3, 4, func(i *lemftest.Item) { i.CC.Octets = append(i.CC.Octets, 0, 0) }), want: []Rule{"cc-trailing"}},
	{name: "no frame type", change: nth(lemf.HI3, 4, func(i *lemftest.Item) { i.CC.Frame = etsi.NoFrame }), want: []Rule{"cc-frame-missing"}},
	{name: "no stream identifier", change: nth(lemf.HI3, 4, func(i *lemftest.Item) { i.CC.Stream = nil }), want: []Rule{"cc-stream-missing"}},
	{name: "RTP alone and no stream identifier", change: nth(lemf.HI3, 4, func(i *lemftest.Item) {
		i.CC.Stream, i.CC.Frame, i.CC.Octets = nil, etsi.RTPFrame, i.CC.Octets[28:]
	}), want: []Rule{"cc-stream-untied"}},
	{name: "a stream of no SDP", change: nth(lemf.HI3, 4, func(i *lemftest.Item) { i.CC.Octets[15], i.CC.Octets[19] = 99, 98 }), want: []Rule{"cc-stream-unknown"}},
	{name: "fax that says it is RTP", change: func(items []lemftest.Item) []lemftest.Item {
		for i := range items {
			if items[i].IRI != nil {
				m := &items[i].IRI.Multimedia
				m.Content = bytes.Replace(m.Content, []byte("audio 4000 RTP/AVP 8 101"), []byte("image 4000 udptl t38 000"), 1)
				m.Content = bytes.Replace(m.Content, []byte("audio 5000 RTP/AVP 8 101"), []byte("image 5000 udptl t38 000"), 1)
			}
		}
		return items
	}, want: []Rule{"cc-protocol"}},

	{name: "messages that say they are RTP", change: func(items []lemftest.Item) []lemftest.Item {
		for i := range items {
			if items[i].IRI != nil {
				m := &items[i].IRI.Multimedia
				m.Content = bytes.Replace(m.Content, []byte("audio 4000 RTP/AVP 8 101"), []byte("text  4000 TCP/MSRP  * *"), 1)
				m.Content = bytes.Replace(m.Content, []byte("audio 5000 RTP/AVP 8 101"), []byte("text  5000 TCP/MSRP  * *"), 1)
			}
		}
		return items
	}, want: []Rule{"cc-protocol"}},
	{name: "a changed octet", late: true, change: nth(lemf.HI3, 30, func(i *lemftest.Item) { i.CC.Octets[60] ^= 1 }), want: []Rule{"hash-wrong"}},
	{name: "a PDU lost after it was hashed", late: true, change: without(lemf.HI3, 30), want: []Rule{"hash-absent", "sequence-gap"}},
	{name: "a hash before its PDU", late: true, change: func(items []lemftest.Item) []lemftest.Item {
		last := len(items) - 1 // … CC, hash of IRI, signature, hash of CC, signature
		cc := slices.IndexFunc(items, func(i lemftest.Item) bool { return i.CC != nil && i.Header.Seq == 99 })
		moved := items[cc]
		return slices.Insert(slices.Delete(items, cc, cc+1), last-1, moved)
	}, want: []Rule{"hash-early"}},
	{name: "a PDU that no hash covers", late: true, change: func(items []lemftest.Item) []lemftest.Item {
		v := items[1]
		v.Header = lemftest.Head(6, 1500*time.Millisecond)
		v.Type = etsi.IRIReport
		return append(items, v)
	}, want: []Rule{"hash-uncovered"}},
	{name: "no data type", late: true, change: func(items []lemftest.Item) []lemftest.Item {
		for i := range items {
			if items[i].TRI != nil && items[i].On == lemf.HI2 {
				items[i].TRI.Check.Data = etsi.NoDataType
			}
		}
		return items
	}, want: []Rule{"hash-data-type", "signature-wrong"}},
	{name: "SHA-1", late: true, change: func(items []lemftest.Item) []lemftest.Item {
		for i := range items {
			if items[i].TRI != nil && items[i].TRI.Check.Type == etsi.HashCheck {
				items[i].TRI.Check.Hash, items[i].TRI.Check.Value = etsi.SHA1, items[i].TRI.Check.Value[:20]
			}
		}
		return items
	}, want: []Rule{"hash-algorithm", "hash-wrong"}},
	{name: "a forged signature", late: true, change: func(items []lemftest.Item) []lemftest.Item {
		items[len(items)-1].TRI.Check.Included = []uint32{0, 1}
		return items
	}, want: []Rule{"signature-wrong", "signature-absent"}},
	{name: "DSA", late: true, change: func(items []lemftest.Item) []lemftest.Item {
		items[len(items)-1].TRI.Check.Signature = etsi.DSA
		return items
	}, want: []Rule{"signature-algorithm"}},

	{name: "an answer of the agency", change: tail(lemf.HI2, second, &etsi.TRI{Kind: etsi.KeepAliveResponse}), want: []Rule{"tri-sender"}},
	{name: "a lost keep-alive", change: func(items []lemftest.Item) []lemftest.Item {
		items = tail(lemf.HI2, lemftest.Head(0, 2*time.Second), &etsi.TRI{Kind: etsi.KeepAlive})(items)
		return tail(lemf.HI2, lemftest.Head(2, 3*time.Second), &etsi.TRI{Kind: etsi.KeepAlive})(items)
	}, want: []Rule{"tri-gap"}},
	{name: "a keep-alive of no task", change: func(items []lemftest.Item) []lemftest.Item {
		h := lemftest.Head(0, 2*time.Second)
		h.LIID = []byte("software-1.0")
		return tail(lemf.HI2, h, &etsi.TRI{Kind: etsi.KeepAlive})(items)
	}, want: []Rule{"tri-liid"}},
	{name: "padding", change: tail(lemf.HI2, second, &etsi.TRI{Kind: etsi.PaddingPDU, Padding: []byte{0}}), want: []Rule{"tri-padding"}},
	{name: "a message", change: tail(lemf.HI2, second, &etsi.TRI{Kind: etsi.OperatorMessage, Priority: etsi.ErrorPriority, Message: []byte("x")}), want: []Rule{"tri-message"}},
	{name: "a reset", change: tail(lemf.HI2, second, &etsi.TRI{Kind: etsi.CINReset}), want: []Rule{"tri-reset"}},
	{name: "long silence", change: tail(lemf.HI2, lemftest.Head(0, time.Hour), &etsi.TRI{Kind: etsi.TestPDU}), want: []Rule{"silence"}},
	{name: "a notice of another LIID", change: func(items []lemftest.Item) []lemftest.Item {
		h := lemftest.Head(0, 2*time.Second)
		return append(items, lemftest.Item{On: lemf.HI2, Header: h, HI1: &etsi.Notification{Notice: etsi.Deactivated, Version: 7, LIID: []byte("other"), At: lemftest.Start}})
	}, want: []Rule{"hi1-liid"}},
	{name: "long lengths", late: true, change: nth(lemf.HI2, 0, func(i *lemftest.Item) {
		b := i.Octets() // 30 82 xx xx …
		i.Raw = append([]byte{0x30, 0x83, 0}, b[2:]...)
	}), want: []Rule{"long-lengths", "hash-wrong"}},
	{name: "a field of the future", late: true, change: nth(lemf.HI2, 1, func(i *lemftest.Item) {
		h := i.Octets()
		i.Raw = bytes.Replace(h, []byte{0x88, 1, 1}, []byte{0x88, 1, 1, 0x9f, 0x64, 0}, 1)
		i.Raw[3] += 3 // the PDU's length
		i.Raw[5] += 3 // the header's
	}), want: []Rule{"unknown-fields", "hash-wrong"}},
	{name: "a negative number", late: true, change: nth(lemf.HI2, 1, recode(1, []byte{0x84, 1, 1}, []byte{0x84, 1, 0xff})), want: []Rule{"decode", "sequence-gap", "hash-absent"}},
}

func TestEachFaultIsFoundAndNothingElse(t *testing.T) {
	k := key(t)
	o := Options{Key: &k.PublicKey, Targets: []Target{{lemf.NameOf([]byte("LIID-2026-0042")), lemf.NameOf([]byte("alice"))}, {lemf.NameOf([]byte("my liid")), lemf.NameOf([]byte("alice"))}}}
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			items := lemftest.Call(lemftest.PCMA, silence)
			if f.access {
				items = lemftest.Access()
			}
			compare(t, delivered(t, o, f.whole(items, k)), f.want)
		})
	}
}

// whole makes the delivery with its fault and its hashes.
func (f *fault) whole(items []lemftest.Item, k *ecdsa.PrivateKey) []lemftest.Item {
	if f.late {
		return f.change(lemftest.Protect(items, k))
	}
	return lemftest.Protect(f.change(items), k)
}

func compare(t *testing.T, found []Finding, want []Rule) {
	t.Helper()
	got := map[Rule]Finding{}
	for _, f := range found {
		got[f.Rule] = f
	}
	for _, r := range want {
		if _, ok := got[r]; !ok {
			t.Errorf("%s is not found", r)
		}
		delete(got, r)
	}
	for r, f := range got {
		t.Errorf("%s is found too: %+v", r, f)
	}
}

// other tests below and in this package make these.
var elsewhere = []Rule{"frame", "cut", "segmented", "sequence-wrap", "hash-none", "signature-none", "signature-unchecked", "cc-direction-caller",
	"sealed", "sealed-key", "sealed-type", "sealed-none", "sealed-length", "sealed-part"}

func TestEachRuleHasATest(t *testing.T) {
	tested := map[Rule]bool{}
	for _, f := range faults {
		for _, r := range f.want {
			tested[r] = true
		}
	}
	for _, r := range elsewhere {
		tested[r] = true
	}
	for _, r := range slices.Sorted(maps.Keys(rules)) {
		if !tested[r] {
			t.Errorf("no test makes %s", r)
		}
	}
	for r := range tested {
		if _, ok := rules[r]; !ok {
			t.Errorf("%s is no rule", r)
		}
	}
}

func TestNoFindingQuotesWhoIsMeant(t *testing.T) {
	k := key(t)
	for _, f := range faults {
		items := lemftest.Call(lemftest.PCMA, silence)
		if f.access {
			items = lemftest.Access()
		}
		for _, v := range delivered(t, Options{}, f.whole(items, k)) {
			for _, secret := range []string{"LIID-2026", "alice", "bob", "192.0.2", "2001:db8"} {
				if text := v.What + v.Do + v.Clause; strings.Contains(text, secret) {
					t.Errorf("%s: %s", f.name, text)
				}
			}
		}
	}
}
