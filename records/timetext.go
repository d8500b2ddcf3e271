package records

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// ParseWall reads a date and time of day, with its offset where it has one. The time is given as if it were UTC.
func ParseWall(s string) (local time.Time, offset time.Duration, zoned, ok bool) {
	if len(s) < 19 || s[4] != '-' || s[7] != '-' || s[10] != ' ' && s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return local, 0, false, false
	}
	y, ok1 := digits(s[:4])
	mo, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:10])
	h, ok4 := digits(s[11:13])
	mi, ok5 := digits(s[14:16])
	se, ok6 := digits(s[17:19])
	if numbers := ok1 && ok2 && ok3 && ok4 && ok5 && ok6; !numbers || h > 23 || mi > 59 || se > 59 {
		return local, 0, false, false
	}
	nanos, rest, ok := fraction(s[19:])
	if !ok {
		return local, 0, false, false
	}
	local = time.Date(y, time.Month(mo), d, h, mi, se, nanos, time.UTC)
	if local.Day() != d || int(local.Month()) != mo {
		return local, 0, false, false
	}
	if rest == "" {
		return local, 0, false, true
	}
	offset, ok = parseOffset(strings.TrimPrefix(rest, " "))
	return local, offset, ok, ok
}

func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, s != ""
}

// fraction reads ".123456" and gives what follows.
func fraction(s string) (nanos int, rest string, ok bool) {
	if s == "" || s[0] != '.' && s[0] != ',' {
		return 0, s, true
	}
	n := 1
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == 1 || n > 10 {
		return 0, s, false
	}
	nanos, _ = digits((s[1:n] + "000000000")[:9])
	return nanos, s[n:], true
}

// parseOffset reads Z, UTC, +01, +0100, +01:00.
func parseOffset(s string) (time.Duration, bool) {
	if s == "Z" || s == "UTC" || s == "GMT" {
		return 0, true
	}
	if len(s) < 3 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	body := strings.Replace(s[1:], ":", "", 1)
	if len(body) == 2 {
		body += "00"
	}
	n, ok := digits(body)
	if !ok || len(body) != 4 || n/100 > 15 || n%100 > 59 {
		return 0, false
	}
	d := time.Duration(n/100)*time.Hour + time.Duration(n%100)*time.Minute
	if s[0] == '-' {
		d = -d
	}
	return d, true
}

// Epoch reads seconds since 1970-01-01 UTC, with a fraction of at most nine digits.
func Epoch(text string) (time.Time, error) {
	whole, frac, _ := strings.Cut(text, ".")
	sec, ok := digits(whole)
	nanos := 0
	rest := ""
	if len(frac) > 0 && ok {
		nanos, rest, ok = fraction(text[len(whole):])
	}
	if !ok || rest != "" || len(whole) > 11 {
		return time.Time{}, ErrNoTime
	}
	if sec < 1e8 {
		return time.Time{}, ErrOutside
	}
	return sane(time.Unix(int64(sec), int64(nanos)).UTC())
}

// Julian reads a Julian day number in UTC, as db_sqlite of Kamailio stores a time, to the second. What that
// writes lies half a second early, so the half is rounded up: ts is 2440587.5 + (ts-0.5)/86400.
func Julian(text string) (time.Time, error) {
	day, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(day) || day < 2440588 || day > 2524600 {
		return time.Time{}, ErrNoTime
	}
	return sane(time.Unix(int64(math.Floor((day-2440587.5)*86400+0.75)), 0).UTC())
}

// Stamp writes an instant as every record does: RFC 3339 in UTC, with the fraction that it has. A zero instant is "".
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
