package decode

import (
	"bytes"
	"fmt"
	"io"
)

// MaxPDU is how long a PDU may be, in octets.
const MaxPDU = 16 << 20

// Read gives each PDU of a stream to line, in order, and returns how many could not be read. An error is the reader's or
// line's.
func Read(r io.Reader, line func(*Line) error) (unread int, err error) {
	s := &stream{window: window{r: r}, line: line}
	for {
		s.blank()
		if !s.fill(1) {
			break
		}
		if err := s.one(); err != nil {
			return s.unread, err
		}
	}
	return s.unread, s.err
}

type stream struct {
	window
	line   func(*Line) error
	unread int
	xml    bool // the last PDU was, or none was yet: white space may follow
	begun  bool

	searched int64 // octets read in search of the ends of documents
}

// one reads what comes next: a PDU, or octets that begin none.
func (s *stream) one() error {
	s.fill(headSize)
	g := sniff(s.head())
	if !g.sure {
		if l := s.lookBack(); l != nil {
			s.unread++
			return s.line(l)
		}
	}
	s.begun, s.xml = true, g.format == "xml"
	if g.format == "" {
		return s.garbage()
	}
	l := &Line{Format: g.format, Offset: s.offset}
	n := s.frame(g, l)
	switch {
	case g.format == "unknown" && (n == 0 || !s.trusted(n)):
		return s.garbage()
	case g.format == "unknown":
		l.Err = "BER of no known format"
	case l.Err == "":
		l.Length = n
		g.read(l, s.have()[:n])
	}
	if l.Err == "" {
		s.keeping(n, n)
		return s.line(l)
	}
	s.unread++
	if err := s.line(l); err != nil {
		return err
	}
	if n > 0 && s.trusted(n) && !s.swallowed(n) {
		s.pass(n)
		return nil
	}
	s.pass(1)
	s.seek()
	return nil
}

func (s *stream) head() []byte { return s.have()[:min(headSize, len(s.have()))] }

// trusted reports whether a PDU that could not be read seems to end after n octets.
func (s *stream) trusted(n int) bool {
	if !s.fill(n+headSize) && len(s.have()) == n {
		return true
	}
	return sniff(s.have()[n:min(n+headSize, len(s.have()))]).sure
}

// swallowed reports whether within the n octets of a PDU that could not be read another one begins and reaches their end.
func (s *stream) swallowed(n int) bool {
	for i := 1; i < n; i++ {
		rest := s.have()[i:]
		if g := sniff(rest[:min(headSize, len(rest))]); g.sure && s.reaches(g, i, n-i) {
			return true
		}
	}
	return false
}

// reaches reports whether the PDU that begins i octets on is whole and has at least so many octets.
func (s *stream) reaches(g guess, i, least int) bool {
	s.keeping(i, s.keep+i)
	var l Line
	n := s.frame(g, &l)
	s.back(i)
	return l.Err == "" && n >= least
}

// lookBack is called where no PDU surely begins. It looks whether one begins within the PDU that was read last and goes
// past its end: then that one was cut, and its line says so. It returns to the one within.
func (s *stream) lookBack() *Line {
	length := s.keep
	start := s.offset - int64(length)
	s.back(length)
	for i := 1; i < length; i++ {
		rest := s.have()[i:]
		if g := sniff(rest[:min(headSize, len(rest))]); g.sure && s.reaches(g, i, length-i+1) {
			s.pass(i)
			return &Line{Format: g.format, Offset: start, Err: fmt.Sprintf("read, but another PDU begins at octet %d of it: it is cut, or its length is wrong", i)}
		}
	}
	s.pass(length)
	return nil
}

// garbage passes octets that begin no PDU.
func (s *stream) garbage() error {
	at := s.offset
	s.pass(1)
	s.seek()
	s.unread++
	return s.line(&Line{Format: "unknown", Offset: at, Err: fmt.Sprintf("%d octets that begin no PDU of a known format", s.offset-at)})
}

var (
	zeros  = make([]byte, 4096)
	starts = []byte{0x30, '<', 0xef, 0} // what a PDU may begin with; see sniff
)

// seek passes octets up to the next that begin a PDU beyond doubt, or to the end.
func (s *stream) seek() {
	for s.fill(headSize) || len(s.have()) > 0 {
		b := s.have()
		if len(b) >= len(zeros) && bytes.Equal(b[:len(zeros)], zeros) {
			s.pass(len(zeros) - headSize) // what begins among the last zeros is seen with what follows
			continue
		}
		i := 0
		for ; i < len(b) && (s.ended || i <= len(b)-headSize); i++ {
			if (bytes.IndexByte(starts, b[i]) >= 0 || b[i] < 32) && sniff(b[i:min(i+headSize, len(b))]).sure {
				s.pass(i)
				return
			}
		}
		s.pass(i)
	}
}

// blank passes white space around XML documents.
func (s *stream) blank() {
	if s.begun && !s.xml {
		return
	}
	for s.fill(1) && white(s.have()[0]) {
		if !s.begun && !s.whiteThenXML() {
			return
		}
		s.pass(1)
	}
}

func white(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// whiteThenXML reports whether the stream begins with white space and then an XML document.
func (s *stream) whiteThenXML() bool {
	s.fill(headSize)
	rest := bytes.TrimLeft(s.have(), " \t\r\n")
	return len(rest) > 0 && rest[0] == '<'
}
