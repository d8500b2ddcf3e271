package lemf

import (
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"unique"
)

// A Name is an octet string that says who is meant or where it was taken (a LIID, a network). Equal names are equal (==). It
// prints masked. Unlike an intercept.LIID it takes any octets: a foreign sender may write what the standard forbids.
type Name struct{ h unique.Handle[string] }

// NameOf keeps octets; none give the zero Name.
func NameOf(octets []byte) Name {
	if len(octets) == 0 {
		return Name{}
	}
	return Name{unique.Make(string(octets))}
}

// Reveal gives printable ASCII as it is and other octets as hexadecimal digits (TS 103 280).
func (n Name) Reveal() string {
	if n == (Name{}) {
		return ""
	}
	s := n.h.Value()
	for i := range len(s) {
		if s[i] < '!' || s[i] > '~' {
			return hex.EncodeToString([]byte(s))
		}
	}
	return s
}

// String masks it.
func (n Name) String() string {
	if n == (Name{}) {
		return "none"
	}
	return "***"
}

// GoString masks it under %#v.
func (n Name) GoString() string { return n.String() }

// LogValue masks it in logs.
func (n Name) LogValue() slog.Value { return slog.StringValue(n.String()) }

// MarshalJSON masks it: what the agency asks for calls Reveal.
func (n Name) MarshalJSON() ([]byte, error) { return json.Marshal(n.String()) }

// Octets gives what was kept.
func (n Name) Octets() []byte {
	if n == (Name{}) {
		return nil
	}
	return []byte(n.h.Value())
}
