package audio

// A band is the backward adaptive predictor and quantiser of one half of the spectrum (G.722, 6.2). Values are 16 bits wide,
// as in the recommendation; a zero band is at rest.
type band struct {
	estimate int    // s: what is predicted
	zeros    int    // sz: the share of the six zeros in it
	log      int    // nb: the scale factor as a logarithm
	scale    int    // det: the step of the quantiser
	pole     [2]int // a1, a2
	zero     [6]int // b1 … b6
	diffs    [6]int // the last six quantised differences
	rebuilt  [2]int // r: the last two rebuilt signals
	partial  [2]int // p: the last two partially rebuilt signals
}

// rescale adapts the step (LOGSCL, SCALEL or LOGSCH, SCALEH).
func (b *band) rescale(change, most, shift int) {
	b.log = limit(b.log*127>>7+change, 0, most)
	n := shift - b.log>>11
	base := antilog[b.log>>6&31]
	if n < 0 {
		b.scale = base << -n << 2
		return
	}
	b.scale = base >> n << 2
}

// adapt moves the predictor by the quantised difference and predicts the next sample (block 4: RECONS, PARREC, UPPOL2,
// UPPOL1, UPZERO, FILTEZ, FILTEP, PREDIC).
func (b *band) adapt(diff int) {
	rebuilt := int(saturate(b.estimate + diff))
	partial := int(saturate(b.zeros + diff))
	b.poles(partial)
	b.moveZeros(diff)
	b.partial = [2]int{partial, b.partial[0]}
	b.rebuilt = [2]int{rebuilt, b.rebuilt[0]}

	b.zeros = 0
	for i, z := range b.zero {
		b.zeros += int(saturate(b.diffs[i]+b.diffs[i])) * z >> 15
	}
	b.zeros = int(saturate(b.zeros))
	first := int(saturate(2*b.rebuilt[0])) * b.pole[0] >> 15
	second := int(saturate(2*b.rebuilt[1])) * b.pole[1] >> 15
	b.estimate = int(saturate(int(saturate(first+second)) + b.zeros))
}

// poles adapts the two poles (UPPOL2, UPPOL1) by the signs of the partially rebuilt signal.
func (b *band) poles(partial int) {
	same1, same2 := sameSign(partial, b.partial[0]), sameSign(partial, b.partial[1])
	w := int(saturate(4 * b.pole[0]))
	if same1 {
		w = -w
	}
	w = min(w, 32767) >> 7
	if same2 {
		w += 128
	} else {
		w -= 128
	}
	second := limit(w+b.pole[1]*32512>>15, -12288, 12288)
	step := -192
	if same1 {
		step = 192
	}
	room := int(saturate(15360 - second))
	b.pole = [2]int{limit(step+b.pole[0]*32640>>15, -room, room), second}
}

// moveZeros adapts the six zeros (UPZERO) and takes the difference into their line.
func (b *band) moveZeros(diff int) {
	step := 128
	if diff == 0 {
		step = 0
	}
	for i := range b.zero {
		s := step
		if !sameSign(diff, b.diffs[i]) {
			s = -step
		}
		b.zero[i] = int(saturate(s + b.zero[i]*32640>>15))
	}
	copy(b.diffs[1:], b.diffs[:5])
	b.diffs[0] = diff
}

// sameSign compares signs as the recommendation does: zero counts as positive.
func sameSign(a, b int) bool { return (a < 0) == (b < 0) }
