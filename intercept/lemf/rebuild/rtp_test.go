package rebuild

import (
	"bytes"
	"testing"

	"writ/intercept/lemf/lemftest"
	"writ/wire/etsi"
)

func TestRTPIsReadInEachForm(t *testing.T) {
	plain := lemftest.RTP(8, 7, 160, 99, []byte("sound"))
	form := func(first byte, head, tail []byte) []byte {
		b := bytes.Clone(plain[:12])
		b[0] |= first
		return append(append(append(b, head...), "sound"...), tail...)
	}
	for name, tc := range map[string]struct {
		b  []byte
		ok bool
	}{
		"plain":                {plain, true},
		"two sources":          {form(2, make([]byte, 8), nil), true},
		"an extension":         {form(0x10, []byte{0xbe, 0xde, 0, 1, 1, 2, 3, 4}, nil), true},
		"padding":              {form(0x20, nil, []byte{0, 0, 3}), true},
		"a long extension":     {form(0x10, []byte{0xbe, 0xde, 0, 9}, nil), false},
		"no room for sources":  {form(15, nil, nil), false},
		"padding beyond it":    {form(0x20, nil, []byte{99}), false},
		"another version":      {append([]byte{0x40}, plain[1:]...), false},
		"RTCP":                 {append([]byte{0x80, 200}, plain[2:]...), false},
		"half a header":        {plain[:11], false},
		"an extension cut off": {append([]byte{0x90}, plain[1:14]...), false},
	} {
		r, ok := readRTP(tc.b)
		if ok != tc.ok || ok && (string(r.payload) != "sound" || r.kind != 8 || r.seq != 7 || r.stamp != 160 || r.ssrc != 99) {
			t.Errorf("%s: %v, %+v", name, ok, r)
		}
	}
}

func TestStreamsSayHowManyPacketsAndWhoseTheyAre(t *testing.T) {
	s := talked(t, lemftest.PCMA, marked, nil)
	s.Sound()
	for i, st := range s.Streams() {
		if st.Packets != 50 || st.Octets != 50*160 || st.Track.Packets != 50 || st.Last.Sub(st.First).Milliseconds() != 49*20 || len(st.Codecs) != 1 || st.Codecs[0] != "PCMA" {
			t.Errorf("stream %d: %+v", i, st)
		}
		if want := []etsi.Direction{etsi.FromTarget, etsi.ToTarget}[i]; st.Direction != want {
			t.Errorf("stream %d is marked %d", i, st.Direction)
		}
	}
}

func TestAFrameWithItsUDPHeaderIsHeard(t *testing.T) {
	s := talked(t, lemftest.PCMA, marked, func(items []lemftest.Item) []lemftest.Item {
		for i := range items {
			if v := items[i].CC; v != nil {
				v.Frame, v.Octets, v.Stream = etsi.UDPFrame, v.Octets[20:], []byte("c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 8 101\r\n")
			}
		}
		return items
	})
	if v, ok := s.Sound(); !ok || len(v.Left) != 8000 {
		t.Errorf("%v", ok)
	}
}

func TestTwoStreamsOfOneDirectionAreHeardTogether(t *testing.T) {
	if got := mix([]int16{1, 30000, 5}, []int16{2, 30000}); len(got) != 3 || got[0] != 3 || got[1] != 32767 || got[2] != 5 {
		t.Errorf("%v", got)
	}
}

func TestAnswerAndMediaOfACallAreKnownToItsCounts(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, marked)
	var x Index
	for _, s := range [][]byte{items[0].Octets(), items[2].Octets()} {
		x.Add(0, 0, s, 0)
	}
	if !x.Book.Sessions()[0].Answered || !x.Book.Sessions()[0].Media {
		t.Errorf("%+v", x.Book.Sessions()[0])
	}
}
