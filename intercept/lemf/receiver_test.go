package lemf_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/intercept/lemf"
	"writ/intercept/lemf/lemftest"
	"writ/wire/etsi"
)

var noon = lemftest.Start

func silence(bool, int) []byte { return bytes.Repeat([]byte{0xd5}, 40) }

// A desk runs a receiver as its role does, and remembers.
type desk struct {
	*lemf.Receiver
	stored  map[lemf.Handover][]byte
	doubted [][]byte
	written map[lemf.LinkID][]byte
	closed  map[lemf.LinkID]string
	mark    uint64
	lazy    bool // nothing becomes durable by itself
}

func newDesk(o lemf.Options) *desk {
	return &desk{Receiver: lemf.NewReceiver(o), stored: map[lemf.Handover][]byte{}, written: map[lemf.LinkID][]byte{}, closed: map[lemf.LinkID]string{}}
}

func (d *desk) step(e lemf.Event) {
	for _, f := range d.Step(e) {
		switch f := f.(type) {
		case lemf.Store:
			d.stored[f.Handover] = append(d.stored[f.Handover], f.Octets...)
			d.mark = f.Mark
		case lemf.Doubt:
			d.doubted = append(d.doubted, bytes.Clone(f.Octets))
		case lemf.Write:
			d.written[f.Link] = append(d.written[f.Link], f.Octets...)
		case lemf.Close:
			d.closed[f.Link] = f.Why
		case lemf.Report:
		}
	}
	if _, again := e.(lemf.Stored); !again && !d.lazy {
		d.step(lemf.Stored{Mark: d.mark})
	}
}

func (d *desk) open(l lemf.LinkID, h lemf.Handover) {
	d.step(lemf.Opened{Link: l, Handover: h, At: noon})
}
func (d *desk) got(l lemf.LinkID, b []byte) {
	d.step(lemf.Got{Link: l, At: noon.Add(time.Minute), Octets: b})
}

func TestHoweverTheOctetsAreCutTheSameIsStored(t *testing.T) {
	hi2, hi3 := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	rapid.Check(t, func(rt *rapid.T) {
		d := newDesk(lemf.Options{})
		d.open(1, lemf.HI2)
		d.open(2, lemf.HI3)
		rest := map[lemf.LinkID][]byte{1: hi2, 2: hi3}
		for len(rest[1])+len(rest[2]) > 0 {
			l := rapid.SampledFrom([]lemf.LinkID{1, 2}).Draw(rt, "link")
			n := min(rapid.IntRange(1, 900).Draw(rt, "n"), len(rest[l]))
			d.got(l, rest[l][:n])
			rest[l] = rest[l][n:]
		}
		if !bytes.Equal(d.stored[lemf.HI2], hi2) || !bytes.Equal(d.stored[lemf.HI3], hi3) {
			rt.Fatal("something else was stored")
		}
		if d.Received.Product != 106 || d.Received.PDUs != 106 {
			rt.Fatalf("%+v", d.Received)
		}
	})
}

// A sender loses its link anywhere and sends again from an earlier PDU on, over a new link.
func TestWhatIsSentAgainIsStoredOnce(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, silence)
	_, hi3 := lemftest.Render(items)
	var starts []int
	for _, n := range items {
		if n.On == lemf.HI3 {
			starts = append(starts, len(n.Octets()))
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		d := newDesk(lemf.Options{})
		sent := 0 // octets of hi3 that the sender believes delivered
		for link := lemf.LinkID(1); ; link++ {
			d.open(link, lemf.HI3)
			end := min(sent+rapid.IntRange(1, len(hi3)).Draw(rt, "until"), len(hi3))
			d.got(link, hi3[sent:end])
			d.step(lemf.Closed{Link: link, At: noon})
			if end == len(hi3) {
				break
			}
			back := rapid.IntRange(0, 5).Draw(rt, "back")
			sent = boundary(starts, end, back)
		}
		if !bytes.Equal(d.stored[lemf.HI3], hi3) {
			rt.Fatal("lost or doubled")
		}
		r := d.Received
		if r.PDUs != r.Product+r.Transport+r.Twice+r.Doubted+r.Unread || len(d.doubted) > 0 {
			rt.Fatalf("%+v", r)
		}
	})
}

