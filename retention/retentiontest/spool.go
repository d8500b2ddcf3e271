package retentiontest

import (
	"bytes"
	"iter"
)

// A Spool is a scope.Spool in memory.
type Spool struct{ all [][]byte }

// Append adds one.
func (s *Spool) Append(b []byte) error {
	s.all = append(s.all, bytes.Clone(b))
	return nil
}

// All yields them in order.
func (s *Spool) All() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, b := range s.all {
			if !yield(b, nil) {
				return
			}
		}
	}
}

// Close forgets them.
func (s *Spool) Close() error {
	s.all = nil
	return nil
}
