package ber

// indefinite stands for the length octet 80.
const indefinite = -1

// MaxLengthOctets is how many octets a long length may have, leading zeros included.
const MaxLengthOctets = 8

type header struct {
	tag     Tag
	size    int // octets of tag and length
	length  int // of the content, or indefinite
	minimal bool
}

// readHeader reads the tag and length at src[at:end]. It returns ErrMore when they are cut.
func readHeader(src []byte, at, end int) (header, error) {
	if end-at >= 2 && src[at]&0x1f != 0x1f && src[at+1] < 0x80 {
		return header{tagOf(src[at]) | Tag(src[at]&0x1f), 2, int(src[at+1]), true}, nil
	}
	h := header{minimal: true}
	p, err := h.readTag(src, at, end)
	if err != nil {
		return h, err
	}
	if p, err = h.readLength(src, p, end); err != nil {
		return h, err
	}
	if h.length == indefinite && !h.tag.Constructed() {
		return h, fail(at, "a primitive element has an indefinite length")
	}
	h.size = p - at
	return h, nil
}

// tagOf returns class and form of a leading octet.
func tagOf(b byte) Tag { return Tag(b&0xe0) << 24 }

func (h *header) readTag(src []byte, at, end int) (int, error) {
	if at >= end {
		return at, ErrMore
	}
	b := src[at]
	h.tag = tagOf(b)
	if b&0x1f != 0x1f {
		h.tag |= Tag(b & 0x1f)
		return at + 1, nil
	}
	var n uint32
	for p := at + 1; ; p++ {
		switch {
		case p >= end:
			return p, ErrMore
		case p == at+1 && src[p] == 0x80:
			return p, fail(p, "a high tag begins with zeros")
		case p > at+4:
			return p, fail(p, "tag number beyond four octets")
		}
		n = n<<7 | uint32(src[p]&0x7f)
		if src[p] < 0x80 {
			h.tag |= Tag(n)
			h.minimal = n >= 31
			return p + 1, nil
		}
	}
}

func (h *header) readLength(src []byte, at, end int) (int, error) {
	if at >= end {
		return at, ErrMore
	}
	b := src[at]
	switch {
	case b < 0x80:
		h.length = int(b)
		return at + 1, nil
	case b == 0x80:
		h.length, h.minimal = indefinite, false
		return at + 1, nil
	case b == 0xff:
		return at, fail(at, "length octet ff is reserved")
	}
	count := int(b & 0x7f)
	if count > MaxLengthOctets {
		return at, fail(at, "length has too many octets")
	}
	if end-at-1 < count {
		return at, ErrMore
	}
	var n uint64
	for _, o := range src[at+1 : at+1+count] {
		n = n<<8 | uint64(o)
	}
	if n > 1<<48 {
		return at, fail(at, "length beyond any limit")
	}
	h.length = int(n)
	h.minimal = h.minimal && 1+count == sizeOfLength(h.length)
	return at + 1 + count, nil
}
