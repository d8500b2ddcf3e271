package strategy

import (
	"strconv"
	"strings"

	"writ"
)

// Words writes a period as people say it: P18M is "18 months".
func Words(p writ.Period) string {
	text := p.String()
	if p.IsZero() {
		return "not at all"
	}
	var out []string
	date, clock, _ := strings.Cut(strings.TrimPrefix(text, "P"), "T")
	out = append(units(date, map[byte]string{'Y': "year", 'M': "month", 'D': "day"}), units(clock, map[byte]string{'H': "hour", 'M': "minute"})...)
	return strings.Join(out, " ")
}

func units(s string, names map[byte]string) []string {
	var out []string
	for s != "" {
		n := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
		if n < 1 {
			return out
		}
		word := names[s[n]]
		if v, err := strconv.Atoi(s[:n]); err == nil && v != 1 {
			word += "s"
		}
		out = append(out, s[:n]+" "+word)
		s = s[n+1:]
	}
	return out
}

// number writes a number without needless digits.
func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
