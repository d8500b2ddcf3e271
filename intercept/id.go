package intercept

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// An XID names one task on the X interfaces (TS 103 221-1): the octets of a UUID in the order of its text. The zero XID
// names none. It prints masked; an unexported field of another struct is beyond that, so keep it exported or print no such struct.
type XID [16]byte

// ErrUUID says that a text is not a UUID of RFC 9562.
var ErrUUID = errors.New("not a UUID; write 8-4-4-4-12 hexadecimal digits")

// ParseXID reads the text of a UUID, in either case. Errors never quote it.
func ParseXID(text string) (XID, error) {
	u, err := parseUUID(text)
	return XID(u), err
}

// Reveal gives the UUID in lower case.
func (x XID) Reveal() string { return uuidText(x) }

// IsZero reports whether it names no task.
func (x XID) IsZero() bool { return x == XID{} }

// String masks it.
func (x XID) String() string {
	if x.IsZero() {
		return "XID:none"
	}
	return "XID:***"
}

// Format masks it under every verb, also those for octets and numbers.
func (x XID) Format(s fmt.State, _ rune) { mask(s, x.String()) }

// LogValue masks it in logs.
func (x XID) LogValue() slog.Value { return slog.StringValue(x.String()) }

// MarshalJSON masks it: a format that carries it calls Reveal.
func (x XID) MarshalJSON() ([]byte, error) { return json.Marshal(x.String()) }

// A DID names one destination on the X1 interface: a UUID. It says where product goes, not whose it is, and prints as it is.
type DID [16]byte

// ParseDID reads the text of a UUID, in either case.
func ParseDID(text string) (DID, error) {
	u, err := parseUUID(text)
	return DID(u), err
}

// String gives the UUID in lower case.
func (d DID) String() string { return uuidText(d) }

// IsZero reports whether it names no destination.
func (d DID) IsZero() bool { return d == DID{} }

func mask(w io.Writer, text string) { _, _ = io.WriteString(w, text) }

// dashes says where the text of a UUID has its hyphens.
var dashes = [...]int{8, 13, 18, 23}

func parseUUID(text string) (out [16]byte, err error) {
	if len(text) != 36 {
		return out, ErrUUID
	}
	digits := make([]byte, 0, 32)
	for i, next := 0, 0; i < len(text); i++ {
		if next < len(dashes) && i == dashes[next] {
			if text[i] != '-' {
				return out, ErrUUID
			}
			next++
			continue
		}
		digits = append(digits, text[i])
	}
	var u [16]byte
	if _, err := hex.Decode(u[:], digits); err != nil {
		return out, ErrUUID // hex quotes what it read
	}
	return u, nil
}

func uuidText(u [16]byte) string {
	var b [36]byte
	hex.Encode(b[:8], u[:4])
	b[8] = '-'
	hex.Encode(b[9:13], u[4:6])
	b[13] = '-'
	hex.Encode(b[14:18], u[6:8])
	b[18] = '-'
	hex.Encode(b[19:23], u[8:10])
	b[23] = '-'
	hex.Encode(b[24:], u[10:])
	return string(b[:])
}