// boundary gives the start of the PDU that lies a number of PDUs before an offset.
func boundary(sizes []int, end, back int) int {
	var at []int
	sum := 0
	for _, n := range sizes {
		if sum > end {
			break
		}
		at = append(at, sum)
		sum += n
	}
	return at[max(len(at)-1-back, 0)]
}

func TestAnotherPDUOfTheSameNumberIsKeptAside(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, silence)
	d := newDesk(lemf.Options{})
	d.open(1, lemf.HI2)
	d.got(1, items[0].Octets())
	items[0].IRI.Multimedia.Content = append(items[0].IRI.Multimedia.Content, '!')
	other := items[0].Octets()
	d.got(1, other)
	if len(d.doubted) != 1 || !bytes.Equal(d.doubted[0], other) || d.Received.Doubted != 1 {
		t.Errorf("%d kept aside", len(d.doubted))
	}
}

func TestAnEarlierRunsPDUsAreKnown(t *testing.T) {
	_, hi3 := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	d := newDesk(lemf.Options{})
	if _, err := lemf.Scan(bytes.NewReader(hi3), func(_ int64, _ int, b []byte) error { d.Known(lemf.HI3, b); return nil }); err != nil {
		t.Fatal(err)
	}
	d.open(1, lemf.HI3)
	d.got(1, hi3)
	if len(d.stored[lemf.HI3]) > 0 || d.Received.Twice != 100 {
		t.Errorf("%d octets were stored again; %+v", len(d.stored[lemf.HI3]), d.Received)
	}
}

func transport(seq uint32, tri etsi.TRI) []byte {
	h := lemftest.Head(seq, 0)
	return etsi.AppendTRI(nil, &h, &tri)
}

