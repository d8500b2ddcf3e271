package x1

import "encoding/hex"

// A UUID names a task (XID), a destination (DID), a generic object or a transaction. Its text is lower case.
type UUID [16]byte

// String gives the text, which is protected where it names a task.
func (u UUID) String() string { return u.text() }

func (u UUID) text() string {
	b := make([]byte, 0, 36)
	for n, c := range u {
		if n == 4 || n == 6 || n == 8 || n == 10 {
			b = append(b, '-')
		}
		b = hex.AppendEncode(b, []byte{c})
	}
	return string(b)
}

func (u *UUID) parse(s string, keep bool) string {
	const problem = "is no UUID in lower case"
	s = collapse(s)
	if len(s) != 36 {
		return problem
	}
	digits := make([]byte, 0, 32)
	for n := range len(s) {
		c := s[n]
		dash := n == 8 || n == 13 || n == 18 || n == 23
		if dash != (c == '-') || !dash && (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return problem
		}
		if !dash {
			digits = append(digits, c)
		}
	}
	if _, err := hex.Decode(digits, digits); err != nil {
		return problem
	}
	if keep {
		copy(u[:], digits)
	}
	return ""
}
