package etsi

import (
	"unicode/utf8"

	"writ/wire/ber"
)

// A decoder reads one source into a PDU. Its first error stays; what is read after it doesn't count.
type decoder struct {
	p   *PDU
	r   ber.Reader // any reader of the source: for entering
	err error
}

func (d *decoder) fail(offset int, field, problem string) {
	if d.err == nil {
		d.err = &Error{offset, field, problem}
	}
}

// check notes an error of the encoding rules.
func (d *decoder) check(err error, field string) {
	if err != nil && d.err == nil {
		d.err = at(err, field)
	}
}

// enter returns a reader of e's children.
func (d *decoder) enter(e ber.Element, field string) ber.Reader {
	r, err := d.r.Enter(e)
	d.check(err, field)
	return r
}

// next reads the element that follows in r.
func (d *decoder) next(r *ber.Reader, field string) (e ber.Element, ok bool) {
	if d.err != nil || !r.More() {
		return e, false
	}
	e, err := r.Next()
	d.check(err, field)
	if err == nil && !e.Minimal {
		d.p.Remarks |= LongLengths
	}
	return e, err == nil
}

// only reads the one element that e's content must be: a CHOICE under its explicit tag.
func (d *decoder) only(e ber.Element, field string) (inner ber.Element, ok bool) {
	r := d.enter(e, field)
	inner, ok = d.next(&r, field)
	switch {
	case !ok:
		d.fail(e.Offset, field, "empty")
	case r.More():
		d.fail(r.Offset(), field, "more than one element under the tag of a CHOICE")
	}
	return inner, d.err == nil
}

// form checks that e is constructed, or primitive, as its type wants.
func (d *decoder) form(e ber.Element, constructed bool, field string) bool {
	if e.Tag.Constructed() == constructed {
		return true
	}
	d.fail(e.Offset, field, "primitive and constructed form mixed up")
	return false
}

// octets reads an OCTET STRING of least to most octets. The result aliases the source unless it came in segments;
// it is not nil.
func (d *decoder) octets(e ber.Element, least, most int, field string) []byte {
	b := e.Content
	if e.Tag.Constructed() {
		b = d.segments(e, field)
	}
	if len(b) < least || len(b) > most {
		d.fail(e.Offset, field, "wrong length")
	}
	if b == nil {
		b = []byte{}
	}
	return b
}

// segments puts the segments of e together.
func (d *decoder) segments(e ber.Element, field string) []byte {
	from := len(d.p.scratch)
	out, err := d.r.AppendSegments(d.p.scratch, e, ber.OctetString)
	d.check(err, field)
	d.p.scratch = out
	d.p.Remarks |= Segmented
	return out[from:len(out):len(out)]
}

// printable reads a PrintableString.
func (d *decoder) printable(e ber.Element, least, most int, field string) []byte {
	b := d.octets(e, least, most, field)
	if !printable(b) {
		d.fail(e.ContentOffset(), field, "not of PrintableString's alphabet")
	}
	return b
}

// ia5 reads an IA5String.
func (d *decoder) ia5(e ber.Element, least, most int, field string) []byte {
	b := d.octets(e, least, most, field)
	for i, c := range b {
		if c >= utf8.RuneSelf {
			d.fail(e.ContentOffset()+i, field, "not of IA5String's alphabet")
			break
		}
	}
	return b
}

// country reads an ISO 3166-1 code of two letters.
func (d *decoder) country(e ber.Element, field string) (c [2]byte) {
	copy(c[:], d.printable(e, 2, 2, field))
	return c
}

// utf8 reads a UTF8String of least to most characters.
func (d *decoder) utf8(e ber.Element, least, most int, field string) []byte {
	b := d.octets(e, 0, maxOctets, field)
	if !utf8.Valid(b) {
		d.fail(e.ContentOffset(), field, "not UTF-8")
	}
	if n := utf8.RuneCount(b); n < least || n > most {
		d.fail(e.Offset, field, "wrong length")
	}
	return b
}

// maxOctets stands for a string without a limit of its own.
const maxOctets = MaxPDU

// uint reads an INTEGER of 0 to most.
func (d *decoder) uint(e ber.Element, most uint64, field string) uint64 {
	v, err := e.Uint()
	d.check(err, field)
	if v > most {
		d.fail(e.ContentOffset(), field, "out of range")
	}
	return v
}

// extensible is the most of an ENUMERATED behind whose marker newer modules may have added values.
const extensible = 253

// enum reads an ENUMERATED of least to most.
func (d *decoder) enum(e ber.Element, least, most uint64, field string) uint8 {
	v := d.uint(e, most, field)
	if v < least {
		d.fail(e.ContentOffset(), field, "out of range")
	}
	return uint8(v) //nolint:gosec // at most 253, or there is an error
}

// null checks a NULL.
func (d *decoder) null(e ber.Element, field string) { d.check(e.Null(), field) }

// raw returns the octets of e, its tag included.
func (d *decoder) raw(e ber.Element) []byte {
	b := d.r.Raw(e)
	return b[:len(b):len(b)]
}

// object reads the object identifier of a part's product and returns its version arc.
func (d *decoder) object(e ber.Element, part, kind uint64, field string) int {
	var arcs [5]uint64
	n, err := e.Arcs(arcs[:])
	d.check(err, field)
	if n != 4 || arcs[0] != 5 || arcs[1] != part || arcs[3] != kind || arcs[2] > maxVersion {
		d.fail(e.ContentOffset(), field, "not the object identifier of this payload")
	}
	return int(arcs[2]) //nolint:gosec // below maxVersion, or there is an error
}

// maxVersion is beyond any version arc of a module.
const maxVersion = 1 << 16
