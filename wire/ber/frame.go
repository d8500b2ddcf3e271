package ber

import "errors"

// A Framer finds where the element at the front of a growing buffer ends. It remembers how far it looked, so that
// octets that trickle in are looked at once. The zero Framer begins at the buffer's front.
type Framer struct {
	at    int // what lies before was looked at
	depth int // indefinite elements that are open
	work  int // headers read
}

// Size returns the octets of the element at the front of src, all of which src holds. Given only its beginning it
// returns [ErrMore]: call again with the same octets and more behind them. An element of more than limit octets is
// an *[Error], as soon as that can be seen. After an answer begin the next element with a zero Framer.
func (f *Framer) Size(src []byte, limit int) (int, error) {
	err := f.scan(src, MaxDepth)
	more := errors.Is(err, ErrMore)
	switch {
	case err != nil && !more:
		return 0, err
	case f.at > limit, more && f.depth > 0 && len(src) >= limit:
		return 0, fail(0, "larger than the limit")
	case more, f.at > len(src):
		return 0, ErrMore
	}
	return f.at, nil
}

// Size is [Framer.Size] for a buffer that is looked at once.
func Size(src []byte, limit int) (int, error) {
	var f Framer
	return f.Size(src, limit)
}

// scan moves f.at behind the element that begins at 0, or behind the indefinite ones that are open. A definite
// element is passed by its length, unread; so f.at may lie beyond src.
func (f *Framer) scan(src []byte, maxDepth int) error {
	for f.at == 0 || f.depth > 0 {
		h, err := readHeader(src, f.at, len(src))
		if err != nil {
			return err
		}
		f.work++
		switch {
		case h.tag == 0 && h.length != 0:
			return fail(f.at, "end-of-contents has content")
		case h.tag == 0 && f.depth == 0:
			return fail(f.at, "end-of-contents where no indefinite element ends")
		case h.tag == 0:
			f.depth--
		case h.length == indefinite && f.depth >= maxDepth:
			return fail(f.at, "too many levels")
		case h.length == indefinite:
			f.depth++
		}
		f.at += h.size + max(h.length, 0)
	}
	return nil
}
