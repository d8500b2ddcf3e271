package module

import "slices"

// fields reads the components of a structure, or the alternatives of a choice.
func (r *reader) fields(m *Module, kind string) *Type {
	t := &Type{Kind: kind, Open: m.implied}
	marks, group := 0, false
	r.want("{")
	for !r.take("}") {
		switch {
		case r.take(","):
		case r.take("[["):
			group = true
			if r.peek(1) == ":" {
				r.at += 2
			}
		case r.take("]]"):
			group = false
		case r.take("..."):
			marks++
			r.mark(t, marks)
			if r.peek(0) == "!" {
				r.fail("an exception is not known here")
			}
		default:
			f := r.field(m)
			f.Optional = f.Optional || group
			t.Fields = append(t.Fields, f)
		}
	}
	if marks == 0 {
		t.Added = len(t.Fields)
	}
	if marks < 2 {
		t.Closed = len(t.Fields)
	}
	if m.mode == "AUTOMATIC" {
		number(t)
	}
	return t
}

func (r *reader) mark(t *Type, n int) {
	switch n {
	case 1:
		t.Open, t.Added = true, len(t.Fields)
	case 2:
		t.Closed = len(t.Fields)
	default:
		r.fail("a third extension marker")
	}
}

func (r *reader) field(m *Module) Field {
	if r.peek(0) == "COMPONENTS" {
		r.fail("COMPONENTS OF is not known here")
	}
	f := Field{Name: r.next(), Type: r.typ(m)}
	switch {
	case r.take("OPTIONAL"):
		f.Optional = true
	case r.take("DEFAULT"):
		f.Optional = true
		if r.peek(0) == "{" {
			r.balanced()
		} else {
			r.take("-")
			r.next()
		}
	}
	return f
}

// number gives automatic tags: from 0, additions last, unless a component has a tag of its own (X.680 clause 25.7).
func number(t *Type) {
	if slices.ContainsFunc(t.Fields, func(f Field) bool { return f.Type.Tag != nil }) {
		return
	}
	n := 0
	for _, part := range [][]Field{t.Fields[:t.Added], t.Fields[t.Closed:], t.Fields[t.Added:t.Closed]} {
		for i := range part {
			part[i].Type.Tag = &Tag{Class: 'c', Number: n}
			n++
		}
	}
}

func (r *reader) enumerated(m *Module) *Type {
	t := &Type{Kind: "enum", Open: m.implied}
	marked := false
	r.want("{")
	for !r.take("}") {
		switch {
		case r.take(","):
		case r.take("..."):
			marked = true
			t.Open, t.Added = true, len(t.Names)
		default:
			n := Number{Name: r.next()}
			if r.take("(") {
				n.Value, n.given = r.number(), true
				r.want(")")
			}
			t.Names = append(t.Names, n)
		}
	}
	if !marked {
		t.Added = len(t.Names)
	}
	count(t.Names[:t.Added], t.Names)
	count(t.Names[t.Added:], t.Names)
	return t
}

// count numbers the names that have no number, each with the smallest that is free (X.680 clause 20).
func count(some, all []Number) {
	next := 0
	for i := range some {
		if some[i].given {
			continue
		}
		for slices.ContainsFunc(all, func(n Number) bool { return n.given && n.Value == next }) {
			next++
		}
		some[i].Value, some[i].given = next, true
	}
}
