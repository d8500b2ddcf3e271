package audio

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var start = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

// spoken makes packets of 20 ms of µ-law, each full of its own number, sent in time.
func spoken(n int) []Packet {
	var out []Packet
	for i := range n {
		out = append(out, Packet{At: start.Add(time.Second + time.Duration(i)*20*time.Millisecond), Seq: uint16(65530 + i),
			Stamp: uint32(0xffffff00 + i*160), Codec: PCMU, Payload: bytes.Repeat([]byte{byte(i + 1)}, 160)})
	}
	return out
}

func TestSoundStandsWhereItsTimeSaysOverBothWraps(t *testing.T) {
	tr := Place(start, 8000, spoken(100))
	if len(tr.Samples) != 8000+100*160 || tr.Packets != 100 || tr.Lost != 0 || len(tr.Gaps) != 0 {
		t.Fatalf("%d samples, %d packets, %d lost, gaps %v", len(tr.Samples), tr.Packets, tr.Lost, tr.Gaps)
	}
	for i := range 100 {
		if got := tr.Samples[8000+i*160]; got != MuLaw[i+1] {
			t.Fatalf("packet %d sounds like %d", i, got)
		}
	}
	if tr.Samples[7999] != 0 {
		t.Error("before the first packet there is sound")
	}
}

func TestALostPacketIsSilenceAndAGap(t *testing.T) {
	in := spoken(10)
	in = append(in[:4:4], in[6:]...)
	tr := Place(start, 8000, in)
	want := Gap{time.Second + 80*time.Millisecond, time.Second + 120*time.Millisecond}
	if tr.Lost != 2 || len(tr.Gaps) != 1 || tr.Gaps[0] != want {
		t.Fatalf("%d lost, gaps %v", tr.Lost, tr.Gaps)
	}
	if tr.Samples[8000+4*160] != 0 || tr.Samples[8000+6*160] != MuLaw[7] {
		t.Error("the sound after the gap is not in its place")
	}
}

func TestOrderOfArrivalAndDoublesChangeNothing(t *testing.T) {
	want := Place(start, 8000, spoken(60))
	rapid.Check(t, func(rt *rapid.T) {
		in := spoken(60)
		head, rest := in[:1], in[1:]
		for i := 0; i+3 < len(rest); i += 4 { // jitter moves packets among their neighbours
			part := rapid.Permutation(rest[i:i+4]).Draw(rt, "part")
			copy(rest[i:], part)
		}
		in = append(head, rest...)
		in = append(in, in[rapid.IntRange(0, 59).Draw(rt, "again")])
		got := Place(start, 8000, in)
		if got.Duplicates != 1 || len(got.Samples) != len(want.Samples) {
			rt.Fatalf("%d duplicates, %d samples", got.Duplicates, len(got.Samples))
		}
		for i, v := range got.Samples {
			if v != want.Samples[i] {
				rt.Fatalf("sample %d differs", i)
			}
		}
	})
}

func TestAClockThatJumpsIsSetByTheArrival(t *testing.T) {
	in := spoken(20)
	for i := 10; i < 20; i++ {
		in[i].Stamp += 8000 * 3600
	}
	tr := Place(start, 8000, in)
	if tr.Restarts != 1 || len(tr.Samples) != 8000+20*160 {
		t.Errorf("%d restarts, %d samples", tr.Restarts, len(tr.Samples))
	}
}

func TestNoTrackIsLongerThanItsLimit(t *testing.T) {
	in := spoken(2)
	in[1].At = start.Add(2 * MaxTrack)
	tr := Place(start, 8000, in)
	if !tr.Cut || len(tr.Samples) > 9000 {
		t.Errorf("cut %v, %d samples", tr.Cut, len(tr.Samples))
	}
}

func TestAWAVFileHoldsLeftThenRight(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, 8000, []int16{1, 2, 3}, []int16{-1}); err != nil {
		t.Fatal(err)
	}
	out := b.Bytes()
	if string(out[:4]) != "RIFF" || string(out[8:12]) != "WAVE" || len(out) != headSize+12 {
		t.Fatalf("%q", out)
	}
	le := binary.LittleEndian
	if le.Uint32(out[4:]) != uint32(len(out)-8) || le.Uint16(out[22:]) != 2 || le.Uint32(out[24:]) != 8000 || le.Uint32(out[28:]) != 32000 || le.Uint16(out[32:]) != 4 || le.Uint16(out[34:]) != 16 || le.Uint32(out[40:]) != 12 {
		t.Errorf("header %x", out[:44])
	}
	if got := out[44:]; !bytes.Equal(got, []byte{1, 0, 0xff, 0xff, 2, 0, 0, 0, 3, 0, 0, 0}) {
		t.Errorf("samples %x", got)
	}
}
