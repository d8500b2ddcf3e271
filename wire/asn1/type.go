package asn1

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"writ/wire/ber"
)

// A Type reads and writes the values of one type of a module. Types are safe for concurrent use.
type Type struct {
	name   string
	kind   kind
	tags   []ber.Tag // the outermost first; all but the last are explicit, and all are on a choice
	limits limits
	def    *definition // of the members and names
	item   *use
	items  lazy
}

// Name gives the module's name and the type's, as in "LI-PS-PDU.PS-PDU".
func (t *Type) Name() string { return t.name }

// Lookup gives a type by the name of its module and its own: "LI-PS-PDU.PS-PDU".
func Lookup(name string) (*Type, error) {
	m, rest, ok := strings.Cut(name, ".")
	if !ok {
		return nil, fmt.Errorf("asn1: %q is not MODULE.TYPE", name)
	}
	t, err := module(m)
	if err != nil {
		return nil, err
	}
	return t.resolve(rest, 0)
}

// A field is a member of a structure or an alternative of a choice.
type field struct {
	name     string
	tag      written
	optional bool
	use      use
	found    lazy
}

// A lazy type is resolved when it is first needed.
type lazy struct {
	once sync.Once
	t    *Type
	err  error
}

func (f *field) typ() (*Type, error) {
	f.found.once.Do(func() {
		f.found.t, f.found.err = f.use.resolve(0)
		if f.found.err == nil && f.tag.given {
			f.found.t = f.found.t.tagged(f.tag)
		}
	})
	return f.found.t, f.found.err
}

// itemType gives the type of a list's items.
func (t *Type) itemType() (*Type, error) {
	t.items.once.Do(func() { t.items.t, t.items.err = t.item.resolve(0) })
	return t.items.t, t.items.err
}

// maxAlias is how many names may stand between a type and what it is.
const maxAlias = 32

func (t *table) resolve(name string, depth int) (*Type, error) {
	d := t.types[name]
	switch {
	case d == nil:
		return nil, fmt.Errorf("asn1: module %s has no type %s", t.name, name)
	case depth > maxAlias:
		return nil, fmt.Errorf("asn1: type %s.%s leads back to itself", t.name, name)
	}
	typ, err := d.body.resolve(depth + 1)
	if err != nil {
		return nil, err
	}
	typ.name = t.name + "." + name
	if d.body.kind != refKind && d.body.item == nil {
		typ.def = d
	}
	if d.tag.given {
		typ = typ.tagged(d.tag)
	}
	return typ, nil
}

func (u *use) resolve(depth int) (*Type, error) {
	if u.kind != refKind {
		t := &Type{kind: u.kind, limits: u.limits, item: u.item}
		if u.kind != choiceKind {
			t.tags = []ber.Tag{universal[u.kind]}
		}
		return t, nil
	}
	in, name := u.module, u.ref
	if m, rest, ok := strings.Cut(name, "."); ok {
		var err error
		if in, err = module(m); err != nil {
			return nil, err
		}
		name = rest
	}
	t, err := in.resolve(name, depth)
	if err == nil && u.limits != (limits{}) {
		t.limits = u.limits
	}
	return t, err
}

// tagged gives the type under a tag: in the place of its own, or around it where it is explicit or there is none.
func (t *Type) tagged(w written) *Type {
	class := map[byte]ber.Class{'u': ber.Universal, 'a': ber.Application, 'c': ber.ContextSpecific, 'p': ber.Private}[w.class]
	tag := ber.MakeTag(class, false, w.number)
	out := &Type{name: t.name, kind: t.kind, limits: t.limits, def: t.def, item: t.item}
	if w.explicit || len(t.tags) == 0 {
		out.tags = append([]ber.Tag{tag}, t.tags...)
	} else {
		out.tags = slices.Clone(t.tags)
		out.tags[0] = tag
	}
	return out
}

// begins reports whether a value of the field may begin with the tag.
func (f *field) begins(tag ber.Tag, depth int) (bool, error) {
	if f.tag.given && f.tag.class == 'c' {
		return tag.Class() == ber.ContextSpecific && tag.Number() == f.tag.number, nil
	}
	t, err := f.typ()
	if err != nil {
		return false, err
	}
	return t.begins(tag, depth)
}

func (t *Type) begins(tag ber.Tag, depth int) (bool, error) {
	if len(t.tags) > 0 {
		return t.tags[0].Same(tag), nil
	}
	if depth > maxAlias {
		return false, fmt.Errorf("asn1: type %s holds itself without a tag", t.name)
	}
	for _, f := range t.def.fields {
		if ok, err := f.begins(tag, depth+1); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}
