package render

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// covered lists what the embedded fonts can show. It is read once.
var covered = sync.OnceValue(func() map[rune]bool { return coverage(regular) })

// printable puts text into characters that the font has; any other stands as its number.
func printable(s string) string {
	if ascii(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) || !covered()[r] && !unicode.IsSpace(r) {
			fmt.Fprintf(&b, "⟨%X⟩", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// visual puts one line into the order in which it is seen, from the left. rtl says that the line as a
// whole runs from right to left.
func visual(line string) (seen string, rtl bool) {
	if !strings.ContainsFunc(line, rightToLeft) {
		return line, false
	}
	line = string(join([]rune(line)))
	var p bidi.Paragraph
	if _, err := p.SetString(line); err != nil {
		return line, false
	}
	order, err := p.Order()
	if err != nil {
		return line, false
	}
	return arrange(order, firstStrong(line))
}

// arrange turns runs, which come in the order in which they are read, into the order in which they are
// seen (rule L2). Numbers after right-to-left text belong to it.
func arrange(order bidi.Ordering, base bool) (string, bool) {
	var seen, turned []string // turned: a stretch of right-to-left text, the last run first
	flush := func() {
		slices.Reverse(turned)
		seen, turned = append(seen, turned...), nil
	}
	for i := range order.NumRuns() {
		run := order.Run(i)
		switch text := run.String(); {
		case run.Direction() == bidi.RightToLeft:
			turned = append(turned, bidi.ReverseString(text))
		case base, len(turned) > 0 && !strings.ContainsFunc(text, unicode.IsLetter):
			turned = append(turned, text)
		default:
			flush()
			seen = append(seen, text)
		}
	}
	flush()
	return strings.Join(seen, ""), base
}

// firstStrong says whether the first letter with a direction runs from right to left.
func firstStrong(s string) bool {
	for len(s) > 0 {
		p, n := bidi.LookupString(s)
		if c := p.Class(); c == bidi.L || c == bidi.R || c == bidi.AL {
			return c != bidi.L
		}
		s = s[max(n, 1):]
	}
	return false
}

func rightToLeft(r rune) bool {
	var buf [utf8.UTFMax]byte
	p, _ := bidi.Lookup(buf[:utf8.EncodeRune(buf[:], r)])
	return p.Class() == bidi.R || p.Class() == bidi.AL
}
