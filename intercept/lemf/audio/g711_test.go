package audio

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"testing"
)

// The sums are of all 256 codes as another implementation expands them (CPython 3.11, audioop, 16 bits, little endian).
func TestAnotherImplementationExpandsEachCodeAlike(t *testing.T) {
	for name, tc := range map[string]struct {
		table [256]int16
		sum   string
	}{
		"A-law": {ALaw, "e04788d110e58ff8c70c93b8480190d973e3b67876b6119abbaec766cc75c174"},
		"µ-law": {MuLaw, "3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827"},
	} {
		t.Run(name, func(t *testing.T) {
			var b []byte
			for _, v := range tc.table {
				b = binary.LittleEndian.AppendUint16(b, uint16(v))
			}
			sum := sha256.Sum256(b)
			if got := hex.EncodeToString(sum[:]); got != tc.sum {
				t.Errorf("the table's sum is %s", got)
			}
		})
	}
}

func TestTheEndsOfBothLawsAreThoseOfTheStandard(t *testing.T) {
	for _, tc := range []struct {
		name string
		got  int16
		want int16
	}{
		{"A-law, least positive", ALaw[0xd5], 8},
		{"A-law, least negative", ALaw[0x55], -8},
		{"A-law, most", ALaw[0xaa], 32256},
		{"µ-law, zero", MuLaw[0xff], 0},
		{"µ-law, most", MuLaw[0x80], 32124},
		{"µ-law, least", MuLaw[0x00], -32124},
	} {
		if tc.got != tc.want {
			t.Errorf("%s is %d, not %d", tc.name, tc.got, tc.want)
		}
	}
}
