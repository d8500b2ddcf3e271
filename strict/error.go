package strict

import "strconv"

// An Error says where a file is wrong, what is wrong, and what to write instead.
type Error struct {
	File      string
	Line, Col int    // from 1; 0 where it is the file as a whole
	Of        string // the rule, instrument or case in which it stands, if known
	Problem   string
	Fix       string
}

func (e *Error) Error() string {
	s := e.File
	if e.Line > 0 {
		s += ":" + strconv.Itoa(e.Line) + ":" + strconv.Itoa(e.Col)
	}
	if e.Of != "" {
		s += ": " + e.Of
	}
	s += ": " + e.Problem
	if e.Fix != "" {
		s += "; " + e.Fix
	}
	return s
}
