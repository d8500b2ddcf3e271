package x1

// Namespaces of the standard's schemas.
const (
	Namespace       = "http://uri.etsi.org/03221/X1/2017/10"
	CommonNamespace = "http://uri.etsi.org/03280/common/2017/07" // TS 103 280
	HashNamespace   = Namespace + "/HashedID"
	instance        = "http://www.w3.org/2001/XMLSchema-instance"
	xmlns           = "http://www.w3.org/2000/xmlns/"
	xmlPrefix       = "http://www.w3.org/XML/1998/namespace"
)

// A Name is an XML name with its namespace resolved.
type Name struct{ Space, Local string }

// An Element is an XML element that this package does not know, kept as it was read: extensions and generic objects
// hold them. White space between children is not kept, nor is text beside children.
type Element struct {
	Name
	Attributes []Attribute
	Text       string // of an element without children
	Children   []Element
}

// An Attribute belongs to an Element. A declaration of a namespace is none.
type Attribute struct {
	Name
	Value string
}
