package asn1

import (
	"errors"
	"fmt"
	"strings"

	"writ/wire/ber"
)

// Decode reads exactly one value from src: any legal BER. Octets of the value alias src. What is odd and yet readable
// stands in the notes; what is not so by the module (a member missing, out of order or of another type, a size or a
// number beyond its limits) is an *[Error].
func (t *Type) Decode(src []byte) (Value, []Note, error) { return t.decode(src, decoder{}) }

// DecodeTolerant is strict about what t's own module says, and takes mistakes in what it imports: senders in the field
// make them, and the PDU around can be told and counted all the same. A missing member, a wrong size or number is noted;
// an element that can't be read as its type stays its octets, tag and length included.
func (t *Type) DecodeTolerant(src []byte) (Value, []Note, error) {
	own, _, _ := strings.Cut(t.name, ".")
	return t.decode(src, decoder{strict: own + "."})
}

func (t *Type) decode(src []byte, d decoder) (Value, []Note, error) {
	d.source.Reset(src, ber.Limits{Size: max(len(src), 1)})
	r := d.source.Reader()
	e, err := d.next(&r)
	if err != nil {
		return nil, nil, err
	}
	if r.More() {
		return nil, nil, d.fail(r.Offset(), "octets after the value")
	}
	v, err := d.value(t, &r, e)
	if err != nil {
		return nil, nil, err
	}
	return v, d.notes, nil
}

// A decoder is one run of Decode.
type decoder struct {
	source ber.Source
	path   path
	notes  []Note
	arcs   []byte // room for object identifiers

	strict   string // the module that a tolerant decoder is strict about; "" is every one
	tolerant bool   // within another module
}

// MaxNotes is how many notes are kept of one value.
const MaxNotes = 100

func (d *decoder) note(offset int, problem string) {
	if len(d.notes) < MaxNotes {
		d.notes = append(d.notes, Note{offset, d.path.String(), problem})
	}
}

// mistake fails, or is noted where mistakes are taken.
func (d *decoder) mistake(offset int, format string, args ...any) error {
	if !d.tolerant {
		return d.fail(offset, format, args...)
	}
	d.note(offset, fmt.Sprintf(format, args...))
	return nil
}

func (d *decoder) fail(offset int, format string, args ...any) error {
	return &Error{offset, d.path.String(), fmt.Sprintf(format, args...)}
}

// placed says in which member the encoding rules were broken.
func (d *decoder) placed(err error) error {
	var b *ber.Error
	if errors.As(err, &b) {
		return &Error{b.Offset, d.path.String(), b.Problem}
	}
	return err
}

func (d *decoder) next(r *ber.Reader) (ber.Element, error) {
	e, err := r.Next()
	if err != nil {
		return e, d.placed(err)
	}
	return e, nil
}

func (d *decoder) enter(r *ber.Reader, e ber.Element) (ber.Reader, error) {
	in, err := r.Enter(e)
	if err != nil {
		return in, d.placed(err)
	}
	return in, nil
}

// value reads e, which stands in r, as a t. The explicit tags are taken off first.
func (d *decoder) value(t *Type, r *ber.Reader, e ber.Element) (Value, error) {
	explicit := len(t.tags)
	if t.kind != choiceKind {
		explicit--
	}
	at := *r
	for _, tag := range t.tags[:explicit] {
		if !tag.Same(e.Tag) {
			return nil, d.wrongTag(e)
		}
		in, err := d.enter(&at, e)
		if err != nil {
			return nil, err
		}
		if e, err = d.next(&in); err != nil {
			return nil, err
		}
		if in.More() {
			return nil, d.fail(in.Offset(), "a second value under one tag")
		}
		at = in
	}
	if t.kind == choiceKind {
		return d.choice(t, &at, e)
	}
	if !t.tags[explicit].Same(e.Tag) {
		return nil, d.wrongTag(e)
	}
	if t.kind.constructed() {
		return d.structure(t, &at, e)
	}
	return d.simple(t, &at, e)
}

func (d *decoder) wrongTag(e ber.Element) error {
	return d.fail(e.Offset, "tag %s where another type belongs", tagName(e.Tag))
}

