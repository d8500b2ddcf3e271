package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// A shell is what a command may touch of the world: results go to out, words for people and progress to err.
type shell struct {
	in         io.Reader
	out        io.Writer
	err        io.Writer
	now        func() time.Time
	env        func(string) string
	json       bool
	configFile string
	conf       config
	hide       []string // arguments that may name a person: never repeated
}

// say writes a line for people.
func (s *shell) say(format string, args ...any) {
	fmt.Fprintln(s.err, s.masked(fmt.Sprintf(format, args...)))
}

// line writes a result.
func (s *shell) line(format string, args ...any) { fmt.Fprintf(s.out, format+"\n", args...) }

// result writes one object under --json, else the line.
func (s *shell) result(v any, format string, args ...any) error {
	if !s.json {
		s.line(format, args...)
		return nil
	}
	return json.NewEncoder(s.out).Encode(v)
}
