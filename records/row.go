package records

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"time"

	"writ"
)

// A Key names one record within its feed: the same record read again, from the same file or from another
// variant of it, has the same Key.
type Key [16]byte

// KeyOf makes a Key from what identifies the record in its feed. Each part counts by itself: ("ab","c") is not ("a","bc").
func KeyOf(feed string, parts ...string) Key {
	var room [512]byte
	b := appendPart(room[:0], feed)
	for _, p := range parts {
		b = appendPart(b, p)
	}
	sum := sha256.Sum256(b)
	return Key(sum[:16])
}

func appendPart(b []byte, p string) []byte {
	b = append(strconv.AppendInt(b, int64(len(p)), 10), ':')
	return append(append(b, p...), ',')
}

// A Value is one field's text. Printing it shows no text.
type Value struct {
	Field Field
	text  *string
}

// V makes a Value.
func V(f Field, text string) Value { return Value{f, &text} }

// Text gives the text: the only way out.
func (v Value) Text() string {
	if v.text == nil {
		return ""
	}
	return *v.text
}

func (v Value) String() string       { return string(v.Field) + ":***" }
func (v Value) GoString() string     { return v.String() }
func (v Value) LogValue() slog.Value { return slog.StringValue(v.String()) }

// A Source says where a record stood.
type Source struct {
	Feed string   // the feed's folder name: "kamailio"
	File [32]byte // SHA-256 of the file
	Line int64    // the line, or the number of the record, from 1
}

// A Row is one record. At decides whether a window holds it: the instant of an event, or the beginning of a
// state (an assignment, a line of the register), whose end is Until; a state without Until still lasts.
type Row struct {
	Kind   Kind
	Key    Key
	At     time.Time
	Until  time.Time // zero: an event, or a state that still lasts
	Values []Value   // in the order of [Fields], at most one a field, none empty
	Source Source
}

// New makes a Row whose values are ordered, empty ones dropped. A field that the kind lacks is an error of the feed.
func New(k Kind, key Key, at time.Time, until time.Time, values ...Value) (Row, error) {
	r := Row{Kind: k, Key: key, At: at.UTC(), Until: until}
	if !until.IsZero() {
		r.Until = until.UTC()
	}
	for _, v := range values {
		if v.Text() == "" {
			continue
		}
		if order(k, v.Field) < 0 {
			return Row{}, fmt.Errorf("records: kind %s has no field %s", k, v.Field)
		}
		r.Values = append(r.Values, v)
	}
	slices.SortStableFunc(r.Values, func(a, b Value) int { return cmp.Compare(order(k, a.Field), order(k, b.Field)) })
	for i := 1; i < len(r.Values); i++ {
		if r.Values[i].Field == r.Values[i-1].Field {
			return Row{}, fmt.Errorf("records: field %s stands twice", r.Values[i].Field)
		}
	}
	return r, nil
}

// order is where a field stands among those of its kind, -1 where the kind lacks it.
func order(k Kind, f Field) int {
	if i, ok := places[k][f]; ok {
		return i
	}
	return -1
}

var places = func() map[Kind]map[Field]int {
	all := map[Kind]map[Field]int{}
	for k, list := range specs {
		all[k] = map[Field]int{}
		for i, s := range list {
			all[k][s.Field] = i
		}
	}
	return all
}()

// Get gives a field's text, "" where the record has none.
func (r Row) Get(f Field) string {
	for _, v := range r.Values {
		if v.Field == f {
			return v.Text()
		}
	}
	return ""
}

// State reports whether the record holds for a span and not for an instant.
func (r Row) State() bool { return r.Kind == Assignment || r.Kind == Customer }

// In reports whether the record belongs to the window: an event by its instant, a state if any of it lies inside.
func (r Row) In(w writ.Window) bool {
	if !r.State() {
		return w.Holds(r.At)
	}
	return r.At.Before(w.To()) && (r.Until.IsZero() || r.Until.After(w.From())) && !w.IsZero()
}

// Lasts reports whether a state holds at t.
func (r Row) Lasts(t time.Time) bool {
	return r.State() && !t.Before(r.At) && (r.Until.IsZero() || t.Before(r.Until))
}

func (r Row) String() string       { return string(r.Kind) + ":***" }
func (r Row) GoString() string     { return r.String() }
func (r Row) LogValue() slog.Value { return slog.StringValue(r.String()) }

// A Class groups records that are kept for the same time under the same keys.
type Class string

// Classes lists every class.
func Classes() []Class {
	return []Class{"calls", "calls-unanswered", "sessions", "customers"}
}

// Class says which class the record belongs to. A derived record belongs to none: it is never kept.
func (r Row) Class() Class {
	switch {
	case r.Kind == Call && r.Get(Answered) == "no":
		return "calls-unanswered"
	case r.Kind == Call:
		return "calls"
	case r.Kind == Session:
		return "sessions"
	case r.Kind == Customer:
		return "customers"
	default:
		return ""
	}
}

// Day is the UTC day under whose key the record is kept: YYYY-MM-DD.
func (r Row) Day() string { return r.At.UTC().Format(time.DateOnly) }
