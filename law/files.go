package law

import "slices"

// A File is one file of law: its path within the set ("<pack>/pack.yaml") and its text.
type File struct{ Name, Text string }

// Files gives every file that was loaded, in the order in which the hash takes them. Load over the same files gives a
// set of the same hash: so a decision can be made again years later, from what lies beside it.
func (s *Set) Files() []File { return slices.Clone(s.files) }
