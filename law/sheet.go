package law

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v4"
)

// A sheet is one YAML file being read.
type sheet struct {
	file   string
	quiet  bool // never quote a value: it may be protected
	errors []error
}

const (
	deepest  = 40     // levels of nesting that any of our files needs, with room
	mostNode = 400000 // values in one file
)

var lineOf = regexp.MustCompile(`line (\d+)`)

// open parses one YAML document. Aliases and tags are refused: a reader of law should not have to chase them.
func (s *sheet) open(data []byte) (cursor, error) {
	var doc, second yaml.Node
	r := yaml.NewDecoder(bytes.NewReader(data))
	if err := r.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return cursor{}, s.syntax(err)
	}
	if err := r.Decode(&second); !errors.Is(err, io.EOF) {
		return cursor{}, &PackError{File: s.file, Line: 1, Col: 1, Problem: "holds more than one document, or something after it", Fix: "write one YAML document"}
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return cursor{}, &PackError{File: s.file, Line: 1, Col: 1, Problem: "holds nothing", Fix: "write one YAML document"}
	}
	count := 0
	if bad := s.plain(doc.Content[0], 0, &count); bad != nil {
		return cursor{}, bad
	}
	return cursor{sheet: s, node: doc.Content[0]}, nil
}

// syntax keeps the line of a parser's error and drops its words, which quote the file.
func (s *sheet) syntax(err error) error {
	e := &PackError{File: s.file, Line: 1, Col: 1, Problem: "is not YAML", Fix: "check indentation, quotes and brackets there"}
	if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Col = 1
	}
	return e
}

func (s *sheet) plain(n *yaml.Node, depth int, count *int) error {
	fail := func(problem, fix string) error {
		return &PackError{File: s.file, Line: n.Line, Col: n.Column, Problem: problem, Fix: fix}
	}
	switch *count++; {
	case depth > deepest:
		return fail("is nested too deep", "write it flatter")
	case *count > mostNode:
		return fail("the file holds too many values", "split it")
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return fail("has an anchor or alias", "write the value out")
	}
	for _, c := range n.Content {
		if bad := s.plain(c, depth+1, count); bad != nil {
			return bad
		}
	}
	return nil
}

// err joins what was found, in the order of the file.
func (s *sheet) err() error { return errors.Join(s.errors...) }
