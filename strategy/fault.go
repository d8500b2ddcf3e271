package strategy

import "strconv"

// A FileError says where a profile, a file of rules or of cases is wrong, what is wrong, and what to write instead.
type FileError struct {
	File      string
	Line, Col int
	Of        string // the rule or case in which it stands, if known
	Problem   string
	Fix       string
}

func (e *FileError) Error() string {
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
