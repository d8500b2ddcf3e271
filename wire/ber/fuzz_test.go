package ber

import (
	"errors"
	"testing"
)

func FuzzRead(f *testing.F) {
	for _, in := range []string{"3003020105", "30800201050000", "3084000000ff", "9f8101a0", "2480040101040102" + "0000", "180f32303236303130313030303030305a"} {
		f.Add(octetsOf(f, in))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		s := NewSource(in, Limits{})
		n, err := readAll(t, s.Reader(), len(in))
		if n > len(in) {
			t.Errorf("%d octets of content in %d", n, len(in))
		}
		if s.Work() > (len(in)+1)*(MaxDepth+1) {
			t.Errorf("%d headers read of %d octets", s.Work(), len(in))
		}
		var e *Error
		if err != nil && (!errors.As(err, &e) || e.Offset < 0 || e.Offset > len(in)) {
			t.Errorf("an error without a place: %v", err)
		}
		size, err := Size(in, MaxSize)
		if err == nil && (size < 2 || size > len(in)) {
			t.Errorf("size %d of %d octets", size, len(in))
		}
	})
}

// readAll reads every element in every way.
func readAll(t *testing.T, r Reader, end int) (int, error) {
	n := 0
	for r.More() {
		e, err := r.Next()
		if err != nil {
			return n, err
		}
		if e.End() > end || e.ContentOffset() > e.End() {
			t.Fatalf("element %+v ends beyond %d", e, end)
		}
		_, _ = e.Int()
		_, _ = e.Uint()
		_, _ = e.Bool()
		_, _, _ = e.Bits()
		_, _, _ = e.Time()
		_, _ = e.UTCTime()
		_, _ = e.AppendOID(nil)
		_, _ = e.AppendRelativeOID(nil)
		if !e.Tag.Constructed() {
			n += len(e.Content)
			continue
		}
		in, err := r.Enter(e)
		if err != nil {
			return n, err
		}
		m, err := readAll(t, in, e.End())
		if n += m; err != nil {
			return n, err
		}
	}
	return n, nil
}
