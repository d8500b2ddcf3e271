package etsi

import (
	"strconv"

	"writ/wire/ber"
)

// fields walks over a SEQUENCE whose components have context tags in ascending order, as all of ours have: so order
// and repetition are checked by the tag's number alone.
type fields struct {
	d    *decoder
	r    ber.Reader
	e    ber.Element // the component that was read
	n    int         // its tag's number
	last int         // the highest number so far
	root int         // the highest number before the extension marker; closed: there is no marker
	most int         // the highest number that we know
	seen uint64      // bit n: component n was there
	name string
	from int
}

// closed is the root of a SEQUENCE without an extension marker.
const closed = 1 << 30

// fields enters the SEQUENCE e.
func (d *decoder) fields(e ber.Element, root, most int, name string) fields {
	return fields{d: d, r: d.enter(e, name), last: -1, root: root, most: most, name: name, from: e.Offset}
}

// next steps to the next component that the module knows. Others behind the extension marker are counted.
func (f *fields) next() bool {
	for {
		var ok bool
		if f.e, ok = f.d.next(&f.r, f.name); !ok {
			return false
		}
		if f.e.Tag.Class() != ber.ContextSpecific {
			f.unknown(closed - 1)
			continue
		}
		f.n = int(f.e.Tag.Number())
		if f.n > f.most {
			f.unknown(f.n)
			continue
		}
		if f.n <= f.last {
			f.d.fail(f.e.Offset, f.name, "components out of order, or one twice")
			return false
		}
		f.last = f.n
		f.seen |= 1 << f.n
		return true
	}
}

// unknown steps over a component with tag number n, which must stand behind the extension marker.
func (f *fields) unknown(n int) {
	if n <= f.root {
		f.d.fail(f.e.Offset, f.name, "a component that the module doesn't have")
		return
	}
	f.last = max(f.last, n)
	f.d.p.Unknown++
	f.d.p.Remarks |= UnknownFields
}

// need says which components are mandatory.
func (f *fields) need(numbers ...int) {
	for _, n := range numbers {
		if f.seen&(1<<n) == 0 {
			f.d.fail(f.from, f.name, "mandatory component ["+strconv.Itoa(n)+"] is absent")
		}
	}
}

// want says that a component is mandatory, but that a PDU without it can be tolerated.
func (f *fields) want(n int) {
	if f.seen&(1<<n) != 0 {
		return
	}
	f.d.p.Remarks |= MissingField
	if f.d.p.Tolerate&MissingField == 0 {
		f.need(n)
	}
}

func (f *fields) octets(least, most int, field string) []byte {
	return f.d.octets(f.e, least, most, field)
}

func (f *fields) uint(most uint64, field string) uint64 { return f.d.uint(f.e, most, field) }

func (f *fields) count(most uint64, field string) Count {
	return Count{true, f.d.uint(f.e, most, field)}
}

func (f *fields) enum(least, most uint64, field string) uint8 {
	return f.d.enum(f.e, least, most, field)
}

// content returns the content of a constructed component that is kept as BER.
func (f *fields) content(field string) []byte {
	if !f.d.form(f.e, true, field) || f.e.Content == nil {
		return []byte{}
	}
	return f.e.Content
}

// instant reads a GeneralizedTime.
func (f *fields) instant(field string) Instant {
	t, digits, err := f.e.Time()
	f.d.check(err, field)
	return Instant{t, digits}
}
