package module

import "strconv"

// A Type is a type as a module writes it.
type Type struct {
	Tag    *Tag
	Kind   string // a word of the notation: "seq", "octets", …; "" is a reference
	Ref    string // the type that is named
	Size   string // "1..25", "6", "1.."
	Range  string
	Fields []Field
	Names  []Number // of an enumeration
	Item   *Type    // of a list
	Open   bool     // has an extension marker
	Added  int      // fields or names that stand before the marker
	Closed int      // fields before the second marker
}

// A Tag is what stands in front of a type.
type Tag struct {
	Class    byte // 'u', 'a', 'c', 'p'
	Number   int
	Explicit bool
}

// A Field is a component of a SEQUENCE or SET, or an alternative of a CHOICE.
type Field struct {
	Name     string
	Type     *Type
	Optional bool // or with a default
}

// A Number is a name of an enumeration.
type Number struct {
	Name  string
	Value int
	given bool
}

// simple are the types of one word.
var simple = map[string]string{
	"BOOLEAN": "bool", "NULL": "null", "REAL": "real", "RELATIVE-OID": "roid", "UTF8String": "utf8", "PrintableString": "printable",
	"IA5String": "ia5", "NumericString": "numeric", "VisibleString": "visible", "BMPString": "bmp",
	"GeneralizedTime": "gtime", "UTCTime": "utctime",
}

func (r *reader) typ(m *Module) *Type {
	if r.peek(0) == "[" {
		tag := r.tag(m)
		t := r.typ(m)
		if t.Tag != nil {
			r.fail("two tags on one type")
		}
		t.Tag = tag
		return t
	}
	t := r.bare(m)
	for r.peek(0) == "(" {
		r.constraint(m, t)
	}
	return t
}

func (r *reader) tag(m *Module) *Tag {
	r.want("[")
	t := &Tag{Class: 'c', Explicit: m.mode == "EXPLICIT"}
	switch word := r.peek(0); word {
	case "UNIVERSAL", "APPLICATION", "PRIVATE":
		t.Class = word[0] | 0x20
		r.next()
	}
	t.Number = r.number()
	r.want("]")
	switch {
	case r.take("EXPLICIT"):
		t.Explicit = true
	case r.take("IMPLICIT"):
		t.Explicit = false
	}
	return t
}

func (r *reader) number() int {
	text := r.next()
	if text == "-" {
		return -r.number()
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		r.fail("%q is no number", text)
	}
	return n
}

func (r *reader) bare(m *Module) *Type {
	word := r.next()
	if kind := simple[word]; kind != "" {
		return &Type{Kind: kind}
	}
	switch word {
	case "INTEGER":
		return r.numbered("int")
	case "OCTET":
		r.want("STRING")
		return &Type{Kind: "octets"}
	case "BIT":
		r.want("STRING")
		return r.numbered("bits")
	case "OBJECT":
		r.want("IDENTIFIER")
		return &Type{Kind: "oid"}
	case "ENUMERATED":
		return r.enumerated(m)
	case "CHOICE":
		return r.fields(m, "choice")
	case "SEQUENCE":
		return r.sequence(m, "seq")
	case "SET":
		return r.sequence(m, "set")
	}
	if !upper(word) {
		r.fail("%q is no type", word)
	}
	return &Type{Ref: word}
}

// numbered reads over the names of an INTEGER's or BIT STRING's values: they aren't encoded.
func (r *reader) numbered(kind string) *Type {
	if r.peek(0) == "{" {
		r.balanced()
	}
	return &Type{Kind: kind}
}

// sequence reads a structure, or a list: SEQUENCE {…}, SEQUENCE OF …, SEQUENCE SIZE (…) OF …
func (r *reader) sequence(m *Module, kind string) *Type {
	if r.peek(0) == "{" {
		return r.fields(m, kind)
	}
	t := &Type{Kind: kind + "of"}
	if r.peek(0) == "SIZE" {
		r.next()
		t.Size = r.limits(m, r.balanced())
	} else if r.peek(0) == "(" {
		r.constraint(m, t)
	}
	r.want("OF")
	t.Item = r.typ(m)
	return t
}
