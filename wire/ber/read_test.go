package ber

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"
)

func octetsOf(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// walk reads all elements of r, as deep as they go, and returns how many octets of primitive content there were.
func walk(r Reader) (int, error) {
	n := 0
	for r.More() {
		e, err := r.Next()
		if err != nil {
			return n, err
		}
		if !e.Tag.Constructed() {
			n += len(e.Content)
			continue
		}
		in, err := r.Enter(e)
		if err != nil {
			return n, err
		}
		m, err := walk(in)
		if n += m; err != nil {
			return n, err
		}
	}
	return n, nil
}

func TestAnyLegalLengthIsTaken(t *testing.T) {
	for _, tc := range []struct {
		name, in   string
		indefinite bool
		minimal    bool
		content    string
	}{
		{"short", "30 03 020105", false, true, "020105"},
		{"one octet more than needed", "30 81 03 020105", false, false, "020105"},
		{"eight octets of length", "30 88 0000000000000003 020105", false, false, "020105"},
		{"indefinite", "30 80 020105 0000", true, false, "020105"},
		{"indefinite and empty", "30 80 0000", true, false, ""},
		{"indefinite in indefinite", "30 80 a0 80 020105 0000 0000", true, false, "a0800201050000"},
		{"zeros inside a definite one are no end", "30 80 0402 0000 0000", true, false, "04020000"},
		{"a low number in a high tag", "bf05 03 020105", false, false, "020105"},
	} {
		e := one(t, octetsOf(t, tc.in))
		if e.Indefinite != tc.indefinite || e.Minimal != tc.minimal || hex.EncodeToString(e.Content) != tc.content {
			t.Errorf("%s: %+v", tc.name, e)
		}
		if n, err := Size(octetsOf(t, tc.in), 100); err != nil || n != e.End() {
			t.Errorf("%s: size %d, %v", tc.name, n, err)
		}
	}
}

func TestErrorsSayAtWhichOctetWhatIsWrong(t *testing.T) {
	deep := strings.Repeat("3080", 70) + strings.Repeat("0000", 70)
	for _, tc := range []struct {
		name, in string
		offset   int
		problem  string
	}{
		{"cut in a tag", "30039f8181", 5, "ends inside a tag or length"},
		{"cut in a length", "3002 0482", 4, "ends inside a tag or length"},
		{"a length past its holder", "3006 0201ff 0402ff", 5, "length runs past the end of what holds it"},
		{"the outermost length past the end", "3081ff00", 0, "length runs past the end of what holds it"},
		{"a primitive with indefinite length", "3004 0480 0000", 2, "a primitive element has an indefinite length"},
		{"no end-of-contents", "3080 020105", 5, "an indefinite element has no end-of-contents"},
		{"end-of-contents in a definite one", "3002 0000", 2, "end-of-contents where no indefinite element ends"},
		{"end-of-contents with content", "3080 0001 00 0000", 2, "end-of-contents has content"},
		{"the reserved length", "3001 ff", 3, "ends inside a tag or length"},
		{"a reserved length octet", "04ff00", 1, "length octet ff is reserved"},
		{"nine octets of length", "0489000000000000000000", 1, "length has too many octets"},
		{"a length beyond any limit", "0488ffffffffffffffff", 1, "length beyond any limit"},
		{"a tag that begins with zeros", "9f800100", 1, "a high tag begins with zeros"},
		{"a tag beyond four octets", "9f8181818101 00", 5, "tag number beyond four octets"},
		{"too deep", deep, 128, "too many levels"},
	} {
		s := NewSource(octetsOf(t, tc.in), Limits{})
		_, err := walk(s.Reader())
		var e *Error
		if !errors.As(err, &e) || e.Offset != tc.offset || e.Problem != tc.problem {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

func TestLimitsHold(t *testing.T) {
	nested := octetsOf(t, "3008 3006 3004 3002 0500")
	row := bytes.Repeat([]byte{5, 0}, 100)
	indefinite := append(append([]byte{0x30, 0x80}, row...), 0, 0)
	for _, tc := range []struct {
		name    string
		in      []byte
		limits  Limits
		problem string
	}{
		{"four levels are within four", nested, Limits{Depth: 4}, ""},
		{"four levels are beyond three", nested, Limits{Depth: 3}, "too many levels"},
		{"a hundred elements are within a hundred", row, Limits{Elements: 100}, ""},
		{"a hundred elements are beyond 99", row, Limits{Elements: 99}, "too many elements"},
		{"looking for an end counts", indefinite, Limits{Elements: 101}, "too many elements"},
		{"size within the limit", row, Limits{Size: 200}, ""},
		{"size beyond the limit", row, Limits{Size: 199}, "larger than the limit"},
	} {
		s := NewSource(tc.in, tc.limits)
		_, err := walk(s.Reader())
		var e *Error
		if tc.problem == "" && err != nil || tc.problem != "" && (!errors.As(err, &e) || e.Problem != tc.problem) {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

func TestValuesOfAWrongFormAreRefused(t *testing.T) {
	for _, tc := range []struct {
		name, in string
		read     func(e *Element) error
		offset   int
	}{
		{"an empty integer", "0200", func(e *Element) error { _, err := e.Int(); return err }, 2},
		{"an integer with a needless zero", "02020001", func(e *Element) error { _, err := e.Int(); return err }, 2},
		{"an integer with a needless ff", "0202ff80", func(e *Element) error { _, err := e.Uint(); return err }, 2},
		{"nine octets of integer", "0209010000000000000000", func(e *Element) error { _, err := e.Int(); return err }, 2},
		{"a counter beyond 64 bits", "0209010000000000000000", func(e *Element) error { _, err := e.Uint(); return err }, 2},
		{"a negative counter", "0201ff", func(e *Element) error { _, err := e.Uint(); return err }, 2},
		{"a constructed integer", "2203020101", func(e *Element) error { _, err := e.Int(); return err }, 0},
		{"a boolean of two octets", "01020000", func(e *Element) error { _, err := e.Bool(); return err }, 2},
		{"a null with content", "050100", func(e *Element) error { return e.Null() }, 2},
		{"bits without a count", "0300", func(e *Element) error { _, _, err := e.Bits(); return err }, 2},
		{"eight unused bits", "030208ff", func(e *Element) error { _, _, err := e.Bits(); return err }, 2},
		{"an empty object identifier", "0600", func(e *Element) error { _, err := e.AppendOID(nil); return err }, 2},
		{"an arc that is cut", "06020481", func(e *Element) error { _, err := e.AppendOID(nil); return err }, 4},
		{"an arc with zeros before it", "0603048001", func(e *Element) error { _, err := e.AppendOID(nil); return err }, 3},
		{"an arc beyond 64 bits", "060b04ffffffffffffffffff7f", func(e *Element) error { _, err := e.AppendRelativeOID(nil); return err }, 3},
		{"more arcs than asked for", "0603040501", func(e *Element) error { _, err := e.Arcs(make([]uint64, 2)); return err }, 4},
		{"a time without a zone", "180e" + hex.EncodeToString([]byte("20260101000000")), func(e *Element) error { _, _, err := e.Time(); return err }, 16},
		{"a 30 February", "180f" + hex.EncodeToString([]byte("20260230000000Z")), func(e *Element) error { _, _, err := e.Time(); return err }, 17},
		{"a point without a fraction", "1810" + hex.EncodeToString([]byte("20260101000000.Z")), func(e *Element) error { _, _, err := e.Time(); return err }, 18},
	} {
		e := one(t, octetsOf(t, tc.in))
		var bad *Error
		if err := tc.read(&e); !errors.As(err, &bad) || bad.Offset != tc.offset {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}

func TestTimesOfPeersAreUnderstood(t *testing.T) {
	want := time.Date(2026, 1, 1, 11, 30, 0, 0, time.UTC)
	for text, frac := range map[string]time.Duration{
		"20260101113000Z": 0, "20260101113000.25Z": 250 * time.Millisecond, "20260101113000,250000Z": 250 * time.Millisecond,
		"20260101123000+0100": 0, "20260101070000.5-0430": 500 * time.Millisecond, "202601011130Z": 0,
	} {
		e := one(t, AppendText(nil, GeneralizedTime, text))
		if got, _, err := e.Time(); err != nil || !got.Equal(want.Add(frac)) {
			t.Errorf("%s: %v %v", text, got, err)
		}
	}
	e := one(t, AppendText(nil, UTCTime, "2601011130Z"))
	if got, err := e.UTCTime(); err != nil || !got.Equal(want) {
		t.Errorf("short: %v %v", got, err)
	}
}

func TestSegmentsArePutTogether(t *testing.T) {
	s := NewSource(octetsOf(t, "a280 0402 0102 2480 0401 03 0000 0400 0000"), Limits{})
	r := s.Reader()
	e, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := r.AppendSegments(nil, e, OctetString); err != nil || hex.EncodeToString(got) != "010203" {
		t.Errorf("%x %v", got, err)
	}
	if _, err := r.AppendSegments(nil, e, BitString); err == nil {
		t.Error("segments of another type were taken")
	}
}

func TestReadingAllocatesNothing(t *testing.T) {
	b := octetsOf(t, "3080 0602 0402 8107 04000202050111 0000")
	var s Source
	var text []byte
	if n := testing.AllocsPerRun(100, func() {
		s.Reset(b, Limits{})
		r := s.Reader()
		e, _ := r.Next()
		in, _ := r.Enter(e)
		for in.More() {
			e, _ = in.Next()
			text, _ = e.AppendOID(text[:0])
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
