package feedtest

import (
	"io"
	"regexp"
	"testing"

	"writ/records"
)

// A Tally counts what became of records over any number of files of one feed, as the store does: a record all of
// whose rows are known is a duplicate.
type Tally struct {
	feed records.Feed
	opts records.Options
	seen map[records.Key]bool
}

// New makes a Tally.
func New(f records.Feed, o records.Options) *Tally {
	return &Tally{feed: f, opts: o, seen: map[records.Key]bool{}}
}

// An Outcome is what became of one file.
type Outcome struct {
	records.Balance
	Rows     []records.Row
	Refusals []records.Refusal
	Lines    []int64 // of the refusals
	Dropped  []string
	Err      error // of the file as a whole
}

// Read reads a file and checks what must hold of every result.
func (t *Tally) Read(tb testing.TB, r io.Reader) Outcome {
	tb.Helper()
	var out Outcome
	last := int64(0)
	for res, err := range t.feed.Read(r, t.opts) {
		if err != nil {
			out.Err = err
			continue
		}
		if out.Err != nil {
			tb.Error("a result came after the error of the whole file")
		}
		if res.Line < last {
			tb.Errorf("line %d comes after line %d", res.Line, last)
		}
		last = res.Line
		t.count(tb, &out, res)
	}
	if !out.Check() {
		tb.Errorf("what came in is not what went out: %+v", out.Balance)
	}
	return out
}

func (t *Tally) count(tb testing.TB, out *Outcome, res records.Result) {
	tb.Helper()
	out.In++
	if n := given(res); n != 1 {
		tb.Fatalf("line %d: a result is rows, a refusal or a drop, one of them; this is %d", res.Line, n)
	}
	switch {
	case res.Refusal != nil:
		out.Refused++
		out.Refusals = append(out.Refusals, *res.Refusal)
		out.Lines = append(out.Lines, res.Line)
		checkRefusal(tb, *res.Refusal)
	case res.Dropped != "":
		out.Dropped = append(out.Dropped, res.Dropped)
		out.Balance.Dropped++
	case t.know(res.Rows):
		out.Duplicate++
	default:
		out.Stored++
	}
	for _, row := range res.Rows {
		checkRow(tb, row)
		out.Rows = append(out.Rows, row)
	}
}

// digits7 finds what no problem and no fix has to say.
var digits7 = regexp.MustCompile(`[0-9]{7}`)

func given(res records.Result) (n int) {
	for _, has := range []bool{len(res.Rows) > 0, res.Refusal != nil, res.Dropped != ""} {
		if has {
			n++
		}
	}
	return n
}

// know notes the rows' keys and reports whether all were known before.
func (t *Tally) know(rows []records.Row) bool {
	all := true
	for _, r := range rows {
		all = all && t.seen[r.Key]
		t.seen[r.Key] = true
	}
	return all
}

func checkRefusal(tb testing.TB, r records.Refusal) {
	tb.Helper()
	switch {
	case r.Problem == "" || r.Fix == "":
		tb.Error("a refusal says no problem or no fix")
	case digits7.MatchString(r.Problem + r.Fix):
		tb.Errorf("a refusal quotes the record: %q; %q", r.Problem, r.Fix)
	case len(r.Raw) > records.MaxRaw:
		tb.Errorf("a refusal keeps %d octets, more than %d", len(r.Raw), records.MaxRaw)
	}
}

func checkRow(tb testing.TB, r records.Row) {
	tb.Helper()
	if r.At.IsZero() || r.Key == (records.Key{}) || r.Class() == "" && r.Kind != records.Assignment {
		tb.Fatalf("a row of kind %s has no instant, key or class", r.Kind)
	}
	place := -1
	for _, v := range r.Values {
		at := -1
		for i, s := range records.Fields(r.Kind) {
			if s.Field == v.Field {
				at = i
			}
		}
		if at <= place || v.Text() == "" {
			tb.Fatalf("field %s of a %s is unknown, empty or out of order", v.Field, r.Kind)
		}
		place = at
	}
}
