package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// The exit codes are a contract: scripts of others rely on them.
const (
	exitDone  = 0 // done and true
	exitNotSo = 1 // the thing checked is not so
	exitUsage = 2 // usage or input error
	exitLater = 3 // could not be done now; try again
)

// A coded error knows its exit code.
type coded struct {
	code int
	err  error
}

func (e *coded) Error() string { return e.err.Error() }
func (e *coded) Unwrap() error { return e.err }

// errQuiet ends a command whose lines already said what is not so.
var errQuiet = errors.New("")

func notSo(err error) error { return &coded{exitNotSo, err} }
func later(err error) error { return &coded{exitLater, err} }
func usage(format string, args ...any) error {
	return &coded{exitUsage, fmt.Errorf(format, args...)}
}

// codeOf maps an error to its exit code. What has no code of its own is an input error.
func codeOf(err error) int {
	var c *coded
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &c):
		return c.code
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return exitLater
	default:
		return exitUsage
	}
}

// rooms are the names with which the rooms of the house begin their errors; they mean nothing to who reads them.
var rooms = regexp.MustCompile(`(?m)(^|: )(calendar|casefile|demo|keeper|lap|law|ledger|letter|mapped|production|records|retention|scope|seal|segments|verify|writ): `)

// words gives the error as people read it: a line each that says where, what and what to do.
func words(err error) string {
	text := err.Error()
	for rooms.MatchString(text) {
		text = rooms.ReplaceAllString(text, "$1")
	}
	return "writ: " + strings.TrimSpace(text)
}
