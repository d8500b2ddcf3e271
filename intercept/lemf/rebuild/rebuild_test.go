package rebuild

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/audio"
	"writ/intercept/lemf/lemftest"
	"writ/wire/etsi"
)

// whole indexes and loads a delivery of one session.
func whole(t testing.TB, hi2, hi3 []byte) []*Session {
	t.Helper()
	var x Index
	files := [][]byte{hi2, hi3}
	for i, b := range files {
		if _, err := lemf.Scan(bytes.NewReader(b), func(offset int64, _ int, p []byte) error {
			x.Add(i, offset, p, lemf.Handover(i+1))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range x.Sessions() {
		for _, r := range s.Refs() {
			s.Load(files[r.File][r.Offset : r.Offset+int64(r.Size)])
		}
	}
	return x.Sessions()
}

func talked(t testing.TB, codec lemftest.Codec, payload func(bool, int) []byte, change func([]lemftest.Item) []lemftest.Item) *Session {
	t.Helper()
	items := lemftest.Call(codec, payload)
	if change != nil {
		items = change(items)
	}
	all := whole(t, first(lemftest.Render(items)), second(lemftest.Render(items)))
	if len(all) != 1 {
		t.Fatalf("%d sessions", len(all))
	}
	return all[0]
}

func first(a, _ []byte) []byte  { return a }
func second(_, b []byte) []byte { return b }

// marked gives packets that are full of one code: the packet's number, and 100 more for the other side.
func marked(alice bool, n int) []byte {
	if !alice {
		n += 100
	}
	return bytes.Repeat([]byte{byte(n)}, 160)
}

func TestEachSideOfACallIsHeardOnItsChannel(t *testing.T) {
	s := talked(t, lemftest.PCMA, marked, nil)
	v, ok := s.Sound()
	if !ok || v.Rate != 8000 {
		t.Fatalf("%v, rate %d", ok, v.Rate)
	}
	for n := range 50 {
		if got, want := v.Left[n*160+80], audio.ALaw[n]; got != want {
			t.Fatalf("left, packet %d: %d, not %d", n, got, want)
		}
		// The other side begins a millisecond later.
		if got, want := v.Right[n*160+88], audio.ALaw[n+100]; got != want {
			t.Fatalf("right, packet %d: %d, not %d", n, got, want)
		}
	}
	if len(s.Call.Messages) != 6 || s.Captured() != 0 {
		t.Errorf("%d messages, %d packets that can't be heard", len(s.Call.Messages), s.Captured())
	}
}

func TestFramesWithoutHeadersAreTiedByTheirStreamIdentifier(t *testing.T) {
	bare := func(items []lemftest.Item) []lemftest.Item {
		for i := range items {
			if v := items[i].CC; v != nil {
				v.Frame, v.Octets, v.Stream = etsi.RTPFrame, v.Octets[28:], []byte("c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 96 101\r\n")
			}
		}
		return items
	}
	s := talked(t, lemftest.Codec{Type: 96, Name: "PCMU/8000"}, marked, bare)
	v, ok := s.Sound()
	if !ok || len(s.Streams()) != 2 || v.Left[80] != audio.MuLaw[0] || v.Right[88] != audio.MuLaw[100] {
		t.Errorf("%v, %d streams", ok, len(s.Streams()))
	}
	s = talked(t, lemftest.Opus, marked, bare)
	s.Sound()
	var b bytes.Buffer
	if n, err := s.Capture(&b); n != 100 || err != nil {
		t.Errorf("%d packets, %v", n, err)
	}
}

func TestWidebandIsHeardAtItsRate(t *testing.T) {
	s := talked(t, lemftest.G722, marked, nil)
	v, ok := s.Sound()
	if !ok || v.Rate != 16000 || len(v.Left) != 16000 {
		t.Errorf("%v, rate %d, %d samples", ok, v.Rate, len(v.Left))
	}
}

func TestALostPacketIsSilenceAndIsCounted(t *testing.T) {
	s := talked(t, lemftest.PCMA, marked, func(items []lemftest.Item) []lemftest.Item {
		return append(items[:24:24], items[25:]...) // the tenth packet of Alice, behind four messages
	})
	v, _ := s.Sound()
	st := s.Streams()[0]
	if st.Track.Lost != 1 || len(st.Track.Gaps) != 1 || v.Left[10*160+80] != 0 || v.Left[11*160+80] != audio.ALaw[11] {
		t.Errorf("%d lost, gaps %v", st.Track.Lost, st.Track.Gaps)
	}
}

func TestAnotherCodecGoesIntoACaptureAndSaysWhatPlaysIt(t *testing.T) {
	s := talked(t, lemftest.Opus, marked, nil)
	if _, ok := s.Sound(); ok {
		t.Error("Opus was heard")
	}
	var b bytes.Buffer
	n, err := s.Capture(&b)
	if err != nil || n != 100 || binary.LittleEndian.Uint32(b.Bytes()) != 0xa1b2c3d4 {
		t.Errorf("%d packets, %v", n, err)
	}
	if st := s.Streams()[0]; !strings.Contains(st.Why, "Opus") {
		t.Errorf("it says %q", st.Why)
	}
}

func TestSRTPIsSaidToBeAndWhereItsKeysAre(t *testing.T) {
	for keys, want := range map[string]string{"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n": "a=crypto", "": "no keys"} {
		s := talked(t, lemftest.PCMA, marked, func(items []lemftest.Item) []lemftest.Item {
			for i := range items {
				if items[i].IRI == nil {
					continue
				}
				m := &items[i].IRI.Multimedia
				head, body, ok := bytes.Cut(m.Content, []byte("\r\n\r\n"))
				if !ok || len(body) == 0 {
					continue
				}
				body = append(bytes.Replace(body, []byte("RTP/AVP"), []byte("RTP/SAVP"), 1), keys...)
				at := bytes.Index(head, []byte("Content-Length"))
				m.Content = append(append(bytes.Clone(head[:at]), "X: y\r\n\r\n"...), body...)
			}
			return items
		})
		if _, ok := s.Sound(); ok {
			t.Error("SRTP was heard")
		}
		if st := s.Streams()[0]; !st.Secure || !strings.Contains(st.Why, want) || s.Captured() != 100 {
			t.Errorf("secure %v, it says %q, %d captured", st.Secure, st.Why, s.Captured())
		}
	}
}

func TestTelephoneEventsAreListedOnceEach(t *testing.T) {
	s := talked(t, lemftest.PCMA, marked, func(items []lemftest.Item) []lemftest.Item {
		n := uint32(0)
		for i := range items {
			if items[i].CC == nil || items[i].Direction != etsi.FromTarget {
				continue
			}
			if n++; n > 6 {
				break
			}
			key, stamp := byte(1), uint32(5000)
			if n > 3 {
				key, stamp = 11, 9000
			}
			rtp := lemftest.RTP(101, uint16(n), stamp, 0xa11ce, []byte{key, 0, byte(n), 0x20})
			items[i].CC.Octets = append(items[i].CC.Octets[:28:28], rtp...)
			binary.BigEndian.PutUint16(items[i].CC.Octets[2:], uint16(len(items[i].CC.Octets)))
			binary.BigEndian.PutUint16(items[i].CC.Octets[24:], uint16(8+len(rtp)))
		}
		return items
	})
	var got string
	for _, st := range s.Streams() {
		for _, d := range st.Digits {
			got += d.Key + " " + d.Long.Round(time.Millisecond).String() + "; "
		}
	}
	if got != "1 100ms; # 196ms; " {
		t.Errorf("the events are %q", got)
	}
}

func TestTheSameMediaOnTwoHopsIsHeardOnce(t *testing.T) {
	one, _ := talked(t, lemftest.PCMA, marked, nil).Sound()
	s := talked(t, lemftest.PCMA, marked, func(items []lemftest.Item) []lemftest.Item {
		n := uint32(100)
		for _, i := range items {
			if i.CC == nil {
				continue
			}
			again := i
			cc := *i.CC
			cc.Octets = bytes.Clone(cc.Octets)
			cc.Octets[15], cc.Octets[19] = cc.Octets[15]+50, cc.Octets[19]+50
			again.CC, again.Header.Seq = &cc, n
			n++
			items = append(items, again)
		}
		return items
	})
	v, _ := s.Sound()
	if len(s.Streams()) != 4 || len(v.Left) != len(one.Left) || v.Left[80] != one.Left[80] || v.Left[5000] != one.Left[5000] {
		t.Errorf("%d streams, %d samples, %d and %d", len(s.Streams()), len(v.Left), v.Left[5000], one.Left[5000])
	}
}

func TestAnAccessHasItsPacketsAndFlows(t *testing.T) {
	items := lemftest.Access()
	s := whole(t, first(lemftest.Render(items)), second(lemftest.Render(items)))[0]
	if s.Captured() != 20 || len(s.Access) != 3 {
		t.Errorf("%d packets, %d events", s.Captured(), len(s.Access))
	}
	var b bytes.Buffer
	if err := s.FlowList(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][3] != "2001:db8:1::7" || rows[1][7] != "10" || rows[1][9] != "10" {
		t.Errorf("%v %v", rows, err)
	}
}

func TestSignallingIsWrittenInTheOrderOfTime(t *testing.T) {
	s := talked(t, lemftest.PCMA, marked, func(items []lemftest.Item) []lemftest.Item {
		items[0], items[1] = items[1], items[0]
		return items
	})
	var b bytes.Buffer
	if err := s.Signalling(&b); err != nil {
		t.Fatal(err)
	}
	if strings.Index(b.String(), "INVITE sip:") > strings.Index(b.String(), "180 Ringing") || strings.Count(b.String(), "====") != 6 {
		t.Error(b.String())
	}
}

// The sound of another mediation's delivery is what the capture that it was fed with gives, read by other means.
func TestTheSoundIsThatOfTheCapture(t *testing.T) {
	const kept, shared = "../../../wire/etsi/testdata/openli/sip-call-g711/", "../../../../shared/vectors/etsi-openli/sip-call-g711/"
	capture, err := os.ReadFile(filepath.Join(shared, "input.pcap"))
	if err != nil {
		t.Skip("NOT RUN: the capture is not at hand")
	}
	hi2, err := os.ReadFile(kept + "hi2.ber")
	if err != nil {
		t.Fatal(err)
	}
	hi3, err := os.ReadFile(kept + "hi3.ber")
	if err != nil {
		t.Fatal(err)
	}
	var s *Session
	for _, v := range whole(t, hi2, hi3) {
		if len(v.content.streams) > 0 {
			s = v
		}
	}
	v, ok := s.Sound()
	if !ok {
		t.Fatal("nothing is heard")
	}
	digits, heard := "", 0
	for _, st := range s.Streams() {
		for _, d := range st.Digits {
			digits += d.Key
		}
		if st.Track.Packets == 0 {
			continue
		}
		heard++
		// That mediation did not deliver the first packet of either side: it came before the answer was understood.
		want := payloads(capture, st)
		if got := st.Track.Samples; len(want) != len(got)+240 || !bytes.Equal(pcm(got), pcm(want[240:])) {
			t.Errorf("%v > %v: %d samples, and the capture gives %d", st.From, st.To, len(got), len(want))
		}
	}
	if heard != 2 || v.Length() < 4*time.Second || digits == "" {
		t.Errorf("%s, digits %q", v.Length(), digits)
	}
}

// payloads decodes the A-law packets between two addresses of an Ethernet capture, each where its time stamp says.
func payloads(capture []byte, st *Stream) (out []int16) {
	le, be := binary.LittleEndian, binary.BigEndian
	var base uint32
	for b := capture[24:]; len(b) >= 16; {
		n := int(le.Uint32(b[8:]))
		frame := b[16 : 16+n]
		b = b[16+n:]
		if be.Uint16(frame[12:]) != 0x0800 || frame[23] != 17 || be.Uint16(frame[34:]) != st.From.Port() || be.Uint16(frame[36:]) != st.To.Port() ||
			!bytes.Equal(frame[26:30], st.From.Addr().AsSlice()) || !bytes.Equal(frame[30:34], st.To.Addr().AsSlice()) || frame[43] != 8 && frame[43] != 0x88 {
			continue
		}
		if be.Uint32(frame[50:]) != st.SSRC {
			continue
		}
		stamp := be.Uint32(frame[46:])
		if out == nil {
			base = stamp
		}
		at := int(stamp - base)
		for len(out) < at {
			out = append(out, 0)
		}
		for _, code := range frame[54:] {
			out = append(out, audio.ALaw[code])
		}
	}
	return out
}

func pcm(s []int16) (b []byte) {
	for _, v := range s {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func FuzzLoad(f *testing.F) {
	hi2, hi3 := lemftest.Render(lemftest.Call(lemftest.PCMA, func(bool, int) []byte { return []byte{1, 2} })[:6])
	f.Add(hi2, hi3)
	f.Fuzz(func(t *testing.T, a, b []byte) {
		for _, s := range whole(t, a, b) {
			if v, ok := s.Sound(); ok && len(v.Left)+len(v.Right) == 0 {
				t.Error("a sound of nothing")
			}
			s.Flows()
		}
	})
}
