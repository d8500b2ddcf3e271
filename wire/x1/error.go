package x1

import "strconv"

// An Error says which rule a container breaks, and where. Path is made of names of the schema alone; neither it nor
// Problem ever holds a text of the message.
type Error struct {
	Code    Code   // what the standard calls it: [Syntax], [UnsupportedRequest], …
	Path    string // X1Request/x1RequestMessage[2]/taskDetails/xId; counted from 1
	Problem string // what is wrong, and what would be right
}

func (e *Error) Error() string {
	where := "x1: "
	if e.Path != "" {
		where += e.Path + ": "
	}
	return where + e.Problem + " (" + strconv.Itoa(int(e.Code)) + ")"
}
