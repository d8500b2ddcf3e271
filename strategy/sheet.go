package strategy

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

const (
	mostOctets = 4 << 20 // of one file
	mostNodes  = 200000  // values in one file
	deepest    = 20      // levels of nesting
)

// A sheet is one YAML file being read. Errors gather in it, so that an author sees all of them at once.
type sheet struct {
	file   string
	errors []error
	groups map[string][]string // of countries, that rules may name
}

var lineOf = regexp.MustCompile(`line (\d+)`)

// open parses one YAML document. Aliases are refused: a reader of law should not have to chase them.
func (s *sheet) open(data []byte) (cursor, error) {
	if len(data) > mostOctets {
		return cursor{}, s.bad(0, "is larger than "+strconv.Itoa(mostOctets>>20)+" MiB", "split it")
	}
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return cursor{}, s.bad(0, "is not UTF-8 text", "save it as UTF-8")
	}
	var doc, second yaml.Node
	r := yaml.NewDecoder(bytes.NewReader(data))
	if err := r.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return cursor{}, s.syntax(err)
	}
	if err := r.Decode(&second); !errors.Is(err, io.EOF) {
		return cursor{}, s.bad(1, "holds more than one document, or something after it", "write one YAML document")
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return cursor{}, s.bad(1, "holds nothing", "write one YAML document")
	}
	count := 0
	if err := s.plain(doc.Content[0], 0, &count); err != nil {
		return cursor{}, err
	}
	return cursor{sheet: s, node: doc.Content[0]}, nil
}

func (s *sheet) bad(line int, problem, fix string) error {
	return &FileError{File: s.file, Line: line, Col: min(line, 1), Problem: problem, Fix: fix}
}

// syntax keeps the line of a parser's error and drops its words, which quote the file.
func (s *sheet) syntax(err error) error {
	line := 0
	if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	return s.bad(line, "is not YAML", "check indentation, quotes and brackets there")
}

func (s *sheet) plain(n *yaml.Node, depth int, count *int) error {
	switch *count++; {
	case depth > deepest:
		return s.bad(n.Line, "is nested too deep", "write it flatter")
	case *count > mostNodes:
		return s.bad(n.Line, "holds too many values", "split the file")
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return s.bad(n.Line, "has an anchor or alias", "write the value out")
	}
	for _, c := range n.Content {
		if err := s.plain(c, depth+1, count); err != nil {
			return err
		}
	}
	return nil
}

// err joins what was found, in the order of the file.
func (s *sheet) err() error { return errors.Join(s.errors...) }
