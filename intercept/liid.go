package intercept

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"unique"
)

// A LIID is the agency's number of one target identity of one warrant: 1 to 25 octets (TS 102 232-1, PSHeader). Two are equal
// (==) when their octets are. The zero LIID names none.
//
// Its octets stand behind a handle, so that printing a value that holds one shows no number.
type LIID struct{ octets unique.Handle[string] }

// MaxLIID is the most octets of a LIID.
const MaxLIID = 25

// ErrLIID says that a text or octets are no LIID.
var ErrLIID = errors.New("not a LIID; write 1 to 25 printable ASCII characters without space, or 26 to 50 lower-case hexadecimal digits")

// ParseLIID reads the text form of TS 103 280: printable ASCII as it is, at most 25 characters, or octets as 26 to 50 lower-case
// hexadecimal digits. The error never quotes it.
func ParseLIID(text string) (LIID, error) {
	if printable(text) && len(text) <= MaxLIID {
		return LIID{unique.Make(text)}, nil
	}
	if len(text) > 2*MaxLIID || strings.ToLower(text) != text {
		return LIID{}, ErrLIID
	}
	octets, err := hex.DecodeString(text)
	if err != nil || len(octets) <= MaxLIID/2 {
		return LIID{}, ErrLIID
	}
	return LIID{unique.Make(string(octets))}, nil
}

// LIIDOf takes the octets that a PSHeader carries. Octets that have no text form (fewer than 13, not all printable) are an error.
func LIIDOf(octets []byte) (LIID, error) {
	n := len(octets)
	if n == 0 || n > MaxLIID || n <= MaxLIID/2 && !printable(string(octets)) {
		return LIID{}, ErrLIID
	}
	return LIID{unique.Make(string(octets))}, nil
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < '!' || s[i] > '~' {
			return false
		}
	}
	return s != ""
}

// IsZero reports whether it names no warrant.
func (l LIID) IsZero() bool { return l == LIID{} }

// Octets gives what the PSHeader carries.
func (l LIID) Octets() []byte {
	if l.IsZero() {
		return nil
	}
	return []byte(l.octets.Value())
}

// Reveal gives the text form of TS 103 280. It and Octets are the only ways out: look for them in review.
func (l LIID) Reveal() string {
	if l.IsZero() {
		return ""
	}
	if s := l.octets.Value(); printable(s) {
		return s
	}
	return hex.EncodeToString(l.Octets())
}

// String masks it.
func (l LIID) String() string {
	if l.IsZero() {
		return "LIID:none"
	}
	return "LIID:***"
}

// GoString masks it under %#v.
func (l LIID) GoString() string { return l.String() }

// LogValue masks it in logs.
func (l LIID) LogValue() slog.Value { return slog.StringValue(l.String()) }

// MarshalJSON masks it: a format that carries it calls Reveal.
func (l LIID) MarshalJSON() ([]byte, error) { return json.Marshal(l.String()) }
