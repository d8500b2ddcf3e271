package audio

import (
	"os"
	"testing"
)

// The stream was encoded by another program: if a table here were wrong, the tone would not come out clean.
func TestAnotherEncodersToneComesOutClean(t *testing.T) {
	raw, err := os.ReadFile("testdata/g722-speech-and-tone.raw")
	if err != nil {
		t.Fatal(err)
	}
	out := NewG722().Decode(nil, raw)
	if want := 2 * len(raw); len(out) != want {
		t.Fatalf("%d samples, not %d", len(out), want)
	}
	last := out[40000:41600] // a pause of the speech
	if p := power(last, 16000, 400); p < 0.99 {
		t.Errorf("400 Hz holds %.3f of the energy", p)
	}
	if n := crossings(last); n < 78 || n > 82 {
		t.Errorf("%d zero crossings in a tenth of a second, where 400 Hz has 80", n)
	}
}

func crossings(s []int16) (n int) {
	for i := 1; i < len(s); i++ {
		if (s[i-1] < 0) != (s[i] < 0) {
			n++
		}
	}
	return n
}

// Each code of four bits stands for the four codes of six that share them, so it lies between them.
func TestTheCoarseQuantiserLiesInsideTheFineOne(t *testing.T) {
	for c := 1; c < 15; c++ {
		low, high := invQ6[4*c], invQ6[4*c]
		for _, v := range invQ6[4*c : 4*c+4] {
			low, high = min(low, v), max(high, v)
		}
		if invQ4[c] < low || invQ4[c] > high {
			t.Errorf("code %d: %d is not between %d and %d", c, invQ4[c], low, high)
		}
	}
	for i := 32; i < 60; i++ {
		if invQ6[i] != -invQ6[i-28] {
			t.Errorf("codes %d and %d are not each other's negative", i, i-28)
		}
	}
}
