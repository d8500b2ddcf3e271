package x1

import (
	"strconv"
	"time"
)

// A Root is the root element of a container.
type Root uint8

// The roots. The zero value is none.
const (
	_ Root = iota
	X1Request
	X1Response
	X1TopLevelErrorResponse
)

var rootNames = []string{"", "X1Request", "X1Response", "X1TopLevelErrorResponse"}

// String is the element's name.
func (r Root) String() string { return nameOf(rootNames, r) }

// A Container is one document: the requests of one sender, the responses to them in their order, or a top-level error,
// which says only that the document was not understood.
type Container struct {
	Root     Root
	Messages []Message // at least one; of a top-level error exactly one, without a body and a transaction
}

// A Message is an envelope and what is asked or answered.
type Message struct {
	Envelope
	Body Body // a [Request] or a [Response], as the root says
}

// A Body is what follows the envelope.
type Body interface {
	// Type is that of the request, or of the one that is answered.
	Type() Type
	walk(*walker)
}

// Decode reads a document and checks it against the schema. Errors are an *Error and quote nothing of it.
func Decode(src []byte, l Limits) (Container, error) {
	c, faults, err := read(src, l)
	if err != nil {
		return Container{}, err
	}
	for _, f := range faults {
		if f != nil {
			return Container{}, f
		}
	}
	return c, nil
}

// read gives the container, and for each message why its body could not be read. A document that is no container, or
// holds a message without an envelope or of no known type, is an error as a whole.
func read(src []byte, l Limits) (Container, []*Error, error) {
	t, bad := parse(src, l)
	if bad != nil {
		return Container{}, nil, bad
	}
	c := Container{}
	for r := X1Request; r <= X1TopLevelErrorResponse; r++ {
		if t.Name == (Name{Namespace, r.String()}) {
			c.Root = r
		}
	}
	if c.Root == 0 {
		return c, nil, &Error{Syntax, "", "the root element is none of X1Request, X1Response, X1TopLevelErrorResponse of " + Namespace}
	}
	w := &walker{at: t, space: Namespace, path: []string{c.Root.String()}}
	if c.Root == X1TopLevelErrorResponse {
		c.topLevel(w)
		return c, nil, w.failed()
	}
	faults := c.messages(w, l)
	if err := w.failed(); err != nil {
		return Container{}, nil, err
	}
	return c, faults, nil
}

// failed gives the walker's error as one that may be nil.
func (w *walker) failed() error {
	if w.err == nil {
		return nil
	}
	return w.err
}

func (c *Container) topLevel(w *walker) {
	if w.reading() {
		c.Messages = make([]Message, 1)
	}
	e := &c.Messages[0].Envelope
	w.parties(&e.ADMF, &e.NE, &e.At, &e.Version)
	w.finish()
}

func (c *Container) messages(w *walker, l Limits) (faults []*Error) {
	name := c.element()
	if len(w.at.children) > l.Messages {
		w.fail("holds more messages than are taken")
	}
	for n := 1; w.err == nil && w.follows(name); n++ {
		m, fault := Message{}, (*Error)(nil)
		w.within(name, name+"["+strconv.Itoa(n)+"]", Name{}, func(kind Name) {
			m.walk(w)
			m.Body = c.empty(w, kind)
			fault = w.body(m.Body)
		})
		c.Messages, faults = append(c.Messages, m), append(faults, fault)
	}
	if len(c.Messages) == 0 {
		w.fail("holds no " + name)
	}
	w.finish()
	return faults
}

// body reads a body and what may not follow it. Its error is its own, and others are read on.
func (w *walker) body(b Body) (fault *Error) {
	if w.err != nil {
		return nil
	}
	if _, other := b.(*ExtendedRequest); other {
		fault = &Error{UnsupportedRequest, joined(w.path), "is a request of another standard"}
	} else {
		b.walk(w)
		w.finish()
		fault = w.err
	}
	w.err, w.next = nil, len(w.at.children)
	return fault
}

func (c *Container) element() string {
	if c.Root == X1Request {
		return "x1RequestMessage"
	}
	return "x1ResponseMessage"
}

// empty gives the body that xsi:type names.
func (c *Container) empty(w *walker, kind Name) Body {
	if w.err != nil {
		return nil
	}
	if b := bodies[c.Root][kind]; b != nil {
		return b()
	}
	if c.Root == X1Request && kind.Space != Namespace && kind.Space != "" {
		return &ExtendedRequest{kind}
	}
	w.fail("xsi:type names no message of this container's kind")
	return nil
}

// bodies gives an empty body by root and xsi:type.
var bodies = allBodies()

func allBodies() map[Root]map[Name]func() Body {
	requests := map[Name]func() Body{}
	answers := map[Name]func() Body{{Namespace, "ErrorResponse"}: func() Body { return &ErrorResponse{} }}
	for t, request := range makers {
		requests[Name{Namespace, t.String() + "Request"}] = func() Body { return request() }
		answers[Name{Namespace, t.String() + "Response"}] = func() Body { return responseTo(t) }
	}
	return map[Root]map[Name]func() Body{X1Request: requests, X1Response: answers}
}

// Append appends the document, which is valid by the schema, or says what in the values is not.
func (c Container) Append(dst []byte) ([]byte, error) {
	w := &walker{out: dst, space: Namespace, path: []string{c.Root.String()}}
	if len(c.Messages) == 0 || c.Root == 0 || c.Root == X1TopLevelErrorResponse && len(c.Messages) != 1 {
		w.fail("has no messages, or no root")
		return dst, w.err
	}
	w.openRoot(c.Root.String())
	if c.Root == X1TopLevelErrorResponse {
		c.topLevel(w)
	} else {
		c.write(w)
	}
	w.out = append(w.out, "</"+c.Root.String()+">\n"...)
	if w.err != nil {
		return dst, w.err
	}
	return w.out, nil
}

func (c *Container) write(w *walker) {
	name := c.element()
	for n := range c.Messages {
		m := &c.Messages[n]
		kind := kindOfBody(m.Body)
		if b := bodies[c.Root][kind]; b == nil {
			w.fail("holds a body that does not belong there")
			return
		}
		w.within(name, name+"["+strconv.Itoa(n+1)+"]", kind, func(Name) {
			m.walk(w)
			m.Body.walk(w)
		})
	}
}

// kindOfBody gives the xsi:type of a body.
func kindOfBody(b Body) Name {
	switch b := b.(type) {
	case nil:
		return Name{}
	case *ErrorResponse:
		return Name{Namespace, "ErrorResponse"}
	case Request:
		return Name{Namespace, b.Type().String() + "Request"}
	default:
		return Name{Namespace, b.Type().String() + "Response"}
	}
}

// Requests makes a container of requests of one sender. now is the time of all of them, transaction gives each its
// number, which must be random.
func Requests(admf, ne string, now time.Time, transaction func() UUID, all ...Request) Container {
	c := Container{Root: X1Request}
	for _, r := range all {
		e := Envelope{admf, ne, now.UTC().Truncate(time.Microsecond), Version, transaction()}
		c.Messages = append(c.Messages, Message{e, r})
	}
	return c
}
