package x1

import "strconv"

// An Amount is what writ's own point of interception tells of a task in taskStatusExtensions, since the standard's amountOfX2Data and
// amountOfX3Data have no unit here: PDUs that were made, octets of all of them, and whether the task's end has come.
type Amount struct {
	X2, X3 int64 // PDUs
	Octets int64
	Over   bool
}

// Extension gives the element to put into a status's Extensions.
func (a Amount) Extension() Extension {
	n := func(name string, v int64) Element { return own(name, strconv.FormatInt(v, 10)) }
	return Extension{Owner: owner, Any: []Element{{Name: Name{ExtensionNamespace, "amount"}, Children: []Element{
		n("x2", a.X2), n("x3", a.X3), n("octets", a.Octets), own("over", strconv.FormatBool(a.Over))}}}}
}

// Amount gives what a status's extension tells. found is false where there is none that can be read.
func (s TaskStatus) Amount() (a Amount, found bool) {
	for _, x := range s.Extensions {
		for _, e := range x.Any {
			if e.Name == (Name{ExtensionNamespace, "amount"}) {
				return a, a.take(e.Children)
			}
		}
	}
	return a, false
}

func (a *Amount) take(all []Element) bool {
	into := []struct {
		name string
		v    texter
	}{{"x2", number{&a.X2, 0, 1 << 62}}, {"x3", number{&a.X3, 0, 1 << 62}}, {"octets", number{&a.Octets, 0, 1 << 62}}, {"over", boolean{&a.Over}}}
	if len(all) != len(into) {
		return false
	}
	for n, e := range all {
		if e.Name != (Name{ExtensionNamespace, into[n].name}) || into[n].v.parse(e.Text, true) != "" {
			return false
		}
	}
	return true
}
