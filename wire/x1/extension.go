package x1

// An Extension carries elements of an owner's own namespace, which the schema leaves open.
type Extension struct {
	Owner string
	Any   []Element
}

func (w *walker) extension(x *Extension) {
	w.leaf("Owner", str(&x.Owner))
	w.any(&x.Any)
}

// any walks what is left of an element: elements of namespaces other than X1's.
func (w *walker) any(all *[]Element) {
	if w.err != nil {
		return
	}
	if !w.reading() {
		for _, e := range *all {
			if !foreign(e) {
				w.fail("holds an element without a namespace of its own, or one that XML cannot write")
				return
			}
			w.out = appendElement(w.out, e, w.space)
		}
		return
	}
	for ; w.next < len(w.at.children); w.next++ {
		c := w.at.children[w.next]
		if c.Space == Namespace || c.Space == "" {
			w.fail("holds an element of no other namespace")
			return
		}
		*all = append(*all, c.element())
	}
}

// element copies a tree. xsi:type stays out: what it says has no meaning here.
func (t *tree) element() Element {
	e := t.Element
	if len(t.children) > 0 {
		e.Text = ""
	}
	for _, c := range t.children {
		e.Children = append(e.Children, c.element())
	}
	return e
}

// foreign reports whether the element can stand in an extension.
func foreign(e Element) bool { return e.Space != "" && e.Space != Namespace && writable(e, maxDepth) }

func writable(e Element, depth int) bool {
	if depth == 0 || !localName(e.Local) || !plain(e.Text) || !plain(e.Space) || len(e.Attributes) > maxAttributes/2 || len(e.Children) > 0 && e.Text != "" {
		return false
	}
	for _, a := range e.Attributes {
		if !localName(a.Local) || !plain(a.Value) || !plain(a.Space) || a.Space == xmlns {
			return false
		}
	}
	for _, c := range e.Children {
		if !writable(c, depth-1) {
			return false
		}
	}
	return true
}

// localName takes the names of ASCII, of which every schema that is met is made.
func localName(s string) bool {
	for n, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
		if !letter && (n == 0 || r != '-' && r != '.' && (r < '0' || r > '9')) {
			return false
		}
	}
	return s != ""
}
