package render

// arabicForms lists, from U+0621 on, how many presentation forms each letter has; they stand one after the
// other from U+FE80 on, in the order alone, end, beginning, middle (Unicode, Arabic Presentation Forms-B).
var arabicForms = []struct {
	first rune
	forms []int
}{
	{0x0621, []int{1, 2, 2, 2, 2, 4, 2, 4, 2, 4, 4, 4, 4, 4, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4}}, // hamza … ghain
	{0x0641, []int{4, 4, 4, 4, 4, 4, 4, 2, 2, 4}},                                                 // feh … yeh
}

type arabicLetter struct {
	base  rune
	forms int
}

var arabicLetters = func() map[rune]arabicLetter {
	out, next := map[rune]arabicLetter{}, rune(0xfe80)
	for _, run := range arabicForms {
		for i, n := range run.forms {
			out[run.first+rune(i)] = arabicLetter{next, n}
			next += rune(n)
		}
	}
	return out
}()

// lamAlef joins lam with the alef after it: alone; the form at an end is the next number.
var lamAlef = map[rune]rune{0x0622: 0xfef5, 0x0623: 0xfef7, 0x0625: 0xfef9, 0x0627: 0xfefb}

// join puts Arabic letters, in logical order, into the forms in which they stand beside each other.
func join(rs []rune) []rune {
	out := make([]rune, 0, len(rs))
	for i := 0; i < len(rs); i++ {
		l, ok := arabicLetters[rs[i]]
		if !ok {
			out = append(out, rs[i])
			continue
		}
		before := i > 0 && arabicLetters[previous(rs, i)].forms == 4
		if i+1 < len(rs) && rs[i] == 0x0644 && lamAlef[rs[i+1]] != 0 {
			out = append(out, lamAlef[rs[i+1]]+b2r(before))
			i++
			continue
		}
		after := l.forms == 4 && arabicLetters[following(rs, i)].forms > 1
		switch {
		case before && after:
			out = append(out, l.base+3)
		case after:
			out = append(out, l.base+2)
		case before && l.forms > 1:
			out = append(out, l.base+1)
		default:
			out = append(out, l.base)
		}
	}
	return out
}

// previous and following look past the marks that stand on a letter.
func previous(rs []rune, i int) rune {
	for i--; i >= 0; i-- {
		if !arabicMark(rs[i]) {
			return rs[i]
		}
	}
	return 0
}

func following(rs []rune, i int) rune {
	for i++; i < len(rs); i++ {
		if !arabicMark(rs[i]) {
			return rs[i]
		}
	}
	return 0
}

func arabicMark(r rune) bool { return r >= 0x064b && r <= 0x065f || r == 0x0670 }

func b2r(b bool) rune {
	if b {
		return 1
	}
	return 0
}
