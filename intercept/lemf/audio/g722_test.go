package audio

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// An encoder for tests: for each pair of samples it takes the code whose decoding comes nearest (analysis by synthesis), so
// that it needs no table of decision levels. The transmit filter is the receive filter's mirror (G.722, 5.2.1).
type encoder struct {
	lower, upper band
	history      [24]int
}

func newEncoder() *encoder { return &encoder{lower: band{scale: 32}, upper: band{scale: 8}} }

func (e *encoder) encode(samples []int16) []byte {
	var out []byte
	for i := 0; i+1 < len(samples); i += 2 {
		copy(e.history[:22], e.history[2:])
		e.history[22], e.history[23] = int(samples[i]), int(samples[i+1])
		var even, odd int
		for k, c := range mirror {
			odd += e.history[2*k] * c
			even += e.history[2*k+1] * mirror[11-k]
		}
		out = append(out, e.nearest((even+odd)>>14, (even-odd)>>14))
	}
	return out
}

func (e *encoder) nearest(low, high int) byte {
	best, code := math.MaxInt, 0
	for c := 4; c < 64; c++ { // 0 to 3 are not sent in mode 1
		if d := abs(low - e.lower.estimate - e.lower.scale*invQ6[c]>>15); d < best {
			best, code = d, c
		}
	}
	e.lower.low(byte(code))
	best = math.MaxInt
	top := 0
	for c := range 4 {
		if d := abs(high - e.upper.estimate - e.upper.scale*invQ2[c]>>15); d < best {
			best, top = d, c
		}
	}
	e.upper.high(byte(top))
	return byte(top<<6 | code)
}

func abs(v int) int { return max(v, -v) }

func tone(hz float64, amplitude float64, n int) []int16 {
	out := make([]int16, n)
	for i := range out {
		out[i] = int16(amplitude * math.Sin(2*math.Pi*hz*float64(i)/16000))
	}
	return out
}

// power gives the share of one frequency's energy in all (Goertzel).
func power(s []int16, rate int, hz float64) float64 {
	var re, im, all float64
	for i, v := range s {
		w := 2 * math.Pi * hz * float64(i) / float64(rate)
		re += float64(v) * math.Cos(w)
		im += float64(v) * math.Sin(w)
		all += float64(v) * float64(v)
	}
	if all == 0 {
		return 0
	}
	return 2 * (re*re + im*im) / (float64(len(s)) * all)
}

func TestAToneThatGoesInComesOut(t *testing.T) {
	for _, hz := range []float64{200, 440, 1000, 3000, 5000, 6500} {
		in := tone(hz, 9000, 16000)
		out := NewG722().Decode(nil, newEncoder().encode(in))
		if len(out) != len(in) {
			t.Fatalf("%d samples came of %d", len(out), len(in))
		}
		settled := out[4000:]
		if p := power(settled, 16000, hz); p < 0.97 {
			t.Errorf("%.0f Hz holds only %.3f of the energy", hz, p)
		}
		if g := rms(settled) / rms(in[4000:]); g < 0.9 || g > 1.1 {
			t.Errorf("%.0f Hz comes out %.2f times as loud", hz, g)
		}
	}
}

func rms(s []int16) float64 {
	var sum float64
	for _, v := range s {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum / float64(len(s)))
}

func TestTheDelayOfBothFiltersIsTwentyTwoSamples(t *testing.T) {
	in := tone(440, 9000, 8000)
	out := NewG722().Decode(nil, newEncoder().encode(in))
	best, at := math.Inf(-1), 0
	for lag := range 40 {
		var c float64
		for i := 4000; i < 7000; i++ {
			c += float64(in[i-lag]) * float64(out[i])
		}
		if c > best {
			best, at = c, lag
		}
	}
	if at < 20 || at > 24 {
		t.Errorf("the sound comes %d samples late; the recommendation's filters take 22", at)
	}
}

func TestAnyOctetsDecodeToTwoSamplesEachAndStayBounded(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		in := rapid.SliceOf(rapid.Byte()).Draw(rt, "octets")
		d := NewG722()
		if out := d.Decode(nil, in); len(out) != 2*len(in) {
			rt.Fatalf("%d samples of %d octets", len(out), len(in))
		}
		for _, b := range []band{d.lower, d.upper} {
			if abs(b.pole[0]) > 15360 || abs(b.pole[1]) > 12288 || b.scale < 0 || b.scale > 4008<<2<<2 {
				rt.Fatalf("the predictor left its bounds: %+v", b)
			}
		}
	})
}

func TestSilenceStaysQuiet(t *testing.T) {
	out := NewG722().Decode(nil, newEncoder().encode(make([]int16, 4000)))
	for i, v := range out {
		if abs(int(v)) > 40 {
			t.Fatalf("sample %d is %d", i, v)
		}
	}
}

func TestDecodingAllocatesNothingWhenThereIsRoom(t *testing.T) {
	d, in, out := NewG722(), make([]byte, 160), make([]int16, 0, 320)
	if n := testing.AllocsPerRun(100, func() { d.Decode(out, in) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
