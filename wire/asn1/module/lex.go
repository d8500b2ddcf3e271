package module

import (
	"fmt"
	"strings"
)

// A token is one word, number or sign of a module.
type token struct {
	text string
	line int
}

const signs = "{}[]()<>,;:|^.=-!*"

// lex cuts a module's text into tokens without its comments.
func lex(text string) []token {
	var all []token
	line := 1
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '\n':
			line++
			i++
		case c == ' ' || c == '\t' || c == '\r':
			i++
		case strings.HasPrefix(text[i:], "--"):
			i += comment(text[i:])
		case strings.HasPrefix(text[i:], "::="), strings.HasPrefix(text[i:], "..."):
			all = append(all, token{text[i : i+3], line})
			i += 3
		case strings.HasPrefix(text[i:], ".."), strings.HasPrefix(text[i:], "[["), strings.HasPrefix(text[i:], "]]"):
			all = append(all, token{text[i : i+2], line})
			i += 2
		case c == '"':
			n := 1 + strings.IndexByte(text[i+1:], '"')
			all = append(all, token{text[i : i+n+1], line})
			i += n + 1
		case strings.IndexByte(signs, c) >= 0:
			all = append(all, token{text[i : i+1], line})
			i++
		default:
			n := word(text[i:])
			all = append(all, token{text[i : i+n], line})
			i += n
		}
	}
	return all
}

// comment gives the length of the comment at the front: to the line's end, or to the next "--" on it.
func comment(text string) int {
	end := strings.IndexByte(text, '\n')
	if end < 0 {
		end = len(text)
	}
	if n := strings.Index(text[2:end], "--"); n >= 0 && strings.Trim(text[:end], "-=\r ") != "" {
		return n + 4
	}
	return end
}

// word gives the length of the word at the front: at least one octet, a hyphen only between others.
func word(text string) int {
	n := 1
	for n < len(text) && (letter(text[n]) || text[n] == '-' && n+1 < len(text) && letter(text[n+1])) {
		n++
	}
	return n
}

func letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// A reader walks over the tokens. The first mistake ends it by a panic of type mistake, which Read catches.
type reader struct {
	file string
	all  []token
	at   int
}

type mistake string

func (r *reader) fail(format string, args ...any) {
	line := 0
	if len(r.all) > 0 {
		line = r.all[min(r.at, len(r.all)-1)].line
	}
	panic(mistake(fmt.Sprintf("%s:%d: %s", r.file, line, fmt.Sprintf(format, args...))))
}

// peek gives the token that is n ahead, "" at the end.
func (r *reader) peek(n int) string {
	if r.at+n >= len(r.all) {
		return ""
	}
	return r.all[r.at+n].text
}

func (r *reader) next() string {
	t := r.peek(0)
	if t == "" {
		r.fail("the module ends too early")
	}
	r.at++
	return t
}

// take goes on if the next tokens are these.
func (r *reader) take(want ...string) bool {
	for i, w := range want {
		if r.peek(i) != w {
			return false
		}
	}
	r.at += len(want)
	return true
}

func (r *reader) want(text string) {
	if !r.take(text) {
		r.fail("%q where %q was expected", r.peek(0), text)
	}
}

// balanced reads over what stands in brackets, whose opening one comes next, and gives the tokens within.
func (r *reader) balanced() []token {
	open := r.next()
	closing := map[string]string{"{": "}", "(": ")", "[": "]"}[open]
	from, depth := r.at, 1
	for depth > 0 {
		switch r.next() {
		case open:
			depth++
		case closing:
			depth--
		}
	}
	return r.all[from : r.at-1]
}
