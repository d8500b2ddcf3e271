package ber

import (
	"strconv"
)

// primitive returns e's content, or an error if it is a row of elements.
func (e *Element) primitive() ([]byte, error) {
	if e.Tag.Constructed() {
		return nil, fail(e.Offset, "constructed where a primitive value belongs")
	}
	return e.Content, nil
}

// Int reads an INTEGER or ENUMERATED of at most eight octets.
func (e *Element) Int() (int64, error) {
	c, err := e.integer()
	if err != nil {
		return 0, err
	}
	if len(c) > 8 {
		return 0, fail(e.ContentOffset(), "integer beyond 64 bits")
	}
	v := int64(int8(c[0]))
	for _, b := range c[1:] {
		v = v<<8 | int64(b)
	}
	return v, nil
}

// Uint reads an INTEGER or ENUMERATED from 0 to 2^64-1.
func (e *Element) Uint() (uint64, error) {
	c, err := e.integer()
	if err != nil {
		return 0, err
	}
	if c[0] >= 0x80 {
		return 0, fail(e.ContentOffset(), "negative")
	}
	if len(c) > 9 || len(c) == 9 && c[0] != 0 {
		return 0, fail(e.ContentOffset(), "integer beyond 64 bits")
	}
	var v uint64
	for _, b := range c {
		v = v<<8 | uint64(b)
	}
	return v, nil
}

// integer checks the form of X.690 §8.3: at least one octet, and the first nine bits not all alike.
func (e *Element) integer() ([]byte, error) {
	c, err := e.primitive()
	switch {
	case err != nil:
		return nil, err
	case len(c) == 0:
		return nil, fail(e.ContentOffset(), "integer without octets")
	case len(c) > 1 && (c[0] == 0 && c[1] < 0x80 || c[0] == 0xff && c[1] >= 0x80):
		return nil, fail(e.ContentOffset(), "integer has octets that it doesn't need")
	}
	return c, nil
}

// Bool reads a BOOLEAN: any octet but zero is true.
func (e *Element) Bool() (bool, error) {
	c, err := e.primitive()
	if err == nil && len(c) != 1 {
		err = fail(e.ContentOffset(), "boolean is not one octet")
	}
	return err == nil && c[0] != 0, err
}

// Null checks that e has the form of a NULL.
func (e *Element) Null() error {
	c, err := e.primitive()
	if err == nil && len(c) != 0 {
		err = fail(e.ContentOffset(), "null with content")
	}
	return err
}

// Octets reads a string in its primitive form; the result aliases the source. For a string in segments it returns
// an error: see [Reader.AppendSegments].
func (e *Element) Octets() ([]byte, error) { return e.primitive() }

// AppendSegments appends the octets of the string e, in one piece or in segments (X.690 §8.7.3), each of which has
// the universal tag segment: [OctetString] for octet strings, and for character strings as well (§8.23.6).
func (r *Reader) AppendSegments(dst []byte, e Element, segment Tag) ([]byte, error) {
	if !e.Tag.Constructed() {
		return append(dst, e.Content...), nil
	}
	inner, err := r.Enter(e)
	for err == nil && inner.More() {
		var part Element
		if part, err = inner.Next(); err != nil {
			break
		}
		if !part.Tag.Same(segment) {
			return dst, fail(part.Offset, "a segment of a string has another type")
		}
		dst, err = inner.AppendSegments(dst, part, segment)
	}
	return dst, err
}

// Bits reads a BIT STRING in its primitive form: its octets, and how many of the last one's bits don't count.
func (e *Element) Bits() (b []byte, unused int, err error) {
	c, err := e.primitive()
	switch {
	case err != nil:
		return nil, 0, err
	case len(c) == 0, c[0] > 7, len(c) == 1 && c[0] > 0:
		return nil, 0, fail(e.ContentOffset(), "bit string has a wrong count of unused bits")
	}
	return c[1:], int(c[0]), nil
}

// AppendOID appends the dotted text of an OBJECT IDENTIFIER, such as 0.4.0.2.2.
func (e *Element) AppendOID(dst []byte) ([]byte, error) {
	first, n, err := e.arc(0)
	if err != nil {
		return dst, err
	}
	top := min(first/40, 2)
	dst = strconv.AppendUint(dst, top, 10)
	dst = append(dst, '.')
	dst = strconv.AppendUint(dst, first-40*top, 10)
	return e.appendArcs(dst, n)
}

// AppendRelativeOID appends the dotted text of a RELATIVE-OID, such as 5.3.20.1.
func (e *Element) AppendRelativeOID(dst []byte) ([]byte, error) {
	first, n, err := e.arc(0)
	if err != nil {
		return dst, err
	}
	return e.appendArcs(strconv.AppendUint(dst, first, 10), n)
}

func (e *Element) appendArcs(dst []byte, at int) ([]byte, error) {
	for at < len(e.Content) {
		arc, n, err := e.arc(at)
		if err != nil {
			return dst, err
		}
		dst = strconv.AppendUint(append(dst, '.'), arc, 10)
		at = n
	}
	return dst, nil
}

// Arcs reads the subidentifiers of an OBJECT IDENTIFIER or RELATIVE-OID into dst, and returns how many there are: an
// error if more than dst holds. The first of an OBJECT IDENTIFIER carries two arcs, 40 times the one plus the other.
func (e *Element) Arcs(dst []uint64) (int, error) {
	count := 0
	for at := 0; at < len(e.Content) || count == 0; count++ {
		arc, n, err := e.arc(at)
		if err != nil {
			return count, err
		}
		if count == len(dst) {
			return count, fail(e.ContentOffset()+at, "object identifier has too many arcs")
		}
		dst[count], at = arc, n
	}
	return count, nil
}

// arc reads the subidentifier at content octet at and returns where the next one begins.
func (e *Element) arc(at int) (arc uint64, next int, err error) {
	c, err := e.primitive()
	if err != nil {
		return 0, 0, err
	}
	if at < len(c) && c[at] == 0x80 {
		return 0, 0, fail(e.ContentOffset()+at, "object identifier has zeros before an arc")
	}
	for i := at; i < len(c); i++ {
		if arc > 1<<57-1 {
			return 0, 0, fail(e.ContentOffset()+at, "object identifier has an arc beyond 64 bits")
		}
		arc = arc<<7 | uint64(c[i]&0x7f)
		if c[i] < 0x80 {
			return arc, i + 1, nil
		}
	}
	return 0, 0, fail(e.ContentOffset()+len(c), "object identifier ends inside an arc")
}
