package ber

import (
	"bytes"
	"encoding/asn1"
	"encoding/hex"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// one reads the only element of b.
func one(t interface{ Fatal(...any) }, b []byte) Element {
	s := NewSource(b, Limits{})
	r := s.Reader()
	e, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if r.More() {
		t.Fatal("octets follow the element")
	}
	return e
}

func TestKnownEncodings(t *testing.T) {
	for _, tc := range []struct {
		name string
		got  []byte
		want string
	}{
		{"a sequence number that needs a leading zero", AppendUint(nil, Context(4), math.MaxUint32), "840500ffffffff"},
		{"the largest counter", AppendUint(nil, Context(13), math.MaxUint64), "8d0900ffffffffffffffff"},
		{"zero has one octet", AppendUint(nil, Context(4), 0), "840100"},
		{"minus one", AppendInt(nil, Integer, -1), "0201ff"},
		{"minus 128 needs one octet, 128 two", AppendInt(AppendInt(nil, Integer, -128), Integer, 128), "02018002020080"},
		{"the smallest number", AppendInt(nil, Integer, math.MinInt64), "02088000000000000000"},
		{"a high tag", AppendNull(nil, Context(31)), "9f1f00"},
		{"a higher tag", AppendNull(nil, ContextConstructed(128)), "bf810000"},
		{"the highest tag", AppendNull(nil, MakeTag(Private, false, MaxTagNumber)), "dfffffff7f00"},
		{"a length of 127", AppendHeader(nil, OctetString, 127), "047f"},
		{"a length of 128", AppendHeader(nil, OctetString, 128), "048180"},
		{"a length of 256", AppendHeader(nil, Sequence, 256), "30820100"},
		{"a length of 65536", AppendHeader(nil, Sequence, 65536), "3083010000"},
		{"an object identifier", AppendOID(nil, Context(0), 0, 4, 0, 2, 2, 5, 1, 43), "8007040002020501" + "2b"},
		{"an object identifier under 2", AppendOID(nil, OID, 2, 999, 3), "0603883703"},
		{"a relative one with a large arc", AppendRelativeOID(nil, RelativeOID, 5, 3, 128), "0d0405038100"},
		{"true and false", AppendBool(AppendBool(nil, Boolean, true), Boolean, false), "0101ff010100"},
		{"bits", AppendBits(nil, BitString, []byte{0xa0}, 4), "030204a0"},
		{"text", AppendText(nil, PrintableString, "NZ"), "13024e5a"},
		{"a wrapped element", Wrap(AppendNull([]byte{9}, Null), 1, Sequence), "0930020500"},
		{"milliseconds", AppendTime(nil, Context(5), 1767225600, 250_999_999, 3), "8513" + hex.EncodeToString([]byte("20260101000000.250Z"))},
		{"whole seconds", AppendTime(nil, Context(5), 951782399, 1, 0), "850f" + hex.EncodeToString([]byte("20000228235959Z"))},
		{"before 1970", AppendTime(nil, Context(5), -1, 0, 0), "850f" + hex.EncodeToString([]byte("19691231235959Z"))},
		{"a short year", AppendUTCTime(nil, UTCTime, 1767225600), "170d" + hex.EncodeToString([]byte("260101000000Z"))},
	} {
		if got := hex.EncodeToString(tc.got); got != tc.want {
			t.Errorf("%s: got %s, want %s", tc.name, got, tc.want)
		}
	}
}

func TestATagKeepsItsClassFormAndNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Class(rapid.IntRange(0, 3).Draw(t, "class"))
		form := rapid.Bool().Draw(t, "constructed")
		n := rapid.Uint32Range(0, MaxTagNumber).Draw(t, "number")
		if c == Universal && n == 0 {
			n = 1
		}
		tag := MakeTag(c, form, n)
		if tag.Class() != c || tag.Constructed() != form || tag.Number() != n {
			t.Fatalf("%v became %v %v %v", tag, tag.Class(), tag.Constructed(), tag.Number())
		}
		b := AppendHeader(nil, tag, 0)
		if e := one(t, b); e.Tag != tag || !e.Minimal || e.Header != len(b) || len(b) != SizeOfHeader(tag, 0) {
			t.Fatalf("%x read as %+v", b, e)
		}
	})
}

