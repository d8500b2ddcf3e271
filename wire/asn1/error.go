package asn1

import (
	"fmt"
	"strconv"
	"strings"
)

// An Error says at which octet reading stopped, in which member, and why. In writing, Offset is -1. It never quotes
// what the PDU carries.
type Error struct {
	Offset  int    // octets from the start of the source
	Path    string // such as pSHeader.sequenceNumber, iRIPayloadSequence[1].iRIType
	Problem string
}

func (e *Error) Error() string {
	where := "asn1: "
	if e.Offset >= 0 {
		where += fmt.Sprintf("octet %d: ", e.Offset)
	}
	if e.Path != "" {
		where += e.Path + ": "
	}
	return where + e.Problem
}

// A Note says what is odd about a value that could be read all the same.
type Note struct {
	Offset  int
	Path    string
	Problem string
}

// A path is where in a value reading or writing stands.
type path []step

type step struct {
	name  string
	index int // of a list's item; -1 for a member
}

func (p path) String() string {
	var b strings.Builder
	for _, s := range p {
		switch {
		case s.index >= 0:
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case b.Len() > 0:
			b.WriteString("." + s.name)
		default:
			b.WriteString(s.name)
		}
	}
	return b.String()
}
