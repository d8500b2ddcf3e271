package x1

import "strings"

// Prefixes that every container declares on its root.
var prefixes = map[string]string{Namespace: "", CommonNamespace: "c:", HashNamespace: "h:"}

const header = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// openRoot begins a document.
func (w *walker) openRoot(name string) {
	w.out = append(w.out, header+"<"+name+` xmlns="`+Namespace+`" xmlns:c="`+CommonNamespace+`" xmlns:h="`+HashNamespace+`" xmlns:xsi="`+instance+`">`...)
}

func (w *walker) begin(name string, kind Name) {
	w.out = append(w.out, '<')
	w.out = append(w.out, prefixes[w.space]+name...)
	if kind != (Name{}) {
		w.out = appendKind(w.out, kind)
	}
	w.out = append(w.out, '>')
}

func (w *walker) end(name string) {
	w.out = append(w.out, "</"...)
	w.out = append(w.out, prefixes[w.space]+name...)
	w.out = append(w.out, '>')
}

// appendKind writes xsi:type, with its namespace where the root has not declared it.
func appendKind(out []byte, kind Name) []byte {
	prefix, known := prefixes[kind.Space]
	if !known {
		prefix = "k:"
		out = append(out, ` xmlns:k="`...)
		out = append(appendAttribute(out, kind.Space), '"')
	}
	out = append(out, ` xsi:type="`+prefix...)
	return append(appendAttribute(out, kind.Local), '"')
}

var (
	inText      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	inAttribute = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
)

func appendText(out []byte, s string) []byte      { return append(out, inText.Replace(s)...) }
func appendAttribute(out []byte, s string) []byte { return append(out, inAttribute.Replace(s)...) }

// appendElement writes an element that this package does not know. Each element declares its own namespace as the
// default, so no prefix is needed; attributes of a namespace get one.
func appendElement(out []byte, e Element, above string) []byte {
	out = append(append(out, '<'), e.Local...)
	if e.Space != above {
		out = append(appendAttribute(append(out, ` xmlns="`...), e.Space), '"')
	}
	for n, a := range e.Attributes {
		out = appendForeign(out, a, string(rune('a'+n)))
	}
	out = append(out, '>')
	if len(e.Children) == 0 {
		out = appendText(out, e.Text)
	}
	for _, c := range e.Children {
		out = appendElement(out, c, e.Space)
	}
	return append(append(append(out, "</"...), e.Local...), '>')
}

func appendForeign(out []byte, a Attribute, prefix string) []byte {
	switch a.Space {
	case "":
		prefix = ""
	case xmlPrefix:
		prefix = "xml:"
	default:
		out = append(out, ` xmlns:`+prefix+`="`...)
		out = append(appendAttribute(out, a.Space), '"')
		prefix += ":"
	}
	out = append(append(out, ' '), prefix+a.Local+`="`...)
	return append(appendAttribute(out, a.Value), '"')
}
