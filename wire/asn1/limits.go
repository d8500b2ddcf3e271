package asn1

import (
	"strings"
)

// limits are the bounds of a size or of a number, in decimal without leading zeros; "" is none.
type limits struct {
	low, high string
}

// span reads "1..25", "6", "0..", "..5".
func span(text string) (limits, error) {
	low, high, ok := strings.Cut(text, "..")
	if !ok {
		high = low
	}
	for _, s := range []string{low, high} {
		if strings.Trim(strings.TrimPrefix(s, "-"), "0123456789") != "" {
			return limits{}, errLine
		}
	}
	return limits{low, high}, nil
}

// problem says what is wrong with a number; "" is nothing.
func (l limits) problem(n string) string {
	switch {
	case l.low != "" && less(n, l.low):
		return "below " + l.low
	case l.high != "" && less(l.high, n):
		return "above " + l.high
	default:
		return ""
	}
}

// less compares whole numbers of any size, written without leading zeros.
func less(a, b string) bool {
	na, nb := strings.HasPrefix(a, "-"), strings.HasPrefix(b, "-")
	switch {
	case a == b:
		return false
	case na != nb:
		return na
	default:
		shorter := len(a) < len(b) || len(a) == len(b) && a < b
		return shorter != na
	}
}
