package audio

// A G722 decodes one stream of ITU-T G.722 at 64 kbit/s (mode 1): each octet holds 6 bits of the lower and 2 bits of the upper
// band and gives two samples at 16 kHz. It keeps what the next octet needs, so a stream is decoded in its order. The zero
// value is not ready: take [NewG722].
type G722 struct {
	lower, upper band
	history      [24]int // the receive filter's last sums and differences
}

// NewG722 gives a decoder at rest (G.722, 5.3: initial scale factors).
func NewG722() *G722 {
	return &G722{lower: band{scale: 32}, upper: band{scale: 8}}
}

// Decode appends the samples of src to dst: two for each octet.
func (d *G722) Decode(dst []int16, src []byte) []int16 {
	for _, code := range src {
		low := d.lower.low(code & 0x3f)
		high := d.upper.high(code >> 6)
		first, second := d.join(low, high)
		dst = append(dst, first, second)
	}
	return dst
}

// low decodes 6 bits of the lower band (blocks INVQBL, RECONS, LIMIT). The predictor is driven by the upper 4 bits alone, so
// that lost lower bits do no lasting harm.
func (b *band) low(code byte) int {
	out := limit(b.estimate+b.scale*invQ6[code]>>15, -16384, 16383)
	diff := b.scale * invQ4[code>>2] >> 15
	b.rescale(logLow[code>>2], 18432, 8)
	b.adapt(diff)
	return out
}

// high decodes 2 bits of the upper band.
func (b *band) high(code byte) int {
	diff := b.scale * invQ2[code] >> 15
	out := limit(diff+b.estimate, -16384, 16383)
	b.rescale(logHigh[code], 22528, 10)
	b.adapt(diff)
	return out
}

// join puts both bands together with the receive quadrature mirror filter (5.2.3) and gives two samples.
func (d *G722) join(low, high int) (first, second int16) {
	copy(d.history[:22], d.history[2:])
	d.history[22], d.history[23] = low+high, low-high
	var even, odd int
	for i, c := range mirror {
		even += d.history[2*i] * c
		odd += d.history[2*i+1] * mirror[11-i]
	}
	return saturate(odd >> 11), saturate(even >> 11)
}

func saturate(v int) int16 { return int16(limit(v, -32768, 32767)) }

func limit(v, low, high int) int { return max(low, min(high, v)) }
