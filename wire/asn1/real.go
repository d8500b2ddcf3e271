package asn1

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"

	"writ/wire/ber"
)

// real reads a REAL (X.690 clause 8.5): zero, the infinities, binary of base 2, 8 or 16, or decimal. Its Number is
// decimal: as many digits as tell it from the next float64, so a REAL of more than 53 bits is noted as rounded.
func (d *decoder) real(e ber.Element) (Value, error) {
	c := e.Content
	switch {
	case e.Tag.Constructed():
		return nil, d.fail(e.Offset, "constructed where a primitive value belongs")
	case len(c) == 0:
		return Number("0"), nil
	case len(c) > maxReal:
		return nil, d.fail(e.ContentOffset(), "real of more than %d octets", maxReal)
	case len(c) == 1 && c[0] == 0x40:
		return Text("PLUS-INFINITY"), nil
	case len(c) == 1 && c[0] == 0x41:
		return Text("MINUS-INFINITY"), nil
	case len(c) == 1 && c[0] == 0x43:
		return Number("-0"), nil
	case c[0] >= 0x80:
		return d.binary(e, c)
	case c[0] >= 1 && c[0] <= 3:
		v, err := strconv.ParseFloat(string(trimSpace(c[1:])), 64)
		if err != nil || !decimal(c[1:]) {
			return nil, d.fail(e.ContentOffset(), "not a real")
		}
		return Number(strconv.FormatFloat(v, 'g', -1, 64)), nil
	default:
		return nil, d.fail(e.ContentOffset(), "not a real")
	}
}

const maxReal = 64 // octets

func trimSpace(b []byte) []byte {
	for len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	return b
}

// decimal reports whether the text is of ISO 6093, as far as the form goes.
func decimal(b []byte) bool {
	for _, c := range b {
		if !digit(c) && c != ' ' && c != '.' && c != '+' && c != '-' && c != 'E' && c != 'e' {
			return false
		}
	}
	return true
}

func (d *decoder) binary(e ber.Element, c []byte) (Value, error) {
	first := c[0]
	shift := [...]int{1, 3, 4, 0}[first>>4&3]
	n := int(first&3) + 1
	at := 1
	if n == 4 && len(c) > 1 {
		n, at = int(c[1]), 2
	}
	if shift == 0 || n == 0 || n > 3 || at+n >= len(c) {
		return nil, d.fail(e.ContentOffset(), "not a real")
	}
	exp := int(int8(c[at]))
	for _, b := range c[at+1 : at+n] {
		exp = exp<<8 | int(b)
	}
	f := new(big.Float).SetInt(new(big.Int).SetBytes(c[at+n:]))
	f.SetMantExp(f, exp*shift+int(first>>2&3))
	if first&0x40 != 0 {
		f.Neg(f)
	}
	v, accuracy := f.Float64()
	if math.IsInf(v, 0) {
		return nil, d.fail(e.ContentOffset(), "real beyond what is read here")
	}
	if accuracy != big.Exact {
		d.note(e.ContentOffset(), "real is rounded")
	}
	return Number(strconv.FormatFloat(v, 'g', -1, 64)), nil
}

func (e *encoder) infinity(dst []byte, v Text) ([]byte, error) {
	switch v {
	case "PLUS-INFINITY":
		return append(dst, 0x40), nil
	case "MINUS-INFINITY":
		return append(dst, 0x41), nil
	default:
		return dst, e.fail("not a real")
	}
}

// real writes base 2 with an odd mantissa, as DER wants it (X.690 clause 11.3.1).
func (e *encoder) real(dst []byte, n Number) ([]byte, error) {
	v, err := strconv.ParseFloat(string(n), 64)
	switch {
	case err != nil || math.IsInf(v, 0) || math.IsNaN(v):
		return dst, e.fail("not a real")
	case v == 0 && math.Signbit(v):
		return append(dst, 0x43), nil
	case v == 0:
		return dst, nil
	}
	fraction, exp := math.Frexp(math.Abs(v))
	mantissa, exp := uint64(math.Ldexp(fraction, 53)), exp-53
	zeros := bits.TrailingZeros64(mantissa)
	mantissa, exp = mantissa>>zeros, exp+zeros
	size := ber.SizeOfInt(int64(exp))
	first := 0x80 | byte(size-1)
	if v < 0 {
		first |= 0x40
	}
	dst = append(dst, first)
	for i := size - 1; i >= 0; i-- {
		dst = append(dst, byte(exp>>(8*i)))
	}
	return append(dst, new(big.Int).SetUint64(mantissa).Bytes()...), nil
}
