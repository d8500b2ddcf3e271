package asn1

import (
	"fmt"
	"math/big"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"writ/wire/ber"
)

// simple reads a value that is no row of members.
func (d *decoder) simple(t *Type, r *ber.Reader, e ber.Element) (Value, error) {
	switch t.kind {
	case boolKind:
		v, err := e.Bool()
		return Bool(v), d.placed(err)
	case nullKind:
		return Null{}, d.placed(e.Null())
	case intKind:
		n, err := d.integer(e)
		if p := t.limits.problem(string(n)); err == nil && p != "" {
			err = d.mistake(e.Offset, "%s", p)
		}
		return n, err
	case enumKind:
		return d.enum(t, e)
	case realKind:
		return d.real(e)
	case oidKind:
		b, err := e.AppendOID(d.arcs[:0])
		d.arcs = b[:0]
		return Text(b), d.placed(err)
	case roidKind:
		b, err := e.AppendRelativeOID(d.arcs[:0])
		d.arcs = b[:0]
		return Text(b), d.placed(err)
	case bitsKind:
		return d.bits(t, r, e)
	default:
		return d.str(t, r, e)
	}
}

// integer reads an INTEGER of any size. Octets that it doesn't need are noted: some encoders write a fixed width.
func (d *decoder) integer(e ber.Element) (Number, error) {
	c := e.Content
	switch {
	case e.Tag.Constructed():
		return "", d.fail(e.Offset, "constructed where a primitive value belongs")
	case len(c) == 0:
		return "", d.fail(e.ContentOffset(), "integer without octets")
	case len(c) > maxInteger:
		return "", d.fail(e.ContentOffset(), "integer of more than %d octets", maxInteger)
	}
	if len(c) > 1 && (c[0] == 0 && c[1] < 0x80 || c[0] == 0xff && c[1] >= 0x80) {
		d.note(e.ContentOffset(), "integer has octets that it doesn't need")
	}
	if len(c) <= 8 {
		v := int64(int8(c[0]))
		for _, b := range c[1:] {
			v = v<<8 | int64(b)
		}
		return Number(strconv.FormatInt(v, 10)), nil
	}
	v := new(big.Int).SetBytes(c)
	if c[0] >= 0x80 {
		v.Sub(v, new(big.Int).Lsh(big.NewInt(1), uint(8*len(c))))
	}
	return Number(v.String()), nil
}

// maxInteger is how many octets an INTEGER may have. Writing one in decimal costs more than its length.
const maxInteger = 512

func (d *decoder) enum(t *Type, e ber.Element) (Value, error) {
	n, err := d.integer(e)
	if err != nil {
		return nil, err
	}
	v, ok := n.Int64()
	for _, name := range t.def.names {
		if ok && name.value == v {
			return Text(name.name), nil
		}
	}
	if t.def.open {
		d.note(e.Offset, "a value that is not known to this version; kept as a number")
		return n, nil
	}
	return n, d.mistake(e.Offset, "the enumeration has no such value")
}

func (d *decoder) bits(t *Type, r *ber.Reader, e ber.Element) (Value, error) {
	if e.Tag.Constructed() {
		return d.bitSegments(t, r, e)
	}
	b, unused, err := e.Bits()
	if err != nil {
		return nil, d.placed(err)
	}
	if unused > 0 && b[len(b)-1]<<(8-unused) != 0 {
		d.note(e.ContentOffset(), "bits that don't count are not zero")
	}
	return Bits{b, unused}, d.size(t, e.Offset, 8*len(b)-unused, "bits")
}

// bitSegments joins the segments of a BIT STRING; only the last may have bits that don't count.
func (d *decoder) bitSegments(t *Type, r *ber.Reader, e ber.Element) (Value, error) {
	var out Bits
	in, err := d.enter(r, e)
	for err == nil && in.More() {
		var part ber.Element
		if part, err = d.next(&in); err != nil {
			break
		}
		b, unused, bad := part.Bits()
		switch {
		case bad != nil:
			err = d.placed(bad)
		case !part.Tag.Same(ber.BitString) || out.Unused > 0:
			err = d.fail(part.Offset, "no segment of a bit string")
		default:
			out = Bits{append(out.Octets, b...), unused}
		}
	}
	if err != nil {
		return nil, err
	}
	return out, d.size(t, e.Offset, 8*len(out.Octets)-out.Unused, "bits")
}

// str reads an OCTET STRING, a character string or a time.
func (d *decoder) str(t *Type, r *ber.Reader, e ber.Element) (Value, error) {
	b := e.Content
	if e.Tag.Constructed() {
		var err error
		if b, err = r.AppendSegments(nil, e, ber.OctetString); err != nil {
			return nil, d.placed(err)
		}
	}
	if t.kind == octetsKind {
		if b == nil {
			b = []byte{}
		}
		return Octets(b), d.size(t, e.Offset, len(b), "octets")
	}
	if t.kind == bmpKind {
		return d.bmp(t, e, b)
	}
	if !utf8.Valid(b) || t.kind != utf8Kind && !ascii(b) {
		return nil, d.fail(e.ContentOffset(), "text holds octets that are no characters of its type")
	}
	switch {
	case t.kind == gtimeKind && !generalizedTime(b), t.kind == utctimeKind && !utcTime(b):
		return nil, d.fail(e.ContentOffset(), "not a date and time")
	case !alphabet(t.kind, b):
		d.note(e.ContentOffset(), "text holds characters that its type doesn't have")
	}
	return Text(b), d.size(t, e.Offset, utf8.RuneCount(b), "characters")
}

// bmp reads two octets a character.
func (d *decoder) bmp(t *Type, e ber.Element, b []byte) (Value, error) {
	if len(b)%2 != 0 {
		return nil, d.fail(e.ContentOffset(), "text of two octets a character has an odd count of them")
	}
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return Text(string(utf16.Decode(units))), d.size(t, e.Offset, len(units), "characters")
}

func (d *decoder) size(t *Type, offset, n int, of string) error {
	if p := sizeProblem(t, n, of); p != "" {
		return d.mistake(offset, "%s", p)
	}
	return nil
}

func sizeProblem(t *Type, n int, of string) string {
	if t.limits == (limits{}) || t.limits.problem(strconv.Itoa(n)) == "" {
		return ""
	}
	low, high := t.limits.low, t.limits.high
	if low == high {
		return fmt.Sprintf("%d %s where %s belong", n, of, low)
	}
	return fmt.Sprintf("%d %s where %s..%s belong", n, of, low, high)
}
