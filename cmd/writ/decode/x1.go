package decode

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"writ/wire/asn1"
	"writ/wire/x1"
)

// What an XML document may hold.
const (
	maxXML   = 4 << 20 // octets
	maxLevel = 64
)

// vain is how often each octet may be read in search of a document's end. Without this, a stream of documents that
// begin and never end would be read once for each.
const vain = 8

// frameXML finds the end of the document.
func (s *stream) frameXML(l *Line) int {
	for want := chunk; ; want = min(2*want, maxXML) {
		whole := !s.fill(want)
		if s.searched += int64(len(s.have())); s.searched > vain*(s.offset+maxXML) {
			l.Err = "too many documents without an end came before"
			return 0
		}
		n, err := xmlEnd(s.have()[:min(len(s.have()), maxXML)])
		switch {
		case err == nil:
			return n
		case !errors.Is(err, io.ErrUnexpectedEOF):
			l.Err = err.Error()
			return 0
		case whole:
			l.Err = fmt.Sprintf("cut: the document does not end within %d octets", len(s.have()))
			return 0
		case want == maxXML:
			l.Err = fmt.Sprintf("the document is larger than %d octets", maxXML)
			return 0
		}
	}
}

// xmlEnd gives where the root element ends, or io.ErrUnexpectedEOF if more is needed.
func xmlEnd(b []byte) (int, error) {
	d := newXML(b)
	depth := 0
	for {
		t, err := d.RawToken()
		if err != nil {
			return 0, xmlProblem(d, b, err)
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; depth > maxLevel {
				return 0, errors.New("more than 64 levels of elements")
			}
		case xml.EndElement:
			if depth--; depth <= 0 {
				return int(d.InputOffset()), nil
			}
		case xml.Directive:
			return 0, errors.New("a document type declaration: refused")
		}
	}
}

// newXML gives a decoder that knows no entity and no encoding but UTF-8.
func newXML(b []byte) *xml.Decoder { return xml.NewDecoder(bytes.NewReader(b)) }

// xmlProblem says where a document is no XML. The library's own words may quote it.
func xmlProblem(d *xml.Decoder, b []byte, err error) error {
	var syntax *xml.SyntaxError
	if errors.Is(err, io.EOF) || errors.As(err, &syntax) && syntax.Msg == "unexpected EOF" {
		return io.ErrUnexpectedEOF
	}
	return fmt.Errorf("octet %d: not well-formed XML", min(int(d.InputOffset()), len(b)))
}

// schemas tell a document's format by a part of its root's name space.
var schemas = []struct{ space, format string }{{"/03221/X1/", "x1"}, {"/02657/", "rd-xml"}, {"/03120/", "hi1"}}

// readDocument reads an XML document: well-formed is enough to be shown, and what the schema of X1 doesn't allow is noted.
func readDocument(l *Line, src []byte) {
	src = bytes.TrimPrefix(src, byteOrder)
	root, space, err := readXML(newXML(src), len(src))
	if err != nil {
		l.Err = err.Error()
		return
	}
	for _, s := range schemas {
		if strings.Contains(space, s.space) {
			l.Format = s.format
		}
	}
	if l.Format == "xml" {
		l.Err = "XML of no known schema"
		return
	}
	l.PDU = asn1.AppendJSON(nil, root)
	if l.Format == "x1" {
		if _, err := x1.Decode(src, x1.AnswerLimits); err != nil {
			l.Notes = append(l.Notes, Note{Note: "not valid by TS 103 221-1: " + problem(err)})
		}
	}
}

// An element is being read.
type element struct {
	name string
	at   asn1.Object
	text strings.Builder
}

// readXML gives the document as an object of one member, its root. An element is the object of its children, by their
// names without prefix, or its text if it has none; xsi:type is a member of that name. Children of one name are a list;
// messages are one always. It also gives the root's name space.
func readXML(d *xml.Decoder, size int) (doc asn1.Value, space string, err error) {
	stack := []*element{{}}
	for len(stack) > 1 || len(stack[0].at) == 0 {
		t, err := d.Token()
		if err != nil {
			return nil, "", fmt.Errorf("octet %d: not well-formed XML", min(int(d.InputOffset()), size))
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if len(stack) == 1 {
				space = t.Name.Space
			}
			stack = append(stack, begin(t))
		case xml.CharData:
			top.text.Write(t)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
			stack[len(stack)-1].add(top.name, top.value())
		}
	}
	return stack[0].at, space, nil
}

const instance = "http://www.w3.org/2001/XMLSchema-instance"

func begin(t xml.StartElement) *element {
	e := &element{name: t.Name.Local}
	for _, a := range t.Attr {
		switch {
		case a.Name.Space == "xmlns" || a.Name.Local == "xmlns":
		case a.Name.Space == instance:
			e.at = append(e.at, asn1.Member{Name: "xsi:" + a.Name.Local, Value: asn1.Text(a.Value)})
		default:
			e.at = append(e.at, asn1.Member{Name: "@" + a.Name.Local, Value: asn1.Text(a.Value)})
		}
	}
	return e
}

func (e *element) value() asn1.Value {
	text := e.text.String()
	switch trimmed := strings.TrimSpace(text); {
	case len(e.at) == 0:
		return asn1.Text(text)
	case trimmed != "":
		return append(e.at, asn1.Member{Name: "#text", Value: asn1.Text(trimmed)})
	default:
		return e.at
	}
}

// add puts a child to those of its name.
func (e *element) add(name string, v asn1.Value) {
	i := slices.IndexFunc(e.at, func(m asn1.Member) bool { return m.Name == name })
	switch {
	case i < 0 && (name == "x1RequestMessage" || name == "x1ResponseMessage"):
		e.at = append(e.at, asn1.Member{Name: name, Value: asn1.List{v}})
	case i < 0:
		e.at = append(e.at, asn1.Member{Name: name, Value: v})
	default:
		all, ok := e.at[i].Value.(asn1.List)
		if !ok {
			all = asn1.List{e.at[i].Value}
		}
		e.at[i].Value = append(all, v)
	}
}
