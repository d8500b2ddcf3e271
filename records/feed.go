package records

import (
	"io"
	"iter"
	"log/slog"
	"time"

	"writ"
)

// Options say what a file leaves open. They come from the feed's configuration, never from a guess.
type Options struct {
	Zone    *time.Location  // of times without an offset; nil: such a time is refused
	Numbers writ.NumberPlan // of numbers without a country; zero: such a number is kept as a party that is no E.164
	Year    int             // of stamps without a year (syslog); 0: such a stamp is refused unless the line holds another
}

// A Result is what became of one record of a file: exactly one of Rows, Refusal, Dropped.
type Result struct {
	Line    int64    // where it stood: line, or number of the record, from 1
	Rows    []Row    // stored; more than one where one record tells of several things
	Refusal *Refusal // could not be read: kept with its raw bytes in quarantine
	Dropped string   // read, and of a sort that is not kept (a restart of an access server), with the reason; counted. A header or comment is no record and gives no Result
}

// A Refusal says why a record was not taken, and what to do. Problem never quotes the record.
type Refusal struct {
	Problem string
	Fix     string
	Raw     []byte // as it stood, cut at 64 KiB
	Cut     bool   // Raw is not whole
}

// String shows nothing of the record.
func (r Refusal) String() string { return "refused: " + r.Problem + "; " + r.Fix }

// GoString shows nothing of the record.
func (r Refusal) GoString() string { return r.String() }

// LogValue shows nothing of the record.
func (r Refusal) LogValue() slog.Value { return slog.StringValue(r.String()) }

// A Feed reads one kind of file. It never stops at a bad record; the error of the sequence is for the
// file as a whole: it can't be read at all, or the reader of it failed.
type Feed interface {
	Name() string
	Read(r io.Reader, o Options) iter.Seq2[Result, error]
}

// A Balance counts what became of a file's records. In is the sum of the others.
type Balance struct{ In, Stored, Refused, Dropped, Duplicate int64 }

// Check reports whether the sum holds.
func (b Balance) Check() bool { return b.In == b.Stored+b.Refused+b.Dropped+b.Duplicate }
