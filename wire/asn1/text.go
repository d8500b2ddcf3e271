package asn1

import "strings"

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// alphabet reports whether the text has only characters of its type (X.680 clause 41).
func alphabet(k kind, b []byte) bool {
	for _, c := range b {
		switch k {
		case numericKind:
			if c != ' ' && !digit(c) {
				return false
			}
		case printableKind:
			if !digit(c) && (c|0x20 < 'a' || c|0x20 > 'z') && strings.IndexByte(" '()+,-./:=?", c) < 0 {
				return false
			}
		case visibleKind:
			if c < 0x20 || c > 0x7e {
				return false
			}
		default:
			return true
		}
	}
	return true
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// generalizedTime reports whether the text is YYYYMMDDhh[mm[ss]][.f][Z|±hh[mm]] (X.680 clause 46).
func generalizedTime(b []byte) bool {
	n := digits(b)
	if n != 10 && n != 12 && n != 14 {
		return false
	}
	if !clock(b[4:n]) {
		return false
	}
	b = b[n:]
	if len(b) > 0 && (b[0] == '.' || b[0] == ',') {
		n = digits(b[1:])
		if n == 0 {
			return false
		}
		b = b[1+n:]
	}
	return len(b) == 0 || zone(b, 2)
}

// utcTime reports whether the text is YYMMDDhhmm[ss](Z|±hhmm) (X.680 clause 47).
func utcTime(b []byte) bool {
	n := digits(b)
	return (n == 10 || n == 12) && clock(b[2:n]) && zone(b[n:], 4)
}

// digits counts the digits at the front.
func digits(b []byte) int {
	n := 0
	for n < len(b) && digit(b[n]) {
		n++
	}
	return n
}

// clock checks MMDDhh[mm[ss]], two digits each.
func clock(b []byte) bool {
	limits := [...][2]byte{{1, 12}, {1, 31}, {0, 24}, {0, 59}, {0, 60}}
	for i := 0; 2*i < len(b); i++ {
		v := (b[2*i]-'0')*10 + b[2*i+1] - '0'
		if v < limits[i][0] || v > limits[i][1] {
			return false
		}
	}
	return true
}

// zone checks Z, or a sign with at least so many digits of hours and minutes.
func zone(b []byte, least int) bool {
	if len(b) == 1 {
		return b[0] == 'Z'
	}
	n := len(b) - 1
	return (n == 2 || n == 4) && n >= least && (b[0] == '+' || b[0] == '-') && digits(b[1:]) == n
}
