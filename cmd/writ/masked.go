package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	caseNumber = regexp.MustCompile(`\b[0-9a-f]{16}\b`)
	nameOfOne  = regexp.MustCompile(`\d{6,}|@|:.*:|\d+\.\d+\.\d+\.\d+`)
)

// protectedIn finds the arguments that may name a person: somebody calls a file after the number that a demand asks
// for, or types the number where a command stands. They are not repeated to whoever reads the errors.
func protectedIn(args []string) []string {
	var out []string
	for _, a := range args {
		if _, value, ok := strings.Cut(a, "="); ok && strings.HasPrefix(a, "-") {
			a = value
		}
		for _, part := range []string{a, filepath.Base(a)} {
			if nameOfOne.MatchString(caseNumber.ReplaceAllString(part, "")) {
				out = append(out, part)
			}
		}
	}
	slices.SortFunc(out, func(a, b string) int { return len(b) - len(a) })
	return out
}

// masked takes what was typed and may name a person out of a text for people.
func (s *shell) masked(text string) string {
	for _, h := range s.hide {
		text = strings.ReplaceAll(text, h, "…")
	}
	return text
}
