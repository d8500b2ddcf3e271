package ber

import (
	"bytes"
	"errors"
	"testing"

	"pgregory.net/rapid"
)

func TestAFramerIsToldOctetByOctet(t *testing.T) {
	for _, in := range []string{
		"3003 020105", "3084 00000003 020105", "3080 020105 0000", "3080 a080 3003 020105 0000 0402 0000 0000", "9f8101 01 ff",
	} {
		b := octetsOf(t, in)
		whole := append(bytes.Clone(b), 0x30, 0)
		var f Framer
		for n := range len(b) {
			if _, err := f.Size(whole[:n], 100); !errors.Is(err, ErrMore) {
				t.Errorf("%s: at %d of %d octets: %v", in, n, len(b), err)
			}
		}
		if n, err := f.Size(whole, 100); err != nil || n != len(b) {
			t.Errorf("%s: %d %v", in, n, err)
		}
	}
}

func TestAnElementBeyondTheLimitIsRefusedBeforeItIsThere(t *testing.T) {
	for name, in := range map[string][]byte{
		"by its length":  octetsOf(t, "3084ffffffff"),
		"by what came":   append([]byte{0x30, 0x80}, bytes.Repeat([]byte{5, 0}, 60)...),
		"by a long part": octetsOf(t, "3080 0482ffff"),
	} {
		var e *Error
		if _, err := Size(in, 100); !errors.As(err, &e) || e.Problem != "larger than the limit" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n, err := Size(octetsOf(t, "3003020105"), 5); err != nil || n != 5 {
		t.Errorf("an element of just the limit: %d %v", n, err)
	}
	for name, in := range map[string]string{"definite": "3003020105", "indefinite": "30800000"} {
		b := octetsOf(t, in)
		if n, err := Size(b, len(b)-1); err == nil {
			t.Errorf("a %s element one octet beyond the limit: size %d", name, n)
		}
	}
}

// Octets that trickle in cost no more than those that come at once: each header is read once, the last one perhaps
// twice because it was cut.
func TestFramingIsLinearHoweverTheOctetsCome(t *testing.T) {
	work := func(elements int) int {
		b := append([]byte{0x30, 0x80}, bytes.Repeat([]byte{5, 0}, elements)...)
		b = append(b, 0, 0)
		var f Framer
		for n := range len(b) + 1 {
			if _, err := f.Size(b[:n], 1<<30); err != nil && !errors.Is(err, ErrMore) {
				t.Fatal(err)
			}
		}
		return f.work
	}
	if one, ten := work(1000), work(10000); ten > 11*one {
		t.Errorf("ten times the octets cost %d, not %d", ten, 10*one)
	}
}

// The dearest source there is: indefinite elements nested as deep as they may, filled with the smallest elements.
func TestReadingIsLinear(t *testing.T) {
	work := func(elements, depth int) int {
		b := bytes.Repeat([]byte{0x30, 0x80}, depth)
		b = append(b, bytes.Repeat([]byte{5, 0}, elements)...)
		b = append(b, bytes.Repeat([]byte{0, 0}, depth)...)
		s := NewSource(b, Limits{Elements: 1 << 30})
		if _, err := walk(s.Reader()); err != nil {
			t.Fatal(err)
		}
		return s.Work()
	}
	for _, depth := range []int{1, 8, MaxDepth - 1} {
		one, ten := work(1000, depth), work(10000, depth)
		if ten > 11*one {
			t.Errorf("at %d levels ten times the octets cost %d headers, not %d", depth, ten, 10*one)
		}
		if one > (depth+2)*(1000+2*depth) {
			t.Errorf("at %d levels 1000 elements cost %d headers", depth, one)
		}
	}
}

func TestWhatIsFramedIsWhatIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 0, 1, 2, 4, 5, 0x24, 0x30, 0x80, 0x81, 0x82, 0x9f, 0xa0}), 0, 40).Draw(t, "octets")
		n, err := Size(b, 1000)
		s := NewSource(b, Limits{})
		r := s.Reader()
		e, other := r.Next()
		if (err == nil) != (other == nil) {
			t.Fatalf("%x: framed %v, read %v", b, err, other)
		}
		if err == nil && n != e.End() {
			t.Fatalf("%x: framed %d, read %d", b, n, e.End())
		}
	})
}
