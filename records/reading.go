package records

import (
	"io"
	"iter"
)

// Reading makes what [Feed] asks for out of a function that reads one file. The function hands each result to out
// and returns as soon as out says that no more are wanted; its error is one of the file as a whole.
func Reading(feed string, r io.Reader, read func(in *Input, out func(Result) bool) error) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		in, stopped := NewInput(r), false
		err := in.CheckFile(feed)
		if err == nil {
			err = read(in, func(res Result) bool {
				stopped = !yield(res, nil)
				return !stopped
			})
		}
		if in.Err() != nil {
			err = in.Err() // outranks what the feed thinks of a file that it saw in part
		}
		if err != nil && !stopped {
			yield(Result{}, err)
		}
	}
}

// A Why is a problem that a feed knows, and its fix. Neither quotes anything.
type Why struct{ Problem, Fix string }

// Because makes a Why.
func Because(problem, fix string) Why { return Why{problem, fix} }

// Refuse makes the Refusal of a record.
func (r Why) Refuse(raw []byte) *Refusal { return Refuse(raw, r.Problem, r.Fix) }

// Fault is what a feed says when it can't tell a record in the fields of its kind.
var Fault = Why{"can't be told in the fields of its kind", "report this: it is a fault of the feed"}

// RefuseTime makes the Refusal of a record whose time is at fault.
func RefuseTime(raw []byte, err error) *Refusal {
	t, ok := err.(*TimeError) //nolint:errorlint // a Clock's errors are never wrapped
	if !ok {
		t = ErrNoTime
	}
	return Refuse(raw, t.Problem, t.Fix)
}
