package x1

// Limits bound what is read. All of them count from the outside in, before anything is made of it.
type Limits struct {
	Octets   int // of the whole document
	Elements int // of the whole document
	Depth    int // of elements within elements
	Messages int // in one container
}

// What a server takes, and what a client takes as an answer: an answer may list every task of a network element.
var (
	RequestLimits = Limits{Octets: 1 << 20, Elements: 1 << 16, Depth: maxDepth, Messages: 1 << 10}
	AnswerLimits  = Limits{Octets: 1 << 26, Elements: 1 << 21, Depth: maxDepth, Messages: 1 << 10}
)

const (
	maxDepth      = 24      // the schema's own elements need ten, an extension may need a few more
	maxAttributes = 16      // of one element, namespaces included
	maxText       = 1 << 16 // octets of one text, the LongString of TS 103 280
)
