package ber

import "errors"

// Limits of one source. A zero field means the constant of its name.
type Limits struct {
	Depth    int // levels of constructed elements
	Elements int // headers read, those passed while looking for the end of an indefinite element included
	Size     int // octets of the source
}

// What a [Source] takes unless its Limits say otherwise.
const (
	MaxDepth    = 64
	MaxElements = 1 << 20
	MaxSize     = 16 << 20
)

// A Source is octets to read and what has been read of them. The zero Source is empty.
type Source struct {
	octets []byte
	limits Limits
	read   int
}

// NewSource returns a source over src with the given limits.
func NewSource(src []byte, l Limits) Source {
	var s Source
	s.Reset(src, l)
	return s
}

// Reset turns s to other octets.
func (s *Source) Reset(src []byte, l Limits) {
	if l.Depth == 0 {
		l.Depth = MaxDepth
	}
	if l.Elements == 0 {
		l.Elements = MaxElements
	}
	if l.Size == 0 {
		l.Size = MaxSize
	}
	*s = Source{octets: src, limits: l}
}

// Work returns the headers that were read from s so far: what reading cost.
func (s *Source) Work() int { return s.read }

// Reader returns a reader of the outermost elements of s.
func (s *Source) Reader() Reader { return Reader{s: s, end: len(s.octets)} }

// A Reader walks over elements that stand side by side. It is a value: a copy walks on alone.
type Reader struct {
	s       *Source
	at, end int
	depth   int
}

// An Element is one tag, length and content.
type Element struct {
	Tag     Tag
	Offset  int    // of the first octet of the tag, from the start of the source
	Header  int    // octets of tag and length
	Content []byte // aliases the source; without the end-of-contents octets of an indefinite element

	Indefinite bool // the length was indefinite
	Minimal    bool // tag and length were as short as they can be, the length definite

	depth int
}

// ContentOffset returns the offset of the first content octet.
func (e *Element) ContentOffset() int { return e.Offset + e.Header }

// End returns the offset of what follows the element.
func (e *Element) End() int {
	end := e.Offset + e.Header + len(e.Content)
	if e.Indefinite {
		return end + 2
	}
	return end
}

// More reports whether an element follows.
func (r *Reader) More() bool { return r.at < r.end }

// Offset returns where the next element begins, or the level ends.
func (r *Reader) Offset() int { return r.at }

// Enter returns a reader of e's children. Entering a primitive element, or one too deep, is an error.
func (r *Reader) Enter(e Element) (Reader, error) {
	if !e.Tag.Constructed() {
		return Reader{}, fail(e.Offset, "primitive where a constructed element belongs")
	}
	if e.depth+1 > r.s.limits.Depth {
		return Reader{}, fail(e.Offset, "too many levels")
	}
	from := e.ContentOffset()
	return Reader{s: r.s, at: from, end: from + len(e.Content), depth: e.depth + 1}, nil
}

// Raw returns the octets of e, header and end-of-contents included.
func (r *Reader) Raw(e Element) []byte { return r.s.octets[e.Offset:e.End()] }

// Next returns the element that follows and steps over it. At the end of the level it returns an *[Error].
func (r *Reader) Next() (Element, error) {
	if len(r.s.octets) > r.s.limits.Size {
		return Element{}, fail(0, "larger than the limit")
	}
	if r.s.read++; r.s.read > r.s.limits.Elements {
		return Element{}, fail(r.at, "too many elements")
	}
	h, err := readHeader(r.s.octets, r.at, r.end)
	if err != nil {
		return Element{}, ended(err, r.end)
	}
	e := Element{Tag: h.tag, Offset: r.at, Header: h.size, Minimal: h.minimal, depth: r.depth}
	from, end := r.at+h.size, 0
	switch {
	case h.tag == 0:
		return Element{}, fail(r.at, "end-of-contents where no indefinite element ends")
	case h.length == indefinite:
		if end, err = r.endOfContents(from); err != nil {
			return Element{}, err
		}
		e.Indefinite, r.at = true, end+2
	case h.length > r.end-from:
		return Element{}, fail(r.at, "length runs past the end of what holds it")
	default:
		end = from + h.length
		r.at = end
	}
	e.Content = r.s.octets[from:end:end]
	return e, nil
}

// ended turns "more octets needed" into an error at the end of a level, where there are none.
func ended(err error, end int) error {
	if errors.Is(err, ErrMore) {
		return fail(end, "ends inside a tag or length")
	}
	return err
}

// endOfContents returns where the end-of-contents octets stand that close the indefinite element whose content
// begins at from.
func (r *Reader) endOfContents(from int) (int, error) {
	f := Framer{at: from, depth: 1}
	err := f.scan(r.s.octets[:r.end], min(r.s.limits.Depth-r.depth, MaxDepth))
	r.s.read += f.work
	switch {
	case r.s.read > r.s.limits.Elements:
		return 0, fail(f.at, "too many elements")
	case errors.Is(err, ErrMore):
		return 0, fail(r.end, "an indefinite element has no end-of-contents")
	case err != nil:
		return 0, err
	}
	return f.at - 2, nil
}
