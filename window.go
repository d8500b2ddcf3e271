package writ

import (
	"errors"
	"time"
)

// A Window is a half-open span of time [From, To) in UTC, never empty. The zero Window holds nothing.
type Window struct{ from, to time.Time }

// ErrWindow says that a span has no length or runs backwards.
var ErrWindow = errors.New("window: its end is not after its beginning; write from before to")

// NewWindow makes a Window. Its end must lie after its beginning.
func NewWindow(from, to time.Time) (Window, error) {
	if !from.Before(to) {
		return Window{}, ErrWindow
	}
	return Window{from.UTC().Round(0), to.UTC().Round(0)}, nil
}

// From is the first instant inside.
func (w Window) From() time.Time { return w.from }

// To is the first instant after it.
func (w Window) To() time.Time { return w.to }

// IsZero reports whether it holds nothing.
func (w Window) IsZero() bool { return w.to.IsZero() && w.from.IsZero() }

// Holds reports whether t lies inside: the beginning does, the end does not.
func (w Window) Holds(t time.Time) bool { return !w.IsZero() && !t.Before(w.from) && t.Before(w.to) }

// Meets gives the part of w that lies in v as well, if any.
func (w Window) Meets(v Window) (Window, bool) {
	if w.IsZero() || v.IsZero() {
		return Window{}, false
	}
	from, to := w.from, w.to
	if v.from.After(from) {
		from = v.from
	}
	if v.to.Before(to) {
		to = v.to
	}
	out, err := NewWindow(from, to)
	return out, err == nil
}

// Equal reports whether both hold the same instants.
func (w Window) Equal(v Window) bool { return w.from.Equal(v.from) && w.to.Equal(v.to) }

// String writes it in RFC 3339.
func (w Window) String() string {
	if w.IsZero() {
		return "no window"
	}
	return w.from.Format(time.RFC3339Nano) + "/" + w.to.Format(time.RFC3339Nano)
}
