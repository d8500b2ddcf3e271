package ber

import "time"

// SizeOfTime returns the content octets of a GeneralizedTime with digits (0..9) of fraction.
func SizeOfTime(digits int) int {
	if digits == 0 {
		return len("YYYYMMDDhhmmssZ")
	}
	return len("YYYYMMDDhhmmss.Z") + digits
}

// AppendTime appends an instant as a GeneralizedTime in UTC under t: sec seconds since 1970 and nsec nanoseconds
// 0..999999999, cut (not rounded) to digits of fraction, 0..9. Years are 0..9999.
func AppendTime(dst []byte, t Tag, sec int64, nsec uint32, digits int) []byte {
	year, month, day, clock := civil(sec)
	dst = AppendHeader(dst, t, SizeOfTime(digits))
	dst = appendDecimal(dst, year, 4)
	dst = appendClock(appendDecimal(appendDecimal(dst, month, 2), day, 2), clock)
	if digits > 0 {
		dst = append(dst, '.')
		for range 9 - digits {
			nsec /= 10
		}
		dst = appendDecimal(dst, int(nsec), digits)
	}
	return append(dst, 'Z')
}

// AppendUTCTime appends an instant as a UTCTime under t: two digits of year (1950..2049), whole seconds, Z.
func AppendUTCTime(dst []byte, t Tag, sec int64) []byte {
	year, month, day, clock := civil(sec)
	dst = AppendHeader(dst, t, len("YYMMDDhhmmssZ"))
	dst = appendDecimal(dst, year%100, 2)
	return append(appendClock(appendDecimal(appendDecimal(dst, month, 2), day, 2), clock), 'Z')
}

// civil splits seconds since 1970 into a date and the seconds of its day.
func civil(sec int64) (year, month, day, clock int) {
	y, m, d := time.Unix(sec, 0).UTC().Date()
	clock = int(sec % 86400)
	if clock < 0 {
		clock += 86400
	}
	return y, int(m), d, clock
}

func appendClock(dst []byte, clock int) []byte {
	dst = appendDecimal(dst, clock/3600, 2)
	dst = appendDecimal(dst, clock/60%60, 2)
	return appendDecimal(dst, clock%60, 2)
}

// appendDecimal appends the lowest digits decimals of v.
func appendDecimal(dst []byte, v, digits int) []byte {
	from := len(dst)
	for range digits {
		dst = append(dst, '0')
	}
	for i := len(dst) - 1; i >= from; i-- {
		dst[i] = '0' + byte(v%10)
		v /= 10
	}
	return dst
}
