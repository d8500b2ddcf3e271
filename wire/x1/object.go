package x1

import "regexp"

// An Object is a generic object: a hash context, a set of destinations, a policy of another standard. Of what stands
// behind its number this package knows nothing.
type Object struct {
	Kind Name // what xsi:type says
	ID   UUID
	Rest []Element
}

var objectKindForm = regexp.MustCompile(`^Q\{[^{}]*\}.+$`)

func objectKind(v *string) texter {
	return checked{v: v, form: objectKindForm.MatchString, want: "is no Q{namespace}name"}
}

func (o *Object) walk(w *walker, name string) {
	if !w.reading() && (!localName(o.Kind.Local) || o.Kind.Space == "" || !plain(o.Kind.Space)) {
		w.fail("an object has no kind")
	}
	w.within(name, name, o.Kind, func(kind Name) {
		if kind == (Name{}) || kind == (Name{Namespace, "GenericObject"}) {
			w.fail("is of no kind; xsi:type must name one")
			return
		}
		if w.reading() {
			o.Kind = kind
		}
		w.leaf("objectId", &o.ID)
		w.any(&o.Rest)
	})
}

// ObjectDetails is an object as a network element has it. Its status has no content in this version.
type ObjectDetails struct {
	Object Object
	Status bool // whether a status was given
}

func (d *ObjectDetails) walk(w *walker) {
	d.Object.walk(w, "object")
	if status := w.maybe("status", d.Status, func() {}); w.reading() {
		d.Status = status
	}
}

func (w *walker) objects(all *[]ObjectDetails) {
	many(w, "genericObjectResponseDetails", 0, all, func(d *ObjectDetails) { d.walk(w) })
}
