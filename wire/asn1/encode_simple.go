package asn1

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"writ/wire/ber"
)

// simple writes the content octets of a value that is no row of members.
func (e *encoder) simple(dst []byte, t *Type, v Value) ([]byte, error) {
	switch v := v.(type) {
	case Bool:
		if t.kind == boolKind {
			return append(dst, map[bool]byte{true: 0xff}[bool(v)]), nil
		}
	case Null:
		if t.kind == nullKind {
			return dst, nil
		}
	case Number:
		return e.number(dst, t, v)
	case Octets:
		if t.kind == octetsKind {
			return append(dst, v...), e.size(t, len(v), "octets")
		}
	case Bits:
		if t.kind == bitsKind {
			return e.bits(dst, t, v)
		}
	case Text:
		return e.text(dst, t, v)
	case Object, List:
	}
	return dst, e.fail("a value of another type than %s", t.word())
}

// word gives the notation's word for a kind.
func (t *Type) word() string {
	for word, k := range kinds {
		if k == t.kind {
			return word
		}
	}
	return t.name
}

func (e *encoder) number(dst []byte, t *Type, n Number) ([]byte, error) {
	if t.kind == realKind {
		return e.real(dst, n)
	}
	v, ok := new(big.Int).SetString(string(n), 10)
	if t.kind != intKind && t.kind != enumKind {
		return dst, e.fail("a value of another type than %s", t.word())
	}
	if !ok || v.String() != string(n) {
		return dst, e.fail("not a whole number, written plainly")
	}
	if t.kind == enumKind {
		if !t.def.open || !v.IsInt64() || t.def.nameOf(v.Int64()) != "" {
			return dst, e.fail("the enumeration has no such number, or has a name for it")
		}
	} else if p := t.limits.problem(string(n)); p != "" {
		return dst, e.fail("%s", p)
	}
	size := v.BitLen()/8 + 1
	if v.Sign() < 0 { // two's complement: -128 takes one octet, though 128 takes two
		size = new(big.Int).Not(v).BitLen()/8 + 1
		v = new(big.Int).Add(v, new(big.Int).Lsh(big.NewInt(1), uint(8*size)))
	}
	if size > maxInteger {
		return dst, e.fail("integer of more than %d octets", maxInteger)
	}
	from := len(dst)
	dst = append(dst, make([]byte, size)...)
	v.FillBytes(dst[from:])
	return dst, nil
}

func (d *definition) nameOf(v int64) string {
	for _, n := range d.names {
		if n.value == v {
			return n.name
		}
	}
	return ""
}

func (e *encoder) bits(dst []byte, t *Type, v Bits) ([]byte, error) {
	if v.Unused < 0 || v.Unused > 7 || v.Unused > 8*len(v.Octets) {
		return dst, e.fail("a wrong count of unused bits")
	}
	dst = append(append(dst, byte(v.Unused)), v.Octets...)
	if v.Unused > 0 {
		dst[len(dst)-1] &= 0xff << v.Unused
	}
	return dst, e.size(t, 8*len(v.Octets)-v.Unused, "bits")
}

func (e *encoder) text(dst []byte, t *Type, v Text) ([]byte, error) {
	switch t.kind {
	case enumKind:
		for _, n := range t.def.names {
			if n.name == string(v) {
				size := ber.SizeOfInt(n.value)
				for i := size - 1; i >= 0; i-- {
					dst = append(dst, byte(n.value>>(8*i)))
				}
				return dst, nil
			}
		}
		return dst, e.fail("the enumeration has no such name")
	case oidKind, roidKind:
		return e.oid(dst, t.kind, v)
	case bmpKind:
		units := utf16.Encode([]rune(string(v)))
		for _, u := range units {
			dst = append(dst, byte(u>>8), byte(u))
		}
		return dst, e.size(t, len(units), "characters")
	case realKind:
		return e.infinity(dst, v)
	case utf8Kind, numericKind, printableKind, ia5Kind, visibleKind, gtimeKind, utctimeKind:
		b := []byte(v)
		if !utf8.Valid(b) || t.kind != utf8Kind && !ascii(b) || t.kind == gtimeKind && !generalizedTime(b) || t.kind == utctimeKind && !utcTime(b) {
			return dst, e.fail("text is not what its type takes")
		}
		return append(dst, b...), e.size(t, utf8.RuneCount(b), "characters")
	default:
		return dst, e.fail("a value of another type than %s", t.word())
	}
}

// oid writes dotted arcs.
func (e *encoder) oid(dst []byte, k kind, v Text) ([]byte, error) {
	var arcs []uint64
	for part := range strings.SplitSeq(string(v), ".") {
		n, err := strconv.ParseUint(part, 10, 64)
		if err != nil || strconv.FormatUint(n, 10) != part {
			return dst, e.fail("not a dotted object identifier")
		}
		arcs = append(arcs, n)
	}
	if k == oidKind {
		if len(arcs) < 2 || arcs[0] > 2 || arcs[0] < 2 && arcs[1] >= 40 || arcs[1] > math.MaxUint64-80 {
			return dst, e.fail("not a dotted object identifier")
		}
		arcs = append([]uint64{40*arcs[0] + arcs[1]}, arcs[2:]...)
	}
	for _, a := range arcs {
		for shift := 7 * (max(1, (bits.Len64(a)+6)/7) - 1); shift > 0; shift -= 7 {
			dst = append(dst, 0x80|byte(a>>shift))
		}
		dst = append(dst, byte(a&0x7f))
	}
	return dst, nil
}
