package records

import (
	"strings"

	"writ"
)

// Naming lists the fields in which the record names the identifier. The text of such a field is canonical,
// or the source's own where it is no identifier at all, so equality decides.
func (r Row) Naming(id writ.Identifier) []Field {
	kind, text := lookFor(id)
	if text == "" {
		return nil
	}
	var out []Field
	for _, v := range r.Values {
		if s, ok := SpecOf(r.Kind, v.Field); ok && same(s.Names, kind) && v.Text() == text {
			out = append(out, v.Field)
		}
	}
	return out
}

// lookFor gives the kind and text under which records hold the identifier.
func lookFor(id writ.Identifier) (writ.Kind, string) {
	text := id.Reveal()
	switch id.Kind() {
	case writ.TELURI:
		return writ.E164, strings.TrimPrefix(text, "tel:")
	case writ.UserName:
		return writ.NAI, text
	case writ.IPPortTime:
		address, _, _, ok := SplitIPPortTime(id)
		if !ok {
			return "", ""
		}
		return writ.IP, address
	default:
		return id.Kind(), text
	}
}

func same(names, kind writ.Kind) bool { return names != "" && names == kind }

// LookFor gives the kind and canonical text under which a store indexes what names the identifier.
func LookFor(id writ.Identifier) (writ.Kind, string) { return lookFor(id) }
