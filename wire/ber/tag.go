package ber

// A Tag is an identifier: class, form and number (X.690 §8.1.2). Tags are equal when all three are.
// Make one with [Context] and its kin, or take a constant of the universal class.
type Tag uint32

// MaxTagNumber is the largest tag number written or read: four octets of seven bits.
const MaxTagNumber = 1<<28 - 1

const (
	constructed Tag = 1 << 29
	classShift      = 30
)

// A Class is one of the four name spaces of tags.
type Class uint8

// The classes, with their values on the wire.
const (
	Universal Class = iota
	Application
	ContextSpecific
	Private
)

// The universal tags that are in use in our modules, in the form in which they are written.
const (
	Boolean         Tag = 1
	Integer         Tag = 2
	BitString       Tag = 3
	OctetString     Tag = 4
	Null            Tag = 5
	OID             Tag = 6
	Enumerated      Tag = 10
	UTF8String      Tag = 12
	RelativeOID     Tag = 13
	Sequence        Tag = 16 | constructed
	Set             Tag = 17 | constructed
	NumericString   Tag = 18
	PrintableString Tag = 19
	IA5String       Tag = 22
	UTCTime         Tag = 23
	GeneralizedTime Tag = 24
	VisibleString   Tag = 26
)

// MakeTag returns the tag of a class, form and number 0..[MaxTagNumber]. It panics on a number beyond that: tags to
// write come from modules, not from input.
func MakeTag(c Class, constructedForm bool, number uint32) Tag {
	if number > MaxTagNumber {
		panic("ber: tag number beyond four octets")
	}
	t := Tag(c)<<classShift | Tag(number)
	if constructedForm {
		t |= constructed
	}
	return t
}

// Context returns the primitive context-specific tag n, such as 80 for 0.
func Context(n uint32) Tag { return Tag(ContextSpecific)<<classShift | Tag(n&MaxTagNumber) }

// ContextConstructed returns the constructed context-specific tag n, such as a0 for 0.
func ContextConstructed(n uint32) Tag { return Context(n) | constructed }

// Class returns the tag's name space.
func (t Tag) Class() Class { return Class(t >> classShift) }

// Constructed reports whether the content is a row of elements.
func (t Tag) Constructed() bool { return t&constructed != 0 }

// Number returns the number within the class.
func (t Tag) Number() uint32 { return uint32(t & MaxTagNumber) }

// Same reports whether both have the same class and number, in whatever form.
func (t Tag) Same(o Tag) bool { return t|constructed == o|constructed }

// size returns the octets of the tag, 1..5.
func (t Tag) size() int {
	n := t.Number()
	switch {
	case n < 31:
		return 1
	case n < 1<<7:
		return 2
	case n < 1<<14:
		return 3
	case n < 1<<21:
		return 4
	}
	return 5
}

// first returns the leading octet of the tag: class and form stand in the same bits of a Tag's highest octet.
func (t Tag) first() byte {
	return byte(t>>24)&0xe0 | byte(min(t&MaxTagNumber, 31))
}
