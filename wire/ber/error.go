package ber

import (
	"errors"
	"strconv"
)

// ErrMore says that the octets at hand are the beginning of an element: come again with more.
var ErrMore = errors.New("ber: more octets needed")

// An Error says where a source breaks the encoding rules, or a limit, and how. It quotes no content.
type Error struct {
	Offset  int    // octets from the start of the source
	Problem string // in lower case, no stop
}

// Error returns "ber: octet OFFSET: PROBLEM".
func (e *Error) Error() string {
	return "ber: octet " + strconv.Itoa(e.Offset) + ": " + e.Problem
}

func fail(offset int, problem string) error { return &Error{offset, problem} }
