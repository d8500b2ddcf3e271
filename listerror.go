package writ

import "strings"

// A ListError says that a word is not in a closed list, and what is.
type ListError struct {
	What  string   // "category", "service", …
	Known []string // the words that are in the list
}

func (e *ListError) Error() string {
	return "not a known " + e.What + "; write one of " + strings.Join(e.Known, ", ")
}
