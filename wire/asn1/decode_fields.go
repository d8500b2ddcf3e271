package asn1

import "writ/wire/ber"

// sequence reads the members of a SEQUENCE, which stand in the order of the type.
func (d *decoder) sequence(t *Type, in *ber.Reader) (Value, error) {
	fields, next := t.def.fields, 0
	out := make(Object, 0, min(len(fields), 8))
	for in.More() {
		e, err := d.next(in)
		if err != nil {
			return nil, err
		}
		i, err := find(fields, next, e.Tag)
		switch {
		case err != nil:
			return nil, err
		case i < 0:
			if next, err = d.insertion(t, next, e); err != nil {
				return nil, err
			}
			if out, err = d.extension(t, out, in, e); err != nil {
				return nil, err
			}
			continue
		}
		if err := d.present(t, next, i, e.Offset); err != nil {
			return nil, err
		}
		v, err := d.member(fields[i], in, e)
		if err != nil {
			return nil, err
		}
		out = append(out, Member{fields[i].name, v})
		next = i + 1
	}
	return out, d.present(t, next, len(fields), in.Offset())
}

// find gives the first field at or after next that may begin with the tag; -1 is none.
func find(fields []*field, next int, tag ber.Tag) (int, error) {
	for i := next; i < len(fields); i++ {
		ok, err := fields[i].begins(tag, 0)
		if ok || err != nil {
			return i, err
		}
	}
	return -1, nil
}

// present checks that no field from next up to i, which are absent, is mandatory. What stands behind the extension
// marker may be absent always: an older peer doesn't know it.
func (d *decoder) present(t *Type, next, i, offset int) error {
	for j := next; j < i; j++ {
		addition := j >= t.def.added && j < t.def.closed
		if f := t.def.fields[j]; !f.optional && !addition {
			if err := d.mistake(offset, "%s is missing here", f.name); err != nil {
				return err
			}
		}
	}
	return nil
}

// insertion checks that an unknown element stands where additions do, behind the members before the extension marker, and
// gives the first field that may follow.
func (d *decoder) insertion(t *Type, next int, e ber.Element) (int, error) {
	if d.tolerant || !t.def.open || next >= t.def.added {
		return next, nil
	}
	return t.def.added, d.present(t, next, t.def.added, e.Offset)
}

// extension keeps an element that no field takes. It refuses one whose tag the type knows, and any where the type has
// no extensions.
func (d *decoder) extension(t *Type, out Object, in *ber.Reader, e ber.Element) (Object, error) {
	i, err := find(t.def.fields, 0, e.Tag)
	switch {
	case err != nil:
		return nil, err
	case i >= 0:
		return nil, d.fail(e.Offset, "%s stands here a second time or out of order", t.def.fields[i].name)
	case !t.def.open:
		return nil, d.fail(e.Offset, "tag %s is not known, and the type has no extensions", tagName(e.Tag))
	case len(out) >= len(t.def.fields)+MaxUnknown:
		return nil, d.fail(e.Offset, "too many unknown elements")
	}
	m, err := d.unknown(out, in, e)
	return append(out, m), err
}

// set reads the members of a SET, which stand in any order.
func (d *decoder) set(t *Type, in *ber.Reader, offset int) (Value, error) {
	fields := t.def.fields
	out := make(Object, 0, min(len(fields), 8))
	seen := make([]bool, len(fields))
	for in.More() {
		e, err := d.next(in)
		if err != nil {
			return nil, err
		}
		i, err := find(fields, 0, e.Tag)
		switch {
		case err != nil:
			return nil, err
		case i < 0, seen[i]:
			if out, err = d.extension(t, out, in, e); err != nil {
				return nil, err
			}
			continue
		}
		v, err := d.member(fields[i], in, e)
		if err != nil {
			return nil, err
		}
		seen[i] = true
		out = append(out, Member{fields[i].name, v})
	}
	for i, ok := range seen {
		if err := d.absent(t, i, ok, offset); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (d *decoder) absent(t *Type, i int, seen bool, offset int) error {
	if seen {
		return nil
	}
	return d.present(t, i, i+1, offset)
}
