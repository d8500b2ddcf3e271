package law

import "strconv"

// A PackError says where a pack or a file of cases is wrong, what is wrong, and what to write instead.
type PackError struct {
	File      string
	Line, Col int
	Rule      string // the rule, instrument or case in which it stands, if known
	Problem   string
	Fix       string
}

func (e *PackError) Error() string {
	s := e.File
	if e.Line > 0 {
		s += ":" + strconv.Itoa(e.Line) + ":" + strconv.Itoa(e.Col)
	}
	if e.Rule != "" {
		s += ": " + e.Rule
	}
	s += ": " + e.Problem
	if e.Fix != "" {
		s += "; " + e.Fix
	}
	return s
}
