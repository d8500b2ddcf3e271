package audio

// A Codec says how the payloads of a stream are turned into samples. The zero Codec sounds not at all.
type Codec string

// The codecs that are decoded here; every other one goes out as packets.
const (
	PCMU Codec = "PCMU"
	PCMA Codec = "PCMA"
	Wide Codec = "G722" // two samples for each tick of the RTP clock
)

// Playable says whether a codec's name (as in SDP's rtpmap, any case) is decoded here.
func Playable(name string) (Codec, bool) {
	for _, c := range []Codec{PCMU, PCMA, Wide} {
		if equalFold(name, string(c)) {
			return c, true
		}
	}
	return "", false
}

// Rate gives the samples a second that come out.
func (c Codec) Rate() int {
	if c == Wide {
		return 16000
	}
	return 8000
}

// clock is the rate of RTP's time stamps: 8000 for all three; for G.722 that is half of its samples (RFC 3551, 4.5.2).
const clock = 8000

// decoder gives a function that decodes the payloads of one stream in their order.
func (c Codec) decoder() func(dst []int16, payload []byte) []int16 {
	switch c {
	case PCMU:
		return expand(&MuLaw)
	case PCMA:
		return expand(&ALaw)
	case Wide:
		return NewG722().Decode
	default:
		return func(dst []int16, _ []byte) []int16 { return dst }
	}
}

func expand(t *[256]int16) func([]int16, []byte) []int16 {
	return func(dst []int16, payload []byte) []int16 {
		for _, code := range payload {
			dst = append(dst, t[code])
		}
		return dst
	}
}

// equalFold compares ASCII names.
func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if a[i]|0x20 != b[i]|0x20 {
			return false
		}
	}
	return true
}
