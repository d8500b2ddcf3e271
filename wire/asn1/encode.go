package asn1

import (
	"fmt"
	"strings"

	"writ/wire/ber"
)

// Append writes a value after dst, as DER: definite, minimal lengths; members in the order of the type, whatever their
// order in the value; unknown ones behind the known additions. Items of a SET OF are written in the order of the list
// and a default that is given is written: so a PDU that was read is written back octet for octet where it was DER. It
// refuses what Decode would refuse. An *[Error] has the offset -1.
func (t *Type) Append(dst []byte, v Value) ([]byte, error) {
	var e encoder
	return e.value(dst, t, v)
}

type encoder struct {
	path path
}

func (e *encoder) fail(format string, args ...any) error {
	return &Error{-1, e.path.String(), fmt.Sprintf(format, args...)}
}

// maxNesting is how deep a value may be.
const maxNesting = 2 * ber.MaxDepth

func (e *encoder) value(dst []byte, t *Type, v Value) ([]byte, error) {
	if len(e.path) > maxNesting {
		return dst, e.fail("too many levels")
	}
	from := len(dst)
	dst, err := e.content(dst, t, v)
	if err != nil {
		return dst, err
	}
	for i := len(t.tags) - 1; i >= 0; i-- {
		row := t.kind.constructed() || t.kind == choiceKind || i < len(t.tags)-1
		dst = ber.Wrap(dst, from, form(t.tags[i], row))
	}
	return dst, nil
}

// form gives the tag as it is written before a row of elements, or before a primitive value.
func form(t ber.Tag, row bool) ber.Tag { return ber.MakeTag(t.Class(), row, t.Number()) }

// content writes what stands behind the innermost tag and length; of a choice, the whole alternative.
func (e *encoder) content(dst []byte, t *Type, v Value) ([]byte, error) {
	switch t.kind {
	case seqKind, setKind:
		return e.structure(dst, t, v)
	case choiceKind:
		return e.choice(dst, t, v)
	case seqofKind, setofKind:
		return e.list(dst, t, v)
	default:
		return e.simple(dst, t, v)
	}
}

func (e *encoder) list(dst []byte, t *Type, v Value) ([]byte, error) {
	all, ok := v.(List)
	if !ok {
		return dst, e.fail("not a list")
	}
	item, err := t.itemType()
	if err != nil {
		return dst, err
	}
	for i, v := range all {
		e.path = append(e.path, step{index: i})
		if dst, err = e.value(dst, item, v); err != nil {
			return dst, err
		}
		e.path = e.path[:len(e.path)-1]
	}
	return dst, e.size(t, len(all), "items")
}

func (e *encoder) size(t *Type, n int, of string) error {
	if p := sizeProblem(t, n, of); p != "" {
		return e.fail("%s", p)
	}
	return nil
}

func (e *encoder) choice(dst []byte, t *Type, v Value) ([]byte, error) {
	o, ok := v.(Object)
	if !ok || len(o) != 1 {
		return dst, e.fail("a choice is an object of one member")
	}
	for _, f := range t.def.fields {
		if f.name == o[0].Name {
			return e.member(dst, f, o[0].Value)
		}
	}
	if !t.def.open {
		return dst, e.fail("no alternative of %s has this name", t.name)
	}
	return e.unknown(dst, o[0])
}

func (e *encoder) member(dst []byte, f *field, v Value) ([]byte, error) {
	t, err := f.typ()
	if err != nil {
		return dst, err
	}
	e.path = append(e.path, step{f.name, -1})
	dst, err = e.value(dst, t, v)
	if err == nil {
		e.path = e.path[:len(e.path)-1]
	}
	return dst, err
}

// structure writes the members: the root, the additions, the unknown ones, the rest of the root.
func (e *encoder) structure(dst []byte, t *Type, v Value) ([]byte, error) {
	o, ok := v.(Object)
	if !ok {
		return dst, e.fail("not an object")
	}
	written := 0
	put := func(fields []*field, must bool) (err error) {
		for _, f := range fields {
			v := o.Get(f.name)
			switch {
			case v != nil:
				written++
				if dst, err = e.member(dst, f, v); err != nil {
					return err
				}
			case must && !f.optional:
				return e.fail("%s is missing", f.name)
			}
		}
		return nil
	}
	d := t.def
	if err := put(d.fields[:d.added], true); err != nil {
		return dst, err
	}
	if err := put(d.fields[d.added:d.closed], false); err != nil {
		return dst, err
	}
	for _, m := range o {
		if !strings.HasPrefix(m.Name, "[") {
			continue
		}
		if !d.open {
			return dst, e.fail("the type has no extensions")
		}
		written++
		var err error
		if dst, err = e.unknown(dst, m); err != nil {
			return dst, err
		}
	}
	if err := put(d.fields[d.closed:], true); err != nil {
		return dst, err
	}
	if written != len(o) {
		return dst, e.fail("a member that %s doesn't have, or one twice", t.name)
	}
	return dst, nil
}

// unknown writes an element as it was read; its name must be its tag's.
func (e *encoder) unknown(dst []byte, m Member) ([]byte, error) {
	raw, ok := m.Value.(Octets)
	if !ok || !strings.HasPrefix(m.Name, "[") {
		return dst, e.fail("an unknown member is its octets, named by its tag")
	}
	s := ber.NewSource(raw, ber.Limits{})
	r := s.Reader()
	el, err := r.Next()
	name, _, _ := strings.Cut(m.Name, "#")
	if err != nil || r.More() || tagName(el.Tag) != name {
		return dst, e.fail("an unknown member is its octets, named by its tag")
	}
	return append(dst, raw...), nil
}
