package casefile_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"writ"
	"writ/casefile"
)

const tabled = `reference: NP-1
agency: nova-prosecutor
instrument: {type: order-records, issuer: {kind: prosecutor, country: XN}}
asks:
- {category: subscriber, identifiers-file: numbers.csv}
- {category: call-records, identifiers-file: numbers.csv, window: {from: 2025-10-01T00:00:00Z, to: 2026-01-01T00:00:00Z}}
- {category: call-records, identifiers: [{kind: e164, value: "+12025550150"}]}
`

var plan = writ.NumberPlan{Calling: "1", Trunk: "1", International: "011"}

func readTabled(t *testing.T, table string) casefile.Request {
	t.Helper()
	r, err := casefile.ReadRequest("R.yaml", []byte(tabled), map[string][]byte{"numbers.csv": []byte(table)}, plan, 0)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestATableIsAnsweredLineByLine(t *testing.T) {
	r := readTabled(t, "\ufeffe164,from,to\r\n"+
		"+12025550101,,\r\n"+
		"\"202-555-0102\",2025-11-01T00:00:00Z,2025-12-01T00:00:00Z\r\n"+
		"12,,\r\n"+
		"\r\n"+
		"(202) 555 0101,,\r\n"+
		"+12025550103,yesterday,\r\n"+
		"+12025550104\r\n")
	want := []casefile.Line{
		{Number: 2, Asks: []int{0, 2}},
		{Number: 3, Asks: []int{1, 3}},
		{Number: 4, Problem: "its identifier is not a national number of this plan", Fix: "write it with + and country code, or give the number plan"},
		{Number: 6, Asks: []int{0, 2}}, // the same again
		{Number: 7, Problem: "its window's beginning is neither a date nor an instant", Fix: "write 2026-03-02T10:00:00+01:00"},
		{Number: 8, Problem: "has 1 columns, not 3", Fix: "fill in the columns of the heading and no others"},
	}
	if len(r.Tables) != 1 || !reflect.DeepEqual(r.Tables[0].Lines, want) {
		t.Errorf("lines: %+v", r.Tables)
	}
	if len(r.Asks) != 5 {
		t.Fatalf("%d asks, want two lines in two categories and the ask beside the table", len(r.Asks))
	}
	if a := r.Asks[3]; a.Category != "call-records" || a.Identifiers[0].Text != "+12025550102" || a.Window.From.Text != "2025-11-01T00:00:00Z" || a.File != "" {
		t.Errorf("the line's own window is not that of its ask")
	}
	if a := r.Asks[2]; a.Window == nil || a.Window.From.Text != "2025-10-01T00:00:00Z" {
		t.Errorf("a line without a window has not that of the request")
	}
}

func TestATableMayNameTheKindOfEachLine(t *testing.T) {
	r := readTabled(t, "kind;value\ne164;+12025550101\nip;198.51.100.7\nfax;1\n")
	lines := r.Tables[0].Lines
	if lines[0].Problem != "" || lines[1].Problem != "" || lines[2].Problem != "is of no known kind of identifier" || r.Asks[1].Identifiers[0].Kind != "ip" {
		t.Errorf("lines: %+v", lines)
	}
}

func TestATableThatIsNoneIsRefusedWithItsLine(t *testing.T) {
	for _, tc := range []struct {
		name, table, want string
	}{
		{"empty", "", "numbers.csv:1: has no heading"},
		{"without identifiers", "from,to\n", "numbers.csv:1: does not say where the identifiers are"},
		{"a column twice", "e164,e164\n", "numbers.csv:1: has a column twice"},
		{"a column of another name", "e164,colour\n", "numbers.csv:1: has a column of an unknown name"},
		{"a NUL octet", "e164\n+12025550101\n+1202\x005550102\n", "numbers.csv:3: is not UTF-8 text"},
		{"UTF-16", "\xff\xfee\x00", "numbers.csv:1: is not UTF-8 text"},
		{"an endless line", "e164\n" + strings.Repeat("9", casefile.MostTable), "numbers.csv: is larger than"},
		{"too many identifiers", "e164\n" + many(1001), "names 1002 identifiers"},
		{"too many lines", "e164\n" + strings.Repeat("+12025550101\n", 5001), "has more than 5000 lines"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := casefile.ReadRequest("R.yaml", []byte(tabled), map[string][]byte{"numbers.csv": []byte(tc.table)}, plan, 0)
			var fe *casefile.FileError
			if !errors.As(err, &fe) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %s", err, tc.want)
			}
			if err != nil && strings.Contains(err.Error(), "2025550") {
				t.Errorf("the error quotes the table")
			}
		})
	}
}

func many(n int) string {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "+1202556%04d\n", i)
	}
	return b.String()
}

func TestALongFieldIsRefusedByItsLine(t *testing.T) {
	r := readTabled(t, "e164\n+12025550101\n"+strings.Repeat("9", 700)+"\n")
	if l := r.Tables[0].Lines[1]; l.Number != 3 || l.Problem != "has a column that is longer than any identifier" {
		t.Errorf("line: %+v", l)
	}
}

func TestACeilingOfTheLedgerCounts(t *testing.T) {
	_, err := casefile.ReadRequest("R.yaml", []byte(tabled), map[string][]byte{"numbers.csv": []byte("e164\n" + many(5))}, plan, 5)
	if err == nil || !strings.Contains(err.Error(), "names 6 identifiers, more than the 5") {
		t.Errorf("got %v", err)
	}
}

func TestATableThatWasNotGivenIsAnError(t *testing.T) {
	if _, err := casefile.ReadRequest("R.yaml", []byte(tabled), nil, plan, 0); err == nil || !strings.Contains(err.Error(), "was not given") {
		t.Errorf("got %v", err)
	}
}

func FuzzTable(f *testing.F) {
	f.Add("e164,from,to\n+12025550101,2025-11-01T00:00:00Z,\n\"a\nb\",,\n")
	f.Add("kind;value\nip;198.51.100.7\n")
	f.Fuzz(func(t *testing.T, table string) {
		r, err := casefile.ReadRequest("R.yaml", []byte(tabled), map[string][]byte{"numbers.csv": []byte(table)}, plan, 0)
		if err != nil {
			return
		}
		answered := map[int]bool{}
		for _, l := range r.Tables[0].Lines {
			if (l.Problem == "") != (len(l.Asks) == 2) {
				t.Fatalf("line %d is neither answered in both categories nor refused", l.Number)
			}
			for _, a := range l.Asks {
				answered[a] = true
			}
		}
		if len(answered) != len(r.Asks)-1 {
			t.Fatalf("%d asks are answered to lines, %d came of the table", len(answered), len(r.Asks)-1)
		}
	})
}
