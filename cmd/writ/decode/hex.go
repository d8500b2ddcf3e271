package decode

import (
	"fmt"
	"io"
)

// Hex gives the octets that a text of hexadecimal digits stands for. White space and colons are passed over, also
// within an octet. Its reader's error names the line; it never quotes it.
func Hex(r io.Reader) io.Reader { return &hexText{r: r, line: 1} }

type hexText struct {
	r    io.Reader
	buf  []byte
	line int
	half byte
	odd  bool
}

// HexError is a text that is not hexadecimal.
type HexError struct {
	Line    int
	Problem string
}

func (e *HexError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Problem) }

func (h *hexText) Read(p []byte) (n int, err error) {
	if len(p) == 0 {
		return 0, nil
	}
	if len(h.buf) < len(p) {
		h.buf = make([]byte, len(p))
	}
	for n == 0 && err == nil {
		var k int
		k, err = h.r.Read(h.buf[:len(p)])
		var bad error
		if n, bad = h.digits(p, h.buf[:k]); bad != nil {
			return n, bad
		}
	}
	if err == io.EOF && h.odd {
		err = &HexError{h.line, "an odd number of digits"}
	}
	return n, err
}

func (h *hexText) digits(p, text []byte) (n int, err error) {
	for _, c := range text {
		v, ok := value(c)
		switch {
		case c == '\n':
			h.line++
		case c == ' ' || c == '\t' || c == '\r' || c == ':':
		case !ok:
			return n, &HexError{h.line, "not a hexadecimal digit; leave --hex away if the file holds the octets themselves"}
		case h.odd:
			p[n], h.odd = h.half<<4|v, false
			n++
		default:
			h.half, h.odd = v, true
		}
	}
	return n, nil
}

func value(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	default:
		return 0, false
	}
}
