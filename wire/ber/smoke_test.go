package ber

import "testing"

func TestWhatIsAppendedIsReadBack(t *testing.T) {
	b := AppendUint(nil, Context(4), 1<<32-1)
	b = Wrap(b, 0, Sequence)
	s := NewSource(b, Limits{})
	r := s.Reader()
	e, err := r.Next()
	if err != nil || e.Tag != Sequence || !e.Minimal {
		t.Fatalf("%+v %v", e, err)
	}
	in, err := r.Enter(e)
	if err != nil {
		t.Fatal(err)
	}
	v, err := in.Next()
	if err != nil {
		t.Fatal(err)
	}
	if n, err := v.Uint(); n != 1<<32-1 || err != nil {
		t.Fatal(n, err)
	}
	if n, err := Size(b, 100); n != len(b) || err != nil {
		t.Fatal(n, err)
	}
}
