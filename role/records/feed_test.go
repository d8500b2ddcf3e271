package records

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"writ/records"
)

// lined is a feed for tests: `SECONDS CALLER CALLEE` a line, seconds from a day on; "#…" is dropped, anything else refused.
type lined struct{}

func (lined) Name() string { return "lined" }

var day0 = time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC)

func (lined) Read(r io.Reader, _ records.Options) iter.Seq2[records.Result, error] {
	return func(yield func(records.Result, error) bool) {
		in := bufio.NewScanner(r)
		for n := int64(1); in.Scan(); n++ {
			if !yield(parse(n, in.Text()), nil) {
				return
			}
		}
		if in.Err() != nil {
			yield(records.Result{}, in.Err())
		}
	}
}

func parse(n int64, line string) records.Result {
	res := records.Result{Line: n}
	var secs int64
	var caller, callee string
	if strings.HasPrefix(line, "#") {
		res.Dropped = "a comment"
		return res
	}
	if _, err := fmt.Sscanf(line, "%d %s %s", &secs, &caller, &callee); err != nil {
		res.Refusal = records.Refuse([]byte(line), "is no call", "write seconds, caller, callee")
		return res
	}
	row, err := records.New(records.Call, records.KeyOf("lined", line), day0.Add(time.Duration(secs)*time.Second), time.Time{},
		records.V(records.Caller, caller), records.V(records.Callee, callee), records.V(records.Answered, "yes"))
	if err != nil {
		panic(err)
	}
	res.Rows = []records.Row{row}
	return res
}

// lines makes a file of n records over three days: one in ten is a duplicate, one in fifty is refused, one in a hundred dropped.
func lines(n int) []byte {
	var b strings.Builder
	for i := range n {
		switch {
		case i%50 == 7:
			fmt.Fprintf(&b, "half a line +1202555%04d\n", i)
		case i%100 == 11:
			b.WriteString("# a comment\n")
		case i%10 == 9:
			fmt.Fprintf(&b, "%d +1202555%04d +1202556%04d\n", (i-5)*7919%259200, (i-5)%500, (i-5)%700)
		default:
			fmt.Fprintf(&b, "%d +1202555%04d +1202556%04d\n", i*7919%259200, i%500, i%700)
		}
	}
	return []byte(b.String())
}
