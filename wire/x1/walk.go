package x1

import "strconv"

// A walker goes through the elements of a type in the schema's order: it fills a value from a tree, or writes the value
// out. One method of a type serves both, so that what is written can be read.
type walker struct {
	at   *tree // reading: the element whose children are gone through; nil when writing
	next int   // reading: the first child that was not taken yet
	text bool  // reading: the element's text was taken

	out   []byte // writing
	space string // of the elements that come next

	path []string
	err  *Error // the first one; after it nothing more happens
}

// A texter is a value that stands in an element as text.
type texter interface {
	text() string
	// parse reads the text and says what is wrong with it. It keeps the value only where it is told to: writing looks only.
	parse(text string, keep bool) (problem string)
}

func (w *walker) reading() bool { return w.at != nil }

// fail remembers the first problem with the place where it is.
func (w *walker) fail(problem string) {
	if w.err == nil {
		w.err = &Error{Code: Syntax, Path: joined(w.path), Problem: problem}
	}
}

func joined(path []string) string {
	out := ""
	for n, p := range path {
		if n > 0 {
			out += "/"
		}
		out += p
	}
	return out
}

// in walks elements of another namespace.
func (w *walker) in(space string, f func()) {
	old := w.space
	w.space = space
	f()
	w.space = old
}

// follows reports whether the next child has the name.
func (w *walker) follows(name string) bool {
	return w.err == nil && w.next < len(w.at.children) && w.at.children[w.next].Name == Name{w.space, name}
}

// maybe walks an element that may be missing: reading, where it follows; writing, where it is present.
func (w *walker) maybe(name string, present bool, f func()) bool {
	if w.reading() {
		present = w.follows(name)
	}
	if present {
		w.child(name, f)
	}
	return present
}

// child walks an element that must be there, and all that stands in it.
func (w *walker) child(name string, f func()) {
	w.within(name, name, Name{}, func(Name) { f() })
}

// within walks an element that must be there. label is its name in the path. Where kind is set, or f asks for one,
// xsi:type chooses what stands in it; an element without a choice has none.
func (w *walker) within(name, label string, kind Name, f func(Name)) {
	if w.err != nil {
		return
	}
	w.path = append(w.path, label)
	defer func() { w.path = w.path[:len(w.path)-1] }()
	if !w.reading() {
		w.begin(name, kind)
		f(kind)
		w.end(name)
		return
	}
	if !w.follows(name) {
		w.fail("is missing here, or another element stands in its place")
		return
	}
	w.descend(f)
}

func (w *walker) descend(f func(Name)) {
	above, at, n := w.at, w.at.children[w.next], w.next
	w.at, w.next, w.text = at, 0, false
	for _, a := range at.Attributes {
		if a.Space != instance || a.Local != "schemaLocation" {
			w.fail("has an attribute that the schema does not know")
		}
	}
	f(at.kind)
	w.finish()
	w.at, w.next, w.text = above, n+1, false
}

// finish refuses what stands behind the last element that the schema knows, and a text where elements belong.
func (w *walker) finish() {
	switch {
	case w.err != nil || !w.reading():
	case w.next < len(w.at.children):
		w.fail("holds an element that the schema does not have there")
	case !w.text && collapse(w.at.Text) != "":
		w.fail("holds a text where elements belong")
	}
}

// leaf walks an element that holds a text.
func (w *walker) leaf(name string, v texter) {
	w.child(name, func() { w.value(v) })
}

func (w *walker) maybeLeaf(name string, present bool, v texter) bool {
	return w.maybe(name, present, func() { w.value(v) })
}

// value reads or writes the text of the element that is open.
func (w *walker) value(v texter) {
	if w.err != nil {
		return
	}
	if !w.reading() {
		text := v.text()
		if problem := v.parse(text, false); problem != "" {
			w.fail(problem)
			return
		}
		w.out = appendText(w.out, text)
		return
	}
	if len(w.at.children) > 0 {
		w.fail("holds elements where a text is wanted")
		return
	}
	w.text = true
	if problem := v.parse(w.at.Text, true); problem != "" {
		w.fail(problem)
	}
}

// many walks an element that stands there least times or more.
func many[T any](w *walker, name string, least int, all *[]T, f func(*T)) {
	for n := 0; w.err == nil; n++ {
		if w.reading() && w.follows(name) {
			var fresh T
			*all = append(*all, fresh)
		}
		if n >= len(*all) {
			if n < least {
				w.path = append(w.path, name)
				w.fail("is missing; at least " + strconv.Itoa(least) + " is wanted")
				w.path = w.path[:len(w.path)-1]
			}
			return
		}
		w.within(name, name+"["+strconv.Itoa(n+1)+"]", Name{}, func(Name) { f(&(*all)[n]) })
	}
}

// optional walks an element that may be missing, behind a pointer.
func optional[T any](w *walker, name string, v **T, f func(*T)) {
	w.maybe(name, *v != nil, func() {
		if *v == nil {
			*v = new(T)
		}
		f(*v)
	})
}
