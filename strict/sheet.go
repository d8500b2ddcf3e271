package strict

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// A Sheet is one YAML file being read. Errors gather in it, so that an author sees all of them at once.
type Sheet struct {
	File   string
	Quiet  bool // never quote a value: it may be protected
	errors []error
}

const (
	mostOctets = 8 << 20 // of one file
	mostNodes  = 400000  // values in one file
	deepest    = 40      // levels of nesting that any of our files needs, with room
)

var lineOf = regexp.MustCompile(`line (\d+)`)

// Open parses one YAML document of UTF-8 text, at most 8 MiB. Aliases are refused: a reader should not have to chase them.
func (s *Sheet) Open(data []byte) (Cursor, error) {
	if len(data) > mostOctets {
		return Cursor{}, s.bad(1, 1, "is larger than "+strconv.Itoa(mostOctets>>20)+" MiB", "split it")
	}
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return Cursor{}, s.bad(1, 1, "is not UTF-8 text", "save it as UTF-8")
	}
	var doc, second yaml.Node
	r := yaml.NewDecoder(bytes.NewReader(data))
	if err := r.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return Cursor{}, s.syntax(err)
	}
	if err := r.Decode(&second); !errors.Is(err, io.EOF) {
		return Cursor{}, s.bad(1, 1, "holds more than one document, or something after it", "write one YAML document")
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return Cursor{}, s.bad(1, 1, "holds nothing", "write one YAML document")
	}
	count := 0
	if err := s.plain(doc.Content[0], 0, &count); err != nil {
		return Cursor{}, err
	}
	return Cursor{Sheet: s, Node: doc.Content[0]}, nil
}

// Err joins what was found, in the order in which it was read; nil where nothing is wrong.
func (s *Sheet) Err() error { return errors.Join(s.errors...) }

// Fail notes what is wrong on a line, of a rule where one is named.
func (s *Sheet) Fail(line, col int, of, problem, fix string) {
	s.errors = append(s.errors, &Error{File: s.File, Line: line, Col: col, Of: of, Problem: problem, Fix: fix})
}

func (s *Sheet) bad(line, col int, problem, fix string) error {
	return &Error{File: s.File, Line: line, Col: col, Problem: problem, Fix: fix}
}

// syntax keeps the line of a parser's error and drops its words, which quote the file.
func (s *Sheet) syntax(err error) error {
	line := 1
	if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	return s.bad(line, 1, "is not YAML", "check indentation, quotes and brackets there")
}

func (s *Sheet) plain(n *yaml.Node, depth int, count *int) error {
	switch *count++; {
	case depth > deepest:
		return s.bad(n.Line, n.Column, "is nested too deep", "write it flatter")
	case *count > mostNodes:
		return s.bad(n.Line, n.Column, "the file holds too many values", "split it")
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return s.bad(n.Line, n.Column, "has an anchor or alias", "write the value out")
	}
	for _, c := range n.Content {
		if err := s.plain(c, depth+1, count); err != nil {
			return err
		}
	}
	return nil
}