func TestIntegersAreReadBackAndAreDER(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64().Draw(t, "v") >> rapid.IntRange(0, 63).Draw(t, "shift")
		b := AppendInt(nil, Integer, v)
		e := one(t, b)
		if got, err := e.Int(); got != v || err != nil || len(e.Content) != SizeOfInt(v) {
			t.Fatalf("%d in %x: %d %v", v, b, got, err)
		}
		var other int64
		if rest, err := asn1.Unmarshal(b, &other); err != nil || len(rest) > 0 || other != v {
			t.Fatalf("encoding/asn1 reads %x as %d, %v", b, other, err)
		}
		u := rapid.Uint64().Draw(t, "u") >> rapid.IntRange(0, 63).Draw(t, "shift of u")
		b = AppendUint(nil, Integer, u)
		e = one(t, b)
		if got, err := e.Uint(); got != u || err != nil || len(e.Content) != SizeOfUint(u) {
			t.Fatalf("%d in %x: %d %v", u, b, got, err)
		}
	})
}

func TestStringsOfAnyLengthAreReadBackAndAreDER(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{0, 1, 127, 128, 255, 256, 65535, 65536, 70000}).Draw(t, "n")
		b := bytes.Repeat([]byte{0xa5}, n)
		out := AppendOctets(nil, OctetString, b)
		e := one(t, out)
		if got, err := e.Octets(); err != nil || !bytes.Equal(got, b) || !e.Minimal || len(out) != SizeOf(OctetString, n) {
			t.Fatalf("%d octets: %v", n, err)
		}
		want, err := asn1.Marshal(b)
		if err != nil || !bytes.Equal(out, want) {
			t.Fatalf("encoding/asn1 writes %d octets otherwise, %v", n, err)
		}
	})
}

func TestObjectIdentifiersAreReadBackAndAreDER(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		arcs := rapid.SliceOfN(rapid.Uint64Range(0, 1<<31-1), 2, 8).Draw(t, "arcs")
		if arcs[0] %= 3; arcs[0] < 2 {
			arcs[1] %= 40
		} else {
			arcs[1] %= 1 << 30
		}
		b := AppendOID(nil, OID, arcs...)
		var want asn1.ObjectIdentifier
		for _, a := range arcs {
			want = append(want, int(a))
		}
		e := one(t, b)
		if text, err := e.AppendOID(nil); err != nil || string(text) != want.String() {
			t.Fatalf("%v read as %s, %v", want, text, err)
		}
		if out, err := asn1.Marshal(want); err != nil || !bytes.Equal(out, b) {
			t.Fatalf("%v: we write %x, encoding/asn1 %x, %v", want, b, out, err)
		}
	})
}

func TestTimesAreReadBackAndAreDER(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sec := rapid.Int64Range(-62135596800, 253402300799).Draw(t, "sec")
		digits := rapid.IntRange(0, 9).Draw(t, "digits")
		nsec := rapid.Uint32Range(0, 999999999).Draw(t, "nsec")
		e := one(t, AppendTime(nil, GeneralizedTime, sec, nsec, digits))
		got, d, err := e.Time()
		cut := time.Duration(math.Pow10(9 - digits))
		if err != nil || d != digits || !got.Equal(time.Unix(sec, int64(nsec)/int64(cut)*int64(cut))) {
			t.Fatalf("%d.%09d with %d digits: %v %v", sec, nsec, digits, got, err)
		}
		year := got.Year()
		if digits > 0 || year < 1950 || year > 2049 {
			return
		}
		b := AppendUTCTime(nil, UTCTime, sec)
		want, err := asn1.Marshal(time.Unix(sec, 0).UTC())
		if err != nil || !bytes.Equal(b, want) {
			t.Fatalf("%d: we write %x, encoding/asn1 %x", sec, b, want)
		}
		e = one(t, b)
		if back, err := e.UTCTime(); err != nil || back.Unix() != sec {
			t.Fatalf("%d read as %v, %v", sec, back, err)
		}
	})
}

func TestWritingIntoABufferWithRoomAllocatesNothing(t *testing.T) {
	dst, b := make([]byte, 0, 1024), make([]byte, 300)
	if n := testing.AllocsPerRun(100, func() {
		d := AppendUint(dst[:0], Context(4), 1<<40)
		d = AppendOctets(d, OctetString, b)
		d = AppendOID(d, OID, 0, 4, 0, 2, 2)
		d = AppendTime(d, GeneralizedTime, 1767225600, 5, 6)
		d = AppendUTCTime(d, UTCTime, 1767225600)
		_ = Wrap(d, 0, Sequence)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