func (d *decoder) structure(t *Type, r *ber.Reader, e ber.Element) (Value, error) {
	before := d.tolerant
	d.tolerant = before || d.foreign(t)
	v, err := d.row(t, r, e)
	d.tolerant = before
	return v, err
}

func (d *decoder) row(t *Type, r *ber.Reader, e ber.Element) (Value, error) {
	in, err := d.enter(r, e)
	if err != nil {
		return nil, err
	}
	switch t.kind {
	case seqKind:
		return d.sequence(t, &in)
	case setKind:
		return d.set(t, &in, e.Offset)
	default:
		return d.list(t, &in, e)
	}
}

func (d *decoder) list(t *Type, in *ber.Reader, e ber.Element) (Value, error) {
	item, err := t.itemType()
	if err != nil {
		return nil, err
	}
	all := List{}
	for in.More() {
		d.path = append(d.path, step{index: len(all)})
		e, err := d.next(in)
		if err != nil {
			return nil, err
		}
		v, err := d.taken(item, in, e)
		if err != nil {
			return nil, err
		}
		d.path = d.path[:len(d.path)-1]
		all = append(all, v)
	}
	return all, d.size(t, e.Offset, len(all), "items")
}

// choice reads the alternative that e is.
func (d *decoder) choice(t *Type, r *ber.Reader, e ber.Element) (Value, error) {
	before := d.tolerant
	d.tolerant = before || d.foreign(t)
	v, err := d.alternative(t, r, e)
	d.tolerant = before
	return v, err
}

func (d *decoder) alternative(t *Type, r *ber.Reader, e ber.Element) (Value, error) {
	for _, f := range t.def.fields {
		ok, err := f.begins(e.Tag, 0)
		if err != nil {
			return nil, err
		}
		if ok {
			v, err := d.member(f, r, e)
			return Object{{f.name, v}}, err
		}
	}
	if !t.def.open {
		return nil, d.fail(e.Offset, "no alternative has tag %s", tagName(e.Tag))
	}
	m, err := d.unknown(nil, r, e)
	return Object{m}, err
}

func (d *decoder) member(f *field, r *ber.Reader, e ber.Element) (Value, error) {
	t, err := f.typ()
	if err != nil {
		return nil, err
	}
	d.path = append(d.path, step{f.name, -1})
	v, err := d.taken(t, r, e)
	if err != nil {
		return nil, err
	}
	d.path = d.path[:len(d.path)-1]
	return v, nil
}

// foreign reports whether a type is of a module in which mistakes are taken.
func (d *decoder) foreign(t *Type) bool {
	return d.strict != "" && t.name != "" && !strings.HasPrefix(t.name, d.strict)
}

// taken reads e as a t, or keeps its octets where mistakes are taken.
func (d *decoder) taken(t *Type, r *ber.Reader, e ber.Element) (Value, error) {
	depth := len(d.path)
	v, err := d.value(t, r, e)
	var bad *Error
	if err == nil || !d.tolerant || !errors.As(err, &bad) {
		return v, err
	}
	d.note(bad.Offset, bad.Problem)
	d.path = d.path[:depth]
	return Octets(r.Raw(e)), nil
}

// MaxUnknown is how many elements that it doesn't know one structure may hold.
const MaxUnknown = 64

// unknown keeps an element that the type doesn't know, under a name that no other member has.
func (d *decoder) unknown(others Object, r *ber.Reader, e ber.Element) (Member, error) {
	name := tagName(e.Tag)
	for n := 2; others.Get(name) != nil; n++ {
		if n > MaxUnknown {
			return Member{}, d.fail(e.Offset, "too many unknown elements")
		}
		name = fmt.Sprintf("%s#%d", tagName(e.Tag), n)
	}
	d.note(e.Offset, "tag "+tagName(e.Tag)+" is not known to this version; kept")
	return Member{name, Octets(r.Raw(e))}, nil
}

// tagName writes a tag as modules do: [9], [APPLICATION 9].
func tagName(t ber.Tag) string {
	class := [...]string{"UNIVERSAL ", "APPLICATION ", "", "PRIVATE "}[t.Class()]
	return fmt.Sprintf("[%s%d]", class, t.Number())
}
