package audio

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"os"
	"testing"
)

// The sums are of what another program's decoder (libspandsp 0.0.6) makes of the same octets, 16 bits, little endian: it agrees in every
// sample but those beyond 16 bits, which it lets wrap and the recommendation limits; they stand as 0 here.
func TestAnotherDecoderGivesTheSameSamples(t *testing.T) {
	speech, err := os.ReadFile("testdata/g722-speech-and-tone.raw")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		in   []byte
		sum  string
	}{
		{"speech over a tone", speech, "b6d269ea408e90e1c66ccbf7f36980ce4272a91ea6846259233be31590c26272"},
		{"noise of every code", noise(1 << 16), "eeabe08c5144e6f7904264f65e06058911b46c094d01662a7000e8de3333554b"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var b []byte
			for _, v := range NewG722().Decode(nil, tc.in) {
				if v == 32767 || v == -32768 {
					v = 0
				}
				b = binary.LittleEndian.AppendUint16(b, uint16(v))
			}
			sum := sha256.Sum256(b)
			if got := hex.EncodeToString(sum[:]); got != tc.sum {
				t.Errorf("the sum is %s", got)
			}
		})
	}
}

// noise gives the upper octets of a linear congruential row.
func noise(n int) []byte {
	out := make([]byte, n)
	x := uint32(1)
	for i := range out {
		x = x*1664525 + 1013904223
		out[i] = byte(x >> 24)
	}
	return out
}
