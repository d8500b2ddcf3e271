package casefile

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Limits of a YAML file of ours.
const (
	mostYAML    = 1 << 20
	deepestYAML = 12
	mostNodes   = 50000
)

// A sheet is one YAML file being read strictly: an unknown key, a key twice, a value of another kind are errors with
// line and column. Errors gather, so that an author sees all of them at once. No error quotes a value.
type sheet struct {
	file   string
	errors []error
}

var lineOf = regexp.MustCompile(`line (\d+)`)

func (s *sheet) fail(n *yaml.Node, problem, fix string) {
	e := &FileError{File: s.file, Problem: problem, Fix: fix}
	if n != nil {
		e.Line, e.Col = n.Line, n.Column
	}
	s.errors = append(s.errors, e)
}

func (s *sheet) err() error { return errors.Join(s.errors...) }

// open parses one YAML document without anchors, aliases and tags.
func (s *sheet) open(data []byte) (*yaml.Node, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case len(data) > mostYAML:
		return nil, &FileError{File: s.file, Problem: "is larger than " + strconv.Itoa(mostYAML) + " octets", Fix: "put lists of identifiers into a table"}
	case bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data):
		return nil, &FileError{File: s.file, Line: lineAt(data), Problem: "is not UTF-8 text", Fix: "save it as UTF-8"}
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		e := &FileError{File: s.file, Problem: "is not YAML", Fix: "check indentation, quotes and brackets there"}
		if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
			e.Line, _ = strconv.Atoi(m[1])
		}
		return nil, e
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil, &FileError{File: s.file, Problem: "holds nothing", Fix: "write one YAML document"}
	}
	count := 0
	s.plain(doc.Content[0], 0, &count)
	return doc.Content[0], s.err()
}

// lineAt finds the line of the first octet that is no text.
func lineAt(data []byte) int {
	line := 1
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == 0 || r == utf8.RuneError && n == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		data = data[n:]
	}
	return line
}

func (s *sheet) plain(n *yaml.Node, depth int, count *int) {
	switch *count++; {
	case len(s.errors) > 0:
		return
	case depth > deepestYAML:
		s.fail(n, "is nested too deep", "write it flatter")
	case *count > mostNodes:
		s.fail(n, "the file holds too many values", "put lists of identifiers into a table")
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		s.fail(n, "has an anchor or alias", "write the value out")
	}
	for _, c := range n.Content {
		s.plain(c, depth+1, count)
	}
}

// fields reads a mapping that may have these keys and no others.
func (s *sheet) fields(n *yaml.Node, allowed ...string) map[string]*yaml.Node {
	out := map[string]*yaml.Node{}
	if n == nil || n.Kind != yaml.MappingNode {
		s.fail(n, "is no mapping", "write key: value lines")
		return out
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch {
		case !slices.Contains(allowed, k.Value):
			s.fail(k, "unknown key", "write one of "+strings.Join(allowed, ", "))
		case out[k.Value] != nil:
			s.fail(k, "the key stands twice", "keep one of them")
		default:
			out[k.Value] = v
		}
	}
	return out
}

// need reads the text of a key that may not lack.
func (s *sheet) need(parent *yaml.Node, f map[string]*yaml.Node, key, fix string) string {
	n := f[key]
	if n == nil {
		s.fail(parent, "has no "+key, fix)
		return ""
	}
	return s.text(n)
}

// text reads a scalar as it stands in the file; a key that is absent is "".
func (s *sheet) text(n *yaml.Node) string {
	switch {
	case n == nil:
		return ""
	case n.Kind != yaml.ScalarNode || n.Tag == "!!null" || n.Value == "":
		s.fail(n, "has no value", "write one value, or leave the key out")
		return ""
	}
	return n.Value
}

// list reads a sequence; a key that is absent is empty.
func (s *sheet) list(n *yaml.Node) []*yaml.Node {
	switch {
	case n == nil:
		return nil
	case n.Kind != yaml.SequenceNode:
		s.fail(n, "is no list", "write - before each, or [a, b]")
		return nil
	}
	return n.Content
}

func (s *sheet) texts(n *yaml.Node) []string {
	var out []string
	for _, e := range s.list(n) {
		out = append(out, s.text(e))
	}
	return out
}

func (s *sheet) number(n *yaml.Node, least, most int) int {
	if n == nil {
		return 0
	}
	v, err := strconv.Atoi(s.text(n))
	if err != nil || v < least || v > most {
		s.fail(n, "is no whole number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most), "write digits only")
		return 0
	}
	return v
}

// format checks the first key of every file of ours.
func (s *sheet) format(parent *yaml.Node, f map[string]*yaml.Node, want string) {
	if got := s.need(parent, f, "format", "write format: "+want); got != "" && got != want {
		s.fail(f["format"], "is of another format or a newer version", "write format: "+want)
	}
}

// word reads a word of a closed list.
func word[T ~string](s *sheet, n *yaml.Node, parse func(string) (T, error)) T {
	if n == nil {
		return ""
	}
	v, err := parse(s.text(n))
	if err != nil {
		s.fail(n, err.Error(), "correct it")
	}
	return v
}

var twoLetters = regexp.MustCompile(`^[A-Z]{2}$`)

func (s *sheet) country(n *yaml.Node) string {
	c := s.text(n)
	if c != "" && !twoLetters.MatchString(c) {
		s.fail(n, "is no country code", "write two capital letters (ISO 3166-1 alpha-2)")
	}
	return c
}
