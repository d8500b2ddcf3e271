package ledger

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
)

// Limits of an entry, in octets. An encoded entry must fit the length field of a C2SP entry bundle, so
// a body of canonical JSON may fill nearly 64 KiB, any other body (written in base64) 48 KiB less the rest.
const (
	MaxEntry = 1<<16 - 1
	MaxBody  = 1 << 16
	MaxName  = 512 // key and case
	maxKind  = 64
)

// An Entry is a claim: anyone may write one down; a [Receipt] says that it is in a log.
type Entry struct {
	V    int       // version of the body's format, from 1
	Key  string    // unique in the log
	Kind string    // what it says: "decided", "approve", "permit", …
	Case string    // the case that it is about; empty if it is about none
	At   time.Time // the instant, UTC, to the nanosecond; never before the entry's forerunner
	Body []byte    // what is said, at most MaxBody octets; may be empty
}

// The encoded form. A body that is canonical JSON, object or array, stands in body as it is, so that
// people can read it; any other stands in bytes.
type encoded struct {
	At    string          `json:"at"`
	Body  json.RawMessage `json:"body,omitempty"`
	Bytes []byte          `json:"bytes,omitempty"`
	Case  string          `json:"case,omitempty"`
	Key   string          `json:"key"`
	Kind  string          `json:"kind"`
	V     int             `json:"v"`
}

// Encode gives the entry's canonical form, the bytes that the tree hashes.
func (e Entry) Encode() ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	enc := encoded{At: e.At.UTC().Format(time.RFC3339Nano), Case: e.Case, Key: e.Key, Kind: e.Kind, V: e.V}
	if canonical(e.Body) {
		enc.Body = e.Body
	} else {
		enc.Bytes = e.Body
	}
	plain, err := json.Marshal(enc)
	if err != nil {
		return nil, fmt.Errorf("%w: it has no JSON form", ErrEntry)
	}
	out, err := jcs.Transform(plain)
	if err != nil {
		return nil, fmt.Errorf("%w: it has no canonical form", ErrEntry)
	}
	if len(out) > MaxEntry {
		return nil, fmt.Errorf("%w: it has %d octets, more than %d; write the hash of what is large", ErrEntry, len(out), MaxEntry)
	}
	return out, nil
}

// DecodeEntry reads one entry in its canonical form. Any other form of the same values is an error.
func DecodeEntry(b []byte) (Entry, error) {
	e, err := parseEntry(b)
	if err != nil {
		return Entry{}, err
	}
	again, err := e.Encode()
	if err != nil {
		return Entry{}, err
	}
	if !bytes.Equal(again, b) {
		return Entry{}, fmt.Errorf("%w: not in canonical form (RFC 8785)", ErrEntry)
	}
	return e, nil
}

// parseEntry reads an entry that is known to be in canonical form.
func parseEntry(b []byte) (Entry, error) {
	if len(b) > MaxEntry {
		return Entry{}, fmt.Errorf("%w: longer than %d octets", ErrEntry, MaxEntry)
	}
	var enc encoded
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if dec.Decode(&enc) != nil {
		return Entry{}, fmt.Errorf("%w: not the JSON of an entry", ErrEntry)
	}
	at, err := time.Parse(time.RFC3339Nano, enc.At)
	if err != nil {
		return Entry{}, fmt.Errorf("%w: at is no instant of RFC 3339", ErrEntry)
	}
	e := Entry{V: enc.V, Key: enc.Key, Kind: enc.Kind, Case: enc.Case, At: at.UTC(), Body: enc.Bytes}
	if len(enc.Body) > 0 {
		e.Body = bytes.Clone(enc.Body)
	}
	return e, nil
}

func canonical(body []byte) bool {
	if len(body) == 0 || body[0] != '{' && body[0] != '[' {
		return false
	}
	out, err := jcs.Transform(body)
	return err == nil && bytes.Equal(out, body)
}

func (e Entry) check() error {
	switch {
	case e.V < 1 || e.V > 1<<20:
		return fmt.Errorf("%w: v is not a version from 1", ErrEntry)
	case !name(e.Key, 1, MaxName):
		return fmt.Errorf("%w: its key is empty, too long or no plain text", ErrEntry)
	case !name(e.Kind, 1, maxKind):
		return fmt.Errorf("%w: its kind is empty, too long or no plain text", ErrEntry)
	case !name(e.Case, 0, MaxName):
		return fmt.Errorf("%w: its case is too long or no plain text", ErrEntry)
	case e.At.IsZero() || e.At.UTC().Year() < 1 || e.At.UTC().Year() > 9999:
		return fmt.Errorf("%w: it has no instant between the years 1 and 9999", ErrEntry)
	case len(e.Body) > MaxBody:
		return fmt.Errorf("%w: its body has %d octets, more than %d", ErrEntry, len(e.Body), MaxBody)
	}
	return nil
}

func name(s string, least, most int) bool {
	return len(s) >= least && len(s) <= most && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// normal gives the entry as the log keeps it: its instant in UTC without a monotonic reading, its body its own.
func (e Entry) normal() Entry {
	e.At = e.At.UTC().Round(0)
	e.Body = bytes.Clone(e.Body)
	return e
}