func answers(t *testing.T, b []byte) []etsi.PDU {
	t.Helper()
	var out []etsi.PDU
	if _, err := lemf.Scan(bytes.NewReader(b), func(_ int64, _ int, b []byte) error {
		var p etsi.PDU
		err := p.Decode(bytes.Clone(b))
		out = append(out, p)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestAKeepAliveIsAnsweredWithItsNumberAndOurTime(t *testing.T) {
	d := newDesk(lemf.Options{})
	d.open(1, lemf.HI2)
	d.got(1, transport(4711, etsi.TRI{Kind: etsi.KeepAlive}))
	a := answers(t, d.written[1])
	if len(a) != 1 || a[0].TRI.Kind != etsi.KeepAliveResponse || a[0].Seq != 4711 || a[0].Sec != noon.Add(time.Minute).Unix() {
		t.Errorf("%+v", a)
	}
}

func TestTheAcknowledgementOptionIsTakenOnlyWhereItIsWanted(t *testing.T) {
	for _, ack := range []bool{true, false} {
		d := newDesk(lemf.Options{Ack: ack})
		d.open(1, lemf.HI2)
		d.got(1, transport(1, etsi.TRI{Kind: etsi.OptionRequest, Requested: []etsi.Option{etsi.PDUAcknowledgement, 9}}))
		a := answers(t, d.written[1])
		want := []etsi.Option{9}
		if !ack {
			want = []etsi.Option{0, 9}
		}
		if len(a) != 1 || a[0].TRI.Kind != etsi.OptionResponse || slices.Contains(a[0].TRI.Accepted, 0) != ack || !slices.Equal(a[0].TRI.Declined, want) {
			t.Errorf("ack %v: %+v", ack, a)
		}
	}
}

func TestAnAcknowledgementWaitsUntilAllBeforeItIsDurable(t *testing.T) {
	hi2, _ := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	d := newDesk(lemf.Options{Ack: true})
	d.lazy = true
	d.open(1, lemf.HI2)
	d.got(1, append(bytes.Clone(hi2), transport(8, etsi.TRI{Kind: etsi.AckRequest})...))
	if len(d.written[1]) > 0 {
		t.Fatal("it was acknowledged before it was durable")
	}
	d.step(lemf.Stored{Mark: d.mark - 1})
	if len(d.written[1]) > 0 {
		t.Fatal("it was acknowledged before all was durable")
	}
	d.step(lemf.Stored{Mark: d.mark})
	if a := answers(t, d.written[1]); len(a) != 1 || a[0].TRI.Kind != etsi.AckResponse || a[0].Seq != 8 {
		t.Errorf("%+v", a)
	}
}

func TestWhatIsNoPDUClosesTheLinkAndNoOther(t *testing.T) {
	hi2, _ := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	d := newDesk(lemf.Options{})
	d.open(1, lemf.HI2)
	d.open(2, lemf.HI2)
	d.got(1, []byte("GET / HTTP/1.1\r\n"))
	d.got(1, hi2)
	d.got(2, hi2)
	if d.closed[1] == "" || d.closed[2] != "" || strings.Contains(d.closed[1], "HTTP") {
		t.Errorf("closed %v", d.closed)
	}
	if !bytes.Equal(d.stored[lemf.HI2], hi2) {
		t.Error("the good link's PDUs are not stored once")
	}
}

func TestAPDUThatCantBeDecodedIsStoredAndNotTakenForLost(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, silence)
	bad := bytes.Replace(items[1].Octets(), []byte{0x80, 1, 3, 0xa2}, []byte{0x80, 1, 77, 0xa2}, 1)
	d := newDesk(lemf.Options{})
	d.open(1, lemf.HI2)
	for _, b := range [][]byte{items[0].Octets(), bad, items[2].Octets()} {
		d.got(1, b)
	}
	c := d.Book().Counts()[0]
	if d.Received.Unread != 1 || c.Missing() != 0 || c.Received() != 3 || !bytes.Contains(d.stored[lemf.HI2], bad) {
		t.Errorf("%+v, missing %d", d.Received, c.Missing())
	}
}

func FuzzReceiver(f *testing.F) {
	hi2, _ := lemftest.Render(lemftest.Call(lemftest.PCMA, silence)[:2])
	f.Add(hi2, uint8(7))
	f.Fuzz(func(t *testing.T, b []byte, cut uint8) {
		d := newDesk(lemf.Options{Ack: true})
		d.open(1, lemf.HI3)
		n := min(int(cut), len(b))
		d.got(1, b[:n])
		d.got(1, b[n:])
		d.step(lemf.Closed{Link: 1})
		r := d.Received
		if r.PDUs != r.Product+r.Transport+r.Twice+r.Doubted+r.Unread {
			t.Errorf("%+v", r)
		}
	})
}

// BenchmarkReceiver takes CC of 200 octets in pieces of 64 KiB, without a disk.
func BenchmarkReceiver(b *testing.B) {
	const n = 10000
	octets := make([]byte, 200)
	seq := uint32(0)
	r := lemf.NewReceiver(lemf.Options{})
	r.Step(lemf.Opened{Link: 1, Handover: lemf.HI3})
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		var hi3 []byte
		for range n {
			h := lemftest.Head(seq, 0)
			hi3 = etsi.AppendCC(hi3, &h, etsi.FromTarget, &etsi.CC{Kind: etsi.PacketCC, Version: 20, Octets: octets})
			seq++
		}
		b.StartTimer()
		for len(hi3) > 0 {
			part := hi3[:min(len(hi3), 64<<10)]
			r.Step(lemf.Got{Link: 1, Octets: part})
			hi3 = hi3[len(part):]
		}
	}
	if r.Received.Product != uint64(seq) {
		b.Fatalf("%+v", r.Received)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/PDU")
}
