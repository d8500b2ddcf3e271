package decode

import (
	"errors"
	"fmt"

	"writ/wire/ber"
	"writ/wire/x2x3"
)

// frame finds how many octets the PDU has that comes next and brings them to hand. A problem stands in the line; then n
// is the length if it is known and all at hand, else 0.
func (s *stream) frame(g guess, l *Line) (n int) {
	switch g.format {
	case "x2x3":
		return s.frameX2X3(l)
	case "xml":
		return s.frameXML(l)
	default:
		return s.frameBER(l)
	}
}

func (s *stream) frameBER(l *Line) int {
	var f ber.Framer
	for want := chunk; ; want = min(2*want, MaxPDU) {
		n, err := f.Size(s.have(), MaxPDU)
		switch {
		case err == nil:
			return n
		case !errors.Is(err, ber.ErrMore):
			l.Err = problem(err)
			return 0
		case s.ended:
			l.Err = fmt.Sprintf("cut: the stream ends after %d of its octets", len(s.have()))
			return 0
		}
		s.fill(want)
	}
}

func (s *stream) frameX2X3(l *Line) int {
	s.fill(headSize)
	n, err := x2x3.Size(s.have())
	switch {
	case errors.Is(err, x2x3.ErrMore):
		l.Err = fmt.Sprintf("cut: the stream ends after %d of its octets", len(s.have()))
		return 0
	case err != nil:
		l.Err = problem(err)
		return 0
	case !s.fill(n):
		l.Err = fmt.Sprintf("cut: the stream ends after %d of its %d octets", len(s.have()), n)
		return 0
	}
	return n
}
