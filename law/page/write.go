package page

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
	"unicode"

	"writ"
	"writ/law"
)

//go:embed page.css
var css string

//go:embed page.html
var layout string

var sheet = template.Must(template.New("page").Funcs(template.FuncMap{
	"css":        func() template.CSS { return template.CSS(css) }, //nolint:gosec // our own file
	"one":        func(all []Clause) bool { return len(all) == 1 },
	"anchor":     func(id string) string { return "r-" + strings.ReplaceAll(id, "/", "-") },
	"upper":      upper,
	"join":       func(words []string) string { return list(words, "and") },
	"name":       func(id string) string { return spaced(last(id)) },
	"inc":        func(n int) int { return n + 1 },
	"signs":      func() []Cell { return legendOfMatrix },
	"categories": headings,
	"legends":    categoryLegends,
}).Parse(layout))

// Write gives the page of one pack of a set: one HTML file that needs nothing else. It fails where there is no such pack,
// or where the pack holds a key for which the page has no words ([ErrUnread]).
func Write(s *law.Set, name string) ([]byte, error) {
	p, err := Read(s, name)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := sheet.Execute(&out, p); err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return visible(out.Bytes()), nil
}

// visible shows characters that can't be seen, or that turn the direction of others: in a law nothing is hidden.
func visible(page []byte) []byte {
	return bytes.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r):
			return '\uFFFD'
		}
		return r
	}, page)
}

func headings() []string {
	var out []string
	for _, c := range writ.Categories() {
		out = append(out, upper(categoryWords[c]))
	}
	return out
}

func categoryLegends() [][2]string {
	var out [][2]string
	for _, c := range writ.Categories() {
		out = append(out, [2]string{upper(categoryWords[c]), legends[c]})
	}
	return out
}
