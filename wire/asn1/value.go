package asn1

import "strconv"

// A Value is what was read: one of [Object], [List], [Octets], [Bits], [Text], [Number], [Bool], [Null].
//
//sumtype:decl
type Value interface{ value() }

// An Object is a SEQUENCE or SET, its members in the order of the PDU, or a CHOICE, its only member the alternative.
type Object []Member

// A Member has the name that the module gives it, or the name of its tag where the module has none.
type Member struct {
	Name  string
	Value Value
}

// A List is a SEQUENCE OF or SET OF, in the order of the PDU.
type List []Value

// Octets is an OCTET STRING. An element of an unknown type is its octets, tag and length included.
type Octets []byte

// Bits is a BIT STRING: its octets from the most significant bit on, and how many of the last one's bits don't count.
type Bits struct {
	Octets []byte
	Unused int
}

// Text is a character string, a time as it stood on the wire, the name of an ENUMERATED, or an object identifier, dotted.
type Text string

// A Number is an INTEGER of any size or a REAL, in decimal; also the value of an ENUMERATED that has no name here.
type Number string

// Bool is a BOOLEAN.
type Bool bool

// Null is a NULL.
type Null struct{}

func (Object) value() {}
func (List) value()   {}
func (Octets) value() {}
func (Bits) value()   {}
func (Text) value()   {}
func (Number) value() {}
func (Bool) value()   {}
func (Null) value()   {}

// Get returns the member of a name, or nil.
func (o Object) Get(name string) Value {
	for _, m := range o {
		if m.Name == name {
			return m.Value
		}
	}
	return nil
}

// Int64 gives the number if it is whole and fits.
func (n Number) Int64() (int64, bool) {
	v, err := strconv.ParseInt(string(n), 10, 64)
	return v, err == nil
}
