package audio

// ALaw and MuLaw give the sample of each code of ITU-T G.711 (tables 1a and 2a), on a scale of 16 bits.
var (
	ALaw  = table(aLaw)
	MuLaw = table(muLaw)
)

func table(f func(byte) int16) (t [256]int16) {
	for i := range t {
		t[i] = f(byte(i))
	}
	return t
}

// aLaw expands one code. Even bits come inverted (G.711, 2.2.3); the 13 bits of the standard stand at the top of 16.
func aLaw(code byte) int16 {
	code ^= 0x55
	segment, step := code>>4&7, int16(code&15)
	v := step<<4 + 8
	if segment > 0 {
		v = (v + 0x100) << (segment - 1)
	}
	if code&0x80 == 0 {
		return -v
	}
	return v
}

// muLaw expands one code. All bits come inverted; 33 (132 at 16 bits) was added before the segments were cut.
func muLaw(code byte) int16 {
	code = ^code
	v := (int16(code&15)<<3+132)<<(code>>4&7) - 132
	if code&0x80 != 0 {
		return -v
	}
	return v
}
