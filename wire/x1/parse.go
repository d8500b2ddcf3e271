package x1

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// A node is an element as read, with the namespaces that its QName values are resolved by.
type node struct {
	Element
	kind  Name              // what xsi:type says; zero without it
	scope map[string]string // prefix → namespace
}

// parse reads a document within limits. It gives the root as a tree, or says what is not allowed; it quotes nothing,
// which encoding/xml's own errors do.
func parse(src []byte, l Limits) (*tree, *Error) {
	if len(src) > l.Octets {
		return nil, &Error{Syntax, "", "is larger than is taken; send fewer messages in one container"}
	}
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(src) {
		return nil, &Error{Syntax, "", "is not UTF-8"}
	}
	p := &parser{dec: xml.NewDecoder(bytes.NewReader(src)), limits: l}
	if problem := p.document(); problem != "" {
		return nil, &Error{Syntax, "", problem}
	}
	return p.root, nil
}

// A tree is a node with its children.
type tree struct {
	node
	raw      string // prefix and name as written, which the end tag must repeat
	children []*tree
	text     strings.Builder
}

type parser struct {
	dec      *xml.Decoder
	limits   Limits
	root     *tree
	open     []*tree
	elements int
	begun    bool // something was read: a declaration may stand no more
}

// document reads to the end and gives the problem, if any.
func (p *parser) document() string {
	for {
		tok, err := p.dec.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "is not well-formed XML of UTF-8, without entities of its own"
		}
		if problem := p.take(tok); problem != "" {
			return problem
		}
		p.begun = true
	}
	if p.root == nil || len(p.open) > 0 {
		return "ends before its root element does"
	}
	return ""
}

func (p *parser) take(tok xml.Token) string {
	switch t := tok.(type) {
	case xml.StartElement:
		return p.start(t)
	case xml.EndElement:
		return p.end(t)
	case xml.CharData:
		return p.chars(t)
	case xml.Comment:
		return ""
	case xml.ProcInst:
		if t.Target == "xml" && !p.begun {
			return ""
		}
		return "holds a processing instruction; leave it out"
	default:
		return "holds a document type declaration; leave it out"
	}
}

func (p *parser) start(t xml.StartElement) string {
	p.elements++
	switch {
	case len(p.open) == 0 && p.root != nil:
		return "has a second root element"
	case len(p.open) >= p.limits.Depth:
		return "has elements too deep within others"
	case p.elements > p.limits.Elements:
		return "has more elements than are taken"
	case len(t.Attr) > maxAttributes:
		return "has an element with too many attributes"
	}
	n := &tree{raw: t.Name.Space + ":" + t.Name.Local}
	if len(p.open) > 0 {
		above := p.open[len(p.open)-1]
		n.scope = above.scope
		above.children = append(above.children, n)
	} else {
		n.scope, p.root = map[string]string{"xml": xmlPrefix}, n
	}
	p.open = append(p.open, n)
	if problem := n.declare(t.Attr); problem != "" {
		return problem
	}
	var ok bool
	if n.Name, ok = n.resolve(t.Name, true); !ok {
		return "has an element of a namespace that is not declared"
	}
	return n.attribute(t.Attr)
}

// declare takes the namespaces that the element declares.
func (n *tree) declare(attrs []xml.Attr) string {
	fresh := false
	for _, a := range attrs {
		prefix, is := declares(a.Name)
		if !is {
			continue
		}
		if prefix == "xml" || prefix == "xmlns" || a.Value == xmlns || a.Value == xmlPrefix || prefix != "" && a.Value == "" {
			return "declares a namespace that may not be declared"
		}
		if !fresh {
			inherited := n.scope
			n.scope = make(map[string]string, len(inherited)+1)
			for k, v := range inherited {
				n.scope[k] = v
			}
			fresh = true
		}
		n.scope[prefix] = a.Value
	}
	return ""
}

func declares(name xml.Name) (prefix string, is bool) {
	if name.Space == "xmlns" {
		return name.Local, true
	}
	return "", name.Space == "" && name.Local == "xmlns"
}

// resolve gives a name its namespace. One without a prefix is in the default namespace, if it is an element's or a QName's.
func (n *tree) resolve(name xml.Name, byDefault bool) (Name, bool) {
	switch {
	case strings.Contains(name.Local, ":") || name.Local == "":
		return Name{}, false
	case name.Space == "" && !byDefault:
		return Name{"", name.Local}, true
	}
	space, ok := n.scope[name.Space]
	return Name{space, name.Local}, ok || name.Space == ""
}

func (n *tree) attribute(attrs []xml.Attr) string {
	seen := map[Name]bool{}
	for _, a := range attrs {
		if prefix, is := declares(a.Name); is {
			if seen[Name{xmlns, prefix}] {
				return "declares a namespace twice"
			}
			seen[Name{xmlns, prefix}] = true
			continue
		}
		name, ok := n.resolve(a.Name, false)
		if !ok || seen[name] {
			return "has an attribute of a namespace that is not declared, or one twice"
		}
		seen[name] = true
		if name == (Name{instance, "type"}) {
			if n.kind, ok = n.qname(a.Value); !ok {
				return "has an xsi:type that is no name of a declared namespace"
			}
			continue
		}
		n.Attributes = append(n.Attributes, Attribute{name, a.Value})
	}
	return ""
}

// qname reads a value of type xs:QName.
func (n *tree) qname(text string) (Name, bool) {
	text = strings.Trim(text, " \t\r\n")
	prefix, local, ok := strings.Cut(text, ":")
	if !ok {
		prefix, local = "", text
	} else if prefix == "" {
		return Name{}, false
	}
	if strings.ContainsAny(local, " \t\r\n") {
		return Name{}, false
	}
	return n.resolve(xml.Name{Space: prefix, Local: local}, true)
}

func (p *parser) end(t xml.EndElement) string {
	if len(p.open) == 0 || p.open[len(p.open)-1].raw != t.Name.Space+":"+t.Name.Local {
		return "is not well-formed XML: an element ends that did not begin there"
	}
	n := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	n.Text = n.text.String()
	if len(n.children) > 0 && strings.Trim(n.Text, " \t\r\n") != "" {
		return "has text beside elements"
	}
	return ""
}

func (p *parser) chars(t xml.CharData) string {
	if len(p.open) == 0 {
		if len(bytes.Trim(t, " \t\r\n")) > 0 {
			return "has text outside its root element"
		}
		return ""
	}
	n := p.open[len(p.open)-1]
	if n.text.Len()+len(t) > maxText {
		return "has a text longer than is taken"
	}
	n.text.Write(t)
	return ""
}
